//! A report that is published is remembered; a draft is not.

use std::path::Path;

use serde_json::Value;

use super::{HEADER, Project, Ran, nytta, root};

pub(super) fn four(project: &Project, heads: &str) {
    let numbers = ["9990001373", "9990002744", "9990004112", "9990005481"];
    let rows: Vec<String> = (numbers.iter())
        .map(|number| format!("{number};2026-01-01;2026-12-31;2,5;3;contracted;{heads};1;1;1000;900000;300000"))
        .collect();
    project.write("submissions/2026/a.csv", format!("{HEADER}\n{}\n", rows.join("\n")).as_bytes());
}

#[test]
fn only_what_is_published_is_remembered_and_it_is_never_written_over() {
    let project = Project::new();
    four(&project, "4");
    let report = |more: &[&str]| nytta(&[&["report", project.path(), "--language", "en"], more].concat());
    assert_eq!(report(&[]).status, 0);
    assert!(!project.file("releases").exists(), "a draft leaves nothing");
    // Nor do the figures that 'measure' prints, and it says so; those for staff are never published at all.
    let measured = |more: &[&str]| nytta(&[&["measure", project.path()], more].concat()).err;
    assert!(
        measured(&["--language", "en"])
            .contains("a draft: nothing remembers these figures, so they may not be published")
    );
    assert!(measured(&["--language", "sv"]).contains("ett utkast: ingen minns de här siffrorna"));
    // One language in one answer.
    for (language, draft, staff, total, answered) in [
        ("fr", "un brouillon", "réservé au personnel", "total", "4 sur 4 entreprises"),
        ("it", "una bozza", "solo per il personale", "totale", "4 su 4 imprese"),
        ("ro", "o ciornă", "doar pentru personal", "total", "întreprinderi: 4 din 4"),
        ("sl", "osnutek", "samo za zaposlene", "skupaj", "podjetja: 4 od 4"),
    ] {
        let of = |more: &[&str]| nytta(&[&["measure", project.path(), "--language", language], more].concat());
        let (open, inside) = (of(&[]), of(&["--internal"]));
        assert!(open.err.contains(draft) && inside.err.contains(staff), "{}{}", open.err, inside.err);
        assert!(open.out.contains(&format!("  {total} ")) && open.out.contains(answered), "{}", open.out);
        for english in ["a draft", "for staff", "this is about", "enterprises)", "published", "withheld", "persons"] {
            assert!(![&open.err, &open.out, &inside.err].iter().any(|said| said.contains(english)), "{english}");
        }
    }
    assert!(!measured(&["--language", "en", "--internal"]).contains("a draft"));
    let first = report(&["--release", "2026-1"]);
    first.says(&["remembered in releases/2026-1.csv"]);
    assert_eq!(first.status, 0);
    let read = |path: &str| std::fs::read_to_string(project.file(path)).expect("it was written");
    let told = read("releases/2026-1.csv");
    assert!(told.starts_with("edition,report,date,engine,indicator,") && !told.contains("9990001373"), "{told}");
    assert!(read("releases/staff/2026-1.csv").contains("9990001373"));
    // In another language it is the same edition.
    assert_eq!(nytta(&["report", project.path(), "--language", "sv", "--release", "2026-1"]).status, 0);
    four(&project, "5");
    let other = report(&["--release", "2026-1"]);
    other.says(&["the edition '2026-1' has been published with other figures", "a name of its own"]);
    assert_eq!((other.status, read("releases/2026-1.csv")), (2, told));
    let second = report(&["--release", "2026-2"]);
    assert_eq!(second.status, 0);
    assert!(read("releases/2026-2.csv").contains(",revised,"));
    // A revised figure is marked once under a chart and a table that stand beside each other.
    let pages = pages(&project, "region-2026-2-2026-en.pdf").join("\n");
    assert!(pages.contains("rrevised") && !pages.contains("r:revised"), "{pages}");
    says_what_it_was(&project);
    for name in ["../2026", "staff", "2026-3.csv"] {
        let astray = report(&["--release", name]);
        astray.says(&[&format!("an edition cannot be called '{name}'")]);
        assert_eq!(astray.status, 2);
    }
    for pdf in ["region-2026-en.pdf", "region-2026-1-2026-en.pdf", "region-2026-2-2026-en.pdf"] {
        assert!(project.file(&format!("reports/{pdf}")).is_file(), "{pdf}");
    }
}

