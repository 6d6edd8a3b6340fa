//! An MSC as far as it asks for authentication vectors: GSUP over IPA (libosmocore `gsm/gsup.h`, `gsm/ipa.h`).

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// IPA's streams: connection management, and Osmocom's extensions, of which 05 is GSUP.
const CCM: u8 = 0xFE;
const OSMO: u8 = 0xEE;
const EXT_GSUP: u8 = 0x05;
const ID_GET: u8 = 0x04;
const ID_RESP: u8 = 0x05;
const SERIAL_NUMBER: u8 = 0x00;
const UNIT_ID: u8 = 0x08;
const PING: u8 = 0x00;
const PONG: u8 = 0x01;
/// SendAuthInfo: request, error, result.
const SAI_REQUEST: u8 = 0x08;
const SAI_ERROR: u8 = 0x09;
const SAI_RESULT: u8 = 0x0A;
const IMSI: u8 = 0x01;
const CAUSE: u8 = 0x02;
const TUPLE: u8 = 0x03;
const RAND: u8 = 0x20;
const SRES: u8 = 0x21;
const KC: u8 = 0x22;
const AUTN: u8 = 0x25;
const AUTS: u8 = 0x26;
const RES: u8 = 0x27;

/// A vector as a network gets it.
#[derive(Debug, Default, Clone)]
pub struct Vector {
    /// RAND, 16 bytes.
    pub rand: Vec<u8>,
    /// SRES, 4 bytes.
    pub sres: Vec<u8>,
    /// Kc, 8 bytes.
    pub kc: Vec<u8>,
    /// AUTN, 16 bytes; empty without 3G.
    pub autn: Vec<u8>,
    /// RES, 8 bytes; empty without 3G.
    pub res: Vec<u8>,
}

/// An MSC, connected.
pub struct Msc(TcpStream);

impl Msc {
    /// To the HLR that listens there; it says who it is when it is asked.
    #[must_use]
    pub fn connect(to: SocketAddr) -> Self {
        let stream = TcpStream::connect(to).expect("GSUP is listened to");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a bound");
        let mut msc = Self(stream);
        // The HLR asks who is there, once; a second answer would be another MSC of the same name.
        while !matches!(msc.receive(), (CCM, body) if body.first() == Some(&ID_GET)) {}
        let mut who = vec![ID_RESP];
        for (tag, text) in [(SERIAL_NUMBER, "MSC-TEST\0"), (UNIT_ID, "0/0/0\0")] {
            who.extend(u16::try_from(text.len() + 1).expect("short").to_be_bytes());
            who.push(tag);
            who.extend(text.as_bytes());
        }
        msc.send(CCM, &who);
        msc
    }

    /// Vectors for this subscriber, or the cause why there are none (TS 24.008, 10.5.5.14). With AUTS and its RAND the HLR first learns where
    /// the card's sequence numbers stand.
    ///
    /// # Errors
    /// The cause.
    pub fn vectors(&mut self, imsi: &str, resync: Option<(&[u8], &[u8])>) -> Result<Vec<Vector>, u8> {
        let mut message = vec![SAI_REQUEST];
        put(&mut message, IMSI, &bcd(imsi));
        if let Some((auts, rand)) = resync {
            put(&mut message, AUTS, auts);
            put(&mut message, RAND, rand);
        }
        self.send(OSMO, &[&[EXT_GSUP], message.as_slice()].concat());
        loop {
            let (stream, body) = self.receive();
            match (stream, body.as_slice()) {
                (CCM, [PING, ..]) => self.send(CCM, &[PONG]),
                (CCM, _) => {}
                (OSMO, [EXT_GSUP, SAI_ERROR, rest @ ..]) => {
                    let cause = elements(rest).into_iter().find(|(tag, _)| *tag == CAUSE);
                    return Err(cause.and_then(|(_, value)| value.last().copied()).unwrap_or(0));
                }
                (OSMO, [EXT_GSUP, SAI_RESULT, rest @ ..]) => {
                    let tuples = elements(rest).into_iter().filter(|(tag, _)| *tag == TUPLE);
                    return Ok(tuples.map(|(_, tuple)| vector(tuple)).collect());
                }
                _ => panic!("not asked for: {body:02x?}"),
            }
        }
    }

    fn send(&mut self, stream: u8, body: &[u8]) {
        let size = u16::try_from(body.len()).expect("short").to_be_bytes();
        self.0.write_all(&[&size, [stream].as_slice(), body].concat()).expect("the HLR reads");
    }

    fn receive(&mut self) -> (u8, Vec<u8>) {
        let mut head = [0; 3];
        self.0.read_exact(&mut head).expect("the HLR answers");
        let mut body = vec![0; usize::from(u16::from_be_bytes([head[0], head[1]]))];
        self.0.read_exact(&mut body).expect("the HLR answers");
        (head[2], body)
    }
}

fn vector(tuple: &[u8]) -> Vector {
    let mut out = Vector::default();
    for (tag, value) in elements(tuple) {
        match tag {
            RAND => out.rand = value.to_vec(),
            SRES => out.sres = value.to_vec(),
            KC => out.kc = value.to_vec(),
            AUTN => out.autn = value.to_vec(),
            RES => out.res = value.to_vec(),
            _ => {}
        }
    }
    out
}

fn put(message: &mut Vec<u8>, tag: u8, value: &[u8]) {
    message.extend([tag, u8::try_from(value.len()).expect("short")]);
    message.extend(value);
}

fn elements(mut rest: &[u8]) -> Vec<(u8, &[u8])> {
    let mut found = Vec::new();
    while let [tag, size, more @ ..] = rest {
        let (value, behind) = more.split_at_checked(usize::from(*size)).expect("whole elements");
        found.push((*tag, value));
        rest = behind;
    }
    found
}

/// Digits two a byte, the first one low, F behind an odd number of them.
fn bcd(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits.bytes().map(|digit| digit - b'0').collect();
    digits.chunks(2).map(|pair| pair[0] | pair.get(1).unwrap_or(&0xF) << 4).collect()
}
