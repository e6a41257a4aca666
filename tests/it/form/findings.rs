//! What is found in a filled form is told its sender: once, at the answer it is about.

use nytta::diagnostic::Severity;
use nytta::pipeline;
use nytta::project::Folder;
use nytta::table::workbook::InProcess;

use super::{answers, example, filled, read};

/// An enterprise that grew so much that it is asked about.
const GROWN: [(&str, &str); 5] = [
    ("year_start", "2025-01-01"),
    ("year_end", "2025-12-31"),
    ("fte_opening", "12"),
    ("fte_closing", "30"),
    ("heads", "35"),
];

#[test]
fn words_beside_an_answer_settle_its_warnings() {
    let (mut folder, loaded) = example();
    let path = "submissions/2025/form.csv";
    let warnings = |folder: &Folder| -> Vec<(String, Severity)> {
        let validation = pipeline::validate(folder, &loaded, &InProcess);
        let file = validation.files.iter().find(|file| file.reading.file == path).expect("the form was read");
        assert_eq!((file.accepted, file.rejected), (1, 0), "{:#?}", file.diagnostics);
        let found = file
            .diagnostics
            .iter()
            .filter(|found| found.severity != Severity::Note || found.rule.contains("fte_change"));
        found.map(|found| (found.rule.clone(), found.severity)).collect()
    };
    let silent = filled(&GROWN);
    folder.files.insert(path.to_owned(), silent.clone().into());
    let rule = "enterprise_year.fte_change".to_owned();
    assert_eq!(warnings(&folder), [(rule.clone(), Severity::Warning)]);
    let line = silent.lines().find(|line| line.starts_with("fte_closing;")).expect("the question").to_owned();
    for (words, severity) in [("Vi tog över två butiker.", Severity::Note), ("Företag gick samman", Severity::Note)]
    {
        let explained = silent.replace(&line, &format!("{line}{words}"));
        folder.files.insert(path.to_owned(), explained.into());
        assert_eq!(warnings(&folder), [(rule.clone(), severity)], "{words}");
    }
    let poor = silent.replace(&line, &format!("{line}ok"));
    folder.files.insert(path.to_owned(), poor.into());
    assert_eq!(warnings(&folder), [(rule.clone(), Severity::Warning)], "'ok' explains nothing");
    let thousands = silent.replace(&line, &format!("{line}beloppen är i tkr"));
    folder.files.insert(path.to_owned(), thousands.into());
    assert_eq!(warnings(&folder), [(rule.clone(), Severity::Warning)], "in what it is counted is no reason");
    for elsewhere in ["se mejl", "Se bilaga", "enligt telefon", "se e-post", "see email"] {
        let told = silent.replace(&line, &format!("{line}{elsewhere}"));
        folder.files.insert(path.to_owned(), told.into());
        assert_eq!(warnings(&folder), [(rule.clone(), Severity::Warning)], "{elsewhere}: no reader sees it");
    }
    let asked = silent.replace(&line, &format!("{line}???"));
    folder.files.insert(path.to_owned(), asked.into());
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let said = validation.files.iter().flat_map(|file| &file.diagnostics).filter(|one| one.rule == "poor-reason");
    assert_eq!(said.count(), 1, "a question is answered, where a dash is none");
    let other = silent.replace(&line, &format!("{line}Annan orsak"));
    folder.files.insert(path.to_owned(), other.into());
    assert_eq!(warnings(&folder), [(rule, Severity::Warning)], "another reason is to be told in words");
}

#[test]
fn it_is_told_that_a_reason_came_with_a_warning_and_what_became_of_it() {
    let silent = filled(&GROWN);
    let told = |field: &str, words: &str| {
        let line = silent.lines().find(|line| line.starts_with(&format!("{field};"))).expect("the question");
        let (mut folder, loaded) = example();
        let explained = silent.replace(line, &format!("{line}{words}"));
        folder.files.insert("submissions/2025/form.csv".to_owned(), explained.into());
        let validation = pipeline::validate(&folder, &loaded, &InProcess);
        let file = validation.files.iter().find(|file| file.period == "2025").expect("the form was read");
        let about = ["enterprise_year.fte_change", "poor-reason", "reason-beside-other-answer"];
        let found = file.diagnostics.iter().filter(|found| about.contains(&found.rule.as_str()));
        let said = |found: &nytta::diagnostic::Diagnostic| {
            let (message, hint) = (found.message.in_language(&["sv"]), found.hint.in_language(&["sv"]));
            (found.severity, format!("{message} → {hint}"))
        };
        found.map(said).collect::<Vec<_>>()
    };
    let change = "heltidstjänsterna gick från 12 till 30 på ett år → ";
    let given = |hint: &str| vec![(Severity::Note, format!("{change}{hint}"))];
    assert_eq!(
        told("fte_closing", "FÖRETAG  GICK SAMMAN"),
        given("ett skäl är angivet: 'Företag gick samman'; inget mer behövs")
    );
    assert_eq!(
        told("fte_closing", "Enterprises merged"),
        given("ett skäl är angivet: 'Företag gick samman'; inget mer behövs")
    );
    assert_eq!(
        told("fte_closing", "Vi tog över två butiker."),
        given("ett skäl är angivet med egna ord; inget mer behövs"),
        "words of their own are not repeated"
    );
    let poor = told("fte_closing", "Annan orsak");
    assert_eq!(poor[0].0, Severity::Warning);
    assert!(poor[1].1.starts_with("'Annan orsak' säger inte varför 'Heltidstjänster vid årets slut' är"), "{poor:?}");
    // A dash is no reason, and stands nowhere wrongly.
    assert_eq!(told("heads", "-").len(), 1);
    // On the line below, where nothing is unusual.
    let beside = told("heads", "Vi tog över två butiker.");
    assert_eq!(beside[0].0, Severity::Warning);
    let (column, other) = ("Anställda den sista dagen på året", "Heltidstjänster vid årets slut");
    let message = format!("orden står bredvid '{column}', men det är '{other}' som behöver ett skäl");
    assert!(beside[1].1.starts_with(&message), "{beside:?}");
}