/// What was 16 in the first edition and is 20 in the second: the page, the data attached to it and the trace say the same.
fn says_what_it_was(project: &Project) {
    let pdf = std::fs::read(project.file("reports/region-2026-2-2026-en.pdf")).expect("it was made");
    let printed = nytta::pdf::read_here(&pdf).expect("it is a PDF");
    let text: String = pages(project, "region-2026-2-2026-en.pdf").concat();
    for said in ["Revisedfigure", "Revisedsinceedition2026-1:was16", "Revisedsinceedition2026-1:2026was16"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(text.contains("inedition2026-1.Whattheywere"), "{text}");
    let data: Value = serde_json::from_str(&printed.attached["provenance.json"]).expect("JSON");
    let figures = data["figures"].as_array().expect("figures");
    let entry = |one: &Value, name: &str| one[name].as_str().map(str::to_owned);
    let revised: Vec<&Value> = figures.iter().filter(|one| one["status"] == "revised").collect();
    assert!(revised.iter().all(|one| entry(one, "before_edition").as_deref() == Some("2026-1")), "{revised:#?}");
    assert!(
        revised.iter().any(|one| one["indicator"] == "employees_year_end" && one["before"] == "16"),
        "{revised:#?}"
    );
    let others = figures.iter().filter(|one| one["status"] != "revised" && one["status"] != "withheld");
    assert!(others.into_iter().all(|one| one["before"].is_null() && one["before_edition"].is_null()));
    for (language, said) in [
        ("en", "revised since edition '2026-1': was 16"),
        ("sv", "reviderad sedan utgåva '2026-1': var 16"),
        ("fr", "révisé depuis l’édition '2026-1'\u{a0}: était 16"),
        ("it", "rivisto dall’edizione '2026-1': era 16"),
        ("ro", "revizuit de la ediția '2026-1': era 16"),
        ("sl", "spremenjeno od izdaje '2026-1': prej 16"),
    ] {
        // Against both editions the figure is what the second told: nothing is revised since.
        let traced =
            || nytta(&["trace", project.path(), "employees_year_end", "--period", "2026", "--language", language]);
        assert!(!traced().out.contains("2026-1"), "{}", traced().out);
        let second = ["releases/2026-2.csv", "releases/staff/2026-2.csv"].map(|path| {
            let bytes = std::fs::read(project.file(path)).expect("it was written");
            std::fs::remove_file(project.file(path)).expect("it was there");
            (path, bytes)
        });
        let before = traced();
        assert!(before.out.contains(said), "{said}: {}{}", before.out, before.err);
        for (path, bytes) in &second {
            project.write(path, bytes);
        }
    }
}

/// What is published stays: an edition of nothing, or of a day before anybody could answer, is none.
#[test]
fn an_edition_that_nobody_could_mean_is_not_remembered() {
    let project = Project::new();
    let report = |more: &[&str]| {
        let ran = nytta(&[&["report", project.path(), "--language", "sv"], more].concat());
        (ran.status, ran.err)
    };
    assert_eq!(report(&[]).0, 0, "a draft may be empty");
    let (status, told) = report(&["--release", "2026-1"]);
    assert!(
        status == 2 && told.contains("ingen inlämning är godtagen för 2026, så utgåvan '2026-1' vore tom"),
        "{told}"
    );
    assert!(!project.file("releases/2026-1.csv").exists(), "{told}");
    four(&project, "4");
    let (status, told) = report(&["--release", "2026-1", "--date", "2020-01-01"]);
    assert!(status == 2 && told.contains("bär datumet 2020-01-01, innan 2026 slutar den 2026-12-31"), "{told}");
    assert!(!project.file("releases/2026-1.csv").exists(), "{told}");
    assert_eq!(report(&["--release", "2026-1"]).0, 0);
    let (status, told) = report(&["--release", "2026-1", "--date", "2027-12-01"]);
    assert!(status == 2 && told.contains("utgåvan '2026-1' har publicerats med datumet "), "{told}");
}

/// Two editions that tell other figures and bear the same date cannot be told apart by it.
#[test]
fn an_edition_that_bears_no_later_date_is_warned_of() {
    let project = Project::new();
    four(&project, "4");
    let report = |language: &str, more: &[&str]| {
        let ran = nytta(&[&["report", project.path(), "--language", language], more].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        ran.err
    };
    let warns = "which tells other figures: --date gives it one of its own";
    assert!(!report("en", &["--release", "2026-1"]).contains("--date"));
    // The same figures under another name, and the same edition in another language.
    assert!(!report("en", &["--release", "2026-1b"]).contains("--date"));
    assert!(!report("sv", &["--release", "2026-1"]).contains("--date"));
    four(&project, "5");
    for (name, language, said) in
        [("2026-2", "en", warns), ("2026-3", "sv", "som visar andra siffror: --date ger den ett eget")]
    {
        let told = report(language, &["--release", name]);
        assert!(told.contains(said) && told.contains(&format!("'{name}'")), "{told}");
    }
    assert!(!report("en", &["--release", "2026-2"]).contains("--date"), "it is set again");
    let date = ["--release", "2026-8", "--date", "2028-01-01"];
    assert!(!report("en", &date).contains("--date"), "a date of its own");
    four(&project, "6");
    let earlier = report("en", &["--release", "2026-9", "--date", "2027-12-31"]);
    let dates = "edition '2026-9' bears the date 2027-12-31, no later than that of '2026-8' (2028-01-01)";
    assert!(earlier.contains(dates) && earlier.contains(warns), "{earlier}");
}

/// What was published since changes nothing of an edition that is set in another language: it is held against what stood before.
#[test]
fn an_edition_is_set_in_another_language_whatever_was_published_since() {
    let project = Project::new();
    four(&project, "4");
    let set = |name: &str, language: &str| {
        let ran = nytta(&["report", project.path(), "--language", language, "--release", name]);
        assert_eq!(ran.status, 0, "{name} {language}: {}", ran.err);
    };
    let read = |path: &str| std::fs::read_to_string(project.file(path)).expect("it was written");
    set("2026-1", "en");
    let as_published = std::fs::read(project.file("reports/region-2026-1-2026-en.pdf")).expect("it was written");
    // All have mended their answers: what was told is told anew, revised.
    four(&project, "5");
    set("2026-2", "en");
    let told = read("releases/2026-2.csv");
    assert!(told.contains(",revised,") && told.lines().skip(1).all(|line| line.ends_with(",2026-1")), "{told}");
    assert!(read("releases/2026-1.csv").lines().skip(1).all(|line| line.ends_with(",-")));
    set("2026-2", "sv");
    // Of the first its answers are put back, as a backup holds them.
    four(&project, "4");
    set("2026-1", "sv");
    set("2026-1", "en");
    let again = std::fs::read(project.file("reports/region-2026-1-2026-en.pdf")).expect("it was written");
    assert!(again == as_published, "byte for byte what was published");
    // Of an edition of before that was kept, those of an earlier date, or of the same and an earlier name, stood before it.
    let path = "releases/2026-1.csv";
    let old: Vec<String> =
        read(path).lines().map(|line| line.rsplit_once(',').expect("a column").0.to_owned()).collect();
    project.write(path, format!("{}\n", old.join("\n")).as_bytes());
    set("2026-1", "sv");
}

/// One answer is mended: what the edition told is no secret and stays in print, and what it became waits for more.
#[test]
fn a_figure_that_waits_since_an_edition_says_so() {
    let project = Project::new();
    four(&project, "4");
    assert_eq!(nytta(&["report", project.path(), "--release", "2026-1"]).status, 0);
    project.replace(
        "submissions/2026/a.csv",
        "9990001373;2026-01-01;2026-12-31;2,5;3;",
        "9990001373;2026-01-01;2026-12-31;2,5;4;",
    );
    for (language, said, waits, told) in [
        (
            "en",
            "figures stand in this report as an earlier edition told them",
            ["Thisisthefigureasitwasreleased", "untilmoreanswershavechanged:"],
            "the edition '2026-1' told this figure as 12; as it is now it is withheld",
        ),
        (
            "sv",
            "uppgifter står i rapporten som en tidigare utgåva visade dem",
            ["Dethäräruppgiftensomdenpublicerades", "tillsflersvarharändrats:"],
            "utgåvan '2026-1' visade den här uppgiften som 12; som den är nu",
        ),
    ] {
        let made = nytta(&["report", project.path(), "--language", language]);
        assert_eq!(made.status, 0);
        made.says(&[said]);
        let pages = pages(&project, &format!("region-2026-{language}.pdf"));
        for waits in waits {
            let waiting = pages.iter().filter(|page| page.replace('\u{ad}', "").contains(waits)).count();
            assert!(waiting > 0, "{language}: {waits} {pages:#?}");
        }
        let trace = nytta(&["trace", project.path(), "fte_year_end", "--language", language]);
        trace.says(&[told]);
        let never =
            nytta(&["trace", project.path(), "net_result", "--breakdown", "municipality=1880", "--language", language]);
        assert!(!never.err.contains("2026-1"), "what no edition told is not said to be: {}", never.err);
    }
    let line = |format: &str| {
        let told = nytta(&["measure", project.path(), "--format", format]).out;
        told.lines().find(|line| line.starts_with("fte_year_end,2026,,")).map(str::to_owned)
    };
    assert!(
        line("csv").is_some_and(|line| line.starts_with("fte_year_end,2026,,12,,,fte,provisional,")),
        "{:?}",
        line("csv")
    );
    // The next edition says the same, and can be verified.
    let second = ["report", project.path(), "--release", "2026-2", "--language", "en", "--date", "2027-12-01"];
    assert_eq!(nytta(&second).status, 0);
    let pdf = project.file("reports/region-2026-2-2026-en.pdf");
    let verified = nytta(&["verify", project.path(), pdf.to_str().expect("a path")]);
    assert_eq!(verified.status, 0, "{}{}", verified.out, verified.err);
    let remembered = std::fs::read_to_string(project.file("releases/2026-2.csv")).expect("it was written");
    let of_total = remembered.lines().find(|line| line.contains(",fte_year_end,2026,,")).expect("it is there");
    assert!(of_total.contains("withheld") && !of_total.contains(",12,"), "{of_total}");
    four(&project, "4");
    for number in ["9990001373", "9990002744", "9990004112"] {
        let was = format!("{number};2026-01-01;2026-12-31;2,5;3;");
        project.replace("submissions/2026/a.csv", &was, &was.replace(";3;", ";4;"));
    }
    assert!(
        line("csv").is_some_and(|line| line.starts_with("fte_year_end,2026,,15,,,fte,revised,")),
        "{:?}",
        line("csv")
    );
}

/// The text of each page, without spaces.
fn pages(project: &Project, pdf: &str) -> Vec<String> {
    let bytes = std::fs::read(project.file(&format!("reports/{pdf}"))).expect("it was made");
    let pages = nytta::pdf::read_here(&bytes).expect("it is a PDF").pages;
    pages.iter().map(|page| page.runs.iter().flat_map(|run| run.text.split_whitespace()).collect()).collect()
}

#[test]
fn every_page_says_whether_it_is_a_draft_or_which_edition() {
    let project = Project::new();
    four(&project, "4");
    for (language, draft, not_published, edition, dated) in [
        ("en", "Draft", "adraftthathasnotbeenpublished", "Edition2026-1", "Edition2026-1,published"),
        ("sv", "Utkast", "ettutkastsomintehar", "Utgåva2026-1", "Utgåva2026-1,publicerad"),
    ] {
        let report = |more: &[&str]| nytta(&[&["report", project.path(), "--language", language], more].concat());
        assert_eq!((report(&[]).status, report(&["--release", "2026-1"]).status), (0, 0));
        let of_draft = pages(&project, &format!("region-2026-{language}.pdf"));
        let published = pages(&project, &format!("region-2026-1-2026-{language}.pdf"));
        for (at, page) in of_draft.iter().enumerate() {
            assert!(page.contains(draft) && !page.contains(edition), "{language}, page {}: {page}", at + 1);
        }
        for (at, page) in published.iter().enumerate() {
            assert!(page.contains(edition) && !page.contains(draft), "{language}, page {}: {page}", at + 1);
        }
        let last = |pages: &[String], text: &str| pages.last().is_some_and(|page| page.contains(text));
        assert!(of_draft[0].to_lowercase().contains(&not_published.to_lowercase()), "{}", of_draft[0]);
        assert!(last(&published, dated) && !last(&of_draft, dated), "{language}: the colophon names the edition");
    }
}

#[test]
fn what_was_published_and_cannot_be_read_stops_the_next_report() {
    let project = Project::new();
    four(&project, "4");
    assert_eq!(nytta(&["report", project.path(), "--release", "2026-1"]).status, 0);
    project.replace("releases/2026-1.csv", "fte_year_end,2026", "fte_year_ned,2026");
    let unknown = nytta(&["check", project.path(), "--language", "en"]);
    unknown.says(&["release-names-unknown", "'fte_year_ned' has been published", "did you mean 'fte_year_end'?"]);
    project.replace("releases/2026-1.csv", ",region,20", ",region,x20");
    let report = nytta(&["report", project.path(), "--language", "en"]);
    report.says(&["release-unreadable", "releases/2026-1.csv", "row 2, column C 'date'"]);
    assert_eq!(report.status, 2);
}

/// An edition of before its name was that of a folder is read like any other; a file that can be no edition is told of.
#[test]
fn no_file_among_what_was_published_is_passed_over() {
    let project = Project::new();
    four(&project, "4");
    assert_eq!(nytta(&["report", project.path(), "--release", "2026-1"]).status, 0);
    let path = |name: &str| Path::new(project.path()).join("releases").join(name);
    let edition = std::fs::read_to_string(path("2026-1.csv")).expect("the edition");
    for name in ["printed", "staff", "2026.csv"] {
        let old = edition
            .replace("2026-1,region", &format!("{name},region"))
            .replace("fte_year_end,2026", "fte_year_ned,2026");
        std::fs::write(path(&format!("{name}.csv")), old).expect("it can be written");
        let read = nytta(&["check", project.path(), "--language", "en"]);
        read.says(&["release-names-unknown", &format!("releases/{name}.csv"), "'fte_year_ned' has been published"]);
        std::fs::remove_file(path(&format!("{name}.csv"))).expect("it was there");
        assert_ne!(nytta(&["report", project.path(), "--release", name]).status, 0, "a new one cannot be called so");
    }
    for name in ["2026-1 (copy).csv", "-1.csv", "2026-2.CSV"] {
        std::fs::write(path(name), &edition).expect("it can be written");
        let report = nytta(&["report", project.path(), "--language", "en"]);
        report.says(&[
            "release-misnamed",
            &format!("releases/{name}"),
            &format!("'{name}' lies among what was published"),
        ]);
        assert_eq!(report.status, 2);
        std::fs::remove_file(path(name)).expect("it was there");
    }
    // A table that is clearly no edition is named and left aside; a draft is set without it.
    for name in ["anteckningar.csv", "Att göra 2026.csv"] {
        std::fs::write(path(name), "Vem;Vad\nAnna;ringa tryckeriet\n").expect("it can be written");
        let check = nytta(&["check", project.path(), "--language", "en"]);
        check.says(&[
            "release-stray",
            &format!("'{name}' lies among what was published"),
            "move it out of 'releases/'",
        ]);
        assert_eq!(check.status, 0);
        let report = nytta(&["report", project.path(), "--language", "en"]);
        assert!(report.err.contains("release-stray") && report.status == 0, "{}", report.err);
        std::fs::remove_file(path(name)).expect("it was there");
    }
    // An edition of which the header is lost or all is, and one that only something beside it tells of, is none of these.
    let rows = edition.split_once('\n').expect("a header").1.to_owned();
    for (name, text) in [
        ("old.csv", rows.clone()),
        ("old.csv", rows.replace(',', ";")),
        ("old.csv", String::new()),
        ("old.csv", "0;1;2\n".to_owned()),
        ("2026-1.csv", "Vem;Vad\nAnna;ringa tryckeriet\n".to_owned()),
    ] {
        std::fs::write(path(name), text).expect("it can be written");
        let report = nytta(&["report", project.path(), "--language", "en"]);
        assert!(!report.err.contains("release-stray") && report.status == 2, "{name}: {}", report.err);
        std::fs::remove_file(path(name)).expect("it was there");
    }
    std::fs::write(path("2026-1.csv"), &edition).expect("it can be written");
    // What is no table is no edition.
    std::fs::write(path("README.txt"), "these are remembered").expect("it can be written");
    assert_eq!(nytta(&["check", project.path()]).status, 0);
}

const PRICED: &str = "conversions:
  - { conversion: programme, to: EUR, rule: month_submitted, months: { '2026': 2027-02 } }
reports:
  - { report: region, template: region, conversion: programme, valuations: [work] }
";

pub(super) const VALUATION: &str = "valuation: work
kind: sroi
title: { en: Work, sv: Arbete }
definition: { en: What work is worth, sv: Vad arbetet är värt }
discount_rate: 3.5
first_year: discounted
inputs: [ { title: { en: Grants, sv: Bidrag }, amount: 1000, source: invented } ]
outcomes:
  - outcome: work
    title: { en: Work, sv: Arbete }
    quantity: 10
    deadweight: 30
    displacement: 10
    attribution: 20
    drop_off: 40
    years: 1
    source: invented
    values: [ { title: { en: Wages, sv: Löner }, amount: 500, source: invented } ]
";

/// The figures are the same, and what stands beside them is not.
#[test]
fn an_edition_is_not_set_again_with_other_rates_targets_or_assumptions() {
    let project = Project::new();
    four(&project, "4");
    let plain = std::fs::read_to_string(project.file("nytta.yaml")).expect("it is there");
    let (plain, _) = plain.split_once("reports:").expect("it has reports");
    project.write("nytta.yaml", format!("{plain}{PRICED}").as_bytes());
    let rates = |rate: &str| format!("currency,month,rate,source\nEUR,2027-02,{rate},bank\n");
    let target = |value: &str| {
        format!("indicator,period,kind,value,decided,source\nfte_year_end,2026,target,{value},2025-11-01,board\n")
    };
    project.write("rates.csv", rates("11.2").as_bytes());
    project.write("targets.csv", target("14").as_bytes());
    project.write("valuations/work.yaml", VALUATION.as_bytes());
    let set = |language: &str| nytta(&["report", project.path(), "--language", language, "--release", "2026-1"]);
    let first = set("en");
    assert_eq!(first.status, 0, "{}", first.err);
    let told = std::fs::read_to_string(project.file("releases/printed/2026-1.csv")).expect("it was written");
    assert!(told.contains("rate,EUR 2027-02,11.2 (bank)") && told.contains("valuation,work: value,2434.78"), "{told}");
    assert_eq!(set("sv").status, 0, "the same is set again");
    for (path, other, same, [english, swedish]) in [
        (
            "rates.csv",
            rates("11.9"),
            rates("11.2"),
            [
                "another rate 'EUR 2027-02': '11.2 (bank)', now '11.9 (bank)'",
                "annan kurs 'EUR 2027-02': '11.2 (bank)', nu",
            ],
        ),
        (
            "targets.csv",
            target("12"),
            target("14"),
            [
                "another target 'fte_year_end 2026': '14 (2025-11-01, board)', now '12",
                "annan målnivå 'fte_year_end 2026'",
            ],
        ),
        (
            "valuations/work.yaml",
            VALUATION.replace("deadweight: 30", "deadweight: 25"),
            VALUATION.to_owned(),
            [
                "another valuation 'work.outcomes.1.deadweight': '30', now '25'",
                "annan värdering 'work.outcomes.1.deadweight'",
            ],
        ),
    ] {
        project.write(path, other.as_bytes());
        for (language, says) in [("en", english), ("sv", swedish)] {
            let again = set(language);
            again.says(&["2026-1", says]);
            assert_eq!(again.status, 2, "{path}");
        }
        project.write(path, same.as_bytes());
    }
    // A text that is mended since is told, and stops nothing.
    project
        .write("comments.csv", "indicator,period,text,by\nfte_year_end,2026,More than before.,The region\n".as_bytes());
    let again = set("en");
    again.says(&["was published with another comment 'fte_year_end'"]);
    assert_eq!(again.status, 0);
}

/// A report in a language of the project's own says in it what it wrote, too.
#[test]
fn what_is_written_is_told_in_the_language_of_the_report() {
    let project = Project::new();
    four(&project, "4");
    let texts = std::fs::read(root().join("report-templates/texts/en.yaml")).expect("it ships");
    for (language, remembered, wrote) in [("fr", "retenu dans", "écrit"), ("sl", "zapomnjeno v", "zapisano")] {
        project.write(&format!("report-templates/texts/{language}.yaml"), &texts);
        let made = nytta(&["report", project.path(), "--language", language, "--release", language]);
        made.says(&[&format!("{remembered} releases/{language}.csv"), &format!("{wrote} ")]);
        assert!(made.status == 0 && !made.err.contains("wrote") && !made.err.contains("remembered"), "{}", made.err);
    }
}

/// Rounded counts are told to be so, in data as well; the columns of the tidy table are as ever. Staff sees the true ones.
#[test]
fn measure_says_that_counts_are_rounded() {
    let project = Project::new();
    four(&project, "4");
    let measured = |more: &[&str]| nytta(&[&["measure", project.path(), "--language", "en"], more].concat());
    let rounded = "counts of persons are rounded to multiples of 5, and need not add up";
    let heads = |ran: &Ran| {
        let data: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
        let rows = data["observations"].as_array().expect("rows").clone();
        let is_it = |row: &&serde_json::Value| row["indicator"] == "employees_year_end" && row["breakdown"] == "";
        let row = rows.iter().find(is_it).expect("a row").clone();
        (row["value"].clone(), row["rounded"].clone())
    };
    let exact = measured(&["--format", "json"]);
    assert_eq!(heads(&exact), ("16".into(), serde_json::Value::Null));
    assert!(!exact.err.contains("rounded"));
    let mut yaml = std::fs::read_to_string(project.file("nytta.yaml")).expect("a project");
    yaml.push_str("\npolicy: { persons: { round: 5 } }\n");
    project.write("nytta.yaml", yaml.as_bytes());
    let json = measured(&["--format", "json"]);
    assert_eq!(heads(&json), ("15".into(), "5".into()));
    let csv = measured(&["--format", "csv"]);
    for ran in [&json, &csv, &measured(&[])] {
        assert!(ran.err.contains(rounded), "{}", ran.err);
    }
    assert!(!csv.out.contains("rounded"));
    let inside = measured(&["--format", "json", "--internal"]);
    assert_eq!(heads(&inside), ("16".into(), serde_json::Value::Null));
    assert!(!inside.err.contains("rounded"));
}

/// What is reckoned from rounded counts says so, printed and on the pages.
#[test]
fn a_valuation_of_rounded_counts_says_that_they_are() {
    let project = Project::new();
    four(&project, "4");
    project
        .write("valuations/work.yaml", VALUATION.replace("quantity: 10", "indicator: employees_year_end").as_bytes());
    project.replace("nytta.yaml", "template: region }", "template: region, valuations: [work] }");
    let valued = |language: &str, format: &str| {
        nytta(&["value", project.path(), "--valuation", "work", "--language", language, "--format", format])
    };
    let on_pages = |language: &str| {
        assert_eq!(nytta(&["report", project.path(), "--language", language]).status, 0);
        pages(&project, &format!("region-2026-{language}.pdf")).join("\n").replace('\u{a0}', "")
    };
    let english = "Thecountsofpersonsareroundedtomultiplesof5;theamountsarereckonedfromtheroundedcounts";
    let exact = valued("en", "text");
    assert!(exact.out.contains(" 16\n") && !format!("{}{}", exact.out, exact.err).contains("rounded"), "{}", exact.out);
    assert!(!on_pages("en").contains(english));
    let mut yaml = std::fs::read_to_string(project.file("nytta.yaml")).expect("a project");
    yaml.push_str("\npolicy: { persons: { round: 5 } }\n");
    project.write("nytta.yaml", yaml.as_bytes());
    for (language, said) in [
        ("en", "rounded: the counts of persons are multiples of 5, and"),
        ("sv", "avrundat: antalen personer är multiplar av 5, och"),
        ("fr", "arrondi\u{a0}: les nombres de personnes sont des multiples de 5, et"),
        ("it", "arrotondato: i numeri di persone sono multipli di 5, e"),
        ("ro", "rotunjit: numerele de persoane sunt multipli de 5, iar"),
        ("sl", "zaokroženo: števila oseb so večkratniki 5, zneski"),
    ] {
        let (text, csv) = (valued(language, "text"), valued(language, "csv"));
        assert!(text.out.contains(said) && text.out.contains(" 15\n"), "{}", text.out);
        assert!(csv.err.contains(said) && !csv.out.contains(said), "{}", csv.err);
    }
    let json: serde_json::Value = serde_json::from_str(&valued("en", "json").out).expect("it is JSON");
    assert_eq!(json["rounded"], serde_json::json!([5]));
    assert!(on_pages("en").contains(english));
    assert!(on_pages("sv").contains("Antalenpersoneräravrundadetillmultiplarav5;beloppenärräknade"));
}
