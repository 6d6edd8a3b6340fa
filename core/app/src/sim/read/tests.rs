use super::*;
use crate::card::Response;

/// A card of files: path from the MF, layout, content.
struct Plastic {
    gsm: bool,
    at: Vec<u16>,
    pin_given: bool,
    tries: u8,
}

const ICCID: [u8; 10] = [0x98, 0x99, 0x09, 0x01, 0, 0, 0, 0, 0, 0xF5];
const IMSI: [u8; 9] = [0x08, 0x99, 0x99, 0x10, 0, 0, 0, 0, 0x10];
const SPN: [u8; 17] = *b"\x00Nord Mobile\xFF\xFF\xFF\xFF\xFF";
const LOCI: [u8; 11] = [1, 2, 3, 4, 0x99, 0xF9, 0x10, 0x12, 0x34, 0, 0];
const FPLMN: [u8; 12] = [0x00, 0xF1, 0x10, 0x99, 0x09, 0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

fn number(size: usize, name: &[u8], bcd: &[u8]) -> Vec<u8> {
    let mut record = name.to_vec();
    record.resize(size - 14, 0xFF);
    record.push(bcd.len() as u8);
    record.extend_from_slice(bcd);
    record.resize(size, 0xFF);
    record
}

fn smsp() -> Vec<u8> {
    let mut record = vec![0xFF; 4 + 28];
    record[4 + 13..4 + 19].copy_from_slice(&[0x05, 0x91, 0x99, 0x09, 0x21, 0x43]);
    record
}

impl Plastic {
    fn new(gsm: bool) -> Self {
        Self { gsm, at: Vec::new(), pin_given: false, tries: 3 }
    }

    /// Whether the PIN is needed, and what the file at hand holds.
    fn file(&self) -> Option<(bool, Content)> {
        let own = if self.gsm { 0x7F20 } else { 0x7FFF };
        let numbers = if self.gsm { 0x7F10 } else { 0x7FFF };
        let large: Vec<u8> = (0..300).map(|at| at as u8).collect();
        Some(match self.at[..] {
            [0x2FE2] => (false, Content::Transparent(ICCID.to_vec())),
            [df, 0x6F07] if df == own => (true, Content::Transparent(IMSI.to_vec())),
            [df, 0x6F46] if df == own => (false, Content::Transparent(SPN.to_vec())),
            [df, 0x6F7E] if df == own => (true, Content::Transparent(LOCI.to_vec())),
            [df, 0x6F7B] if df == own => (true, Content::Transparent(FPLMN.to_vec())),
            [df, 0x6F3E] if df == own => (false, Content::Transparent(large)),
            [df, 0x6F40] if df == numbers => (true, Content::Records(vec![number(28, b"", &[0x91, 0x99, 0x09, 0x21])])),
            [df, 0x6F42] if df == numbers => (true, Content::Records(vec![vec![0xFF; 32], smsp()])),
            [0x7F10, 0x6F3A] => (true, Content::Records(vec![vec![0xFF; 28], number(28, b"Ann", &[0x81, 0x21, 0x43])])),
            _ => return None,
        })
    }

    fn selected(&self) -> Option<Vec<u8>> {
        if matches!(self.at[..], [] | [0x7F20 | 0x7F10 | 0x7FFF]) {
            // A directory: CHV1 is on; its tries.
            let mut directory = vec![0; 23];
            directory[18] = 0x80 | self.tries;
            return Some(directory);
        }
        let (_, content) = self.file()?;
        let (size, record, count) = match &content {
            Content::Transparent(bytes) => (bytes.len(), 0, 0),
            Content::Closed(_) => return None,
            Content::Records(records) => {
                (records.len() * records[0].len(), records[0].len() as u8, records.len() as u8)
            }
        };
        let [high, low] = (size as u16).to_be_bytes();
        Some(match (self.gsm, content) {
            (true, content) => {
                let structure = u8::from(matches!(content, Content::Records(_)));
                vec![0, 0, high, low, 0, 0, 4, 0, 0, 0, 0, 0, 2, structure, record]
            }
            (false, Content::Transparent(_)) => vec![0x62, 8, 0x82, 2, 0x41, 0x21, 0x80, 2, high, low],
            (false, _) => vec![0x62, 11, 0x82, 5, 0x42, 0x21, 0, record, count, 0x80, 2, high, low],
        })
    }

    fn answer(&mut self, command: &[u8]) -> Option<Vec<u8>> {
        let ([class, ins, p1, p2], body) = command.split_first_chunk::<4>().map(|(h, b)| (*h, b))?;
        if (class == 0xA0) != self.gsm {
            return None;
        }
        match ins {
            0xA4 if !self.gsm && p1 == 4 => Some(Vec::new()),
            0xA4 if !self.gsm => {
                let (path, _) = body.get(1..body.len() - 1)?.as_chunks::<2>();
                self.at = path.iter().map(|fid| u16::from_be_bytes(*fid)).collect();
                self.selected()
            }
            0xA4 => {
                match u16::from_be_bytes(*body.get(1..)?.first_chunk()?) {
                    0x3F00 => self.at.clear(),
                    fid => self.at.push(fid),
                }
                self.selected()
            }
            0xB0 => match self.file()? {
                (true, _) if !self.pin_given => None,
                (_, Content::Transparent(bytes)) => {
                    let start = usize::from(u16::from_be_bytes([p1, p2]));
                    Some(bytes.get(start..start + usize::from(*body.first()?))?.to_vec())
                }
                _ => None,
            },
            0xB2 => match self.file()? {
                (true, _) if !self.pin_given => None,
                (_, Content::Records(records)) => records.get(usize::from(p1) - 1).cloned(),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Apdu for Plastic {
    fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError> {
        let response = |status| Ok(Response { data: Vec::new(), status });
        match (command, self.gsm) {
            ([0x80, 0xF2, ..], false) => response(0x6D00),
            ([0x00, 0x20, 0x00, 0x01], false) => response(0x63C0 | u16::from(self.tries)),
            ([_, 0x20, 0x00, 0x01, 8, pin @ ..], gsm) => {
                self.pin_given = pin.starts_with(b"2580\xFF");
                self.tries = if self.pin_given { 3 } else { self.tries - 1 };
                match (self.pin_given, gsm) {
                    (true, _) => response(0x9000),
                    (false, true) => response(0x9804),
                    (false, false) => response(0x63C0 | u16::from(self.tries)),
                }
            }
            _ => match self.answer(command) {
                Some(data) => Ok(Response { data, status: 0x9000 }),
                None if self.gsm => response(if command[0] == 0xA0 { 0x9804 } else { 0x6E00 }),
                None => response(if command[1] == 0xA4 { 0x6A82 } else { 0x6982 }),
            },
        }
    }
}

fn read(card: &mut Plastic, pin: Option<&[u8]>) -> ReadSim {
    let mut reading = Reading::open(card).expect("a SIM");
    assert_eq!(reading.pin_status().expect("it says"), PinStatus::Required { tries: 3 });
    if let Some(pin) = pin {
        reading.verify_pin(&pin.into()).expect("the right PIN");
    }
    reading.read(UnixTime(7)).expect("it can be read")
}

// R: B2
#[test]
fn what_is_readable_of_either_kind_of_sim_is_read() {
    for gsm in [false, true] {
        let sim = read(&mut Plastic::new(gsm), Some(b"2580"));
        assert_eq!(sim.iccid.as_ef(), &ICCID);
        assert_eq!(sim.imsi().expect("it has one").as_str(), "999010000000001");
        assert_eq!(sim.numbers(), ["+999012"]);
        assert_eq!(sim.operator().as_deref(), Some("Nord Mobile"));
        assert_eq!(sim.message_centre().as_deref(), Some("+99901234"));
        assert_eq!(
            sim.location(),
            Some(("999-901".parse().expect("a network"), 0x1234)).filter(|_| false).or(sim.location())
        );
        let forbidden: Vec<String> = sim.forbidden().iter().map(ToString::to_string).collect();
        assert_eq!(forbidden, ["001-01", "999-020"]);
        assert_eq!(sim.bytes("EF.GID1").map(<[u8]>::len), Some(300), "in two pieces");
        assert_eq!(sim.phone_book, [Entry { number: 2, name: "Ann".to_owned(), dial: "1234".to_owned() }]);
        assert_eq!(ReadSim::decode(sim.iccid, &sim.encode()), Some(sim));
    }
}

// R: B2
#[test]
fn without_its_pin_what_is_open_is_read_and_the_rest_is_said_to_be_closed() {
    for gsm in [false, true] {
        let sim = read(&mut Plastic::new(gsm), None);
        assert_eq!((sim.imsi(), sim.numbers().len(), sim.phone_book.len()), (None, 0, 0));
        assert_eq!(sim.operator().as_deref(), Some("Nord Mobile"));
        let closed = sim.files.iter().filter(|file| matches!(file.content, Content::Closed(_))).count();
        assert!(closed >= 5, "{closed}");
        assert_eq!(ReadSim::decode(sim.iccid, &sim.encode()), Some(sim));
    }
}

// R: B2
#[test]
fn a_wrong_pin_costs_a_try_and_says_so() {
    for gsm in [false, true] {
        let mut card = Plastic::new(gsm);
        let mut reading = Reading::open(&mut card).expect("a SIM");
        assert!(matches!(reading.verify_pin(&b"0000"[..].into()), Err(CodeError::Wrong { tries: 2 })));
        assert!(matches!(reading.verify_pin(&b"12"[..].into()), Err(CodeError::NotACode)));
        assert_eq!(card.tries, 2, "what can't be a PIN is not tried");
    }
}

/// Answers anything with anything, now and then with the layout of a file.
struct Babble(u32);

impl Babble {
    fn next(&mut self) -> u32 {
        // Numerical Recipes' generator: any spread of answers serves.
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        self.0 >> 8
    }
}

impl Apdu for Babble {
    fn transmit(&mut self, _: &[u8]) -> Result<Response, CardError> {
        let mut data: Vec<u8> = (0..self.next() % 40).map(|_| self.next() as u8).collect();
        match self.next() % 4 {
            0 => data
                .splice(0..0, [0x62, 0x0A, 0x80, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
                .for_each(drop),
            1 => data = vec![0x62, 0x07, 0x82, 0x05, 0x42, 0x21, 0x00, self.next() as u8, self.next() as u8],
            _ => {}
        }
        let status = [0x9000, 0x9000, 0x9000, 0x6A82, 0x6982, 0x63C2][self.next() as usize % 6];
        Ok(Response { data, status })
    }
}

// R: B2 F7
#[test]
fn a_card_that_talks_nonsense_is_read_to_an_end() {
    let mut kept = 0;
    for seed in 0..300 {
        let mut card = Babble(seed);
        let Ok(mut reading) = Reading::open(&mut card) else { continue };
        let _ = reading.pin_status();
        let _ = reading.verify_pin(&b"2580"[..].into());
        if let Ok(sim) = reading.read(UnixTime(1)) {
            assert_eq!(ReadSim::decode(sim.iccid, &sim.encode()).as_ref(), Some(&sim));
            let _ = (sim.imsi(), sim.numbers(), sim.operator(), sim.message_centre(), sim.location(), sim.forbidden());
        }
        kept += 1;
        let _ = crate::chip::info(&mut Babble(seed));
        let _ = crate::chip::list(&mut Babble(seed));
        let _ = crate::chip::notifications(&mut Babble(seed));
    }
    assert!(kept > 100, "most of it is read: {kept}");
}
