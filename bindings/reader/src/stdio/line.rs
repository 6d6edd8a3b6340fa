use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read};

/// The longest line that is read, in bytes: more than the longest APDU makes.
const LONGEST: u64 = 1 << 20;

/// `{"type":"apdu","payload":…}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line<P> {
    #[serde(rename = "type")]
    kind: Apdu,
    /// What it says.
    pub(super) payload: P,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Apdu {
    Apdu,
}

impl<P> Line<P> {
    pub(super) const fn new(payload: P) -> Self {
        Self { kind: Apdu::Apdu, payload }
    }
}

/// What is asked of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Asked {
    /// Which function.
    pub(super) func: Func,
    /// Its argument, hexadecimal: an APDU, an AID, or a channel.
    #[serde(default)]
    pub(super) param: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Func {
    /// Power and reset.
    Connect,
    /// Power off.
    Disconnect,
    /// A channel with the application of this AID; its number is the answer's code.
    LogicChannelOpen,
    /// Closes the channel with this number, one byte.
    LogicChannelClose,
    /// A command APDU; the response APDU is the answer's data.
    Transmit,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Answered {
    /// Below 0 if it failed.
    pub(super) ecode: i64,
    /// Hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) data: Option<String>,
}

impl Answered {
    /// Done, with this code.
    pub(super) const fn code(ecode: i64) -> Self {
        Self { ecode, data: None }
    }
}

/// The next line without its end; none at the end of the stream. A line that is too long ends it too.
pub(super) fn next(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    input.take(LONGEST).read_until(b'\n', &mut line)?;
    match line.pop() {
        None => Ok(None),
        Some(b'\n') => Ok(Some(line)),
        Some(_) if line.len() as u64 + 1 == LONGEST => {
            Err(io::Error::new(io::ErrorKind::InvalidData, "a line has no end"))
        }
        // The stream ended without a line break.
        Some(last) => {
            line.push(last);
            Ok(Some(line))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F7
    #[test]
    fn lines_are_lpacs() {
        let asked =
            r#"{"type":"apdu","payload":{"func":"logic_channel_open","param":"A0000005591010FFFFFFFF8900000100"}}"#;
        let line: Line<Asked> = serde_json::from_str(asked).expect("a request");
        assert_eq!(line.payload.func, Func::LogicChannelOpen);
        assert_eq!(serde_json::to_string(&line).expect("writes"), asked);
        let asked = r#"{"type":"apdu","payload":{"func":"connect","param":null}}"#;
        let line: Line<Asked> = serde_json::from_str(asked).expect("a request");
        assert_eq!((line.payload.func, line.payload.param.as_deref()), (Func::Connect, None));
        let answered = r#"{"type":"apdu","payload":{"ecode":0,"data":"9000"}}"#;
        let line: Line<Answered> = serde_json::from_str(answered).expect("an answer");
        assert_eq!(serde_json::to_string(&line).expect("writes"), answered);
        assert!(serde_json::from_str::<Line<Asked>>(r#"{"type":"progress","payload":{"func":"connect"}}"#).is_err());
    }

    #[test]
    fn a_line_without_end_is_not_read_for_ever() {
        let mut endless = io::BufReader::new(io::repeat(b'x'));
        assert!(next(&mut endless).is_err());
        let mut last: &[u8] = b"one\ntwo";
        assert_eq!(next(&mut last).expect("reads").as_deref(), Some(&b"one"[..]));
        assert_eq!(next(&mut last).expect("reads").as_deref(), Some(&b"two"[..]));
        assert_eq!(next(&mut last).expect("reads"), None);
    }
}
