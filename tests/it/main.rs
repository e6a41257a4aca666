//! Integration tests, one binary so that typst is linked once.
#![expect(clippy::disallowed_methods, reason = "tests stand outside the house: they read, write and run")]
#![expect(clippy::format_push_string, reason = "a test is read more often than it is fast")]

mod answers;
mod architecture;
mod attacker;
mod attacks;
mod cli;
mod damage;
mod definition;
mod disclosure;
mod encoding;
mod examples;
mod expression;
mod form;
mod fuzz;
mod hostile;
mod identifier;
mod later;
mod layout;
mod measure;
mod orebro_lan;
mod pages;
mod personal;
mod pieces;
mod policy;
mod public;
mod read;
mod reasons;
mod record;
mod register;
mod releases;
mod report;
mod rules;
mod same;
mod scenes;
mod silent;
mod small;
mod subtract;
mod table;
mod trace;
mod trial;
mod validate;
mod values;
mod watch;
