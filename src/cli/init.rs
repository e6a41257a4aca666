//! `nytta init`: a new project, ready to be filled in.

use std::path::Path;

use super::output::Output;
use super::{Ended, Stop};
use crate::definition::{self, Starter};
use crate::project::Folder;
use crate::text::fill;

/// What stands above the project's own words.
const REMARK: [&str; 6] = [
    "\
# What this project is called, for whom it is and which periods it covers.
# The words are explained by: nytta schema project
",
    "\
# Vad projektet heter, för vem det är och vilka perioder det gäller.
# Orden förklaras av: nytta schema project
",
    "\
# Comment s’appelle ce projet, à qui il sert et quelles périodes il couvre.
# Les mots sont expliqués par : nytta schema project
",
    "\
# Come si chiama questo progetto, per chi è e quali periodi comprende.
# Le parole sono spiegate da: nytta schema project
",
    "\
# Cum se numește proiectul, pentru cine este și ce perioade acoperă.
# Cuvintele sunt explicate de: nytta schema project
",
    "\
# Kako se projekt imenuje, komu je namenjen in katera obdobja zajema.
# Besede pojasni: nytta schema project
",
];
/// What was made and what comes next.
const MADE: [&str; 6] = [
    "made the project '{dir}'

Next:
  1. name the region and its periods in {dir}/nytta.yaml
  2. list the areas in {dir}/indicators/codelists and the enterprises in {dir}/organisations.csv
  3. put what they send into {dir}/submissions/2026
  4. nytta check {dir}, then nytta validate {dir}
",
    "gjorde projektet '{dir}'

Härnäst:
  1. skriv regionens namn och perioder i {dir}/nytta.yaml
  2. lista områdena i {dir}/indicators/codelists och företagen i {dir}/organisations.csv
  3. lägg det de skickar in i {dir}/submissions/2026
  4. nytta check {dir}, sedan nytta validate {dir}
",
    "projet '{dir}' créé

Ensuite :
  1. indiquez le nom de la région et ses périodes dans {dir}/nytta.yaml
  2. listez les territoires dans {dir}/indicators/codelists et les entreprises dans {dir}/organisations.csv
  3. déposez ce qu’elles envoient dans {dir}/submissions/2026
  4. nytta check {dir}, puis nytta validate {dir}
",
    "creato il progetto '{dir}'

Poi:
  1. scrivete il nome della regione e i suoi periodi in {dir}/nytta.yaml
  2. elencate le aree in {dir}/indicators/codelists e le imprese in {dir}/organisations.csv
  3. mettete ciò che inviano in {dir}/submissions/2026
  4. nytta check {dir}, poi nytta validate {dir}
",
    "proiectul '{dir}' a fost creat

În continuare:
  1. scrieți numele regiunii și perioadele ei în {dir}/nytta.yaml
  2. enumerați zonele în {dir}/indicators/codelists și întreprinderile în {dir}/organisations.csv
  3. puneți ce trimit ele în {dir}/submissions/2026
  4. nytta check {dir}, apoi nytta validate {dir}
",
    "projekt '{dir}' je ustvarjen

Nato:
  1. v {dir}/nytta.yaml vpišite ime regije in njena obdobja
  2. naštejte območja v {dir}/indicators/codelists in podjetja v {dir}/organisations.csv
  3. kar pošljejo, dajte v {dir}/submissions/2026
  4. nytta check {dir}, nato nytta validate {dir}
",
];
const PROJECT: &str = "\
project: {name}
title: { sv: Social nytta, en: Social benefit }
region: { sv: Vår region, en: Our region }
publisher: { sv: Regionen, en: The region }
languages: [sv, en]
currency: SEK
periods:
  - { period: \"2026\", start: 2026-01-01, end: 2026-12-31, deadline: 2027-02-28, release: 2027-09-15, state: preliminary }
packs: [{pack}]
longest_year: 18
{parameters}reports:
  - { report: region, template: region }
";

const REGISTER: &str = "organisation,name,municipality,legal_form,sector,valid_from,valid_to,active_from,active_to,consent_to_be_named,financed_from,member_from,member_to,decided_by,decided,merged_into\n";
const CODES: &str = "code,parent,valid_from,valid_to,label_en,label_sv\n";
const TARGETS: &str = "indicator,breakdown,period,kind,value,decided,source\n";
const COMMENTS: &str = "indicator,breakdown,period,text,by,date\n";
const EXPLANATIONS: &str = "organisation,period,dataset,record,check,values,reason_code,text,by,date,publish\n";

pub(super) fn run(dir: &Path, pack: &str, output: &Output) -> Result<Ended, Stop> {
    let packs: Vec<&str> = definition::packs().collect();
    if !packs.contains(&pack) {
        return Err(Stop::new(
            (format!("there is no pack '{pack}'"), format!("det finns inget paket '{pack}'")),
            super::one_of(pack, &packs),
        ));
    }
    let starter = definition::starter(pack).expect("a pack that ships with the program can be read");
    must_be_new(dir)?;
    let name: String = dir
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase())
        .unwrap_or_default()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let project = PROJECT
        .replace("{name}", if name.trim_matches('-').is_empty() { "project" } else { &name })
        .replace("{pack}", pack)
        .replace("{parameters}", &parameters(&starter));
    let project = format!("{}{project}", output.language().of_six(REMARK));
    output.save(&dir.join("nytta.yaml"), project.as_bytes())?;
    for (file, text) in [
        ("organisations.csv", REGISTER),
        ("targets.csv", TARGETS),
        ("comments.csv", COMMENTS),
        ("explanations.csv", EXPLANATIONS),
        ("submissions/2026/.keep", ""),
    ] {
        output.save(&dir.join(file), text.as_bytes())?;
    }
    for list in &starter.codelists {
        output.save(&dir.join(format!("indicators/codelists/{list}.csv")), CODES.as_bytes())?;
    }
    let dir = dir.display().to_string();
    output.print(&fill(output.language().of_six(MADE), &[("dir".to_owned(), dir)].into()));
    Ok(Ended::Done)
}

/// A project that uses a pack and has nothing of its own, to ask the pack's definitions by.
pub(super) fn bare(pack: &str) -> Option<Folder> {
    let starter = definition::starter(pack)?;
    let project =
        PROJECT.replace("{name}", "bare").replace("{pack}", pack).replace("{parameters}", &parameters(&starter));
    let mut folder = Folder::default();
    folder.files.insert("nytta.yaml".to_owned(), project.into());
    for list in &starter.codelists {
        folder.files.insert(format!("indicators/codelists/{list}.csv"), CODES.as_bytes().into());
    }
    Some(folder)
}

fn parameters(starter: &Starter) -> String {
    if starter.parameters.is_empty() {
        return "parameters: {}\n".to_owned();
    }
    let lines = starter.parameters.iter().map(|(name, value)| format!("  {name}: {value}\n"));
    format!("parameters:\n{}", lines.collect::<String>())
}

/// Refuses a folder with something in it: nothing of anybody's is ever overwritten.
pub(super) fn must_be_new(dir: &Path) -> Result<(), Stop> {
    let taken = dir.is_file() || dir.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if taken {
        return Err(Stop::new(
            (
                format!("'{}' is there already and not empty", dir.display()),
                format!("'{}' finns redan och är inte tom", dir.display()),
            ),
            ("choose another folder, or move that one away", "välj en annan mapp, eller flytta undan den"),
        ));
    }
    Ok(())
}
