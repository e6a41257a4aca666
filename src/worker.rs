//! Child processes with limits on their memory and time.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The hidden subcommand by which a program becomes a worker.
pub const COMMAND: &str = "worker";

/// Bytes of address space of a worker.
const MEMORY: u64 = 512 * 1024 * 1024;
/// Seconds of processor time of a worker.
const SECONDS: u64 = 10;
/// Longest answer that is taken.
const ANSWER: u64 = 256 * 1024 * 1024;

/// A task by its name: an answer to a request.
pub type Task = (&'static str, fn(&[u8]) -> Vec<u8>);

/// Why no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The program could not be started.
    #[error("the worker did not start")]
    Start,
    /// It wanted more memory than it may have.
    #[error("the worker ran out of memory")]
    Memory,
    /// It took too long.
    #[error("the worker ran out of time")]
    Time,
    /// It ended without an answer.
    #[error("the worker ended without an answer")]
    Ended,
}

/// Answers one request in this process, after limiting its memory and processor time.
///
/// # Errors
/// When there is no such task, when the limits cannot be set, and when the request or the answer cannot pass.
pub fn serve(task: &str, mut request: impl Read, mut answer: impl Write, tasks: &[Task]) -> io::Result<()> {
    let unknown = || io::Error::new(io::ErrorKind::InvalidInput, format!("there is no task '{task}'"));
    let (_, work) = tasks.iter().find(|(name, _)| *name == task).ok_or_else(unknown)?;
    limit()?;
    let mut bytes = Vec::new();
    request.read_to_end(&mut bytes)?;
    answer.write_all(&work(&bytes))?;
    answer.flush()
}

#[cfg(unix)]
fn limit() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Core, 0)] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

/// Elsewhere only the clock of the parent limits a worker.
#[cfg(not(unix))]
fn limit() -> io::Result<()> {
    let _ = (MEMORY, SECONDS);
    Ok(())
}

/// Lets a child of a program answer a request, and waits for it no longer than `patience`.
///
/// # Errors
/// When the child does not start, dies or does not answer in time; it is never left running.
pub fn call(program: &Path, task: &str, request: &[u8], patience: Duration) -> Result<Vec<u8>, Failure> {
    let mut child = Command::new(program)
        .args([COMMAND, task])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| Failure::Start)?;
    let mut input = child.stdin.take().expect("it was piped");
    let output = child.stdout.take().expect("it was piped");
    thread::scope(|scope| {
        // A child that dies early closes the pipe: its status tells more than the failed write.
        scope.spawn(move || drop(input.write_all(request)));
        let (done, answered) = mpsc::channel();
        scope.spawn(move || {
            let mut bytes = Vec::new();
            let read = output.take(ANSWER).read_to_end(&mut bytes);
            drop(done.send(read.map(|_| bytes)));
        });
        let answer = answered.recv_timeout(patience);
        if answer.is_err() {
            drop(child.kill());
        }
        let status = finish(&mut child)?;
        match answer {
            Err(_) => Err(Failure::Time),
            Ok(Ok(bytes)) if status.success() => Ok(bytes),
            Ok(_) => Err(reason(status)),
        }
    })
}

fn finish(child: &mut Child) -> Result<ExitStatus, Failure> {
    child.wait().map_err(|_| Failure::Ended)
}

/// What the way a child ended tells.
#[cfg(unix)]
fn reason(status: ExitStatus) -> Failure {
    use std::os::unix::process::ExitStatusExt;
    let signal = |signal: rustix::process::Signal| signal.as_raw();
    match status.signal() {
        // A failed allocation aborts; so does a stack that cannot grow.
        Some(by) if by == signal(rustix::process::Signal::ABORT) || by == signal(rustix::process::Signal::SEGV) => {
            Failure::Memory
        }
        // At the hard limit of processor time the kernel kills.
        Some(by) if by == signal(rustix::process::Signal::XCPU) || by == signal(rustix::process::Signal::KILL) => {
            Failure::Time
        }
        _ => Failure::Ended,
    }
}

#[cfg(not(unix))]
fn reason(_status: ExitStatus) -> Failure {
    Failure::Ended
}
