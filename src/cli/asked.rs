//! The period that a command is about: the one asked for, or the one that is probably meant.

use chrono::NaiveDate;

use super::output::Output;
use super::spoken::of_period;
use super::{Stop, one_of};
use crate::definition::project::{BETWEEN, Period, Project, ReportPlan};
use crate::pipeline::{self, Loaded};
use crate::project::Folder;

/// The period asked for, or the project's last: the one that is to be filled in.
pub(super) fn period<'a>(loaded: &'a Loaded, asked: Option<&str>) -> Result<&'a str, Stop> {
    let project = &loaded.definitions.project;
    let Some(asked) = asked else {
        return Ok(project.periods.last().map_or("", |period| period.period.as_str()));
    };
    if let Some(period) = project.period(asked) {
        return Ok(&period.period);
    }
    if project.span(asked).is_some() {
        return Err(Stop::new(
            (
                format!("'{asked}' is several periods, and this command is about one"),
                format!("'{asked}' är flera perioder, och det här kommandot gäller en"),
            ),
            (
                "name one of them; 'nytta measure' makes one figure of several periods, and 'nytta trace' leads back from it",
                "ange en av dem; 'nytta measure' gör en siffra av flera perioder, och 'nytta trace' leder tillbaka från den",
            ),
        ));
    }
    let names: Vec<&str> = project.periods.iter().rev().map(|period| period.period.as_str()).collect();
    Err(Stop::new(
        (format!("the project has no period '{asked}'"), format!("projektet har ingen period '{asked}'")),
        one_of(asked, &names),
    ))
}

/// The periods of a span that is asked for as `2023..2025`; nothing where a period is asked for, or none.
pub(super) fn span<'a>(loaded: &'a Loaded, asked: Option<&str>) -> Result<Option<&'a [Period]>, Stop> {
    let project = &loaded.definitions.project;
    let Some(asked) = asked.filter(|asked| asked.contains(BETWEEN) && project.period(asked).is_none()) else {
        return Ok(None);
    };
    has_register(loaded)?;
    if let Some(span) = project.span(asked) {
        return Ok(Some(span));
    }
    let names: Vec<&str> = project.periods.iter().map(|period| period.period.as_str()).collect();
    let (first, last) = (names.first().copied().unwrap_or_default(), names.last().copied().unwrap_or_default());
    let names = names.join(", ");
    Err(Stop::new(
        (
            format!("'{asked}' is no span of the project's periods from one to a later one"),
            format!("'{asked}' är inget spann av projektets perioder, från en till en senare"),
        ),
        (
            format!("write it as '{first}..{last}', with two of: {names}"),
            format!("skriv det som '{first}..{last}', med två av: {names}"),
        ),
    ))
}

/// The period asked for, or the last that there is something to tell of, which is then told.
pub(super) fn reported<'a>(
    folder: &Folder,
    loaded: &'a Loaded,
    asked: Option<&str>,
    output: &Output,
) -> Result<&'a str, Stop> {
    has_register(loaded)?;
    if asked.is_some() {
        return period(loaded, asked);
    }
    let sent = pipeline::periods_with_files(folder, loaded);
    let is_sent = |period: &Period| sent.contains(period.period.as_str());
    Ok(told(told_of(&loaded.definitions.project, today(), is_sent), output))
}

/// Stops where nobody is in the register: a report of nothing would take the place of a good one.
fn has_register(loaded: &Loaded) -> Result<(), Stop> {
    if loaded.register.organisations.is_empty() {
        return Err(Stop::new(
            (
                "there is no enterprise in organisations.csv that can be read",
                "det finns inget företag i organisations.csv som går att läsa",
            ),
            ("'nytta check' tells what is wrong with it", "'nytta check' visar vad som är fel med den"),
        ));
    }
    Ok(())
}

/// The period asked for, or the last that has ended: the one that answers are owed for; it is told which.
pub(super) fn owed<'a>(loaded: &'a Loaded, asked: Option<&str>, output: &Output) -> Result<&'a str, Stop> {
    has_register(loaded)?;
    if asked.is_some() {
        return period(loaded, asked);
    }
    Ok(told(told_of(&loaded.definitions.project, today(), |_| true), output))
}

fn told<'a>(name: &'a str, output: &Output) -> &'a str {
    output.say(of_period(name));
    name
}

/// The last period that has ended and that something was sent in for; else the last with anything sent in, else the last.
fn told_of(project: &Project, today: NaiveDate, is_sent: impl Fn(&Period) -> bool) -> &str {
    let newest_first = || project.periods.iter().rev();
    let mut sent = newest_first().filter(|period| is_sent(period));
    let ended = newest_first().find(|period| is_sent(period) && period.end < today);
    let found = ended.or_else(|| sent.next()).or_else(|| newest_first().next());
    found.map_or("", |period| period.period.as_str())
}

#[expect(clippy::disallowed_methods, reason = "a face may know the day; nothing below it does")]
fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}

/// The report of a name.
pub(super) fn plan<'a>(name: &str, loaded: &'a Loaded) -> Result<&'a ReportPlan, Stop> {
    let reports = &loaded.definitions.project.reports;
    reports.iter().find(|plan| *plan.report == *name).ok_or_else(|| {
        let names: Vec<&str> = reports.iter().map(|plan| plan.report.as_str()).collect();
        let hint = match names.as_slice() {
            [] => ("add one under 'reports:' in nytta.yaml", "lägg till en under 'reports:' i nytta.yaml").into(),
            names => super::one_of(name, names),
        };
        Stop::new(
            (format!("the project has no report '{name}'"), format!("projektet har ingen rapport '{name}'")),
            hint,
        )
    })
}