#[test]
fn a_reason_beside_an_answer_is_meant_for_the_warning_that_stands_there() {
    let settled = |opening: &str, field: &str| -> Vec<(String, Severity)> {
        let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", opening)];
        let form = filled(&[&year[..], &[("fte_closing", "60"), ("heads", "70")]].concat());
        let line = form.lines().find(|line| line.starts_with(&format!("{field};"))).expect("the question");
        let (told, ..) = told_of(&form.replace(line, &format!("{line}Vi tog över två butiker.")));
        let mine = told.into_iter().filter(|(_, rule)| rule.starts_with("enterprise_year.fte_"));
        mine.map(|(severity, rule)| (rule.replace("enterprise_year.", ""), severity)).collect()
    };
    let both = |chain, change| vec![("fte_chain".to_owned(), chain), ("fte_change".to_owned(), change)];
    // The change compares with the opening, but the opening has a warning of its own.
    assert_eq!(settled("20", "fte_opening"), both(Severity::Note, Severity::Warning));
    assert_eq!(settled("20", "fte_closing"), both(Severity::Warning, Severity::Note));
    // Where it has none the words can only be meant for the change.
    assert_eq!(settled("12", "fte_opening"), [("fte_change".to_owned(), Severity::Note)]);
}

/// What a form tells when it lies among the forms of 2025: severity, rule, and whether its row counts.
fn told_of(form: &str) -> (Vec<(Severity, String)>, u32, Vec<String>) {
    let (mut folder, loaded) = example();
    folder.files.insert("submissions/2025/form.csv".to_owned(), form.as_bytes().into());
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let file = validation.files.iter().find(|file| file.period == "2025").expect("the form was read");
    let told = file.diagnostics.iter().map(|one| (one.severity, one.rule.clone())).collect();
    let said = |one: &nytta::diagnostic::Diagnostic| {
        format!("{}: {}", one.message.in_language(&["en"]), one.hint.in_language(&["en"]))
    };
    (told, file.accepted, file.diagnostics.iter().map(said).collect())
}

#[test]
fn a_form_of_another_period_organisation_or_version_is_told_first_and_once() {
    let year = |year: &str| {
        let (start, end) = (format!("{year}-01-01"), format!("{year}-12-31"));
        filled(&[("year_start", &start), ("year_end", &end), ("fte_opening", "12"), ("fte_closing", "12")])
    };
    let (now, stamped) = (year("2025"), "version=1 period=2025 organisation=9990001373");
    assert!(now.contains(stamped), "{}", &now[..200]);
    let error = |rule: &str| vec![(Severity::Error, rule.to_owned())];

    // Last year's form with last year's figures: the day follows from the form.
    let last = year("2024").replace("period=2025", "period=2024");
    let (told, accepted, said) = told_of(&last);
    assert_eq!((told, accepted), (error("form-of-other-period"), 0));
    assert!(said[0].contains("for the period 2024") && said[0].contains("submissions/2024/"), "{said:?}");
    // The year that is written in it tells where it belongs, not the form's.
    let (_, _, said) = told_of(&year("2023").replace("period=2025", "period=2024"));
    assert!(said[0].contains("submissions/2023/") && !said[0].contains("submissions/2024/"), "{said:?}");
    // This year's figures in last year's form count.
    let (told, accepted, said) = told_of(&now.replace("period=2025", "period=2024"));
    assert_eq!(told[0], (Severity::Note, "form-of-other-period".to_owned()));
    // Whoever moved it here as was asked is not sent on.
    assert!(said[0].contains("nothing need be done") && !said[0].contains("fill in the form"), "{said:?}");
    assert_eq!(accepted, 1, "{told:?}");

    // Another organisation's number over the first one; also one that nobody knows.
    for number in ["999000-1308", "556016-0680"] {
        let (told, accepted, said) = told_of(&now.replace("999000-1373", number));
        assert_eq!((told, accepted), (error("form-of-other-organisation"), 0), "{number}");
        assert!(said[0].contains("9990001373") && said[0].contains(&number.replace('-', "")), "{said:?}");
        assert!(said[0].contains("the cell of the number is locked") && !said[0].contains("correct"), "{said:?}");
    }

    // Another version: what the two share is read.
    let newer = now.replace("version=1", "version=2");
    let (told, accepted, said) = told_of(&newer);
    assert!(said[0].contains("nothing need be done; next time, ask for version 1"), "{said:?}");
    assert_eq!((told[0].clone(), accepted), ((Severity::Note, "form-of-other-version".to_owned()), 1));
    let closing = newer.lines().find(|line| line.starts_with("fte_closing;")).expect("the question").to_owned();
    let without = newer.replace(&format!("{closing}\r\n"), "old_question;Gammal fråga;7\r\n");
    let (told, accepted, said) = told_of(&without);
    let blank = (Severity::Note, "unanswered-questions".to_owned());
    assert_eq!((told, accepted), ([error("form-of-other-version"), vec![blank]].concat(), 0));
    assert!(said[0].contains("do not fit: old_question, Full-time equivalents at the end of the year"), "{said:?}");
    assert!(said[0].contains("ask whoever sent you the form for version 1"), "{said:?}");
}

