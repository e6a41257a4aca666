//! Why a text is no YAML, in words for people who do not know its grammar, and where the fault begins.

use super::file::File;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::text::Text;

/// What opens and is never closed.
enum Unclosed {
    Quote(usize),
    Bracket(usize),
}

/// The finding on a text that the reader gave up at a byte, for a reason in its own words.
pub fn finding(file: &File, fault: usize, span: Span, reason: &str) -> Diagnostic {
    if is_empty(&file.source.text) {
        return Diagnostic::new("empty-definition", file.whole(), &[]);
    }
    match unclosed(&file.source.text, fault) {
        Some(Unclosed::Quote(at)) => Diagnostic::new("unclosed-yaml-quote", file.source.span(at..at + 1), &[]),
        Some(Unclosed::Bracket(at)) => {
            let (open, close) = if file.source.text.as_bytes()[at] == b'[' { ("[", "]") } else { ("{", "}") };
            let values = [("value", open), ("close", close)];
            Diagnostic::new("unclosed-yaml-bracket", file.source.span(at..at + 1), &values)
        }
        None => {
            // The reader gives up at the line before the one that is indented with a tab.
            let span = if is_tab(reason) {
                tab(&file.source.text, fault).map_or(span, |at| file.source.span(at..at + 1))
            } else {
                span
            };
            Diagnostic::worded("yaml-syntax", span, &[], &[("reason", &in_words(reason))])
        }
    }
}

/// True for a text of nothing but blanks and comments, as a shell leaves a file that it is about to write.
fn is_empty(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    lines.all(|line| line.is_empty() || line.starts_with('#'))
}

fn is_tab(reason: &str) -> bool {
    reason.lines().next().is_some_and(|line| line.contains("tab"))
}

/// The first tab that indents a line, from the line of a fault on.
fn tab(text: &str, fault: usize) -> Option<usize> {
    let from = text.get(..fault)?.rfind('\n').map_or(0, |at| at + 1);
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        if let Some(tab) = indent.find('\t') {
            return Some(at + tab);
        }
        at += line.len();
    }
    None
}

/// The reader's reason in words; its own where there are none for it.
fn in_words(reason: &str) -> Text {
    let line = reason.lines().next().unwrap_or_default();
    // The place stands beside the message.
    let line = line.split(" at line ").next().unwrap_or(line);
    let says = |words: &[&str]| words.iter().any(|word| line.contains(word));
    if is_tab(line) {
        Text::in_each([
            "a tab stands where there must be spaces",
            "en tabb står där det ska vara mellanslag",
            "une tabulation se trouve là où il faut des espaces",
            "c’è una tabulazione dove servono spazi",
            "este un tab acolo unde trebuie spații",
            "tabulator stoji tam, kjer morajo biti presledki",
        ])
    } else if says(&["expected key", "block end", "indent", "block entries"]) {
        Text::in_each([
            "the line stands further in or further out than those it belongs to",
            "raden står längre in eller längre ut än dem den hör ihop med",
            "la ligne est plus ou moins en retrait que celles dont elle fait partie",
            "la riga rientra più o meno di quelle a cui appartiene",
            "rândul este mai indentat sau mai puțin indentat decât cele de care ține",
            "vrstica je zamaknjena bolj ali manj kot tiste, h katerim spada",
        ])
    } else if says(&["mapping values", "':' indicator", "simple key"]) {
        Text::in_each([
            "a colon is missing, or one stands in a text without quotation marks",
            "ett kolon saknas, eller står i en text utan citattecken",
            "il manque un deux-points, ou il y en a un dans un texte sans guillemets",
            "manca un due punti, o ce n’è uno in un testo senza virgolette",
            "lipsesc două puncte sau se află într-un text fără ghilimele",
            "manjka dvopičje ali pa stoji v besedilu brez narekovajev",
        ])
    } else if says(&["flow mapping", "flow sequence", "',' or"]) {
        Text::in_each([
            "a comma or a closing bracket is missing",
            "ett komma eller en avslutande klammer saknas",
            "il manque une virgule ou un crochet fermant",
            "manca una virgola o una parentesi di chiusura",
            "lipsește o virgulă sau o paranteză de închidere",
            "manjka vejica ali zaklepaj",
        ])
    } else {
        Text::same(line)
    }
}

/// The quotation mark or bracket on a line before a fault that is open there: a text that runs on over the end of its
/// line, or a list or mapping that another key interrupts.
fn unclosed(text: &str, fault: usize) -> Option<Unclosed> {
    let bytes = text.as_bytes();
    let (mut at, mut may_open) = (0, true);
    let mut open = Vec::new();
    while at < bytes.len() && at <= fault {
        match bytes[at] {
            b'#' if at == 0 || bytes[at - 1].is_ascii_whitespace() => {
                at += text[at..].find('\n').unwrap_or(bytes.len() - at);
            }
            quote @ (b'"' | b'\'') if may_open => {
                let close = closing(bytes, at, quote);
                let end = close.unwrap_or(bytes.len());
                let line = end + text.get(end..).and_then(|rest| rest.find('\n')).unwrap_or(text.len() - end);
                if text[at..end].contains('\n') && (close.is_none() || (at..=line + 1).contains(&fault)) {
                    return Some(Unclosed::Quote(at));
                }
                (at, may_open) = (end + 1, false);
            }
            bracket @ (b'[' | b'{') => {
                if may_open {
                    open.push((at, bracket));
                }
                at += 1;
            }
            b']' | b'}' => {
                open.pop();
                (at, may_open) = (at + 1, false);
            }
            b',' | b'\n' => (at, may_open) = (at + 1, true),
            b':' | b'-' => {
                may_open = bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace);
                at += 1;
            }
            b' ' | b'\t' | b'\r' => at += 1,
            _ => (at, may_open) = (at + 1, false),
        }
    }
    let (at, _) = open.pop()?;
    let is_over_lines = text.get(at..fault.min(text.len())).is_some_and(|between| between.contains('\n'));
    is_over_lines.then_some(Unclosed::Bracket(at))
}

/// Where the mark stands that closes a quoted text.
fn closing(bytes: &[u8], open: usize, quote: u8) -> Option<usize> {
    let mut at = open + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            found if found == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 1,
            found if found == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}
