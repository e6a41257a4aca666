//! A text beside an answer in its parts, and the words by which it says that another answer is right.

use crate::table::spelling::words::words;

/// How surely words say that what follows is the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sure {
    /// It should be the answer.
    Should,
    /// It is right, or only something of it is.
    Right,
    /// Something was mended: perhaps on a day, or so many times.
    Mended,
}

/// Words that say that something else should stand there, in the languages of the program; without accents.
const SHOULD: [&str; 49] = [
    "ska vara",
    "skall vara",
    "bor vara",
    "borde vara",
    "ska sta",
    "bor sta",
    "andra till",
    "andras till",
    "andrat till",
    "ratta till",
    "rattas till",
    "rattat till",
    "korrigeras till",
    "korrigerat till",
    "should be",
    "ought to be",
    "should read",
    "change to",
    "changed to",
    "corrected to",
    "devrait etre",
    "doit etre",
    "aurait du etre",
    "a corriger en",
    "remplacer par",
    "dovrebbe essere",
    "deve essere",
    "da correggere in",
    "da sostituire con",
    "ar trebui sa fie",
    "trebuie sa fie",
    "de corectat in",
    "de inlocuit cu",
    "mora biti",
    "moralo bi biti",
    "bi moralo biti",
    "naj bo",
    "naj bi bilo",
    "spremeni v",
    "popravljeno na",
    "skulle varit",
    "skulle ha varit",
    "byt till",
    "byts till",
    "las",
    "nytt belopp",
    "nytt varde",
    "korrigera till",
    "should have been",
];
/// Words that say that something is right.
const RIGHT: [&str; 20] = [
    "ratt",
    "ratta",
    "korrekt",
    "korrekta",
    "right",
    "correct",
    "correcte",
    "montant exact",
    "chiffre exact",
    "corretto",
    "corretta",
    "importo giusto",
    "importo esatto",
    "corect",
    "corecta",
    "pravilno",
    "pravilen",
    "pravilna",
    "pravilni",
    "tocno",
];
/// Words that say that something was mended.
const MENDED: [&str; 14] = [
    "rattelse",
    "rattat",
    "korrigering",
    "korrigerat",
    "corrected",
    "correction",
    "corrige",
    "rectification",
    "correzione",
    "rettifica",
    "corectie",
    "corectat",
    "rectificare",
    "popravek",
];
/// Words for what is counted, which may stand between.
pub(super) const NOUNS: [&str; 31] = [
    "belopp", "beloppet", "siffra", "siffran", "svar", "svaret", "antal", "antalet", "varde", "vardet", "summa",
    "summan", "amount", "figure", "number", "value", "answer", "total", "montant", "chiffre", "nombre", "valeur",
    "importo", "cifra", "numero", "valore", "suma", "numar", "valoare", "znesek", "stevilo",
];
/// Words that join what is right and the answer.
pub(super) const JOINS: [&str; 6] = ["ar", "is", "est", "e", "este", "je"];
/// Words that may stand anywhere before an answer.
const FILLERS: [&str; 17] = [
    "egentligen",
    "alltsa",
    "nog",
    "istallet",
    "faktiskt",
    "actually",
    "really",
    "instead",
    "plutot",
    "fait",
    "en",
    "plutosto",
    "fapt",
    "de",
    "dejansko",
    "pravzaprav",
    "raje",
];
/// Words before a number that is not exact.
const ABOUT: [&str; 14] = [
    "ca",
    "cirka",
    "circa",
    "omkring",
    "ungefar",
    "runt",
    "about",
    "approximately",
    "approx",
    "around",
    "environ",
    "aproximativ",
    "okoli",
    "priblizno",
];
/// Words that join an answer and what says that it is right.
pub(super) const THAT_IS: [&str; 13] =
    ["ar", "is", "est", "e", "este", "je", "som ar", "that is", "which is", "qui est", "che e", "care este", "ki je"];
/// Words that may stand between words that deny and the answer that they deny.
pub(super) const BE: [&str; 11] =
    ["vara", "sta", "be", "etre", "deve", "essere", "trebuie", "sa", "fie", "sme", "biti"];
