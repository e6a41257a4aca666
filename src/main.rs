//! Starts the program.

use std::process::ExitCode;

fn main() -> ExitCode {
    nytta::cli::run()
}
