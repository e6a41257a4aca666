//! Templates: minijinja puts values into typst text, as literals only, and remembers which template line each line came from.

use include_dir::{Dir, include_dir};
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, OutputSpan, OutputSpanKind, UndefinedBehavior};

use crate::diagnostic::Diagnostic;
use crate::project::Folder;
use crate::source::Span;
use crate::text::Text;

/// Where templates stand, in the program and in a project.
pub const FOLDER: &str = "report-templates/";

/// Steps a template may take: a report of hundreds of pages needs a fraction of it.
const FUEL: u64 = 20_000_000;

static EMBEDDED: Dir = include_dir!("$CARGO_MANIFEST_DIR/report-templates");

/// A file of the templates: the project's own if it has one, else the one that ships with the program.
pub fn file<'a>(folder: &'a Folder, path: &str) -> Option<&'a [u8]> {
    folder.bytes(&format!("{FOLDER}{path}")).or_else(|| embedded(path))
}

/// A file that ships with the program.
pub fn embedded(path: &str) -> Option<&'static [u8]> {
    EMBEDDED.get_file(path).map(include_dir::File::contents)
}

/// Every path that [`file`] answers under a folder such as `lib`, sorted.
pub fn paths(folder: &Folder, under: &str) -> Vec<String> {
    let prefix = format!("{FOLDER}{under}/");
    let own = folder.under(&prefix).map(|path| path[FOLDER.len()..].to_owned());
    let shipped = EMBEDDED.get_dir(under).into_iter().flat_map(Dir::files);
    let shipped = shipped.filter_map(|file| file.path().to_str()).map(|path| path.replace('\\', "/"));
    let mut all: Vec<String> = own.chain(shipped).collect();
    all.sort();
    all.dedup();
    all
}

/// Typst text with the place in a template that each of its lines came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// By line of the text, from 0: template path and line, where known.
    pub origins: Vec<Option<(String, u32)>>,
}

/// Fills a template with the page model.
pub fn render(folder: &Folder, template: &str, model: &serde_json::Value) -> Result<Rendered, Vec<Diagnostic>> {
    let path = [format!("{template}/{template}.typ.j2"), format!("{template}.typ.j2")]
        .into_iter()
        .find(|path| file(folder, path).is_some());
    let Some(path) = path else {
        return Err(vec![fault(Span::file("nytta.yaml"), &no_template(&format!("{template}/{template}.typ.j2")))]);
    };
    let environment = environment(folder.clone());
    let filled = environment.get_template(&path).and_then(|template| template.render_with_spans(value(model)));
    filled.map(|(text, spans)| Rendered { origins: origins(&text, &spans), text }).map_err(|error| vec![placed(&error)])
}

/// Fills a template text that stands in no file; for checks of the formatter.
pub fn render_text(text: &str, model: &serde_json::Value) -> Result<String, Vec<Diagnostic>> {
    let mut folder = Folder::default();
    folder.files.insert(format!("{FOLDER}text.typ.j2"), text.as_bytes().into());
    render(&folder, "text", model).map(|rendered| rendered.text)
}

fn environment(folder: Folder) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_loader(move |name| {
        let Some(bytes) = file(&folder, name) else { return Ok(None) };
        let text = String::from_utf8(bytes.to_vec())
            .map_err(|_| Error::new(ErrorKind::BadSerialization, format!("'{name}' is not UTF-8")))?;
        Ok(Some(text))
    });
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("typst".into()));
    environment.set_formatter(|out, _state, value| {
        let text = if value.is_safe() { value.to_string() } else { format!("#{};", literal(value)?) };
        out.write_str(&text).map_err(Error::from)
    });
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_debug(true);
    environment.set_fuel(Some(FUEL));
    environment.add_filter("typ", |value: Value| literal(&value).map(Value::from_safe_string));
    environment
}

