//! A card's network, which has its keys and counts.

use super::{
    shop,
    world::{Who, World},
};
use landfall_stage::Broken;
use serde_json::Value;

/// IND is the lowest 5 bits of a sequence number.
const STEP: u64 = 32;
const AMF: [u8; 2] = [0x80, 0x00];

/// What it has asked so far.
#[derive(Debug, Default)]
pub(super) struct Network {
    sequence: u64,
    last: Option<Challenge>,
}

#[derive(Debug)]
struct Challenge {
    rand: String,
    autn: String,
    res: String,
}

impl Network {
    /// The card on this phone answers a challenge, and none that was answered before, wherever that was.
    pub(super) fn is_answered(&mut self, world: &World, who: Who, card: &str) -> Result<(), Broken> {
        if let Some(last) = &self.last {
            let said = asks(world, who, card, last)?;
            if said["result"] != "resynchronise" {
                return Err(Broken::not(format!("what the card answered before it answers again on {who:?}: {said}")));
            }
        }
        let next = self.next(world, card)?;
        let said = asks(world, who, card, &next)?;
        if said["result"] != "success" || said["res"] != next.res.as_str() {
            return Err(Broken::not(format!("the network is not answered by {who:?}: {said}")));
        }
        self.last = Some(next);
        Ok(())
    }

    fn next(&mut self, world: &World, card: &str) -> Result<Challenge, Broken> {
        self.sequence += 1;
        let row = world.made.stock.as_ref().and_then(|stock| stock.row(card));
        let keys = row.and_then(|row| row.keys.as_ref()).ok_or_else(|| Broken::not("its keys are not known"))?;
        let mut rand = [0; 16];
        rand[8..].copy_from_slice(&self.sequence.to_be_bytes());
        let vector = keys.aka()?.vector(&rand, self.sequence * STEP, &AMF).ok_or_else(|| Broken::not("no vector"))?;
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Challenge { rand: hex(&rand), autn: hex(&vector.autn), res: hex(&vector.xres[..]) })
    }
}

fn asks(world: &World, who: Who, card: &str, challenge: &Challenge) -> Result<Value, Broken> {
    let pin = shop::pin(world);
    let words = ["card", "auth", card, "--rand", &challenge.rand, "--autn", &challenge.autn, "--pin-file", &pin];
    world.ask(who, &words)
}
