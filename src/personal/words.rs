//! Words by which a text says that a person's number, the last digits of one or a day of birth stands there.
//!
//! All are in small letters, with and without their accents: a text is compared as it is written, a header without accents.

/// Words for a person's number.
pub(crate) const NUMBER: [&str; 17] = [
    "personnummer",
    "personnumret",
    "personnr",
    "persnr",
    "pnummer",
    "pnr",
    "samordningsnummer",
    "samordningsnr",
    "samnr",
    "födelsenummer",
    "fodelsenummer",
    "ssn",
    "cnp",
    "emšo",
    "emso",
    "jmbg",
    "nir",
];
/// The same in several words.
pub(crate) const NUMBER_IN_WORDS: [&str; 9] = [
    "personal number",
    "personal identity number",
    "social security number",
    "numéro de sécurité",
    "numero de securite",
    "cod numeric personal",
    "matična številka občana",
    "maticna stevilka obcana",
    "personal identification number",
];
/// How words for the last of something begin, those for digits, and those for four.
const LAST: [&str; 6] = ["sist", "last", "derni", "ultim", "zadnj", "slut"];
const DIGITS: [&str; 6] = ["siffr", "digit", "chiff", "cifr", "števil", "stevil"];
const FOUR: [&str; 8] = ["fyra", "four", "quatre", "quattro", "patru", "štiri", "stiri", "4"];
/// How words for spans of time begin, of which the last four may be meant.
const TIMES: [&str; 27] = [
    "månad", "manad", "veck", "kvartal", "dag", "åren", "aren", "month", "week", "quarter", "day", "year", "mois",
    "semaine", "trimestr", "jour", "mes", "settiman", "giorn", "lun", "săptăm", "saptam", "zile", "tedn", "četrt",
    "cetrt", "dni",
];
/// Words for somebody's birth, and how longer ones begin.
const BORN: [&str; 13] = [
    "född",
    "fodd",
    "födda",
    "fodda",
    "born",
    "dob",
    "rojen",
    "rojena",
    "rojstva",
    "născut",
    "nascut",
    "născută",
    "nascuta",
];
const BIRTH: [&str; 14] = [
    "födelsedatum",
    "fodelsedatum",
    "födelsedag",
    "fodelsedag",
    "födelsetid",
    "fodelsetid",
    "birth",
    "naissance",
    "nascita",
    "nașterii",
    "nasterii",
    "naștere",
    "nastere",
    "rojstni",
];
/// How words begin by which those born somewhere are counted.
const ELSEWHERE: [&str; 7] = ["utomland", "utrikes", "inrikes", "utanför", "utanfor", "abroad", "foreign"];

/// True where words say that the last digits of a number follow; `is_enough` holds where the word for four needs no other.
pub(crate) fn says_last_digits(words: &[&str], is_enough: bool) -> bool {
    let any = |begins: &[&str]| begin(words, begins);
    any(&LAST) && !any(&TIMES) && (any(&DIGITS) || (is_enough && any(&FOUR)))
}

/// True where words speak of somebody's day of birth.
pub(crate) fn says_birth(words: &[&str]) -> bool {
    (words.iter().any(|word| BORN.contains(word)) || begin(words, &BIRTH)) && !begin(words, &ELSEWHERE)
}

fn begin(words: &[&str], begins: &[&str]) -> bool {
    words.iter().any(|word| begins.iter().any(|begin| word.starts_with(begin)))
}
