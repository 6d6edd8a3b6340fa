//! What else the operator signs: packages and vouchers.

use super::{Operator, OperatorError, ROOT_KEY};
use crate::{
    authorise::voucher::{self, Terms},
    entropy::Entropy,
    packages,
};
use model::Platform;
use nearfield::message::{Manifest, PackageKind};
use ring::signature::{Ed25519KeyPair, KeyPair};
use vault::{KeyId, Keystore};
use zeroize::Zeroizing;

const VOUCHER_KEY: &str = "operator.voucher";
const VOUCHER: &str = "voucher.key";

impl Operator {
    /// Signs a management program or driver: the content of its `.manifest` file.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn sign_package(
        &self,
        kind: PackageKind,
        class_id: &str,
        platform: Platform,
        version: &str,
        bytes: &[u8],
    ) -> Result<Vec<u8>, OperatorError> {
        let manifest = Manifest::of(kind, class_id, platform, version, bytes).encode();
        let signature = self.keystore.sign(&KeyId::from(ROOT_KEY), &Manifest::to_sign(&manifest))?;
        Ok(packages::manifest_file(&manifest, &signature))
    }

    /// The key by which this operator's vouchers are checked; goes into stock files.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn voucher_key(&self) -> Result<[u8; 32], OperatorError> {
        Ok(public(&self.voucher_pair()?))
    }

    /// Makes a voucher.
    ///
    /// # Errors
    /// [`OperatorError`]
    pub fn voucher(&self, terms: &Terms) -> Result<String, OperatorError> {
        let pair = self.voucher_pair()?;
        let message = voucher::to_sign(&public(&pair), terms, &mut Entropy);
        let signature = pair.sign(&message);
        let signature: &[u8; 64] = signature.as_ref().try_into().expect("Ed25519 signatures have 64 bytes");
        Ok(voucher::text(&message, signature))
    }

    pub(super) fn make_voucher_key(&self) -> Result<(), OperatorError> {
        let mut seed = Zeroizing::new([0; 32]);
        model::Random::fill(&mut Entropy, &mut *seed);
        self.keystore.make_wrapping_key(&KeyId::from(VOUCHER_KEY))?;
        let wrapped = self.keystore.wrap(&KeyId::from(VOUCHER_KEY), &*seed)?;
        self.write(VOUCHER, &wrapped)
    }

    fn voucher_pair(&self) -> Result<Ed25519KeyPair, OperatorError> {
        let path = self.folder.path().join(VOUCHER);
        let wrapped = std::fs::read(&path).map_err(|source| OperatorError::File { path, source })?;
        let seed = self.keystore.unwrap(&KeyId::from(VOUCHER_KEY), &wrapped)?;
        Ed25519KeyPair::from_seed_unchecked(seed.expose())
            .map_err(|_| OperatorError::Malformed { file: VOUCHER, why: "not a seed of 32 bytes".to_owned() })
    }
}

fn public(pair: &Ed25519KeyPair) -> [u8; 32] {
    pair.public_key().as_ref().try_into().expect("Ed25519 keys have 32 bytes")
}
