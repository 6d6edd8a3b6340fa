use super::{CardError, Response};

/// The most bytes that a card may announce in one answer.
const MOST: usize = 256 * 1024;

/// Sends a command and takes its answer whole. A card that is spoken to by T=0 announces data by `61xx` (class `A0`: `9Fxx`), and answers
/// a wrong Le by `6Cxx` (ISO/IEC 7816-3 §12.2, TS 102 221 §7.3.1.1): then they are fetched by GET RESPONSE, or asked for again.
///
/// # Errors
/// As `send`; [`CardError::Malformed`] if the card announces data without end.
pub fn whole(
    command: &[u8],
    mut send: impl FnMut(&[u8]) -> Result<Response, CardError>,
) -> Result<Response, CardError> {
    let mut response = send(command)?;
    if response.status >> 8 == 0x6C {
        response = send(&with_le(command, response.status as u8))?;
    }
    let Some(class) = command.first() else { return Ok(response) };
    let mut data = std::mem::take(&mut response.data);
    while announces(*class, response.status) {
        response = send(&[*class, 0xC0, 0x00, 0x00, response.status as u8])?;
        if response.status >> 8 == 0x6C {
            response = send(&[*class, 0xC0, 0x00, 0x00, response.status as u8])?;
        }
        // One that gives nothing would keep this going, and so would one that never ends.
        if response.data.is_empty() && announces(*class, response.status) || data.len() > MOST {
            return Err(CardError::Malformed("GET RESPONSE"));
        }
        data.append(&mut response.data);
    }
    Ok(Response { data, status: response.status })
}

const fn announces(class: u8, status: u16) -> bool {
    status >> 8 == 0x61 || class == 0xA0 && status >> 8 == 0x9F
}

/// The command with this Le in place of its own, or behind its data.
fn with_le(command: &[u8], le: u8) -> Vec<u8> {
    let mut again = command.to_vec();
    match again.get(4).map(|lc| 5 + usize::from(*lc)) {
        // CLA INS P1 P2, with Le or without.
        None => again.push(le),
        Some(_) if again.len() == 5 => again[4] = le,
        // Data, with Le behind them or without.
        Some(end) if again.len() > end => {
            again.truncate(end);
            again.push(le);
        }
        Some(_) => again.push(le),
    }
    again
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the command comes to with a card that answers in this order, and what it was asked.
    fn ask(command: &[u8], answers: &[&'static [u8]]) -> (Result<Response, CardError>, Vec<Vec<u8>>) {
        let (mut answers, mut asked) = (answers.iter(), Vec::new());
        let answer = whole(command, |command| {
            asked.push(command.to_vec());
            Response::parse(answers.next().expect("no more questions"))
        });
        (answer, asked)
    }

    // R: F7
    #[test]
    fn what_is_announced_is_fetched_on_the_same_channel() {
        let (answer, asked) =
            ask(&[0x81, 0xE2, 0x91, 0, 1, 7], &[&[0x61, 2], &[0x6C, 1], &[5, 0x61, 1], &[6, 0x91, 0x0B]]);
        assert_eq!(answer.expect("it answers").to_bytes(), [5, 6, 0x91, 0x0B]);
        assert_eq!(asked[1..], [[0x81, 0xC0, 0, 0, 2], [0x81, 0xC0, 0, 0, 1], [0x81, 0xC0, 0, 0, 1]]);
        let (answer, asked) = ask(&[0xA0, 0xA4, 0, 0, 2, 0x3F, 0], &[&[0x9F, 1], &[9, 0x90, 0]]);
        assert_eq!((answer.expect("it answers").data, asked[1].as_slice()), (vec![9], &[0xA0, 0xC0, 0, 0, 1][..]));
    }

    // R: F7
    #[test]
    fn a_wrong_length_is_put_right() {
        for (command, again) in [
            (&[0, 0xB0, 0, 0, 0][..], &[0, 0xB0, 0, 0, 3][..]),
            (&[0, 0xB0, 0, 0], &[0, 0xB0, 0, 0, 3]),
            (&[0, 0xA4, 0, 4, 1, 7], &[0, 0xA4, 0, 4, 1, 7, 3]),
            (&[0, 0xA4, 0, 4, 1, 7, 0], &[0, 0xA4, 0, 4, 1, 7, 3]),
        ] {
            let (answer, asked) = ask(command, &[&[0x6C, 3], &[1, 2, 3, 0x90, 0]]);
            assert_eq!((answer.expect("it answers").data.len(), asked[1].as_slice()), (3, again));
        }
    }

    #[test]
    fn a_card_that_only_announces_is_given_up() {
        let (answer, _) = ask(&[0, 0xA4, 0, 4], &[&[0x61, 2], &[0x61, 2]]);
        assert!(matches!(answer, Err(CardError::Malformed("GET RESPONSE"))));
        let (answer, _) = ask(&[0, 0x88, 0, 0x81], &[&[0x9F, 2]]);
        assert_eq!(answer.expect("no announcement outside of class A0").status, 0x9F02);
    }
}
