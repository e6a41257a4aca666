//! How many answered in several years is remembered: no later release tells with it who did not.

use std::collections::{BTreeMap, BTreeSet};

use nytta::assurance::Assurances;
use nytta::definition::Definitions;
use nytta::disclosure::publish::{self, Imprint};
use nytta::disclosure::{Audience, Facts, Release, release};
use nytta::ledger::{Edition, Ledger};
use nytta::project::Folder;
use nytta::register::Register;
use proptest::prelude::*;

use super::releases::{plan, remembered};
use super::small::{accepted, definitions, observe, organisation, register};

const HIRED: &str = "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons";
const YEARS: [&str; 2] = ["2024", "2025"];
const SPAN: &str = "2024..2025";

/// Whether an enterprise answered in either year.
type Both = [bool; 2];

/// A region that asks how many answered in both years.
struct Region {
    definitions: Definitions,
    register: Register,
    ledger: Ledger,
}

impl Region {
    fn new(enterprises: usize) -> Self {
        let mut definitions = definitions(&[HIRED]);
        definitions.project.reports = vec![plan(&format!("{{ report: all, template: region, spans: ['{SPAN}'] }}"))];
        let register = register((0..enterprises).map(|n| organisation(&format!("{n:02}"), "a1")).collect());
        Self { definitions, register, ledger: Ledger::default() }
    }

    /// Clears what was answered, and publishes it by a name; it is remembered as its files say.
    fn publish(&mut self, name: &str, answered: &[Both]) -> Release {
        let who = |year: usize| (0..answered.len()).filter(move |n| answered[*n][year]).map(|n| format!("{n:02}"));
        let rows = YEARS.iter().enumerate().map(|(at, year)| {
            let names: Vec<String> = who(at).collect();
            let rows: Vec<(&str, &[(&str, &str)])> =
                names.iter().map(|name| (name.as_str(), [("hired", "9")].as_slice())).collect();
            (*year, accepted(&rows))
        });
        let observations = observe(&self.definitions, &self.register, rows.collect());
        let sent: BTreeMap<String, BTreeSet<String>> =
            YEARS.iter().enumerate().map(|(at, year)| ((*year).to_owned(), who(at).collect())).collect();
        let period = self.definitions.project.period("2025").expect("a period");
        let facts = Facts { answered: sent, ledger: self.ledger.clone(), ..Facts::default() };
        let release = release(&observations, &self.definitions, &self.register, Audience::Public, period, &facts);
        let date = format!("2026-09-{}", 16 + self.ledger.editions.len()).parse().expect("a day");
        let imprint = Imprint { name, plan: &self.definitions.project.reports[0], date };
        let edition = publish::edition(
            &release,
            &observations,
            (&self.definitions, &self.register, &Assurances::default()),
            &imprint,
        );
        self.ledger = remembered(&self.ledger, edition, Folder::default(), &self.definitions);
        release
    }

    /// What the last edition remembers of the span: how many answered in any year, and in both.
    fn remembered(&self) -> (Option<u32>, Option<u32>) {
        let edition: &Edition = self.ledger.editions.last().expect("one is published");
        let told = edition.told.get(&(String::new(), SPAN.to_owned(), BTreeMap::new()));
        told.map_or((None, None), |told| (told.answered, told.panel))
    }
}

/// What a release tells of who answered: in each year, like for like, in both years and in one of them.
fn told(release: &Release) -> Counts {
    let roster = release.roster();
    let span = roster.spans.values().next().copied().unwrap_or_default();
    let [then, now] = YEARS.map(|year| roster.chain[year]);
    ([then.answered, now.answered, now.panel], [span.all, span.all.zip(span.some).map(|(all, some)| all + some)])
}

/// The same, of what was answered.
fn counts(answered: &[Both]) -> ([u32; 3], [u32; 2]) {
    let count = |is: &dyn Fn(&Both) -> bool| answered.iter().map(|both| u32::from(is(both))).sum();
    let both: u32 = count(&|both| both[0] && both[1]);
    ([count(&|both| both[0]), count(&|both| both[1]), both], [both, count(&|both| both[0] || both[1])])
}

/// True where some numbers are told and others are not these.
fn is_off<const N: usize>(told: [Option<u32>; N], counts: [u32; N]) -> bool {
    told.iter().zip(counts).any(|(told, count)| told.is_some_and(|told| told != count))
}

/// What is told of who answered.
type Counts = ([Option<u32>; 3], [Option<u32>; 2]);

/// Tries every way in which all can have answered, to an attacker who knows who came between two releases that tell so much: where
/// either may have.
fn possible([of_first, of_second]: [Counts; 2], [then, now]: [&[Both]; 2]) -> Vec<Both> {
    let mut possible = vec![[false; 2]; now.len()];
    for bits in 0_u32..1 << (2 * now.len()) {
        let world: Vec<Both> = (0..now.len()).map(|n| [0, 1].map(|year| bits >> (2 * n + year) & 1 == 1)).collect();
        let came = |n: usize, year: usize| now[n][year] && !then[n][year];
        if (0..now.len()).any(|n| (0..2).any(|year| came(n, year) && !world[n][year])) {
            continue;
        }
        let before: Vec<Both> =
            world.iter().enumerate().map(|(n, both)| [0, 1].map(|year| both[year] && !came(n, year))).collect();
        let (counted, earlier) = (counts(&world), counts(&before));
        let is_wrong = is_off(of_second.0, counted.0) || is_off(of_first.0, earlier.0) || is_off(of_first.1, earlier.1);
        if is_wrong || is_off(of_second.1, counted.1) {
            continue;
        }
        for (known, both) in possible.iter_mut().zip(&world) {
            *known = [0, 1].map(|year| known[year] || both[year]);
        }
    }
    possible
}

