//! An operator's authentication centre: it knows the subscriber's keys, and counts.

use landfall_stage::{Broken, Program};
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::Value;
use std::path::Path;
use uicc::aka::Aka;

/// AMF with the separation bit, as 4G and 5G networks send it.
const AMF: [u8; 2] = [0x80, 0x00];
/// IND is the lowest 5 bits of a sequence number: a step is a new SEQ.
const STEP: u64 = 32;

/// The centre's record of one subscriber.
pub(crate) struct Centre {
    aka: Aka,
    sqn: u64,
}

/// What came of a challenge.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Attached {
    /// RES was the expected one.
    Yes,
    /// The card found the challenge stale; the centre has taken its number over from the card's signed answer.
    Resynchronised,
    /// The card says that this is not its network.
    WrongNetwork,
}

impl Centre {
    pub(crate) const fn new(aka: Aka) -> Self {
        Self { aka, sqn: 0 }
    }

    /// The centre loses its count, as after a restore.
    pub(crate) const fn forget(&mut self) {
        self.sqn = 0;
    }

    /// Challenges the card on `phone`. With `forged`, the network does not know the subscriber's keys.
    pub(crate) fn challenge(
        &mut self,
        phone: &Program,
        iccid: &str,
        pin: &Path,
        forged: bool,
    ) -> Result<Attached, Broken> {
        self.sqn += STEP;
        let mut rand = [0; 16];
        SystemRandom::new().fill(&mut rand).map_err(|_| Broken::not("no random bytes"))?;
        let vector = self.aka.vector(&rand, self.sqn, &AMF).ok_or_else(|| Broken::not("no 3G context"))?;
        let mut autn = vector.autn;
        if forged {
            // Without Ki a network can only guess MAC-A.
            autn[15] ^= 1;
        }
        let (rand_hex, autn_hex) = (hex::encode(rand), hex::encode(autn));
        let pin = pin.display().to_string();
        let said = phone.ask(&["card", "auth", iccid, "--rand", &rand_hex, "--autn", &autn_hex, "--pin-file", &pin])?;
        match text(&said, "result") {
            "success" if text(&said, "res") == hex::encode(&vector.xres[..]) => Ok(Attached::Yes),
            "success" => Err(Broken::not("the card's RES is wrong")),
            "wrong-network" => Ok(Attached::WrongNetwork),
            "resynchronise" => {
                let auts = hex::decode(text(&said, "auts")).ok().and_then(|a| a.try_into().ok());
                let auts = auts.ok_or_else(|| Broken::not("AUTS can't be read"))?;
                let highest = self.aka.resynchronise(&rand, &auts);
                self.sqn = highest.ok_or_else(|| Broken::not("the card's AUTS is not genuine"))?;
                Ok(Attached::Resynchronised)
            }
            other => Err(Broken::not(format!("the card answered {other:?}"))),
        }
    }
}

fn text<'v>(json: &'v Value, name: &str) -> &'v str {
    json[name].as_str().unwrap_or_default()
}
