//! `nytta form`: the form that an enterprise fills in.

use std::path::{Path, PathBuf};

use clap::Args;

use super::asked::period;
use super::output::Output;
use super::words::WROTE;
use super::words::Words;
use super::{Common, Ended, Stop, open, tell};
use crate::definition::dataset::Dataset;
use crate::identifier::{self, Fault};
use crate::pipeline::{self, Loaded};
use crate::text::nearest;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder with nytta.yaml.
    project: PathBuf,
    /// Dataset it asks for; may be left out where the project has one.
    #[arg(long)]
    dataset: Option<String>,
    /// Period it is for; the last when left out.
    #[arg(long)]
    period: Option<String>,
    /// Organisation that is to fill it in: its number stands in the form, and last year's figures beside the answers.
    #[arg(long)]
    organisation: Option<String>,
    /// File to write, .xlsx or .csv.
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    pub(super) common: Common,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    // The project says which language it speaks, before anything is said.
    let (folder, loaded) = open(&arguments.project, &arguments.common, output)?;
    let as_text = is_text(&arguments.out)?;
    if arguments.out.exists() {
        return Err(is_there(&arguments.out));
    }
    let languages = arguments.common.languages(Some(&loaded));
    let name = period(&loaded, arguments.period.as_deref())?.to_owned();
    let period = loaded.definitions.project.period(&name).expect("it was found by this name");
    let dataset = dataset(&loaded, arguments.dataset.as_deref())?;
    let own = loaded.definitions.in_period(&name);
    let dataset = own.datasets.get(dataset.dataset.as_str()).unwrap_or(dataset);
    let organisation = arguments.organisation.as_deref().map(|written| organisation(&loaded, written)).transpose()?;
    // Last year's figures are those that were accepted, which only validating tells.
    let validation = match &organisation {
        Some(_) => Some(pipeline::validate(&folder, &loaded, &super::workbooks()?)),
        None => None,
    };
    let asked = (dataset, period);
    let form = pipeline::form(&loaded, validation.as_ref(), asked, organisation.as_deref(), &languages[0]);
    let bytes = if as_text { crate::form::csv(&form) } else { crate::form::workbook(&form) };
    output.save(&arguments.out, &bytes)?;
    tell(&loaded.diagnostics, &languages, &folder, output);
    let path = arguments.out.display();
    output.say(WROTE.map(|wrote| format!("{wrote} {path}")));
    Ok(Ended::Done)
}

/// True for a CSV file, false for a workbook.
fn is_text(path: &Path) -> Result<bool, Stop> {
    match path.extension().map(|end| end.to_string_lossy().to_lowercase()).as_deref() {
        Some("csv") => Ok(true),
        Some("xlsx") => Ok(false),
        _ => Err(is_neither(path)),
    }
}

/// Nothing is written over a form that somebody may have filled in.
fn is_there(path: &Path) -> Stop {
    let path = path.display();
    let message = [
        format!("'{path}' is there already, and may be filled in"),
        format!("'{path}' finns redan och kan vara ifylld"),
        format!("'{path}' existe déjà et est peut-être rempli"),
        format!("'{path}' esiste già e potrebbe essere compilato"),
        format!("'{path}' există deja și poate fi completat"),
        format!("'{path}' že obstaja in je morda izpolnjena"),
    ];
    let hint = [
        "choose another name, or take the file away first",
        "välj ett annat namn, eller ta bort filen först",
        "choisissez un autre nom, ou supprimez d’abord le fichier",
        "scegliete un altro nome, oppure togliete prima il file",
        "alegeți alt nume sau ștergeți mai întâi fișierul",
        "izberite drugo ime ali datoteko prej odstranite",
    ];
    Stop::new(message, hint.map(str::to_owned))
}