#[test]
fn questions_for_everybody_left_blank_are_told_together_and_once() {
    let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12"), ("fte_closing", "12")];
    let (told, accepted, said) = told_of(&filled(&year));
    assert_eq!((told, accepted), (vec![(Severity::Note, "unanswered-questions".to_owned())], 1));
    for label in ["'Employees on the last day of the year'", "'Net turnover'", "'How you calculated the full"] {
        assert_eq!(said[0].matches(label).count(), 1, "{said:?}");
    }
    assert!(!said[0].contains("Volunteers"), "what is voluntary may be left blank: {said:?}");
    assert!(!said[0].contains("'Full-time equivalents at the"), "what is answered is not told: {said:?}");

    // Every kind of answer is one, and parts of which none is blank make their total.
    let answers = [
        ("fte_closing_subsidised", "0"),
        ("fte_method", "vet ej"),
        ("heads_women", "11"),
        ("heads_men", "9"),
        ("heads_not_stated", "0"),
        ("hired", "?"),
        ("hired_far", "vet ej"),
        ("trainees", "-"),
        ("leavers", "-"),
        ("net_result", "vill ej uppge"),
        ("reinvested", "."),
        ("turnover", "4 900 000"),
    ];
    let whole = [&year[..], &answers[..]].concat();
    let (told, accepted, _) = told_of(&filled(&whole));
    assert_eq!((told, accepted), (Vec::new(), 1));
    let without = |name: &str| whole.iter().copied().filter(|(field, _)| *field != name).collect::<Vec<_>>();
    // A total that is told to lack a part is not asked for once more.
    let (told, _, said) = told_of(&filled(&without("heads_not_stated")));
    assert_eq!(told, [(Severity::Warning, "unanswered-total".to_owned())]);
    assert!(said[0].contains("' has no sum: without an answer: '"), "{said:?}");
    // A header that is nearly right has been told: it is no second fault.
    let form = filled(&whole);
    let table = |headers: [&str; 2]| {
        let cells = ["999000-1373;2025-01-01;2025-12-31;12;12", ";0;vet ej;20;0;0;0;0;0;.;4 900 000\n"].concat();
        let first = "orgnr;räkenskapsår från;räkenskapsår till;heltidstjänster vid årets början;heltidstjänster;";
        let [heads, turnover] = headers;
        format!(
            "{first}varav med lönestöd;beräkningssätt;{heads};nyanställda;hired_far;arbetsträning;avslut;årets resultat;\
             återinvesterat;{turnover}\n{cells}"
        )
    };
    assert!(form.contains("nytta-form"), "{form}");
    assert_eq!(told_of(&table(["anställda", "omsättning"])).0, Vec::new());
    let (told, ..) = told_of(&table(["anställda", "nettoomsätning"]));
    assert_eq!(told, [(Severity::Warning, "unknown-column".to_owned())]);
    let (told, _, said) = told_of(&table(["anställda", "egen anteckning"]));
    assert_eq!(told.iter().filter(|(_, rule)| rule == "unanswered-questions").count(), 1, "{told:?}");
    assert!(said.iter().any(|said| said.contains("without an answer: 'Net turnover'")), "{said:?}");
}

/// The findings of a rule in a form of 2025, with all their cells.
fn cells_of(answers: &[(&str, &str)], rule: &str) -> Vec<(Vec<String>, String)> {
    let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12"), ("fte_closing", "12")];
    let (mut folder, loaded) = example();
    let form = filled(&[&year[..], answers].concat());
    folder.files.insert("submissions/2025/form.csv".to_owned(), form.into());
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let found = validation.files.iter().filter(|file| file.period == "2025").flat_map(|file| &file.diagnostics);
    let told = |one: &nytta::diagnostic::Diagnostic| {
        let spans = std::iter::once(&one.span).chain(&one.also);
        (spans.filter_map(nytta::source::Span::cell).collect(), one.message.in_language(&["sv"]).into_owned())
    };
    found.filter(|one| one.rule == rule).map(told).collect()
}

#[test]
fn every_question_left_blank_is_one_of_the_places() {
    let rows: Vec<String> =
        filled(&[]).lines().map(|line| line.split(';').next().unwrap_or_default().to_owned()).collect();
    let cell = |field: &str| format!("C{}", rows.iter().position(|name| name == field).expect("the question") + 1);
    let [(cells, _)] = &cells_of(&[("heads", "12"), ("heads_women", "12")], "unanswered-questions")[..] else {
        panic!("they are told together")
    };
    for field in ["fte_closing_subsidised", "fte_method", "hired", "turnover"] {
        assert!(cells.contains(&cell(field)), "{field}: {cells:?}");
    }
    assert!(!cells.contains(&cell("heads")) && !cells.contains(&cell("volunteers")), "{cells:?}");
    // Parts that are blank beside a total are told as a group too.
    let parts = |answers: &[(&str, &str)]| cells_of(answers, "unanswered-parts");
    let told = parts(&[("heads", "12")]);
    let [(cells, message)] = &told[..] else { panic!("{told:?}") };
    assert_eq!(*cells, ["heads_women", "heads_men", "heads_not_stated"].map(cell));
    assert!(message.starts_with("delar av 'Anställda den sista dagen på året' utan svar: '"), "{message}");
    assert_eq!(parts(&[("heads", "12"), ("heads_women", "7")])[0].0, ["heads_men", "heads_not_stated"].map(cell));
    // Nothing is left for them, there is no total, or somebody has said that it is not known.
    assert_eq!(parts(&[("heads", "12"), ("heads_women", "7"), ("heads_men", "5")]), []);
    assert_eq!(parts(&[("heads", "0")]), []);
    assert_eq!(parts(&[("heads_women", "7")]), []);
    assert_eq!(parts(&[("heads", "12"), ("heads_women", "vet ej")]), []);
    // What is voluntary may be left blank as a whole.
    assert_eq!(parts(&[("retained", "2")]), []);
    assert_eq!(parts(&[("retained", "2"), ("retained_women", "1")]).len(), 1);
    // Without a total either, nothing can be added up.
    let total = |answers: &[(&str, &str)]| cells_of(answers, "unanswered-total");
    let told = total(&[("heads_women", "7"), ("heads_men", "5")]);
    let [(cells, message)] = &told[..] else { panic!("{told:?}") };
    assert_eq!(*cells, ["heads_not_stated"].map(cell));
    assert!(message.starts_with("angivet: '") && message.contains("' (7 + 5), men '"), "{message}");
    assert_eq!(total(&[("heads_women", "7"), ("heads_men", "5"), ("heads_not_stated", "0")]), []);
    assert_eq!(total(&[("heads_women", "7"), ("heads_men", "5"), ("heads", "12")]), []);
    assert_eq!(total(&[("heads_women", "7"), ("heads_men", "vet ej")]), []);
}