/// A part of the page model as a template sees it.
fn value(model: &serde_json::Value) -> Value {
    match model {
        serde_json::Value::Null => Value::from(()),
        serde_json::Value::Bool(truth) => Value::from(*truth),
        serde_json::Value::Number(number) => {
            number.as_i64().map_or_else(|| Value::from(number.as_f64().unwrap_or_default()), Value::from)
        }
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(items) => items.iter().map(value).collect(),
        serde_json::Value::Object(items) => {
            Value::from_pairs(items.iter().map(|(key, item)| (key.as_str(), value(item))))
        }
    }
}

/// A value as typst code writes it: a string literal, a number or a truth value. Refuses lists, maps and nothing.
fn literal(value: &Value) -> Result<String, Error> {
    match value.kind() {
        ValueKind::String => Ok(quote(value.as_str().unwrap_or_default())),
        ValueKind::Number | ValueKind::Bool => Ok(value.to_string().to_lowercase()),
        kind => {
            Err(Error::new(ErrorKind::InvalidOperation, format!("{kind} cannot be printed, only a text or a number")))
        }
    }
}

/// A typst string literal; typst reads back exactly this text, without its control characters.
fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// For each line of the text the template line that its first character came from.
fn origins(text: &str, spans: &[OutputSpan]) -> Vec<Option<(String, u32)>> {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let origin = |start: usize| {
        let after = spans.partition_point(|span| span.output_range().start <= start);
        let span = spans.get(after.checked_sub(1)?)?;
        let inside = match span.kind() {
            OutputSpanKind::Raw => text.get(span.output_range().start..start)?.matches('\n').count(),
            _ => 0,
        };
        Some((span.name().to_owned(), u32::try_from(span.line() + inside).ok()?))
    };
    starts.map(origin).collect()
}

/// A finding about a template.
pub fn fault(span: Span, reason: &Text) -> Diagnostic {
    Diagnostic::worded("template-fault", span, &[], &[("reason", reason)])
}

/// The reason that a template is not there.
pub fn no_template(path: &str) -> Text {
    Text::only("en", &format!("there is no template '{path}'")).and("sv", &format!("mallen '{path}' finns inte"))
}

/// What minijinja found, in words; its own, named as such, where there are none for it.
fn reason(error: &Error) -> Text {
    let detail = error.detail().unwrap_or_default();
    let said = |english: &str, swedish: &str| Text::only("en", english).and("sv", swedish);
    match error.kind() {
        ErrorKind::UndefinedError => match detail.strip_suffix(" is undefined") {
            Some(name) => said(&format!("the page model holds no {name}"), &format!("sidmodellen har inget {name}")),
            None => said(
                "it asks for something the page model does not hold",
                "den frågar efter något som inte finns i sidmodellen",
            ),
        },
        ErrorKind::OutOfFuel => said(
            "it takes more steps than any report needs: does a loop run on?",
            "den tar fler steg än någon rapport behöver: är det en slinga som går runt?",
        ),
        kind => {
            let own = if detail.is_empty() { kind.to_string() } else { format!("{kind}: {detail}") };
            said(
                &format!("the template language says \"{own}\""),
                &format!("mallspråket säger \"{own}\" (på engelska)"),
            )
        }
    }
}

/// The template error with its innermost place.
fn placed(error: &Error) -> Diagnostic {
    let mut deepest = error;
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(inner) = inner.downcast_ref::<Error>()
            && inner.line().is_some()
        {
            deepest = inner;
        }
        source = inner.source();
    }
    let name = deepest.name().unwrap_or_default();
    let mut span = Span::file(&format!("{FOLDER}{name}"));
    if let Some(line) = deepest.line() {
        span = span.at_row(u32::try_from(line).unwrap_or(1));
    }
    fault(span, &reason(deepest))
}

/// Visits every text of a page model.
pub fn texts(model: &mut serde_json::Value, visit: &mut impl FnMut(&mut String)) {
    match model {
        serde_json::Value::String(text) => visit(text),
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| texts(item, visit)),
        serde_json::Value::Object(items) => {
            for (_, item) in items {
                texts(item, visit);
            }
        }
        _ => {}
    }
}
