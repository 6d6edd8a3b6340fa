//! Ask: this phone becomes a device of an account by login and password, and by an old device that approves it.

use super::{AccountError, AccountState, OwnDevice, SignIn, TRIES, follow::replaced, state::Prepared, stretch::login};
use crate::{
    Landfall, OsRandom,
    cloud::{CloudClient, ProblemKind},
    ports::Cloud,
};
use account::{
    approve::{self, Code, Compared},
    keys::{AccountId, AgreementKey},
    manifest::ManifestError,
    wire::{Approval, Bytes, Device, OpenApproval},
};
use model::Batch;
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep};
use vault::Records;

/// How often the server is asked how an approval stands.
pub(super) const POLL: Duration = Duration::from_millis(500);

/// How long either side waits for the other: as long as a request lives.
pub(super) const fn patience() -> Duration {
    Duration::from_secs(600)
}

impl Landfall {
    /// Asks the account's devices to let this phone in.
    ///
    /// # Errors
    /// [`AccountError::Password`]; [`AccountError`].
    pub async fn ask_approval(&self, port: Arc<dyn Cloud>, sign_in: &SignIn) -> Result<Asking, AccountError> {
        self.mend_account(port.clone()).await?;
        self.newcomer()?;
        let anybody = CloudClient::anybody(port);
        let login = login(&sign_in.login)?;
        let (logged_in, _) = self.prove_password(&anybody, &login, &sign_in.password).await?;
        let account = AccountId::read(&logged_in.account).ok_or(crate::cloud::CloudError::Unreadable)?;
        let cloud = anybody.visitor(logged_in.token);
        let Prepared { device, agreement } = self.own_device(&account, &sign_in.device)?;
        let (asking, request) = approve::Asking::begin(account, device.clone(), &mut OsRandom::new());
        cloud.ask_approval(&request).await?;
        let newcomer = Newcomer {
            landfall: self.clone(),
            cloud,
            approval: request.approval,
            device,
            agreement,
            login,
            server: sign_in.server.clone(),
        };
        Ok(Asking { newcomer, asking })
    }
}

struct Newcomer {
    landfall: Landfall,
    cloud: CloudClient,
    approval: Bytes,
    device: Device,
    agreement: AgreementKey,
    login: String,
    server: String,
}

impl Newcomer {
    /// Waits until the request stands as `wanted`.
    async fn until<T>(&self, wanted: impl Fn(Approval) -> Option<T>) -> Result<T, AccountError> {
        let until = Instant::now() + patience();
        while Instant::now() < until {
            let stands = self.cloud.approval(&self.approval).await.map_err(|error| {
                if error.is(ProblemKind::NotFound) { AccountError::NotApproved } else { error.into() }
            })?;
            if let Some(found) = wanted(stands) {
                return Ok(found);
            }
            sleep(POLL).await;
        }
        Err(AccountError::NotApproved)
    }
}

/// A request that waits for an old device.
pub struct Asking {
    newcomer: Newcomer,
    asking: approve::Asking,
}

impl Asking {
    /// Names the request, as the old device shows it.
    #[must_use]
    pub const fn approval(&self) -> &Bytes {
        &self.newcomer.approval
    }

    /// Waits for an old device's answer; then the code can be compared.
    ///
    /// # Errors
    /// [`AccountError::NotApproved`]; [`AccountError`].
    pub async fn answered(self) -> Result<Comparing, AccountError> {
        let Self { newcomer, asking } = self;
        let answer = newcomer.until(|approval| approval.answer).await?;
        let (compared, opened) = asking.answered(&answer)?;
        let opened = OpenApproval { opened: opened.opened.unwrap_or_default() };
        newcomer.cloud.open_approval(&newcomer.approval, &opened).await?;
        Ok(Comparing { newcomer, compared })
    }
}

/// A phone that shows its code.
pub struct Comparing {
    newcomer: Newcomer,
    compared: Compared,
}

impl Comparing {
    /// What the user compares.
    #[must_use]
    pub fn code(&self) -> Code {
        self.compared.code()
    }

    /// Waits for the old device's word, and keeps what it gives.
    ///
    /// # Errors
    /// [`AccountError::NotApproved`] if it says no; [`AccountError::Approve`] if the keys are sealed for another;
    /// [`AccountError::Manifest`] if the server holds back what enrols this device; [`AccountError`].
    pub async fn granted(self) -> Result<AccountState, AccountError> {
        let Self { newcomer, compared } = self;
        let Newcomer { landfall, cloud, device, agreement, login, server, .. } = &newcomer;
        let grant = newcomer.until(|approval| approval.grant).await?;
        let (mut keys, anchored) = compared.granted(&grant, landfall.scheme)?;
        for _ in 0..TRIES {
            let pinned = anchored.follow(&cloud.manifests(0).await?)?;
            let manifest = pinned.manifest().ok_or(AccountError::Unreadable)?;
            let enrolled = pinned.device(&device.id).filter(|enrolled| enrolled.key == device.key);
            let epoch = enrolled.ok_or(ManifestError::Missing)?.epoch;
            if pinned.owner_key().0 != keys.owner().public_key() {
                // A new root was made since: what was granted is of the one before.
                return Err(AccountError::NotApproved);
            }
            if manifest.key_epoch != keys.keyring.epoch() {
                let sealed = cloud.account().await?.sealed;
                match manifest.open_keyring(&sealed, &keys.account, &keys.root) {
                    Err(error) if replaced(&error) => continue,
                    opened => keys.keyring = opened?,
                }
            }
            let own = OwnDevice { id: device.id.clone(), epoch };
            let (login, server) = (login.clone(), server.clone());
            let state = AccountState { login, server, device: own, keys, agreement: agreement.clone(), pinned };
            let mut batch = Batch::new();
            state.put(&mut batch);
            OwnDevice::enrolled(&mut batch);
            landfall.vault.commit(batch)?;
            return Ok(state);
        }
        Err(AccountError::Overtaken)
    }
}

impl std::fmt::Debug for Asking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Asking({:?})", self.newcomer.approval)
    }
}

impl std::fmt::Debug for Comparing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Comparing({:?})", self.newcomer.approval)
    }
}