#[test]
fn more_jobs_than_employees_can_fill_are_no_small_slip() {
    let said = |closing: &str, heads: &str| {
        let answers = [
            ("year_start", "2025-01-01"),
            ("year_end", "2025-12-31"),
            ("fte_opening", "12"),
            ("fte_closing", closing),
            ("heads", heads),
        ];
        let (told, accepted, _) = told_of(&filled(&answers));
        let told: Vec<_> = told.into_iter().filter(|(severity, _)| *severity != Severity::Note).collect();
        (told, accepted)
    };
    let one = |severity, rule: &str| vec![(severity, format!("enterprise_year.{rule}"))];
    // A lost decimal sign is one fault, though the change is large too.
    assert_eq!(said("1225", "19"), (one(Severity::Error, "fte_beyond_employees"), 0));
    assert_eq!(said("15,25", "10"), (one(Severity::Error, "fte_beyond_employees"), 0));
    // Overtime may be right.
    assert_eq!(said("15", "10"), (one(Severity::Warning, "fte_per_employee"), 1));
    assert_eq!(said("10", "10"), (Vec::new(), 1));
    let many = [one(Severity::Warning, "fte_change"), one(Severity::Warning, "fte_or_hours")].concat();
    assert_eq!(said("1225", ""), (many, 1));
}

#[test]
fn a_finding_stands_at_the_answer_it_is_about() {
    let cell = |answers: &[(&str, &str)], rule: &str| {
        let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12")];
        let (mut folder, loaded) = example();
        let form = filled(&[&year[..], answers].concat());
        folder.files.insert("submissions/2025/form.csv".to_owned(), form.into());
        let validation = pipeline::validate(&folder, &loaded, &InProcess);
        let found = validation.files.iter().flat_map(|file| &file.diagnostics);
        let found: Vec<_> = found.filter(|one| one.rule == rule).filter_map(|one| one.field.clone()).collect();
        found
    };
    let criteria = [("criterion_social_goal", "ja"), ("criterion_results_measured", "nej")];
    let answers = [&criteria[..], &[("criterion_surplus_reinvested", "ja"), ("fte_closing", "12")]].concat();
    assert_eq!(cell(&answers, "enterprise_year.criteria_met"), ["criterion_results_measured"]);
    let copied = [("fte_closing", "12"), ("turnover", "4844613"), ("net_result", "304215")];
    assert_eq!(cell(&copied, "enterprise_year.copied_from_last_year"), ["turnover"]);
}

#[test]
fn a_message_says_the_unit_of_a_figure_once() {
    let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12"), ("fte_closing", "12")];
    let amounts = [("net_result", "-12 tkr"), ("reinvested", "5 tkr")];
    let (_, _, said) = told_of(&filled(&[&year[..], &amounts[..]].concat()));
    let told = said.iter().find(|said| said.contains("net result is")).expect("there is no surplus");
    assert!(told.contains("reinvested surplus is 5,000 kronor") && told.contains("−12,000 kronor"), "{told}");
}

#[test]
fn a_check_says_the_number_that_was_read() {
    let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12"), ("fte_closing", "12")];
    let told = told_in_swedish(
        &filled(&[&year[..], &[("turnover", "94.350.000")]].concat()),
        "enterprise_year.turnover_change",
    );
    assert!(told.len() == 1 && told[0].contains("94\u{a0}350\u{a0}000 kronor"), "{told:?}");
}

/// The findings of a rule in a form, as its place, message and hint in Swedish.
fn told_in_swedish(form: &str, rule: &str) -> Vec<String> {
    let (mut folder, loaded) = example();
    folder.files.insert("submissions/2025/form.csv".to_owned(), form.as_bytes().into());
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let found = validation.files.iter().filter(|file| file.period == "2025").flat_map(|file| &file.diagnostics);
    let said = |one: &nytta::diagnostic::Diagnostic| {
        let cell = one.span.cell().unwrap_or_default();
        format!("{cell} {} → {}", one.message.in_language(&["sv"]), one.hint.in_language(&["sv"]))
    };
    found.filter(|one| one.rule == rule).map(said).collect()
}

#[test]
fn what_is_wrong_with_the_rows_of_a_form_speaks_of_questions_and_rows() {
    let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12"), ("fte_closing", "12")];
    let form = filled(&[&year[..], &[("turnover", "4 900 000")]].concat());
    let line = form.lines().find(|line| line.starts_with("turnover;")).expect("the question").to_owned();
    let other = line.replace("4 900 000", "4 950 000");
    let twice = form.replace(&line, &format!("{line}\r\n{other}"));
    let told = told_in_swedish(&twice, "duplicate-column");
    let at = form.lines().position(|other| other == line).expect("the question") + 2;
    let hint = "behåll en av de två raderna för 'Nettoomsättning' och ta bort den andra";
    let asked = format!("frågan 'Nettoomsättning' är samma fråga som 'Nettoomsättning' i B{}", at - 1);
    assert_eq!(told, [format!("B{at} {asked} → {hint}")]);
    assert_eq!((told_of(&form).1, told_of(&twice).1), (1, 0), "nothing tells which of the two holds");
    let same = form.replace(&line, &format!("{line}\r\n{line}"));
    let hint = format!("den i B{} läses; den andra säger samma sak eller inget, så inget behöver göras", at - 1);
    let told = told_in_swedish(&same, "duplicate-column");
    assert_eq!(told, [format!("B{at} {asked} → {hint}")]);
    assert_eq!(told_of(&same).1, 1, "both say the same");
    // A form of the sender's own making, whose questions stand below each other.
    let own = "orgnr;999000-1373\nräkenskapsårets första dag;2025-01-01\nräkenskapsårets sista dag;2025-12-31\n\
               heltidstjänster vid årets början;12\nheltidstjänster vid årets slut;12\n\
               nettoomsätning;4900000\nvår egen siffra;7\nanställda den sista dagen på året;14\n";
    assert_eq!(
        told_in_swedish(own, "unknown-column"),
        ["A6 frågan 'nettoomsätning' känns inte igen; menade du 'Nettoomsättning'? → ändra den till \
          'Nettoomsättning' om det är det raden svarar på; till dess läses raden inte"]
    );
    assert_eq!(told_in_swedish(own, "extra-column").len(), 1);
    assert!(told_in_swedish(own, "extra-column")[0].starts_with("A7 raden 'vår egen siffra' efterfrågas inte"));
    let lacking = own.replace("räkenskapsårets första dag;2025-01-01\n", "");
    let told = told_in_swedish(&lacking, "missing-column");
    assert!(told[0].contains("lägg till en rad med frågan 'Räkenskapsårets första dag' och svaret"), "{told:?}");
    let terminal = {
        let (mut folder, loaded) = example();
        folder.files.insert("submissions/2025/form.csv".to_owned(), own.as_bytes().into());
        let validation = pipeline::validate(&folder, &loaded, &InProcess);
        let file = validation.files.iter().find(|file| file.period == "2025").expect("the form was read");
        nytta::diagnostic::terminal::render(&file.diagnostics, &["sv".to_owned()], &|_| None)
    };
    assert!(terminal.contains("cell A6, fråga 'nettoomsätning': frågan"), "{terminal}");
    // Columns of words have no row, and are told by their letters.
    let words = own.replace('\n', ";räkna så;se bilagan\n");
    let (mut folder, loaded) = example();
    folder.files.insert("submissions/2025/form.csv".to_owned(), words.into());
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let file = validation.files.iter().find(|file| file.period == "2025").expect("the form was read");
    let terminal = nytta::diagnostic::terminal::render(&file.diagnostics, &["sv".to_owned()], &|_| None);
    assert!(terminal.contains("kolumner C, D: den här kolumnen innehåller bara ord"), "{terminal}");
}

