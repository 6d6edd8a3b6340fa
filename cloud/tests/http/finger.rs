//! A passkey's authenticator, with the browser before it.

use account::{
    order::passkey::{Assertion, challenge},
    signed::Signer,
    wire::{Bytes, Passkey},
};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};

const RP: &str = "cloud.example";

/// An authenticator on its owner's finger.
pub(crate) struct Ring {
    id: Bytes,
    key: EcdsaKeyPair,
}

impl Ring {
    pub(crate) fn new() -> Self {
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new()).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &SystemRandom::new());
        Self { id: super::id(), key: key.unwrap() }
    }

    pub(crate) fn row(&self) -> Passkey {
        let key = Bytes::from(self.key.public_key());
        Passkey { id: self.id.clone(), key, rp_id: RP.into(), name: "ring".into() }
    }

    pub(crate) fn signer(&self) -> Signer {
        Signer::Passkey(self.id.clone())
    }

    /// What a browser on the account's site brings back.
    pub(crate) fn assertion(&self, message: &[u8]) -> Vec<u8> {
        let client = serde_json::json!({
            "type": "webauthn.get",
            "challenge": challenge(message),
            "origin": format!("https://{RP}"),
            "crossOrigin": false,
        });
        let client = client.to_string().into_bytes();
        let data = [digest(&SHA256, RP.as_bytes()).as_ref(), &[5, 0, 0, 0, 0]].concat();
        let signed = [data.as_slice(), digest(&SHA256, &client).as_ref()].concat();
        let signature = Bytes::from(self.key.sign(&SystemRandom::new(), &signed).unwrap());
        let assertion = Assertion { client_data: Bytes(client), authenticator_data: Bytes(data), signature };
        serde_json::to_vec(&assertion).unwrap()
    }
}
