//! The project's secret, which keeps what a report says of the project's files from being guessed. Made once.

use std::io::Write as _;
use std::path::Path;

use super::Stop;
use super::output::Output;
use crate::digest;
use crate::project::{Folder, KEY};

/// Makes a secret for a project that has none. Where it cannot be written the report is made without.
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
    let mut random = [0; 32];
    let made = getrandom::fill(&mut random).is_ok().then(|| format!("{}\n", digest::hex(&random)));
    let Some(secret) = made.filter(|secret| write(&project.join(KEY), secret).is_ok()) else {
        output.say((
            format!(
                "'{KEY}' could not be written: the report does not tell which of the project's files it comes from"
            ),
            format!("'{KEY}' gick inte att skriva: rapporten säger inte vilka av projektets filer den kommer ur"),
        ));
        return Ok(());
    };
    folder.files.insert(KEY.to_owned(), secret.into());
    output.say((
        format!("made '{KEY}', the project's secret: keep it with the project and give it to nobody"),
        format!("gjorde '{KEY}', projektets hemlighet: behåll den i projektet och ge den inte till någon"),
    ));
    Ok(())
}

/// Writes the secret whole, for its owner alone, and never over another that came in between.
fn write(path: &Path, secret: &str) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(secret.as_bytes())?;
    file.persist_noclobber(path)?;
    Ok(())
}