#[test]
fn one_part_that_is_larger_than_its_total_is_told_as_that() {
    let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12"), ("fte_closing", "12")];
    let form = filled(&[&year[..], &[("board", "7"), ("board_women", "9")]].concat());
    assert_eq!(told_in_swedish(&form, "parts-differ-from-total"), Vec::<String>::new(), "one part adds up to nothing");
    let told = told_in_swedish(&form, "part-exceeds-total");
    assert!(told.len() == 1 && told[0].contains("är 9, mer än summan 7 i 'Ordinarie styrelseledamöter'"), "{told:?}");
}

#[test]
fn amounts_in_thousands_are_told_at_the_answers_of_a_form() {
    let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12"), ("fte_closing", "12")];
    let form = filled(&[&year[..], &[("turnover", "4 900 tkr")]].concat());
    let at = form.lines().position(|line| line.starts_with("turnover;")).expect("the question") + 1;
    let told = told_in_swedish(&form, "amounts-scaled");
    assert!(told.len() == 1 && told[0].starts_with(&format!("C{at} ")), "{told:?}");
}

#[test]
fn an_answer_in_another_column_of_the_form_is_no_blank() {
    let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12"), ("fte_closing", "12")];
    let form = filled(&year);
    let line = form.lines().find(|line| line.starts_with("turnover;")).expect("the question").to_owned();
    let row = form.lines().position(|other| other == line).expect("the question") + 1;
    let cells: Vec<&str> = line.split(';').collect();
    let with = |at: usize, text: &str| {
        let mut cells = cells.clone();
        cells.resize(cells.len().max(at + 1), "");
        cells[at] = text;
        form.replace(&line, &cells.join(";"))
    };
    // In the column of units, in that of explanations, and right of the form.
    for (at, cell) in [(3, 'D'), (7, 'H'), (8, 'I')] {
        let told = told_in_swedish(&with(at, "4 350 000"), "answer-astray");
        let said = format!("{cell}{row} '4 350 000' står bredvid svaret: cell C{row}, där det ska stå, är tom → ");
        assert!(told.len() == 1 && told[0].starts_with(&said), "{told:?}");
        assert_eq!(told_of(&with(at, "4 350 000")).1, 0, "a row with an answer that is not read counts nowhere");
    }
    // Behind the words of the question itself.
    for question in ["Nettoomsättning: 4 350 000", "Nettoomsättning 4350000", "Nettoomsättning = 4 350 000 kr"] {
        let told = told_in_swedish(&with(1, question), "answer-astray");
        let said = format!("B{row} '{question}' står bredvid svaret: cell C{row}, där det ska stå, är tom → ");
        assert!(told.len() == 1 && told[0].starts_with(&said), "{told:?}");
    }
    let unanswered = told_in_swedish(&with(7, "4 350 000"), "unanswered-questions");
    assert!(!unanswered.concat().contains("Nettoomsättning"), "it is told once: {unanswered:?}");
    for answer in ["4350 tkr", "1.500", "2025-12-31", "-12,5"] {
        assert_eq!(told_in_swedish(&with(7, answer), "answer-astray").len(), 1, "{answer}");
    }
    // Beside a voluntary question it may be a remark.
    let voluntary = form.lines().find(|line| line.starts_with("members;")).expect("the question").to_owned();
    let mut remark: Vec<&str> = voluntary.split(';').collect();
    remark[7] = "44";
    let (told, accepted, _) = told_of(&form.replace(&voluntary, &remark.join(";")));
    assert_eq!(accepted, 1, "{told:?}");
    assert!(told.contains(&(Severity::Warning, "answer-astray".to_owned())), "{told:?}");
    for words in ["se not 5", "vi vet först i maj 2026", "-"] {
        assert_eq!(told_in_swedish(&with(7, words), "answer-astray"), Vec::<String>::new(), "{words} explains");
    }
    // A word that answers the question, but no other.
    for (name, word, is_told) in [
        ("fte_method", "Uppskattning", true),
        ("fte_method", "se not 5", false),
        ("decided_by_meeting", "ja", true),
        ("decided_by_meeting", "ja, allt enligt stadgarna", false),
    ] {
        let asking = form.lines().find(|line| line.starts_with(&format!("{name};"))).expect("the question").to_owned();
        for at in [3, 7] {
            let mut cells: Vec<&str> = asking.split(';').collect();
            (cells[2], cells[at]) = ("", word);
            let told = told_in_swedish(&form.replace(&asking, &cells.join(";")), "answer-astray");
            assert_eq!(told.len(), usize::from(is_told), "{name} {word}: {told:?}");
        }
    }
    let answered =
        with(7, "4 350 000").replace(&format!("{};;", cells[..2].join(";")), "turnover;Nettoomsättning;4 350 000;");
    assert_eq!(told_in_swedish(&answered, "answer-astray"), Vec::<String>::new(), "the answer is there");
    assert_eq!(told_of(&answered).1, 1);
}