fn is_neither(path: &Path) -> Stop {
    let path = path.display();
    let message = [
        format!("'{path}' is neither .xlsx nor .csv"),
        format!("'{path}' är varken .xlsx eller .csv"),
        format!("'{path}' n’est ni .xlsx ni .csv"),
        format!("'{path}' non è né .xlsx né .csv"),
        format!("'{path}' nu este nici .xlsx, nici .csv"),
        format!("'{path}' ni niti .xlsx niti .csv"),
    ];
    let hint = [
        "end the name in .xlsx for a workbook or in .csv for a text",
        "låt namnet sluta på .xlsx för en arbetsbok eller på .csv för en textfil",
        "terminez le nom par .xlsx pour un classeur ou par .csv pour un texte",
        "terminate il nome con .xlsx per una cartella di lavoro o con .csv per un testo",
        "încheiați numele cu .xlsx pentru un registru de lucru sau cu .csv pentru un text",
        "ime naj se konča na .xlsx za delovni zvezek ali na .csv za besedilo",
    ];
    Stop::new(message, hint.map(str::to_owned))
}

/// The dataset asked for, or the only one.
pub(super) fn dataset<'a>(loaded: &'a Loaded, asked: Option<&str>) -> Result<&'a Dataset, Stop> {
    let datasets = &loaded.definitions.datasets;
    let names: Vec<&str> = datasets.keys().map(String::as_str).collect();
    match asked {
        Some(name) => datasets.get(name).ok_or_else(|| {
            let message = (format!("there is no dataset '{name}'"), format!("det finns inget dataset '{name}'"));
            Stop::new(message, super::one_of(name, &names))
        }),
        None if datasets.len() == 1 => Ok(datasets.values().next().expect("there is one")),
        None => {
            let names = names.join(", ");
            let hint =
                (format!("add --dataset with one of: {names}"), format!("lägg till --dataset med något av: {names}"));
            Err(Stop::new(("the project has several datasets", "projektet har flera dataset"), hint))
        }
    }
}

/// The number of an organisation of the register.
fn organisation(loaded: &Loaded, written: &str) -> Result<String, Stop> {
    let country = loaded.definitions.project.country();
    let number = identifier::organisation(written, country).map_err(|fault| no_organisation(loaded, fault, written))?;
    if loaded.register.organisations.contains_key(&number) {
        return Ok(number);
    }
    let hint = meant(loaded, &number).unwrap_or_else(|| {
        Words::from((
            "add it to organisations.csv, or make a form for anybody by leaving out --organisation",
            "lägg till den i organisations.csv, eller gör en blankett för vem som helst utan --organisation",
        ))
    });
    Err(Stop::new(
        (format!("the register has no organisation {number}"), format!("registret har ingen organisation {number}")),
        hint,
    ))
}

/// The number of the register that was probably meant.
fn meant(loaded: &Loaded, written: &str) -> Option<Words> {
    let digits: String = written.chars().filter(char::is_ascii_alphanumeric).collect();
    let known = || loaded.register.organisations.keys().map(String::as_str);
    // One other digit is mostly another number, but here one that the register has.
    let others = |number: &str| number.bytes().zip(digits.bytes()).filter(|(one, other)| one != other).count();
    let mistyped = || {
        let mut like = known().filter(|number| number.len() == digits.len() && others(number) == 1);
        like.next().filter(|_| like.next().is_none())
    };
    let near = nearest(&digits, known()).or_else(mistyped)?;
    Some((format!("did you mean {near}?"), format!("menade du {near}?")).into())
}

fn no_organisation(loaded: &Loaded, fault: Fault, written: &str) -> Stop {
    if fault == Fault::Person {
        return Stop::new(
            ("the number given is a person's", "numret är en persons"),
            (
                "a sole trader's number must not stand in a file: make a form without --organisation",
                "en enskild firmas nummer får inte stå i en fil: gör en blankett utan --organisation",
            ),
        );
    }
    let near = meant(loaded, written);
    let written = crate::personal::masked(written);
    if fault == Fault::CheckDigit {
        return Stop::new(
            (
                format!("the organisation number '{written}' has a digit that is wrong"),
                format!("organisationsnumret '{written}' har en siffra som är fel"),
            ),
            near.unwrap_or_else(|| {
                Words::from((
                    "compare it with organisations.csv: one digit is mistyped or two have changed places",
                    "jämför med organisations.csv: en siffra är felskriven eller två har bytt plats",
                ))
            }),
        );
    }
    Stop::new(
        (format!("'{written}' is no organisation number"), format!("'{written}' är inget organisationsnummer")),
        near.unwrap_or_else(|| {
            Words::from((
                "give it as the register writes it, such as 556016-0680",
                "ange det som registret skriver det, till exempel 556016-0680",
            ))
        }),
    )
}
