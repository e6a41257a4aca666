//! Why a command as it was typed is none: in Swedish where that is asked for, else in the words of clap.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::output::Output;
use super::words::Language;
use super::{Ended, Stop, machine_language};

/// Tells what keeps a command from being run, or the help that was asked for.
pub(super) fn refused(error: &Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let typed: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    match (language(&typed), message(error)) {
        (Language::Swedish, Some(message)) => {
            let hint = way_out(error, &typed);
            Output::new(Language::Swedish).stop(&Stop::new((error.to_string(), message), (String::new(), hint)));
        }
        _ => {
            let _ = error.print();
        }
    }
    ExitCode::from(Ended::Stopped as u8)
}

/// The language that a command asks for: its option says it though the rest cannot be read.
fn language(typed: &[String]) -> Language {
    const OPTION: &str = "--language";
    let behind = typed.iter().position(|word| word == OPTION).and_then(|at| typed.get(at + 1));
    let within = || typed.iter().find_map(|word| word.strip_prefix(OPTION)?.strip_prefix('=').map(str::to_owned));
    Language::of(behind.cloned().or_else(within).or_else(machine_language).as_slice())
}

fn message(error: &Error) -> Option<String> {
    let argument = || quoted(error, ContextKind::InvalidArg);
    Some(match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("det här saknas i kommandot: {}", argument()?),
        ErrorKind::UnknownArgument => format!("kommandot har inget som heter {}", argument()?),
        ErrorKind::InvalidSubcommand => {
            format!("det finns inget kommando som heter {}", quoted(error, ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::ArgumentConflict => {
            let other = quoted(error, ContextKind::PriorArg).filter(|other| Some(other) != argument().as_ref());
            match other {
                Some(other) => format!("{} och {other} går inte att använda tillsammans", argument()?),
                None => format!("{} får bara stå en gång", argument()?),
            }
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => match quoted(error, ContextKind::InvalidValue) {
            Some(value) if value != "''" => format!("{value} går inte att använda för {}", argument()?),
            _ => format!("det saknas ett värde efter {}", argument()?),
        },
        _ => return None,
    })
}

/// What to type instead, as far as that is known; else where it is told.
fn way_out(error: &Error, typed: &[String]) -> String {
    let suggested = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    if let Some(meant) = suggested.into_iter().find_map(|kind| quoted(error, kind)) {
        return format!("menade du {meant}?");
    }
    if let Some(known) = quoted(error, ContextKind::ValidValue) {
        return format!("använd någon av: {known}");
    }
    if error.kind() == ErrorKind::UnknownArgument && typed.first().is_some_and(|word| word.starts_with('-')) {
        return "ange kommandot först, som i 'nytta validate PROJEKT --language sv'".to_owned();
    }
    let command = typed.first().filter(|word| {
        let known = <super::Cli as clap::CommandFactory>::command();
        known.get_subcommands().any(|one| one.get_name() == word.as_str())
    });
    match command {
        Some(command) => format!("'nytta {command} --help' visar hur kommandot skrivs"),
        None => "'nytta --help' visar vilka kommandon som finns".to_owned(),
    }
}

/// What clap knows of a fault, in quotes; none where there is nothing of the kind.
fn quoted(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(one) => Some(format!("'{one}'")),
        ContextValue::Strings(all) if !all.is_empty() => {
            Some(all.iter().map(|one| format!("'{one}'")).collect::<Vec<_>>().join(", "))
        }
        _ => None,
    }
}
