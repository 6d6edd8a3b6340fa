//! Who gives orders: a device of the account, the recovery sheet, or the password alone, which only locks.

use super::AwayError;
use crate::{
    Error, Landfall,
    cloud::CloudClient,
    ports::{Clock, Cloud},
};
use account::{
    keys::{AccountId, AccountKeys, SigningKey},
    manifest::Pinned,
    record::Card,
    scheme::Scheme,
    sheet::Sheet,
    signed::{Kind, Signed},
    wire::{Bytes, Device, Manifest, SessionProof},
};
use model::SecretBytes;
use std::sync::Arc;
use vault::Vault;

/// Somebody who may give orders, at the account's server.
pub struct Giver {
    pub(super) cloud: CloudClient,
    pub(super) manifest: Manifest,
    pub(super) key: SigningKey,
    pub(super) clock: Arc<dyn Clock>,
    /// The cards on the account's devices, as its records have it.
    pub(super) cards: Vec<Card>,
    /// What this device remembers of orders that it gave and of receipts that it saw.
    pub(super) memory: Option<Vault>,
    /// Held while it is found out which step of a plan is the next, and that one ordered.
    pub(super) steps: Arc<tokio::sync::Mutex<()>>,
}

impl Landfall {
    /// As this device of the account: every order.
    ///
    /// # Errors
    /// [`Error::Account`]; [`Error::Locked`].
    pub async fn giver(&self, port: Arc<dyn Cloud>) -> Result<Giver, Error> {
        self.owner()?;
        let (own, cloud) = self.account_session(port).await?;
        let (manifest, key, clock) = (own.manifest()?, own.keys.owner(), self.ports.clock.clone());
        let (cards, memory, steps) = (self.recorded_cards(), Some(self.vault.clone()), self.away.steps.clone());
        Ok(Giver { cloud, manifest, key, clock, cards, memory, steps })
    }

    /// Records that can't be read keep nobody from giving an order.
    fn recorded_cards(&self) -> Vec<Card> {
        let records = self.account_records::<Card>().unwrap_or_else(|error| {
            tracing::warn!(%error, "which cards are on which device can't be told");
            Vec::new()
        });
        records.into_iter().map(|kept| kept.what).collect()
    }

    /// By the recovery sheet, from wherever: every order.
    ///
    /// # Errors
    /// [`AwayError::Cloud`] if the server takes no such sheet; [`AwayError::Keys`], [`AwayError::Manifest`] if it lies.
    pub async fn giver_by_sheet(&self, port: Arc<dyn Cloud>, sheet: &Sheet) -> Result<Giver, Error> {
        let Sheet { account, secret } = sheet;
        let anybody = CloudClient::anybody(port);
        let challenge = anybody.challenge().await.map_err(AwayError::from)?.challenge;
        let key = SigningKey::sheet(account, secret);
        let proof = SessionProof { account: account.bytes(), device: Bytes::default(), epoch: 0, challenge };
        let proof = key.sign(Kind::Session, &proof);
        let known = anybody.recovery(&proof).await.map_err(AwayError::from)?;
        let root = AccountKeys::open_root_by_sheet(&known.sealed, account, secret).map_err(AwayError::from)?;
        let owner = SigningKey::owner(account, &root).public_key();
        let cloud = anybody.visitor(known.token);
        let manifest = chain(&cloud, account, &owner, self.scheme).await?;
        let (clock, steps) = (self.ports.clock.clone(), self.away.steps.clone());
        Ok(Giver { cloud, manifest, key, clock, cards: Vec::new(), memory: None, steps })
    }

    /// By login and password alone, from wherever: locks, nothing else. Which devices there are is the server's word, as far as the account's own keys
    /// vouch for each other.
    ///
    /// # Errors
    /// [`Error::Account`] if the password is wrong; [`AwayError::OtherAccount`] if the server shows an account that the password opens nothing of.
    pub async fn giver_by_password(
        &self,
        port: Arc<dyn Cloud>,
        login: &str,
        password: &SecretBytes,
    ) -> Result<Giver, Error> {
        let anybody = CloudClient::anybody(port);
        let (known, export) = self.prove_password(&anybody, &account::opaque::login(login), password).await?;
        let account = AccountId::read(&known.account).ok_or(AwayError::OtherAccount)?;
        let seed = AccountKeys::open_lock(&known.sealed, &account, &export).map_err(AwayError::from)?;
        let key = SigningKey::lock(&account, &seed);
        let cloud = anybody.visitor(known.token);
        let first = cloud.manifests(0).await.map_err(AwayError::from)?;
        let owner = first.first().and_then(said_owner).ok_or(AwayError::OtherAccount)?;
        let manifest = chain(&cloud, &account, &owner, self.scheme).await?;
        if manifest.lock_key.0 != key.public_key() {
            return Err(AwayError::OtherAccount.into());
        }
        let (clock, steps) = (self.ports.clock.clone(), self.away.steps.clone());
        Ok(Giver { cloud, manifest, key, clock, cards: Vec::new(), memory: None, steps })
    }
}

impl Giver {
    /// The account's devices, those that were taken out among them.
    #[must_use]
    pub fn devices(&self) -> &[Device] {
        &self.manifest.devices
    }

    /// A device by its id or its name; of several with one name, the one that is the account's still.
    ///
    /// # Errors
    /// [`AwayError::NoSuchDevice`], also if more than one could be meant.
    pub fn device(&self, wanted: &str) -> Result<&Device, AwayError> {
        let devices = || self.manifest.devices.iter();
        if let Some(device) = devices().find(|device| device.id.text() == wanted) {
            return Ok(device);
        }
        let one = |revoked: bool| {
            let mut named = devices().filter(|device| device.name == wanted && device.revoked == revoked);
            named.next().filter(|_| named.next().is_none())
        };
        one(false).or_else(|| one(true)).ok_or_else(|| AwayError::NoSuchDevice(wanted.to_owned()))
    }
}

impl std::fmt::Debug for Giver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Giver({:?})", self.key)
    }
}

async fn chain(cloud: &CloudClient, account: &AccountId, owner: &[u8; 65], scheme: Scheme) -> Result<Manifest, Error> {
    let chain = cloud.manifests(0).await.map_err(AwayError::from)?;
    let pinned = Pinned::anchor(account, owner, scheme).follow(&chain).map_err(AwayError::from)?;
    Ok(pinned.manifest().ok_or(AwayError::OtherAccount)?)
}

/// The owner key that a manifest names; whether it signed the chain is seen when that is followed.
fn said_owner(signed: &Signed) -> Option<[u8; 65]> {
    let manifest: Manifest = serde_json::from_slice(&signed.payload.0).ok()?;
    manifest.owner_key.0.try_into().ok()
}
