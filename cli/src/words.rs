//! A command in one text, as words.

/// The words between white space; what stands in quotes of either kind belongs together. None if a quote has no end.
pub(crate) fn split(text: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for letter in text.chars() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, _) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn words_are_split_and_quotes_hold_together() {
        let words = |text| split(text).expect("quotes end");
        assert_eq!(words(" lpac  chip info "), ["lpac", "chip", "info"]);
        assert_eq!(words("'/my cards/lpac' --a=\"b c\" '' d'e'f"), ["/my cards/lpac", "--a=b c", "", "def"]);
        assert_eq!(words(""), [""; 0]);
        assert_eq!(split("lpac 'chip"), None);
    }
}
