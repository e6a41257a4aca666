//! Names of months as people write them, in the languages of the program.

/// Beginnings of the names of months in the languages of the program, without accents; the longer before the shorter.
const MONTHS: [(&str, u32); 39] = [
    ("jan", 1),
    ("gen", 1),
    ("ian", 1),
    ("feb", 2),
    ("fev", 2),
    ("mars", 3),
    ("marz", 3),
    ("mart", 3),
    ("marc", 3),
    ("marec", 3),
    ("mar", 3),
    ("apr", 4),
    ("avr", 4),
    ("maj", 5),
    ("mai", 5),
    ("may", 5),
    ("mag", 5),
    ("jun", 6),
    ("juin", 6),
    ("giu", 6),
    ("iun", 6),
    ("jul", 7),
    ("juil", 7),
    ("lug", 7),
    ("iul", 7),
    ("aug", 8),
    ("aou", 8),
    ("ago", 8),
    ("avg", 8),
    ("set", 9),
    ("sep", 9),
    ("okt", 10),
    ("oct", 10),
    ("ott", 10),
    ("nov", 11),
    ("noi", 11),
    ("dec", 12),
    ("dic", 12),
    ("dez", 12),
];
/// Most letters of such a name.
const LONGEST: usize = 10;

/// The number of a month by its name or the beginning of it, in small letters without accents.
pub(crate) fn of(word: &str) -> Option<u32> {
    // `jui` may be June or July.
    MONTHS.iter().find(|(start, _)| word.starts_with(start) && word.len() <= LONGEST).map(|(_, month)| *month)
}