/// Words behind an answer that say that it holds and not another.
pub(super) const INSTEAD: [&str; 7] = ["istallet", "i", "stallet", "instead", "plutot", "invece", "raje"];
/// Words of who writes, and of courtesy: they tell of no reason.
pub(super) const COURTESY: [&str; 44] = [
    "det",
    "detta",
    "den",
    "vi",
    "jag",
    "som",
    "nu",
    "tror",
    "anser",
    "menar",
    "bara",
    "blir",
    "blev",
    "har",
    "tack",
    "snalla",
    "skriv",
    "it",
    "we",
    "i",
    "think",
    "guess",
    "believe",
    "that",
    "this",
    "now",
    "just",
    "thanks",
    "please",
    "c",
    "ce",
    "nous",
    "merci",
    "che",
    "grazie",
    "prego",
    "multumesc",
    "prosim",
    "hvala",
    "eller",
    "or",
    "ou",
    "sau",
    "ali",
];
/// Words behind an answer with which a text may end and mean it all the same.
pub(super) const CLOSING: [&str; 12] = [
    "tror",
    "tack",
    "snalla",
    "som ar ratt",
    "think",
    "guess",
    "thanks",
    "please",
    "merci",
    "grazie",
    "multumesc",
    "hvala",
];
/// Words behind which stands when an answer was found, and how words for that begin.
const AFTER: [&str; 7] = ["efter", "after", "apres", "dopo", "dupa", "po", "vid"];
const CHECKS: [&str; 21] = [
    "kontroll",
    "granskning",
    "genomgang",
    "avstamning",
    "revision",
    "rattning",
    "rattelse",
    "justering",
    "check",
    "review",
    "audit",
    "correction",
    "verification",
    "controle",
    "verifica",
    "controllo",
    "correzione",
    "verificare",
    "corectare",
    "pregled",
    "popravk",
];
/// Words that deny what stands behind them.
pub(super) const NOT: [&str; 8] = ["inte", "ej", "icke", "not", "pas", "non", "nu", "ne"];
/// Words behind which stands what holds instead.
pub(super) const BUT: [&str; 8] = ["utan", "but", "mais", "ma", "bensi", "ci", "ampak", "temvec"];
/// Words that deny the answer behind them, when another stands before.
pub(super) const INSTEAD_OF: [&str; 25] = [
    "inte",
    "ej",
    "och inte",
    "och ej",
    "istallet for",
    "i stallet for",
    "not",
    "and not",
    "instead of",
    "pas",
    "et pas",
    "et non",
    "au lieu de",
    "non",
    "e non",
    "invece di",
    "nu",
    "si nu",
    "in loc de",
    "ne",
    "in ne",
    "namesto",
    "rather than",
    "plutot que",
    "piuttosto che",
];
/// Words behind which stands where an answer was found.
pub(super) const SOURCES: [&str; 8] = ["enligt", "according", "as", "selon", "secondo", "conform", "potrivit", "glede"];
/// Words behind which stands why.
pub(super) const WHY: [&str; 17] = [
    "eftersom", "men", "da", "for", "pga", "because", "since", "but", "car", "parce", "mais", "perche", "ma", "pentru",
    "deoarece", "ker", "ampak",
];
/// Words that only say that an answer is wrong.
const WRONG: [&str; 18] = [
    "fel",
    "felaktig",
    "felaktigt",
    "felskrivning",
    "tyvarr",
    "wrong",
    "incorrect",
    "mistake",
    "sorry",
    "faux",
    "erreur",
    "errore",
    "sbagliato",
    "errato",
    "gresit",
    "eroare",
    "napaka",
    "napacno",
];
/// Words that say what was written.
const WRITTEN: [&str; 3] = ["stammer", "skrev", "skrivit"];
/// Words that draw attention to what stands behind them.
const ATTENTION: [&str; 13] = [
    "obs",
    "observera",
    "nb",
    "viktigt",
    "note",
    "important",
    "attention",
    "nota",
    "attenzione",
    "importante",
    "atentie",
    "pozor",
    "opomba",
];
/// Words for a minus.
const MINUS: [&str; 3] = ["minus", "moins", "meno"];
/// Fewest letters of a word that may tell something by itself.
pub(super) const FEWEST_LETTERS: usize = 4;

/// What a part of a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A word without case and accents.
    Word(String),
    /// A number, or figures joined as those of a day are.
    Figure {
        is_number: bool,
    },
    Colon,
    /// Something begins that belongs to what stands before.
    Bracket,
    /// Here ends what belongs together.
    End,
}

/// A part of a text, from one of its characters to another.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub what: What,
    pub from: usize,
    pub to: usize,
    /// A word for a minus stands before it.
    pub is_negative: bool,
}

impl Part {
    /// True for one of some words.
    pub(super) fn is_of(&self, known: &[&str]) -> bool {
        matches!(&self.what, What::Word(word) if known.contains(&word.as_str()))
    }

    pub(super) fn is_number(&self) -> bool {
        self.what == What::Figure { is_number: true }
    }

    pub(super) fn is_end(&self) -> bool {
        matches!(self.what, What::End | What::Bracket)
    }

    /// True for a word that says that something is to be seen, or wrong.
    pub(super) fn draws_attention(&self) -> bool {
        self.is_of(&ATTENTION) || self.is_of(&WRONG)
    }

    /// True for a word that may stand between what says that an answer is right and the answer.
    pub(super) fn leads(&self) -> bool {
        self.what == What::Colon || self.is_of(&NOUNS) || self.is_of(&JOINS) || self.is_filler()
    }

    fn is_filler(&self) -> bool {
        self.is_of(&FILLERS) || self.is_about()
    }

