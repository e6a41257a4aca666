//! Why a report cannot be held against a project, in words.

use std::path::Path;

use super::super::{Stop, mend_and_try_again, one_of};
use crate::ENGINE;
use crate::diagnostic::terminal::plain;
use crate::pdf::Unread;
use crate::personal::masked;
use crate::pipeline::Loaded;
use crate::pipeline::verify::Strange;

/// Why a report cannot be held against the project, in words.
pub(super) fn stop(strange: &Strange, path: &Path, loaded: &Loaded) -> Stop {
    let (file, project) = (path.display(), &loaded.definitions.project);
    let again = ("ask for the file as it was published", "be om filen som den publicerades");
    match strange {
        Strange::Unread(why) => unread(*why, path),
        Strange::NotOurs => Stop::new(
            (
                format!("'{file}' carries no figures that it could be checked by: Nytta did not make this file"),
                format!("'{file}' har inga uppgifter med sig att kontrollera mot: Nytta har inte gjort den här filen"),
            ),
            (
                "a report that was printed or saved anew by another program has lost them: ask for the file as it was published",
                "en rapport som har skrivits ut eller sparats om av ett annat program har förlorat dem: be om filen som den publicerades",
            ),
        ),
        Strange::Unreadable => Stop::new(
            (
                format!("the figures that '{file}' carries cannot be read: they are damaged or were changed"),
                format!("uppgifterna som '{file}' har med sig går inte att läsa: de är skadade eller har ändrats"),
            ),
            again,
        ),
        Strange::Overlong => Stop::new(
            (
                format!("the figures that '{file}' carries are longer than those of any report"),
                format!("uppgifterna som '{file}' har med sig är längre än någon rapports"),
            ),
            again,
        ),
        Strange::Later(engine) => Stop::new(
            (
                format!("'{file}' was made by a later version, '{}'", told(engine)),
                format!("'{file}' är gjord av en senare version, '{}'", told(engine)),
            ),
            ("verify it with that version", "kontrollera den med den versionen"),
        ),
        Strange::OtherProject(name) => Stop::new(
            (
                format!("'{file}' is a report of the project '{}', not of '{}'", told(name), *project.project),
                format!("'{file}' är en rapport ur projektet '{}', inte ur '{}'", told(name), *project.project),
            ),
            ("name the folder of that project", "ange mappen för det projektet"),
        ),
        Strange::NoReport(name) => {
            let names: Vec<&str> = project.reports.iter().map(|plan| plan.report.as_str()).collect();
            Stop::new(
                (
                    format!("the project has no report '{}', which '{file}' says it is", told(name)),
                    format!("projektet har ingen rapport '{}', som '{file}' säger sig vara", told(name)),
                ),
                one_of(name, &names),
            )
        }
        Strange::NoPeriod(name) => Stop::new(
            (
                format!("the project has no period '{}', which '{file}' says it is about", told(name)),
                format!("projektet har ingen period '{}', som '{file}' säger sig gälla", told(name)),
            ),
            ("see 'periods:' in nytta.yaml", "se 'periods:' i nytta.yaml"),
        ),
        Strange::NoEdition(name) => Stop::new(
            (
                format!("the project has not published an edition '{}', which '{file}' says it is", told(name)),
                format!("projektet har inte publicerat någon utgåva '{}', som '{file}' säger sig vara", told(name)),
            ),
            (
                "if it has, put the project's 'releases' back from a backup",
                "om det har gjort det, lägg tillbaka projektets 'releases' från en säkerhetskopia",
            ),
        ),
        Strange::NotMade(_) => {
            Stop::new(("the report could not be made anew", "rapporten kunde inte göras på nytt"), mend_and_try_again())
        }
    }
}

pub(super) fn unread(why: Unread, path: &Path) -> Stop {
    let file = path.display();
    let again = ("ask for the file as it was published", "be om filen som den publicerades");
    match why {
        Unread::Damaged => Stop::new(
            (format!("'{file}' is no PDF, or a damaged one"), format!("'{file}' är ingen PDF, eller en skadad")),
            again,
        ),
        Unread::Locked => Stop::new(
            (format!("'{file}' is protected by a password"), format!("'{file}' är skyddad med lösenord")),
            again,
        ),
        Unread::Unbounded => Stop::new(
            (
                format!("'{file}' asks for more memory or time than any report needs"),
                format!("'{file}' kräver mer minne eller tid än någon rapport behöver"),
            ),
            again,
        ),
        Unread::Crashed => Stop::new(
            (
                format!("the program failed on '{file}': that is a fault of its own"),
                format!("programmet klarade inte '{file}': det är dess eget fel"),
            ),
            (
                "please report this, with the file if you may; meanwhile ask for the file as it was published",
                "berätta gärna det för oss, med filen om du får; be så länge om filen som den publicerades",
            ),
        ),
        Unread::NoReader => Stop::new(
            (
                format!("the program could not start itself to read '{file}'"),
                format!("programmet kunde inte starta sig självt för att läsa '{file}'"),
            ),
            ("start it by its full path", "starta det med hela sökvägen"),
        ),
    }
}

pub(super) fn other_engine(engine: &str) -> Stop {
    Stop::new(
        (
            format!("the report was made by '{}' and this is '{ENGINE}': its pages were not compared", told(engine)),
            format!("rapporten är gjord av '{}' och det här är '{ENGINE}': sidorna jämfördes inte", told(engine)),
        ),
        (
            "only the figures in its attached data are as the project gives them; verify its pages with that version",
            "bara uppgifterna i dess bifogade data är som projektet ger dem; kontrollera sidorna med den versionen",
        ),
    )
}

/// What somebody may have written into a file, fit to be shown.
fn told(text: &str) -> String {
    plain(&masked(text))
}