#[test]
fn a_day_is_asked_for_in_the_period_of_its_folder() {
    let table = "orgnr;Räkenskapsårets första dag;Räkenskapsårets sista dag;Heltidstjänster vid årets början\n\
                 9990001373;2025-01-01;31 dec;12\n";
    let told = told_in_swedish(table, "not-a-date");
    assert_eq!(told, ["C2 '31 dec' är inte ett datum → skriv dagen som 2025-12-31"]);
}

#[test]
fn a_figure_written_over_last_years_is_told() {
    let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12"), ("fte_closing", "12")];
    let form = filled(&year);
    assert_eq!(
        told_in_swedish(&form, "last-year-differs"),
        Vec::<String>::new(),
        "last year's figures are last year's"
    );
    let line = form.lines().find(|line| line.starts_with("turnover;")).expect("the question").to_owned();
    let row = form.lines().position(|other| other == line).expect("the question") + 1;
    let mut cells: Vec<&str> = line.split(';').collect();
    assert!(cells[4].parse::<u64>().is_ok(), "{line}");
    cells[4] = "4 350 000";
    let told = told_in_swedish(&form.replace(&line, &cells.join(";")), "last-year-differs");
    let said = format!("E{row} '4 350 000' står i kolumnen för förra året och är inte vad som redovisades då");
    assert!(told.len() == 1 && told[0].starts_with(&said), "{told:?}");
    assert_eq!(told_of(&form.replace(&line, &cells.join(";"))).1, 1, "last year's figure may have been another once");
    // Each is told by itself, with what stands there and where its answer belongs.
    let other = form.lines().find(|line| line.starts_with("net_result;")).expect("the question").to_owned();
    let mut of_other: Vec<&str> = other.split(';').collect();
    of_other[4] = "12 345";
    let both = form.replace(&line, &cells.join(";")).replace(&other, &of_other.join(";"));
    let told: Vec<String> = told_in_swedish(&both, "last-year-differs");
    let begins = |value: &str| told.iter().filter(|one| one.contains(&format!(" '{value}' står i kolumnen"))).count();
    assert_eq!((told.len(), begins("4 350 000"), begins("12 345")), (2, 1, 1), "{told:?}");
    // Where nothing is known of last year's the printed ones are told together; a form made for nobody has none.
    let (mut folder, loaded) = example();
    folder.files.retain(|path, _| path != super::BEFORE);
    let of = |folder: &Folder| -> Vec<usize> {
        let validation = pipeline::validate(folder, &loaded, &InProcess);
        let found = validation.files.iter().flat_map(|file| &file.diagnostics);
        found.filter(|one| one.rule == "last-year-differs").map(|one| one.also.len()).collect()
    };
    folder.files.insert("submissions/2025/form.csv".to_owned(), form.clone().into());
    assert!(matches!(of(&folder)[..], [more] if more > 10), "{:?}", of(&folder));
    let general = form.replacen(&format!(" organisation={}", super::ORGANISATION), "", 1);
    assert_ne!(general, form, "{}", form.lines().next().unwrap_or_default());
    folder.files.insert("submissions/2025/form.csv".to_owned(), general.into());
    assert_eq!(of(&folder).len(), 1, "a form for nobody has no figures of last year");
    cells[2] = "4 400 000";
    assert_eq!(told_in_swedish(&form.replace(&line, &cells.join(";")), "last-year-differs"), Vec::<String>::new());
}

#[test]
fn figures_that_cannot_go_together_are_asked_about() {
    let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12"), ("fte_closing", "12")];
    let said = |more: &[(&'static str, &'static str)]| -> Vec<String> {
        let kept = year.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
        let answers: Vec<_> = kept.chain(more).copied().collect();
        let (told, ..) = told_of(&filled(&answers));
        let warned = told.into_iter().filter(|(severity, _)| *severity == Severity::Warning).map(|(_, rule)| rule);
        warned.filter_map(|rule| rule.strip_prefix("enterprise_year.").map(str::to_owned)).collect()
    };
    for (answers, check) in [
        (&[("turnover", "6 000 000")][..], ""),
        (&[("turnover", "4 900")], "turnover_in_kronor"),
        (&[("turnover", "600 000 000")], "turnover_beyond_jobs"),
        (&[("turnover", "0")], "turnover_with_jobs"),
        (&[("turnover", "0"), ("public_support", "4 000 000")], ""),
        (&[("turnover", "6 000 000"), ("net_result", "12 500 000")], "result_within_income"),
        (&[("fte_closing", "18 720"), ("turnover", "6 000 000")], "fte_or_hours"),
        (&[("heads", "120")], "employees_per_fte"),
        (&[("heads", "15"), ("hired", "400")], "hired_per_employee"),
        (&[("heads", "15"), ("hired", "4"), ("trainees", "15"), ("leavers", "100")], "leavers_within_people"),
        (&[("fte_hours_base", "38")], "hours_of_full_time"),
        (&[("fte_average", "80")], "average_within_year"),
        (&[("volunteers", "5"), ("volunteer_hours", "50 000")], "volunteer_hours_per_person"),
    ] {
        let told: Vec<String> = said(answers)
            .into_iter()
            .filter(|check| !["fte_change", "turnover_change"].contains(&check.as_str()))
            .collect();
        let expected: Vec<&str> = Some(check).filter(|check| !check.is_empty()).into_iter().collect();
        assert_eq!(told, expected, "{answers:?}");
    }
}

/// A form of the sender's own making for two organisations, with a column of units and further questions.
fn own(questions: &str) -> String {
    format!(
        "Fråga;Enhet;Svar;Svar\norgnr;;999000-1373;999000-1381\nräkenskapsårets första dag;datum;2025-01-01;2025-01-01\n\
         räkenskapsårets sista dag;datum;2025-12-31;2025-12-31\n{questions}"
    )
}

const FTE: &str = "heltidstjänster vid årets början;st;12;9\nheltidstjänster vid årets slut;st;12;9\n";

