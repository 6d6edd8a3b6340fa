use crate::Extension;
use tlv::{Tag, Writer};

const ENUMERATED: u32 = 0x0A;
/// 1.3.6.1.4.1.11129.2.1.17.
const KEY_DESCRIPTION: &str = "2b06010401d679020111";

/// What the device says of its key (`KeyDescription`).
pub struct Record {
    /// Security levels of the attestation and of the keystore: 0 software, 1 trusted environment, 2 StrongBox.
    pub levels: (u8, u8),
    /// What it was made over.
    pub challenge: Vec<u8>,
    /// 0: generated inside.
    pub origin: u8,
    /// 2: to sign.
    pub purposes: Vec<u8>,
    /// Whether the boot loader is.
    pub locked: bool,
    /// State of the verified boot; 0: verified.
    pub boot: u8,
}

impl Record {
    /// Of a key that was generated inside StrongBox to sign, on a locked device.
    #[must_use]
    pub fn over(challenge: &[u8]) -> Self {
        Self { levels: (2, 2), challenge: challenge.to_vec(), origin: 0, purposes: vec![2], locked: true, boot: 0 }
    }

    /// As the extension of a certificate.
    #[must_use]
    pub fn extension(&self) -> Extension {
        (KEY_DESCRIPTION, self.der())
    }

    fn der(&self) -> Vec<u8> {
        Writer::build(|w| {
            w.nest(Tag::SEQUENCE, |w| {
                w.uint(Tag::INTEGER, 100);
                w.put(ENUMERATED, &[self.levels.0]);
                w.uint(Tag::INTEGER, 100);
                w.put(ENUMERATED, &[self.levels.1]);
                w.put(Tag::OCTET_STRING, &self.challenge);
                w.put(Tag::OCTET_STRING, &[]);
                w.nest(Tag::SEQUENCE, |_| {});
                w.nest(Tag::SEQUENCE, |w| self.enforced(w));
            });
        })
    }

    fn enforced(&self, w: &mut Writer) {
        w.nest(0xA1, |w| {
            w.nest(Tag::SET, |w| self.purposes.iter().for_each(|p| w.uint(Tag::INTEGER, (*p).into())));
        });
        w.nest(0xBF_853E, |w| w.uint(Tag::INTEGER, self.origin.into()));
        w.nest(0xBF_8540, |w| {
            w.nest(Tag::SEQUENCE, |w| {
                w.put(Tag::OCTET_STRING, &[1; 32]);
                w.put(Tag::BOOLEAN, &[if self.locked { 0xFF } else { 0 }]);
                w.put(ENUMERATED, &[self.boot]);
                w.put(Tag::OCTET_STRING, &[2; 32]);
            });
        });
    }
}
