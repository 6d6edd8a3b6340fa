use crate::es10::{Phone, loaded};
use app::card::{Apdu, Card, CardError, Response};
use uicc::Smartcard;

/// lpac's lines, as a program that wants a card sends them, with a loaded eUICC behind. Whoever asks a card something gets one line of
/// answer, what is not for a card is passed on, and what is durable can always be read again.
pub(crate) fn stdio(data: &[u8]) {
    let (mut card, mut answers, mut others) = (Behind(loaded()), Vec::new(), 0);
    let passed_on = |_: &[u8]| {
        others += 1;
        Ok(())
    };
    let served = reader::stdio::serve(&mut card, data, &mut answers, passed_on);
    served.expect("neither stream breaks, and no line is endless");
    let text = String::from_utf8(answers).expect("JSON");
    for line in text.lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(value["type"] == "apdu" && value["payload"]["ecode"].is_i64(), "{line}");
        if let Some(data) = value["payload"]["data"].as_str() {
            assert!(
                data.len() >= 4 && data.bytes().all(|b| b.is_ascii_hexdigit()),
                "a response ends with a status word"
            );
        }
    }
    let asked = data.split(|b| *b == b'\n').filter(|line| !line.iter().all(u8::is_ascii_whitespace)).count();
    assert_eq!(text.lines().count() + others, asked, "one answer each");
    card.0.restart();
}

/// The eUICC as whoever carries lines to it sees it.
struct Behind(Phone);

impl Apdu for Behind {
    fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError> {
        Response::parse(&self.0.transmit(command))
    }
}

impl Card for Behind {
    fn atr(&self) -> Vec<u8> {
        self.0.euicc.atr()
    }

    fn reset(&mut self) -> Result<Vec<u8>, CardError> {
        Ok(self.0.euicc.reset())
    }

    fn power_off(&mut self) -> Result<(), CardError> {
        self.0.euicc.reset();
        Ok(())
    }
}

/// Valid input, to begin from: what lpac sends for `chip info` and `profile list`, and lines that are not for a card.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let apdu = |func: &str, param: &str| {
        let param = if param.is_empty() { "null".to_owned() } else { format!("\"{param}\"") };
        format!("{{\"type\":\"apdu\",\"payload\":{{\"func\":\"{func}\",\"param\":{param}}}}}\n")
    };
    let isd_r = "A0000005591010FFFFFFFF8900000100";
    let function = |command: &str| apdu("transmit", &format!("81E29100{:02X}{command}00", command.len() / 2));
    let whole = [
        apdu("connect", ""),
        apdu("logic_channel_open", isd_r),
        function("BF3E035C015A"),
        function("BF2000"),
        function("BF2D00"),
        apdu("logic_channel_close", "01"),
        apdu("disconnect", ""),
    ];
    let others = "{\"type\":\"lpa\",\"payload\":{\"code\":0,\"message\":\"success\",\"data\":null}}\n\n{\"type\":\"progress\"}\nnone\n";
    let odd = [
        apdu("logic_channel_open", "A000"),
        apdu("transmit", "zz"),
        apdu("fly", "00"),
        apdu("logic_channel_close", "FF"),
    ];
    let plain = [apdu("connect", ""), apdu("transmit", "00A40004022F00"), apdu("transmit", "00B2010400")];
    [whole.concat(), others.to_owned(), odd.concat(), plain.concat()].map(String::into_bytes).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_is_answered_as_lpac_wants() {
        let (mut card, mut answers) = (Behind(loaded()), Vec::new());
        reader::stdio::serve(&mut card, &seeds()[0][..], &mut answers, |_| Ok(())).expect("streams");
        let text = String::from_utf8(answers).expect("JSON");
        let answers: Vec<&str> = text.lines().collect();
        assert_eq!(answers.len(), 7);
        assert!(answers[2].contains("BF3E125A10"), "the EID: {}", answers[2]);
        assert!(answers.iter().all(|line| !line.contains("-1")), "{text}");
    }
}