#[test]
fn what_one_answer_tells_of_its_question_stands_at_that_answer() {
    // The unit beside it is no answer, and that of another organisation is not the one.
    let told = told_in_swedish(&own(&format!("{FTE}Omsättning;kr;5000000;4 900 tkr;\n")), "amounts-scaled");
    assert!(told.len() == 1 && told[0].starts_with("D7 beloppen vid '4 900 tkr' multipliceras"), "{told:?}");
    let told = told_in_swedish(&own(&format!("{FTE}Omsättning;kr;5 000 tkr;4 900 tkr;\n")), "amounts-scaled");
    assert!(told.len() == 1 && told[0].starts_with("C7 beloppen vid '5 000 tkr' multipliceras"), "{told:?}");
    // What the question says is put right in the question.
    let told = told_in_swedish(&own(&format!("{FTE}Omsättning (tkr);tkr;5000;4 900 tkr;\n")), "amounts-scaled");
    assert!(told.len() == 1 && told[0].starts_with("A7 beloppen vid 'Omsättning (tkr)"), "{told:?}");
    let days = own(FTE).replace("sista dag;datum;2025-12-31;2025-12-31", "sista dag;datum;2025-12-31;46022");
    let told = told_in_swedish(&days, "day-as-number");
    assert!(told.len() == 1 && told[0].starts_with("D4 46022 läses som dagen 2025-12-31"), "{told:?}");
}

