//! Tables of errors: each variant once, with its words, whether trying again helps, and what to do (F3).
//!
//! Law: for tests alone, and it knows no crate of the product.

use std::{collections::BTreeSet, fmt};

/// What an error says to a person.
#[derive(Debug)]
pub struct Said {
    /// What happened.
    pub text: String,
    /// Whether trying again helps.
    pub again: bool,
    /// What to do, as a sentence.
    pub hint: String,
}

impl Said {
    /// By an error's own words and what it advises.
    pub fn new(text: impl fmt::Display, again: bool, hint: impl fmt::Display) -> Self {
        Self { text: text.to_string(), again, hint: hint.to_string() }
    }
}

/// A row of a table: what an error says, and what it should say.
#[derive(Debug)]
pub struct Row {
    /// What it says.
    pub said: Said,
    /// Whether retrying should help.
    pub again: bool,
    /// A part of what to do.
    pub hint: &'static str,
}

/// The rows of one error: one for each variant, and a `match` over the very same patterns, so that a variant without a row does
/// not compile.
///
/// The advice is the error's own `retrying_helps` and `hint`. Where another error passes it on, or it has other names for them,
/// `table! { Error as told: … }` asks `told(error)` for a [`Said`].
#[macro_export]
macro_rules! table {
    ($error:ty: $($rows:tt)+) => {{
        let said = |error: $error| $crate::Said::new(&error, error.retrying_helps(), error.hint());
        $crate::table! { @rows $error, said, $($rows)+ }
    }};
    ($error:ty as $said:ident: $($rows:tt)+) => { $crate::table! { @rows $error, $said, $($rows)+ } };
    (@rows $error:ty, $said:ident, $($pattern:pat => $example:expr, $again:literal, $hint:literal;)+) => {{
        let _without_wildcard = |error: &$error| match error { $($pattern => (),)+ };
        vec![$({
            let error: $error = $example;
            assert!(matches!(&error, $pattern), "{error:?} stands in another row");
            $crate::Row { said: $said(error), again: $again, hint: $hint }
        }),+]
    }};
}

/// Holds every row against what it should say; no two errors say the same.
///
/// # Panics
/// At the first row that does not hold.
pub fn check(rows: impl IntoIterator<Item = Row>) {
    let mut texts = BTreeSet::new();
    for Row { said: Said { text, again, hint }, again: expected, hint: part } in rows {
        assert!(text.len() > 10 && text.contains(' '), "{text:?} says too little");
        assert_eq!(again, expected, "whether retrying helps: {text}");
        assert!(hint.contains(part) && hint.ends_with('.'), "what to do: {text}: {hint}");
        assert!(texts.insert(text.clone()), "two errors say {text:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, Said, check};

    fn row(text: &str, again: bool, hint: &str) -> Row {
        Row { said: Said::new(text, again, hint), again: false, hint: "Mend" }
    }

    // R: F3
    #[test]
    fn a_row_that_does_not_hold_is_seen() {
        check([row("the file is empty", false, "Mend the file."), row("the file is gone", false, "Mend the disk.")]);
        for wrong in [
            vec![row("Malformed", false, "Mend the file.")],
            vec![row("the file is empty", true, "Mend the file.")],
            vec![row("the file is empty", false, "Restore the file.")],
            vec![row("the file is empty", false, "Mend the file")],
            vec![row("the file is empty", false, "Mend it."), row("the file is empty", false, "Mend the file.")],
        ] {
            let said = format!("{wrong:?}");
            assert!(std::panic::catch_unwind(move || check(wrong)).is_err(), "{said}");
        }
    }
}
