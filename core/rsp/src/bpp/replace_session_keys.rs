use crate::crypto::SessionKeys;
use crate::message::{Message, MessageError};
use tlv::{Reader, Tlv, Writer};
use zeroize::Zeroizing;

/// ES8+.ReplaceSessionKeys, BF26 (SGP.22 §5.5.4): the profile is protected by keys of its own.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplaceSessionKeysRequest {
    /// PPK-ENC, PPK-MAC and the value that the first segment's MAC chains to.
    pub keys: SessionKeys,
}

impl std::fmt::Debug for ReplaceSessionKeysRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReplaceSessionKeysRequest(..)")
    }
}

fn key(object: &Tlv<'_>) -> Result<Zeroizing<[u8; 16]>, MessageError> {
    Ok(Zeroizing::new(object.as_array()?))
}

impl Message for ReplaceSessionKeysRequest {
    const TAG: u32 = 0xBF26;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            keys: SessionKeys {
                initial_mac_chaining_value: key(&body.require(0x80)?)?,
                enc: key(&body.require(0x81)?)?,
                mac: key(&body.require(0x82)?)?,
            },
        })
    }

    fn encode(&self) -> Vec<u8> {
        // Room for all of it: a writer that grows would leave copies of the keys behind.
        let mut w = Writer::with_capacity(64);
        w.nest(Self::TAG, |w| self.write(w));
        w.finish()
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, &*self.keys.initial_mac_chaining_value);
        w.put(0x81u32, &*self.keys.enc);
        w.put(0x82u32, &*self.keys.mac);
    }
}
