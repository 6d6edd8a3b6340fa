use super::Dice;
use crate::{
    KioskIdentity, Limits, Untrusted, client,
    server::{self, Chain},
};
use model::{Random, SecretBytes};
use rsp::cert::{ChainError, Role};
use x25519_dalek::{PublicKey, StaticSecret};

/// Key identifier of the toy root.
pub const ROOT: [u8; 20] = [7; 20];

/// A kiosk whose toy certificate says: root's key identifier, then the kiosk's key. It proves nothing.
#[must_use]
pub fn toy_server(dice: &mut Dice) -> server::Config {
    let mut private = [0; 32];
    dice.fill(&mut private);
    let certificate = [ROOT.as_slice(), PublicKey::from(&StaticSecret::from(private)).as_bytes()].concat();
    // As long as a true chain, so that handshakes take their true time.
    let padding = vec![0; 450];
    let chain = Chain { root_key_id: ROOT.to_vec(), certificates: vec![[certificate, padding].concat()] };
    server::Config::new(SecretBytes::from(private), vec![chain])
}

/// A phone that believes the toy certificates of `root`.
#[must_use]
pub fn toy_client(root: [u8; 20]) -> client::Config {
    let verify = move |chain: &[Vec<u8>]| {
        let none = Untrusted::NoCertificate;
        let (named, rest) = chain.first().and_then(|c| c.split_first_chunk::<20>()).ok_or(none.clone())?;
        let public_key = *rest.first_chunk().ok_or(none)?;
        if *named != root {
            let key_id = named.iter().map(|b| format!("{b:02X}")).collect();
            return Err(ChainError::UnknownRoot { role: Role::Kiosk, key_id }.into());
        }
        let (name, operator) = ("toy kiosk".to_owned(), "toy operator".to_owned());
        Ok(KioskIdentity { name, operator, root_key_id: root.to_vec(), public_key })
    };
    client::Config { root_key_ids: vec![root.to_vec()], verify: Box::new(verify), limits: Limits::PHONE }
}