    /// True for a word before a number that is not exact.
    pub(super) fn is_about(&self) -> bool {
        self.is_of(&ABOUT)
    }

    /// True for a word that tells nothing but that an answer is wrong, or another right.
    pub(super) fn tells_nothing(&self) -> bool {
        let is_said = |known: &&str| known.split(' ').any(|word| self.is_of(&[word]));
        let mut all = SHOULD.iter().chain(&RIGHT).chain(&MENDED).chain(&INSTEAD_OF);
        let others = [&WRITTEN[..], &BUT, &MINUS, &COURTESY, &INSTEAD];
        self.leads() || self.draws_attention() || others.iter().any(|known| self.is_of(known)) || all.any(is_said)
    }
}

/// The ways in which words from a part on say that an answer is right, each with the part behind them.
pub(super) fn said(parts: &[Part], at: usize) -> Vec<(Sure, usize)> {
    let kinds = [(Sure::Should, &SHOULD[..]), (Sure::Right, &RIGHT), (Sure::Mended, &MENDED)];
    let of_kind = |(sure, known): (Sure, &[&'static str])| Some((sure, phrase(parts, at, known)?));
    kinds.into_iter().filter_map(of_kind).collect()
}

/// True where words from a part on tell that an answer was found when something was looked through: `efter kontroll`.
pub(super) fn is_after_check(parts: &[Part], at: usize) -> bool {
    let is_check =
        |part: &Part| matches!(&part.what, What::Word(word) if CHECKS.iter().any(|check| word.starts_with(check)));
    parts.get(at).is_some_and(|part| part.is_of(&AFTER)) && parts.iter().skip(at + 1).take(2).any(is_check)
}

/// The part behind one of some phrases, which may have other words between, where the parts have it from one on.
pub(super) fn phrase(parts: &[Part], at: usize, known: &[&str]) -> Option<usize> {
    known.iter().find_map(|known| {
        let mut next = at;
        for (place, word) in known.split(' ').enumerate() {
            while place > 0 && parts.get(next)?.is_filler() && !parts[next].is_of(&[word]) {
                next += 1;
            }
            next = Some(next + 1).filter(|_| parts.get(next).is_some_and(|part| part.is_of(&[word])))?;
        }
        Some(next)
    })
}

/// A text in its parts.
pub(super) fn parts(text: &[char]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at) {
        let length = |from: usize, same: fn(&char) -> bool| text[from..].iter().take_while(|c| same(c)).count();
        let (from, before) = (at, at.checked_sub(1).map(|before| text[before]));
        at += 1;
        let what = if c.is_ascii_digit() {
            at = from + number_length(&text[from..]);
            // `2026-01-15` is no number.
            let is_joined = |at: usize| matches!(text.get(at), Some('-' | '/' | ':'));
            let is_number = !(is_joined(at) && text.get(at + 1).is_some_and(char::is_ascii_digit));
            if !is_number {
                at += length(at, |c| c.is_ascii_digit() || matches!(c, '-' | '/' | ':'));
            }
            What::Figure { is_number }
        } else if c.is_alphabetic() || matches!(c, '€' | '%') {
            at = from + length(from, |c| c.is_alphanumeric() || matches!(c, '€' | '%'));
            What::Word(words(&text[from..at].iter().collect::<String>()).concat())
        } else {
            match c {
                ':' | '=' => What::Colon,
                '(' => What::Bracket,
                // `ca. 12`
                '.' if parts.last().is_some_and(Part::is_filler) => continue,
                '.' | ',' | ';' | '!' | '?' | '\n' => What::End,
                // A dash between words parts them; before a number it may be its sign.
                '-' | '\u{2013}' | '\u{2014}' if before == Some(' ') && is_before_word(&text[at..]) => What::End,
                _ => continue,
            }
        };
        let is_signed = matches!(before, Some('-' | '\u{2212}'));
        let is_negative = matches!(what, What::Figure { .. }) && parts.pop_if(|last| last.is_of(&MINUS)).is_some();
        let from = from - usize::from(is_signed && matches!(what, What::Figure { .. }));
        parts.push(Part { what, from, to: at, is_negative });
    }
    parts
}

fn is_before_word(text: &[char]) -> bool {
    text.first() == Some(&' ') && text.get(1).is_some_and(|c| c.is_alphabetic())
}

/// How many characters a number takes from its first digit on: marks in it, and spaces before three digits.
fn number_length(characters: &[char]) -> usize {
    let digits = |from: usize| characters.iter().skip(from).take_while(|c| c.is_ascii_digit()).count();
    let mut end = digits(0);
    loop {
        let more = digits(end + 1);
        let goes_on = match characters.get(end) {
            Some('.' | ',') => more > 0,
            Some(' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\'' | '\u{2019}') => more == 3,
            _ => false,
        };
        if !goes_on {
            return end;
        }
        end += 1 + more;
    }
}
