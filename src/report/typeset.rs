//! Typst: files in memory to an accessible PDF. The one file that names typst.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};
use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{DiagSpan, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::template::{FOLDER, Rendered, embedded, fault};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;
use crate::text::Text;

/// What is set: the typst text, and every other file it reads by its path (`/lib/page.typ`, `/data.json`).
///
/// Paths are the same for every document: typst keeps each new one for as long as the process lives.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The text, with where its lines came from.
    pub main: Rendered,
    /// The other files.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Its date: typst's today, and the day the file says it was made.
    pub date: NaiveDate,
    /// What names it among all others, for ever.
    pub identity: String,
    /// Its templates are the project's own, and may ask for any of typst's fonts.
    pub own_templates: bool,
}

/// Sets a document as PDF/A-3a and PDF/UA-1, with typst's warnings. Two runs give the same bytes.
pub fn pdf(document: &Document) -> Result<(Vec<u8>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let world = MemoryWorld::new(document);
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
    // What typst remembers of laying out is as large as all else together, and of no use to the next document.
    typst::comemo::evict(0);
    let result = output.and_then(|pages| typst_pdf::pdf(&pages, &options(document)));
    let said = |items: &[SourceDiagnostic]| items.iter().map(|item| world.placed(item, &document.main)).collect();
    typst::comemo::evict(0);
    match result {
        Ok(bytes) => Ok((bytes, said(&warnings))),
        Err(errors) => Err(said(&errors)),
    }
}

/// True when one of the report's fonts can draw the character, or it needs no drawing.
pub fn can_draw(character: char) -> bool {
    static OTHERS: OnceLock<BTreeSet<u32>> = OnceLock::new();
    in_own_fonts(character) || OTHERS.get_or_init(|| coverage(&with_fallback().fonts)).contains(&u32::from(character))
}

/// True when the four cuts that ship with the reports can draw the character.
fn in_own_fonts(character: char) -> bool {
    static KNOWN: OnceLock<BTreeSet<u32>> = OnceLock::new();
    matches!(character, ' '..='~' | '\n' | '\u{A0}'..='\u{17F}')
        || KNOWN.get_or_init(|| coverage(&shared().fonts)).contains(&u32::from(character))
}

fn coverage(fonts: &FontStore) -> BTreeSet<u32> {
    let book = fonts.book();
    (0..).map_while(|index| book.info(index)).flat_map(|info| info.coverage.iter().collect::<Vec<_>>()).collect()
}

struct Shared {
    library: LazyHash<Library>,
    fonts: FontStore,
}

/// The report's own fonts and the library, read once in a process.
fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| Shared::new(false))
}

/// The same with typst's own fonts behind them: eight megabytes that hardly any report needs.
fn with_fallback() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| Shared::new(true))
}

impl Shared {
    fn new(fallback: bool) -> Self {
        let mut fonts = FontStore::new();
        for cut in ["Regular", "It", "Semibold", "Bold"] {
            let bytes = embedded(&format!("fonts/SourceSans3-{cut}.otf")).expect("the fonts are compiled in");
            fonts.extend(Font::iter(Bytes::new(bytes)).map(|font| {
                let info = font.info().clone();
                (font, info)
            }));
        }
        if fallback {
            fonts.extend(typst_kit::fonts::embedded());
        }
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        Self { library: LazyHash::new(library), fonts }
    }
}

struct MemoryWorld {
    main: FileId,
    sources: BTreeMap<String, Source>,
    blobs: BTreeMap<String, Bytes>,
    today: Option<Datetime>,
    shared: &'static Shared,
}

impl MemoryWorld {
    fn new(document: &Document) -> Self {
        let main = id("/main.typ");
        let mut sources = BTreeMap::from([("/main.typ".to_owned(), Source::new(main, document.main.text.clone()))]);
        let mut blobs = BTreeMap::new();
        for (path, bytes) in &document.files {
            match std::str::from_utf8(bytes) {
                Ok(text) if Path::new(path).extension().is_some_and(|end| end == "typ") => {
                    sources.insert(path.clone(), Source::new(id(path), text.to_owned()));
                }
                _ => {
                    blobs.insert(path.clone(), Bytes::new(bytes.clone()));
                }
            }
        }
        let texts = document.files.values().filter_map(|bytes| std::str::from_utf8(bytes).ok());
        let plain = |text: &str| text.chars().all(|character| character.is_control() || in_own_fonts(character));
        let own = !document.own_templates && texts.chain([document.main.text.as_str()]).all(plain);
        let shared = if own { shared() } else { with_fallback() };
        Self { main, sources, blobs, today: datetime(document.date), shared }
    }

    /// Typst's finding, placed in the template or library file it came from.
    fn placed(&self, said: &SourceDiagnostic, main: &Rendered) -> Diagnostic {
        // The innermost call that stands in our own files tells more than a place inside typst's library.
        let spans = std::iter::once(said.span).chain(said.trace.iter().map(|point| DiagSpan::from(point.span)));
        let span = spans.into_iter().find_map(|span| self.span(span, main)).unwrap_or_default();
        let hints: Vec<&str> = said.hints.iter().map(|hint| hint.v.as_str()).collect();
        let own = if hints.is_empty() {
            said.message.to_string()
        } else {
            format!("{} ({})", said.message, hints.join("; "))
        };
        let reason = Text::only("en", &format!("typst says \"{own}\""))
            .and("sv", &format!("typst säger \"{own}\" (på engelska)"));
        let severity = match said.severity {
            typst::diag::Severity::Error => Severity::Error,
            typst::diag::Severity::Warning => Severity::Warning,
        };
        fault(span, &reason).with_severity(severity)
    }

    fn span(&self, span: DiagSpan, main: &Rendered) -> Option<Span> {
        let file = span.id()?;
        let path = file.get().vpath().get_with_slash().to_owned();
        let range = self.range(span)?;
        let Some(source) = self.sources.get(&path) else { return Some(Span::file(&path)) };
        let (line, column) = source.lines().byte_to_line_column(range.start)?;
        let at = |number: usize| u32::try_from(number + 1).unwrap_or(u32::MAX);
        if file == self.main {
            let origin = main.origins.get(line).cloned().flatten();
            return Some(match origin {
                Some((template, line)) => Span::file(&format!("{FOLDER}{template}")).at_row(line),
                None => Span::file("main.typ").at(at(line), at(column)),
            });
        }
        Some(Span::file(&format!("{FOLDER}{}", path.trim_start_matches('/'))).at(at(line), at(column)))
    }
}

impl World for MemoryWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.shared.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let path = id.get().vpath().get_with_slash();
        self.sources.get(path).cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_with_slash();
        let source = || self.sources.get(path).map(|source| Bytes::from_string(source.clone()));
        self.blobs.get(path).cloned().or_else(source).ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("paths of the report's files are plain");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

fn datetime(date: NaiveDate) -> Option<Datetime> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    Datetime::from_ymd_hms(date.year(), month, day, 0, 0, 0)
}

fn options(document: &Document) -> PdfOptions {
    PdfOptions {
        ident: Smart::Custom(document.identity.clone()),
        creator: Smart::Custom(Some("nytta".to_owned())),
        timestamp: datetime(document.date).map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
            .expect("PDF/A-3a and PDF/UA-1 go together"),
        ..PdfOptions::default()
    }
}
