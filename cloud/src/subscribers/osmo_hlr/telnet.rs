//! The little of telnet (RFC 854) that a VTY speaks: its options are read over.

use zeroize::Zeroizing;

/// "Interpret as command".
const IAC: u8 = 255;
/// Begins a subnegotiation.
const SB: u8 = 250;
/// Ends one.
const SE: u8 = 240;
/// WILL, WONT, DO and DONT have an option behind them.
const OPTIONS: std::ops::RangeInclusive<u8> = 251..=254;

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Text,
    Command,
    Option,
    Sub,
    SubCommand,
}

/// Takes the text out of what comes, however it is cut.
pub(super) struct Telnet(At);

impl Telnet {
    pub(super) const fn new() -> Self {
        Self(At::Text)
    }

    /// Adds the text of `bytes` to `text`.
    pub(super) fn read(&mut self, bytes: &[u8], text: &mut Zeroizing<Vec<u8>>) {
        for byte in bytes {
            self.0 = match (self.0, *byte) {
                (At::Text, IAC) => At::Command,
                (At::Text, byte) => {
                    text.push(byte);
                    At::Text
                }
                (At::Command, SB) => At::Sub,
                (At::Command, byte) if OPTIONS.contains(&byte) => At::Option,
                (At::Command, _) | (At::Option, _) | (At::SubCommand, SE) => At::Text,
                (At::Sub, IAC) => At::SubCommand,
                (At::Sub | At::SubCommand, _) => At::Sub,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_no_text_however_they_are_cut() {
        let said =
            b"Welcome\r\n\xff\xfb\x01\xff\xfb\x03\xff\xfe\"\xff\xfd\x1f\xff\xfa\x1f\x00\xff\xffx\xff\xf0OsmoHLR> ";
        for size in 1..said.len() {
            let (mut telnet, mut text) = (Telnet::new(), Zeroizing::new(Vec::new()));
            said.chunks(size).for_each(|part| telnet.read(part, &mut text));
            assert_eq!(&*text, b"Welcome\r\nOsmoHLR> ");
        }
    }
}
