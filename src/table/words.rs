//! Words as they are compared: without case, accents, space and punctuation.

/// A text without case, accents, space and punctuation.
pub(crate) fn plain(text: &str) -> String {
    words(text).concat()
}

/// The words of a text without case and accents.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .flat_map(char::to_lowercase)
        .flat_map(|c| folded(c).chars().chain((folded(c).is_empty()).then_some(c)))
        .collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A letter without its accent; nothing for a letter without one.
fn folded(c: char) -> &'static str {
    match c {
        'à'..='å' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'è'..='ë' | 'ę' | 'ě' => "e",
        'ì'..='ï' => "i",
        'ñ' | 'ń' => "n",
        'ò'..='ö' | 'ø' | 'ő' => "o",
        'œ' => "oe",
        'ù'..='ü' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ş' | 'ș' | 'š' | 'ś' => "s",
        'ţ' | 'ț' => "t",
        'ž' | 'ż' | 'ź' => "z",
        'ß' => "ss",
        _ => "",
    }
}
