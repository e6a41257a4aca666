//! The texts of a page, from what draws it.

use std::collections::BTreeMap;
use std::rc::Rc;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier};
use hayro_syntax::page::{Page, Resources};

use super::font::Font;
use super::{Place, Run};

/// Most drawings inside each other.
const DEEP: usize = 8;
/// Most states and marks that are open at once.
const OPEN: usize = 1_000;

/// For the runs of a page, the number by which its tags name each.
pub(super) type Marks = Vec<Option<i32>>;

/// Reads pages; remembers their fonts.
#[derive(Debug, Default)]
pub(super) struct Reader {
    fonts: BTreeMap<ObjectIdentifier, Rc<Font>>,
}

/// What is drawn so far.
#[derive(Default)]
struct Drawing {
    runs: Vec<Run>,
    marks: Marks,
    /// The run that text belongs to.
    current: Option<usize>,
    /// Texts since the last mark ended belong together.
    is_loose: bool,
    font: Option<Rc<Font>>,
}

impl Drawing {
    fn begin(&mut self, mark: Option<i32>) -> usize {
        self.runs.push(Run { text: String::new(), place: Place::default() });
        self.marks.push(mark);
        self.runs.len() - 1
    }

    fn show(&mut self, codes: &[u8]) {
        let Some(text) = self.font.as_ref().map(|font| font.text(codes)) else { return };
        let at = match self.current {
            Some(at) => at,
            None if self.is_loose => self.runs.len() - 1,
            None => self.begin(None),
        };
        self.is_loose = self.current.is_none();
        self.runs[at].text.push_str(&text);
    }
}

impl Reader {
    /// The texts of a page, and the numbers by which its tags name them.
    pub(super) fn runs(&mut self, page: &Page) -> (Vec<Run>, Marks) {
        let mut drawing = Drawing::default();
        self.draw(page.operations(), page.resources(), &mut drawing, DEEP);
        let is_text = |(run, _): &(Run, Option<i32>)| !run.text.trim().is_empty();
        drawing.runs.into_iter().zip(drawing.marks).filter(is_text).unzip()
    }

    fn draw(&mut self, mut operations: UntypedIter, resources: &Resources, drawing: &mut Drawing, deep: usize) {
        let (mut states, mut open) = (Vec::new(), Vec::new());
        while let Some(step) = operations.next() {
            let operands: Vec<&Object> = step.operands().collect();
            match &**step.operator {
                b"q" if states.len() < OPEN => states.push(drawing.font.clone()),
                b"Q" => drawing.font = states.pop().unwrap_or_else(|| drawing.font.clone()),
                b"Tf" => drawing.font = name(&operands).and_then(|name| self.font(name, resources)),
                b"Tj" | b"'" | b"\"" => shown(operands.last().copied(), drawing),
                b"TJ" => {
                    if let Some(Object::Array(parts)) = operands.last() {
                        parts.iter::<Object>().for_each(|part| shown(Some(&part), drawing));
                    }
                }
                b"BDC" | b"BMC" if open.len() < OPEN => {
                    open.push(drawing.current);
                    let mark = operands.get(1).and_then(|told| mark(told, resources));
                    if mark.is_some() || drawing.current.is_none() {
                        drawing.current = Some(drawing.begin(mark));
                    }
                    drawing.is_loose = false;
                }
                b"EMC" => {
                    drawing.current = open.pop().flatten();
                    drawing.is_loose = false;
                }
                b"Do" if deep > 0 => {
                    let form = name(&operands).and_then(|name| resources.get_x_object(name));
                    let form = form
                        .filter(|form| form.dict().get::<Name>("Subtype").is_some_and(|kind| kind.as_str() == "Form"));
                    let Some(form) = form else { continue };
                    let own = form.dict().get::<Dict>("Resources").unwrap_or_default();
                    let own = Resources::from_parent(own, resources.clone());
                    if let Ok(inside) = form.decoded() {
                        self.draw(UntypedIter::new(&inside), &own, drawing, deep - 1);
                    }
                }
                _ => {}
            }
        }
    }

    fn font(&mut self, name: &Name, resources: &Resources) -> Option<Rc<Font>> {
        let font = resources.get_font(name)?;
        let made = || Rc::new(Font::new(&font));
        Some(match font.obj_id() {
            Some(id) => self.fonts.entry(id).or_insert_with(made).clone(),
            None => made(),
        })
    }
}

fn name<'o, 'a>(operands: &[&'o Object<'a>]) -> Option<&'o Name<'a>> {
    operands.iter().find_map(|operand| if let Object::Name(name) = operand { Some(name) } else { None })
}

fn shown(part: Option<&Object>, drawing: &mut Drawing) {
    if let Some(Object::String(codes)) = part {
        drawing.show(codes.as_bytes());
    }
}

/// The number that a mark gives to what it encloses.
fn mark(told: &Object, resources: &Resources) -> Option<i32> {
    match told {
        Object::Dict(told) => told.get("MCID"),
        Object::Name(name) => resources.properties.get::<Dict>(&**name)?.get("MCID"),
        _ => None,
    }
}

/// Dictionaries that stand in an entry, alone or in a list.
pub(super) fn dicts<'a>(of: &Dict<'a>, key: &str) -> Vec<Dict<'a>> {
    match of.get::<Object>(key) {
        Some(Object::Dict(one)) => vec![one],
        Some(Object::Array(list)) => Array::iter::<Object>(&list).filter_map(Object::into_dict).collect(),
        _ => Vec::new(),
    }
}
