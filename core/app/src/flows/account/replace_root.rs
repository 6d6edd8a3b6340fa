//! A new root: whoever had the old one, as a device that was taken out of the account, has nothing of the account's any more.

use super::{AccountError, AccountState, TRIES, devices::find, journal::Sent};
use crate::{Landfall, OsRandom, cloud::CloudClient, ports::Cloud};
use account::{
    hand_over::{due, published, seal},
    keys::{ExportKey, LockSeed, SigningKey},
    sheet::Sheet,
    signed::Kind,
    wire::{Bytes, HandOver, Manifest, ReplaceKeys, Succession},
};
use model::SecretBytes;
use std::sync::Arc;

/// The account under a new root.
#[derive(Debug)]
pub struct NewRoot {
    /// As this phone keeps it.
    pub state: AccountState,
    /// The new sheet, to be shown once, and kept by the user: [`Landfall::sheet_was_shown`]. The old one opens nothing any more.
    pub sheet: Sheet,
    /// Other devices that were taken out with it, by name: they have no key of their own that the new root could be sealed to.
    pub left_out: Vec<String>,
}

impl Landfall {
    /// Makes a new root, a new secret key and a new data key, and hands them over to the account's other devices, which need do nothing but to be
    /// online once. `revoke` (a device's id, or its name) is taken out of the account with it. The password stays what it is: what lies at the server
    /// is sealed under it anew.
    ///
    /// # Errors
    /// [`AccountError::Password`], [`AccountError::NoSuchDevice`], [`AccountError::WhichDevice`], [`AccountError::Itself`]; [`AccountError`].
    pub async fn replace_root(
        &self,
        port: Arc<dyn Cloud>,
        password: &SecretBytes,
        revoke: Option<&str>,
    ) -> Result<NewRoot, AccountError> {
        let (state, _) = self.account_session(port.clone()).await?;
        revoked(&state, revoke)?;
        let anybody = CloudClient::anybody(port.clone());
        let (known, export) = self.prove_password(&anybody, &state.login, password).await?;
        if known.account != state.account().bytes() {
            return Err(AccountError::OtherAccount);
        }
        for _ in 0..TRIES {
            let (state, cloud) = self.account_session(port.clone()).await?;
            let made = self.make_root(&state, &export, revoked(&state, revoke)?)?;
            let Made { replace, next, left_out } = made;
            match self.carry_out_change(&cloud, Sent::Keys(Box::new(replace)), next).await {
                Err(AccountError::Overtaken) => {}
                done => {
                    let state = done?;
                    let sheet = Sheet { account: state.account(), secret: state.keys.secret.clone() };
                    return Ok(NewRoot { state, sheet, left_out });
                }
            }
        }
        Err(AccountError::Overtaken)
    }

    fn make_root(&self, state: &AccountState, export: &ExportKey, revoke: Option<Bytes>) -> Result<Made, AccountError> {
        let random = &mut OsRandom::new();
        let (keys, seed) = (state.keys.succeeded(random), LockSeed::make(random));
        let sealed = keys.seal(export, &seed, random);
        let own = &state.device.id;
        let successor = state.pinned.successor(&keys.owner(), own)?;
        let by_owner = state.keys.owner().sign(Kind::Succession, &successor);
        let by_device = state.identity(self.ports.keystore.clone()).sign(Kind::Succession, &successor)?;
        let mut left_out = Vec::new();
        let change = |manifest: &mut Manifest| {
            if let Some(id) = &revoke {
                manifest.revoke(id);
            }
            let unreached = due(manifest, own).filter(|device| published(&manifest.account, device).is_err());
            for (id, name) in unreached.map(|device| (device.id.clone(), device.name.clone())).collect::<Vec<_>>() {
                manifest.revoke(&id);
                left_out.push(name);
            }
            manifest.lock_key = Bytes::from(SigningKey::lock(&keys.account, &seed).public_key());
            manifest.sheet_key = Bytes::from(keys.sheet().public_key());
            manifest.names(&sealed, &keys.keyring);
        };
        let (manifest, pinned) = state.pinned.succeed(&keys.owner(), Succession { by_owner, by_device }, change)?;
        let listed = pinned.manifest().ok_or(AccountError::Unreadable)?;
        let hand_overs: Result<Vec<HandOver>, _> =
            due(&listed, own).map(|device| seal(&keys, &listed, device, random)).collect();
        let replace = ReplaceKeys { record: None, sealed, manifest, hand_overs: hand_overs? };
        Ok(Made { replace, next: AccountState { keys, pinned, ..state.clone() }, left_out })
    }
}

/// A new root that the server does not have yet.
struct Made {
    replace: ReplaceKeys,
    next: AccountState,
    left_out: Vec<String>,
}

/// Who is to be taken out.
fn revoked(state: &AccountState, wanted: Option<&str>) -> Result<Option<Bytes>, AccountError> {
    let Some(wanted) = wanted else { return Ok(None) };
    let found = find(&state.manifest()?, wanted)?;
    if found == state.device.id { Err(AccountError::Itself) } else { Ok(Some(found)) }
}
