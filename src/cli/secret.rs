//! The project's secret, which keeps what a report says of the project's files from being guessed. Made once.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use super::Stop;
use super::output::Output;
use crate::digest;
use crate::project::{Folder, KEY};

/// Makes a secret for a project that has none. Where there is one that cannot be read, or none can be written, the report is
/// made without.
pub(super) fn provide(project: &Path, folder: &mut Folder, output: &Output) -> Result<(), Stop> {
    if folder.key().is_some() {
        return Ok(());
    }
    if folder.files.contains_key(KEY) {
        return Err(Stop::new(
            (
                format!("'{KEY}' holds no secret: it is too short"),
                format!("'{KEY}' är ingen hemlighet: den är för kort"),
            ),
            (
                "put the file back from a backup, or remove it: a new one is made with the next report",
                "lägg tillbaka filen från en säkerhetskopia, eller ta bort den: en ny görs med nästa rapport",
            ),
        ));
    }
    match made(&project.join(KEY)) {
        Ok(secret) => {
            folder.files.insert(KEY.to_owned(), secret.into());
            output.say([
                format!("made '{KEY}', the project's secret: keep it with the project and give it to nobody"),
                format!("gjorde '{KEY}', projektets hemlighet: behåll den i projektet och ge den inte till någon"),
                format!("créé '{KEY}', le secret du projet\u{a0}: le garder avec le projet et ne le donner à personne"),
                format!("creato '{KEY}', il segreto del progetto: tenerlo con il progetto e non darlo a nessuno"),
                format!("creat '{KEY}', secretul proiectului: păstrați-l cu proiectul și nu îl dați nimănui"),
                format!("ustvarjeno '{KEY}', skrivnost projekta: hranite jo s projektom in je ne dajte nikomur"),
            ]);
        }
        Err(error) => output.say(without(&error)),
    }
    Ok(())
}

/// That a report is made without a secret, why, and what to do.
fn without(error: &io::Error) -> (String, String) {
    let said = super::words::why(error);
    let (why, hint) = if error.kind() == io::ErrorKind::AlreadyExists {
        (
            ("is there and cannot be read".to_owned(), "finns och går inte att läsa".to_owned()),
            ("ask whoever made it to let you read it", "be den som gjorde den att låta dig läsa den"),
        )
    } else {
        (
            (format!("could not be written: {}", said.0), format!("gick inte att skriva: {}", said.1)),
            (
                "make the first report as somebody who may write in the project's folder",
                "låt någon som får skriva i projektets mapp göra den första rapporten",
            ),
        )
    };
    (
        format!(
            "'{KEY}' {}: the report does not tell which of the project's files it comes from\n  → {}",
            why.0, hint.0
        ),
        format!("'{KEY}' {}: rapporten säger inte vilka av projektets filer den kommer ur\n  → {}", why.1, hint.1),
    )
}

/// Makes a secret and writes it for its owner alone, never over another: that may be one that cannot be read, or one that
/// came in between.
fn made(path: &Path) -> io::Result<String> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let secret = format!("{}\n", digest::hex(&random));
    let mut file = new(path)?;
    if let Err(error) = file.write_all(secret.as_bytes()).and_then(|()| file.sync_all()) {
        // Half a secret would stop the next report.
        drop(file);
        drop(std::fs::remove_file(path));
        return Err(error);
    }
    Ok(secret)
}

fn new(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}
