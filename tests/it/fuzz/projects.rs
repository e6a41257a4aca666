//! The files of a project itself: definitions, the register, targets, comments and explanations.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use nytta::personal::masked;
use nytta::pipeline;
use nytta::project::Folder;

/// The example project without what was sent in, and the pack it uses as its own.
fn folder() -> &'static Folder {
    static FOLDER: OnceLock<Folder> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folder = Folder::read(&root.join("examples/orebro-lan")).expect("the example can be read");
        folder.files.retain(|path, _| !path.starts_with("submissions/"));
        let mut waiting = vec![root.join("indicators/social-enterprise")];
        while let Some(place) = waiting.pop() {
            for entry in std::fs::read_dir(place).expect("the pack can be read") {
                let path = entry.expect("the pack can be read").path();
                if path.is_dir() {
                    waiting.push(path);
                } else {
                    let inside = path.strip_prefix(root).expect("it is inside").to_string_lossy().replace('\\', "/");
                    folder.files.insert(inside, std::fs::read(&path).expect("the pack can be read").into());
                }
            }
        }
        folder
    })
}

/// Files of the project, each below its path.
pub(super) fn files() -> Vec<Vec<u8>> {
    let is_tried = |path: &&String| {
        let pack = path.strip_prefix("indicators/social-enterprise/");
        pack.is_none_or(|name| name.contains('/') || name.starts_with(['p', 's']))
    };
    let files = folder().files.iter().filter(|(path, _)| is_tried(path));
    files
        .filter_map(|(path, file)| Some((path, file.held()?)))
        .filter(|(_, bytes)| bytes.len() < 40_000)
        .map(|(path, bytes)| [path.as_bytes(), b"\n", bytes].concat())
        .collect()
}

/// The expressions of the pack, and some others.
pub(super) fn expressions() -> Vec<Vec<u8>> {
    let texts = folder().files.values().filter_map(|file| std::str::from_utf8(file.held()?).ok());
    let of_line = |line: &str| {
        let (key, value) = line.trim().split_once(": ")?;
        ["value", "numerator", "denominator", "where", "that"]
            .contains(&key)
            .then(|| value.trim_matches('"').to_owned())
    };
    let mut found: Vec<String> = texts.flat_map(|text| text.lines().filter_map(of_line).collect::<Vec<_>>()).collect();
    found.sort();
    found.dedup();
    found.extend(
        [
            "SUM(hired) FILTER (WHERE legal_form IN ('ek_for', 'ab') AND NOT decided)",
            "CASE WHEN hired > PARAMETER(limit) THEN hired ELSE PREVIOUS(hired) END",
            "ROUND(share * 100 / NULLIF(anställda, 0), 1)",
            "COALESCE(hired, 0) BETWEEN 1 AND 4 OR year_end IS NULL",
            "GREATEST(hired, anställda) - LEAST(ABS(hired), 3.5)",
            "COUNT(DISTINCT legal_form) + MEDIAN(huge)",
        ]
        .map(str::to_owned),
    );
    found.into_iter().map(String::into_bytes).collect()
}

/// A project in which one file is another is loaded, or refused with an error.
pub(super) fn load(input: &[u8]) -> String {
    let cut = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let path = String::from_utf8_lossy(&input[..cut]).into_owned();
    let mut folder = folder().clone();
    let bytes = input.get(cut + 1..).unwrap_or_default().to_vec();
    let length = bytes.len();
    folder.files.insert(path.clone(), bytes.into());
    let loaded = pipeline::load(&folder);
    let findings = match &loaded {
        Ok(loaded) => &loaded.diagnostics,
        Err(findings) => findings,
    };
    assert!(loaded.is_ok() || nytta::diagnostic::has_errors(findings), "a refusal has a reason");
    for finding in findings {
        let texts = [&finding.message, &finding.hint].into_iter().flat_map(|said| said.in_each().0.into_values());
        texts
            .chain(finding.value.clone())
            .for_each(|text| assert_eq!(masked(&text), text, "{} shows a person", finding.rule));
        let here = finding.span.file.as_deref() == Some(path.as_str());
        let inside = finding.span.bytes.is_none_or(|(from, to)| from <= to && (to <= length || !here));
        assert!(inside && finding.span.row != Some(0), "{} lies outside its file: {:?}", finding.rule, finding.span);
    }
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
    format!("{path} {} {rules:?}", loaded.is_ok())
}