#[test]
fn numbers_of_a_form_that_are_written_in_two_ways_are_told_once() {
    let message = "är skrivet på ett annat sätt än andra tal i blanketten";
    let marks = |opening: &str, closing: &str| {
        let fte =
            format!("heltidstjänster vid årets början;st;{opening}\nheltidstjänster vid årets slut;st;{closing}\n");
        told_in_swedish(&own(&fte), "mixed-decimal-marks")
    };
    let told = marks("1,5;9", "2.5;9.25");
    assert!(told.len() == 1 && told[0].starts_with(&format!("C6 '2.5' {message}")), "{told:?}");
    let told = marks("1,5;1.5", "2;3");
    assert!(told.len() == 1 && told[0].starts_with(&format!("D5 '1.5' {message}")), "{told:?}");
    assert_eq!(marks("1,5;9", "2,5;9,25"), Vec::<String>::new());
    // One organisation, in the form that this program makes.
    let year =
        [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12,5"), ("fte_closing", "12.75")];
    let form = filled(&year);
    let at = form.lines().position(|line| line.starts_with("fte_closing;")).expect("the question") + 1;
    let told = told_in_swedish(&form, "mixed-decimal-marks");
    assert!(told.len() == 1 && told[0].starts_with(&format!("C{at} '12.75' {message}")), "{told:?}");
    let (mut folder, loaded) = example();
    folder.files.insert("submissions/2025/form.csv".to_owned(), form.into());
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let mut found = validation.files.iter().flat_map(|file| &file.diagnostics);
    let found = found.find(|one| one.rule == "mixed-decimal-marks").expect("it was told");
    assert_eq!((found.value.as_deref(), found.field.as_deref()), (Some("12.75"), Some("fte_closing")));
}

#[test]
fn questions_that_stand_once_more_beside_the_answers_are_a_column() {
    let form = own(FTE);
    let line = |line: &str| format!("{line};{}\n", line.split(';').next().unwrap_or_default());
    let told = told_in_swedish(&form.lines().map(line).collect::<String>(), "repeated-header");
    assert!(told.len() == 1 && told[0].starts_with(" den här kolumnen upprepar frågorna och läses inte"), "{told:?}");
}

#[test]
fn a_part_of_what_is_counted_whole_is_told_by_what_is_counted() {
    let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12"), ("fte_closing", "12")];
    let form = filled(&[&year[..], &[("hired", "2,5"), ("fte_hours_base", "1720,5")]].concat());
    let told = told_in_swedish(&form, "not-a-whole-number");
    let hints: Vec<&str> = told.iter().filter_map(|told| told.split_once(" → ").map(|(_, hint)| hint)).collect();
    let people = "räkna hela personer här – eller 'vet ej' om ni inte vet";
    assert_eq!(hints, [people, "skriv det som ett heltal: 1\u{a0}721 – eller 'vet ej' om ni inte vet"]);
}

#[test]
fn half_hours_count() {
    let hours = [("volunteer_hours", "4000,5"), ("trainee_hours", "8288:15")];
    let read = read("svar.csv", filled(&[&GROWN[..], &hours].concat()).as_bytes());
    let said = answers(&read);
    assert_eq!((said["volunteer_hours"].as_str(), said["trainee_hours"].as_str()), ("4000.5", "8288.25"));
    assert!(!read.diagnostics.iter().any(|one| one.severity < Severity::Note), "{:#?}", read.diagnostics);
}

#[test]
fn what_is_no_number_is_told_the_words_that_are_taken_and_decimals_where_they_are() {
    let form = filled(&[("hired", "ca 5"), ("fte_closing", "ca 5")]);
    let told = told_in_swedish(&form, "not-a-number");
    let hints: Vec<&str> = told.iter().filter_map(|told| told.split_once(" → ").map(|(_, hint)| hint)).collect();
    let words = "– eller 'vet ej' om ni inte vet – eller 'ej tillämpligt' om frågan inte gäller er";
    let hint = |example: &str| format!("skriv bara siffran, till exempel {example} {words}");
    assert_eq!(hints, [hint("12 eller 12,5"), hint("12")]);
    // Of a day that was meant as a number nobody asks whether it is known.
    let day = told_in_swedish(&filled(&[("hired", "2025-05-03")]), "not-a-number");
    assert!(
        day[0].ends_with(
            "till exempel 12 – det är ett datum (2025-05-03): formatera cellen som tal och skriv siffran igen"
        ),
        "{day:?}"
    );
}

#[test]
fn a_day_is_shown_as_the_first_or_the_last_of_the_year_by_what_is_asked() {
    let told = |field: &str, said: &str, rule: &str| told_in_swedish(&filled(&[(field, said)]), rule).concat();
    for (field, day) in [("year_start", "2025-01-01"), ("year_end", "2025-12-31")] {
        let [wrong, blank] = [told(field, "i fjol", "not-a-date"), told(field, "", "required-value-missing")];
        assert!(wrong.ends_with(&format!("skriv dagen som {day}")), "{wrong}");
        assert!(blank.contains(&format!("till exempel {day};")), "{blank}");
    }
    let word = told("year_end", "vet ej", "missing-word-in-key");
    assert!(word.contains("'vet ej' räcker inte här: 'Räkenskapsårets sista dag' måste besvaras"), "{word}");
    assert!(word.contains("till exempel 2025-12-31;") && !word.contains("ifyllt"), "{word}");
}

#[test]
fn a_year_of_many_years_and_one_of_a_day_are_errors() {
    let of = |start: &str, end: &str| {
        let jobs = [("year_start", start), ("year_end", end), ("fte_opening", "12"), ("fte_closing", "12")];
        let (told, accepted, said) = told_of(&filled(&jobs));
        let told: Vec<_> = told.into_iter().filter(|(_, rule)| rule != "unanswered-questions").collect();
        (told, accepted, said.concat())
    };
    let error = |rule: &str| vec![(Severity::Error, rule.to_owned())];
    let (told, accepted, said) = of("2014-12-31", "2025-12-31");
    assert_eq!((told, accepted), (error("year-too-long"), 0));
    assert!(said.contains("from 2014-12-31 to 2025-12-31 is longer than 18 months"), "{said}");
    // Eighteen months and one day, and no day too many.
    assert_eq!(of("2024-06-30", "2025-12-31").0, error("year-too-long"));
    assert_eq!(of("2024-07-01", "2025-12-31").0, [(Severity::Note, "unusual-year".to_owned())]);
    let (told, accepted, said) = of("2025-12-31", "2025-12-31");
    assert_eq!((told, accepted), (error("enterprise_year.year_of_days"), 0));
    assert!(said.contains("on the same day, 2025-12-31") && !said.contains("before it starts"), "{said}");
    assert_eq!(of("2026-01-01", "2025-12-31").0, error("enterprise_year.year_in_order"));
}

#[test]
fn a_warning_about_an_answer_says_in_which_cell_its_reason_belongs() {
    let year = [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12"), ("heads", "35")];
    let form = filled(&[&year[..], &[("fte_closing", "30")]].concat());
    let line = form.lines().find(|line| line.starts_with("fte_closing;")).expect("the question");
    let at = form.lines().position(|other| other == line).expect("the question") + 1;
    let told = told_in_swedish(&form, "enterprise_year.fte_change").concat();
    assert!(told.ends_with(&format!("ange orsaken. Skriv orsaken i kolumnen för förklaringar, cell H{at}.")), "{told}");
    // Where the reason stands, nothing more is to be written; a table has no such column, so that it is sent beside it.
    let explained = form.replace(line, &format!("{line}Vi tog över två butiker."));
    let told = told_in_swedish(&explained, "enterprise_year.fte_change").concat();
    assert!(told.ends_with("inget mer behövs"), "{told}");
    let table = "orgnr;räkenskapsår från;räkenskapsår till;fte_opening;heltidstjänster;heads\n\
                 999000-1373;2025-01-01;2025-12-31;12;30;35\n";
    let told = told_in_swedish(table, "enterprise_year.fte_change").concat();
    assert!(told.ends_with("explanations.csv (kontroll 'fte_change')."), "{told}");
}

#[test]
fn a_dash_is_a_hyphen_and_a_mark_behind_a_word_says_nothing() {
    let said = |said: &str| {
        let reading = read("form.csv", filled(&[("volunteers", said)]).as_bytes());
        super::answers(&reading)["volunteers"].clone()
    };
    for dash in ["-", "--", "---", "\u{2014}", "\u{2013}", "\u{2212}", "\u{2013} "] {
        assert_eq!(said(dash), "nothing_to_report", "{dash}");
    }
    for word in ["VET EJ!", "vet ej.", "”Vet ej!”", "vet ej !!"] {
        assert_eq!(said(word), "unknown", "{word}");
    }
    for other in ["----", "-x", "vet!", "!", "..", "?!"] {
        assert_eq!(said(other), "unreadable", "{other}");
    }
    // The same of words in a column of them.
    let text = read("form.csv", filled(&[("statutes_reference", "Vet ej.")]).as_bytes());
    assert_eq!(super::answers(&text)["statutes_reference"], "unknown");
}

#[test]
fn the_sign_of_what_does_not_apply_may_be_spelled_out_or_quoted_but_not_guessed() {
    let answers = |said: &str| {
        let reading = read("form.csv", filled(&[("members", said)]).as_bytes());
        (super::answers(&reading)["members"].clone(), reading.diagnostics.len())
    };
    for said in [".", "”.”", "\"\"\".\"\"\"", "punkt", "Punkt", "”ej tillämpligt”", "point", "piko", "punct"] {
        assert_eq!(answers(said), ("not_applicable".to_owned(), 0), "{said}");
    }
    for said in ["punkter", "..", "ej"] {
        assert_ne!(answers(said).0, "not_applicable", "{said}");
    }
    // What the form says to write is a sign between quotes, in every language.
    for language in nytta::text::LANGUAGES {
        let form = super::made(language);
        let lines = || form.parts.iter().flat_map(|part| &part.lines);
        for column in ["members", "reinvested"] {
            let line = lines().find(|line| line.column.as_deref() == Some(column)).expect("the question");
            let shown = ["”.”", "“.”", "«\u{a0}.\u{a0}»", "«.»", "„.”", "».«"];
            assert!(shown.iter().any(|sign| line.help.contains(sign)), "{language}: {}", line.help);
        }
    }
}

#[test]
fn a_number_in_the_column_of_names_is_told_where_it_stands() {
    let form = filled(&[("year_start", "2025-01-01"), ("year_end", "2025-12-31")]);
    let row = form.trim_end().lines().count() + 1;
    let reading = read("form.csv", format!("{}\r\n880320-0016;;;;;;;\r\n", form.trim_end()).as_bytes());
    let told: Vec<_> = reading.diagnostics.iter().map(|one| (one.rule.as_str(), one.span.cell())).collect();
    assert_eq!(told, [("personal-number", Some(format!("A{row}")))]);
}