/// Two years, of seven that are asked: who answered by the first release, and who by the second.
fn answers() -> impl Strategy<Value = (Vec<Both>, Vec<Both>)> {
    let answer = || prop_oneof![5 => Just((true, true)), 2 => Just((false, true)), 1 => Just((false, false))];
    prop::collection::vec((answer(), answer()), 7).prop_map(|all| {
        let of = |is: fn(&(bool, bool)) -> bool| all.iter().map(|(one, other)| [is(one), is(other)]).collect();
        (of(|answer| answer.0), of(|answer| answer.1))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What a later release tells of several years gives nobody away beside what the first one told of them.
    #[test]
    fn no_later_count_of_several_years_tells_who_did_not_answer((then, now) in answers()) {
        let mut region = Region::new(then.len());
        let first = told(&region.publish("first", &then));
        let second = told(&region.publish("second", &now));
        if second.1 == [None; 2] {
            return Ok(());
        }
        let all = [[None; 2], second.1].map(|spans| possible([first, (second.0, spans)], [&then, &now]));
        prop_assert_eq!(&all[0], &all[1], "{:?} and {:?} of {:?} and {:?}", first, second, then, now);
    }

    /// What a later release tells like for like beside what the first one told of it says of nobody that it did not answer.
    #[test]
    fn no_later_count_like_for_like_tells_who_did_not_answer((then, now) in answers()) {
        let mut region = Region::new(then.len());
        let first = told(&region.publish("first", &then));
        let ([before, after, panel], _) = told(&region.publish("second", &now));
        if panel.is_none() {
            return Ok(());
        }
        let all = [None, panel].map(|panel| possible([first, ([before, after, panel], [None; 2])], [&then, &now]));
        prop_assert_eq!(&all[0], &all[1], "{:?} and {:?} of {:?} and {:?}", first, panel, then, now);
    }
}

/// What is told of a span stands in the edition, and is told again as long as nothing else was answered. Three that come all
/// answered in the year before as well, or did not: that would be told by what the counts of then and now differ by.
#[test]
fn how_many_answered_in_several_years_is_remembered() {
    let mut then = [[true; 2]; 12];
    then[0] = [false, true];
    for late in &mut then[9..] {
        *late = [false, false];
    }
    let mut region = Region::new(then.len());
    let first = told(&region.publish("first", &then));
    assert_eq!(first.1, [Some(8), Some(9)], "{first:?}");
    assert_eq!(region.remembered(), (Some(9), Some(8)));
    assert_eq!(told(&region.publish("again", &then)), first);
    for late in &mut then[9..] {
        late[1] = true;
    }
    let second = told(&region.publish("second", &then));
    assert_eq!((second.0[1], second.1), (Some(12), [None; 2]));
    assert_eq!(region.remembered(), (None, None));
    let alone = told(&Region::new(then.len()).publish("alone", &then));
    assert_eq!(alone.1, [Some(8), Some(12)], "by themselves they tell of no one");
}

/// Three answered this year alone, 18 both years, six last year alone, three in neither: as counts they are told, like for like 18.
fn continuing() -> Vec<Both> {
    let of = |count: usize, both: Both| vec![both; count];
    [of(3, [false, true]), of(18, [true; 2]), of(6, [true, false]), of(3, [false; 2])].concat()
}

/// How many a release counts like for like: in the roster, and beside the figure.
fn like_for_like(release: &Release) -> [Option<u32>; 2] {
    let figure = release.figure("hired", "2025", &BTreeMap::new()).expect("a figure");
    [release.roster().chain["2025"].panel, figure.panel.map(|panel| panel.enterprises)]
}

/// One that answered last year comes late: the count of those that go on would say so. Of three that come at once it is told.
#[test]
fn a_count_like_for_like_that_grows_by_one_is_not_told() {
    let then = continuing();
    let late = |count: usize| {
        let mut now = then.clone();
        now[21..21 + count].fill([true; 2]);
        let mut region = Region::new(now.len());
        let first = region.publish("first", &then);
        assert_eq!(like_for_like(&first), [Some(18); 2]);
        assert_eq!(like_for_like(&region.publish("again", &then)), [Some(18); 2], "nobody has come");
        let second = region.publish("second", &now);
        assert_eq!(second.roster().chain["2025"].answered, u32::try_from(21 + count).ok());
        assert_eq!(like_for_like(&Region::new(now.len()).publish("alone", &now))[0], u32::try_from(18 + count).ok());
        like_for_like(&second)
    };
    assert_eq!([late(1), late(2)], [[None; 2]; 2]);
    assert_eq!(late(3)[0], Some(21));
}

/// Three come that did not answer last year: that their count like for like is the same as before would say so of them.
#[test]
fn a_count_like_for_like_that_stays_as_it_was_though_some_came_is_not_told() {
    let then = continuing();
    let mut region = Region::new(then.len());
    region.publish("first", &then);
    let mut now = then;
    now[27..].fill([false, true]);
    let second = region.publish("second", &now);
    assert_eq!(second.roster().chain["2025"].answered, Some(24));
    assert_eq!(like_for_like(&second), [None; 2]);
}
