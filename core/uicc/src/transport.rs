//! How an answer crosses the border between card and reader.

/// What kind of reader the card talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Transport {
    /// A whole APDU each way, as with T=1 or a program: data are returned at once.
    #[default]
    Block,
    /// Commands as T=0 carries them (TS 102 221 §7.3.1.1): data that answer data are announced by `61xx` (`9Fxx` in
    /// class `A0`) and fetched by GET RESPONSE; a wrong Le is answered by `6Cxx`.
    T0,
}
