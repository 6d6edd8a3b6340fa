use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read};
use zeroize::{Zeroize, Zeroizing};

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

impl<P: Serialize> Line<P> {
    /// The line that says this, with its end.
    pub(super) fn write(payload: P) -> io::Result<Zeroizing<Vec<u8>>> {
        let line = Self { kind: Apdu::Apdu, payload };
        let mut text = Zeroizing::new(serde_json::to_vec(&line)?);
        text.push(b'\n');
        Ok(text)
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

// A command may carry a PIN, an answer keys that the card derived.
impl Drop for Asked {
    fn drop(&mut self) {
        self.param.zeroize();
    }
}

impl Drop for Answered {
    fn drop(&mut self) {
        self.data.zeroize();
    }
}

impl Answered {
    /// Done, with this code.
    pub(super) const fn code(ecode: i64) -> Self {
        Self { ecode, data: None }
    }
}

/// The next line without its end; none at the end of the stream. A line that is too long ends it too.
pub(super) fn next(input: &mut impl BufRead) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let mut line = Zeroizing::new(Vec::new());
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
        let mut line = || next(&mut last).expect("reads").map(|line| line.to_vec());
        assert_eq!([line(), line(), line()], [Some(b"one".to_vec()), Some(b"two".to_vec()), None]);
    }
}
