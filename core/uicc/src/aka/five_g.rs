//! The keys that 4G and 5G derive from an authentication (TS 33.401 Annex A.2, TS 33.501 Annex A). They are functions
//! of what the card answers: the phone and the network compute them, the card does not.

use super::Secret;
use model::Plmn;
use ring::{digest, hmac};
use zeroize::Zeroizing;

/// The serving network's name that 5G keys are bound to (TS 24.501 §9.12.1), such as
/// `5G:mnc001.mcc001.3gppnetwork.org`.
#[must_use]
pub fn serving_network_name(network: &Plmn) -> String {
    format!("5G:mnc{:0>3}.mcc{}.3gppnetwork.org", network.mnc(), network.mcc())
}

/// CK ‖ IK of one authentication, as the key of further derivations.
pub struct Keys(hmac::Key);

impl Keys {
    /// From CK and IK, 16 bytes each.
    #[must_use]
    pub fn new(ck: &[u8], ik: &[u8]) -> Self {
        let both = Zeroizing::new([ck, ik].concat());
        Self(hmac::Key::new(hmac::HMAC_SHA256, &both))
    }

    /// RES* or XRES* (A.4), 16 bytes.
    #[must_use]
    pub fn res_star(&self, network: &str, rand: &[u8; 16], res: &[u8]) -> Secret {
        Secret::new(&self.derive(0x6B, &[network.as_bytes(), rand, res])[16..])
    }

    /// K_AUSF of 5G AKA (A.2), 32 bytes. `autn` is the challenge's: its first six bytes are SQN xor AK.
    #[must_use]
    pub fn k_ausf(&self, network: &str, autn: &[u8; 16]) -> Secret {
        self.derive(0x6A, &[network.as_bytes(), &autn[..6]])
    }

    /// CK' and IK' of EAP-AKA' (A.3; RFC 5448), 16 bytes each. `network` is the access network's name.
    #[must_use]
    pub fn ck_ik_prime(&self, network: &str, autn: &[u8; 16]) -> (Secret, Secret) {
        let both = self.derive(0x20, &[network.as_bytes(), &autn[..6]]);
        (Secret::new(&both[..16]), Secret::new(&both[16..]))
    }

    /// K_ASME of 4G (TS 33.401 A.2), 32 bytes.
    #[must_use]
    pub fn k_asme(&self, network: &Plmn, autn: &[u8; 16]) -> Secret {
        self.derive(0x10, &[&network.to_bytes(), &autn[..6]])
    }

    fn derive(&self, function: u8, parameters: &[&[u8]]) -> Secret {
        derive(&self.0, function, parameters)
    }
}

/// K_SEAF (A.6), 32 bytes.
#[must_use]
pub fn k_seaf(k_ausf: &Secret, network: &str) -> Secret {
    derive(&hmac::Key::new(hmac::HMAC_SHA256, k_ausf), 0x6C, &[network.as_bytes()])
}

/// HRES* or HXRES* (A.5), 16 bytes: by which the serving network checks a RES* without knowing it beforehand.
#[must_use]
pub fn hres_star(rand: &[u8; 16], res_star: &Secret) -> Secret {
    let both = Zeroizing::new([rand, &**res_star].concat());
    Secret::new(&digest::digest(&digest::SHA256, &both).as_ref()[16..])
}

/// The key derivation function of TS 33.220 Annex B.2: FC ‖ P0 ‖ L0 ‖ P1 ‖ L1 …
fn derive(key: &hmac::Key, function: u8, parameters: &[&[u8]]) -> Secret {
    let mut context = hmac::Context::with_key(key);
    context.update(&[function]);
    for parameter in parameters {
        context.update(parameter);
        context.update(&(parameter.len() as u16).to_be_bytes());
    }
    Secret::new(context.sign().as_ref())
}
