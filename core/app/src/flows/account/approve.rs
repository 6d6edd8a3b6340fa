//! Approve: an old device lets in a new one, once its user has seen the same code on both.

use super::{
    AccountError, AccountState, TRIES,
    ask::{POLL, patience},
    journal::Sent,
};
use crate::{
    Landfall, OsRandom,
    cloud::{CloudClient, ProblemKind},
    ports::Cloud,
};
use account::{
    approve::{Answered, Code, Confirmed},
    hand_over::published,
    wire::{ApprovalGrant, Bytes, Device, Manifest},
};
use std::sync::Arc;
use tokio::time::{Instant, sleep};

/// A device that waits to be approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiter {
    /// Names the request.
    pub approval: Bytes,
    /// What the device calls itself; nothing of it is proved before the codes were compared.
    pub name: String,
    /// When the request is void, by the server's clock.
    pub expires: u64,
    /// Whether a device has answered it already.
    pub answered: bool,
}

impl Landfall {
    /// The devices that wait to be approved.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn waiting_devices(&self, port: Arc<dyn Cloud>) -> Result<Vec<Waiter>, AccountError> {
        let (_, cloud) = self.account_session(port).await?;
        let all = cloud.approvals().await?;
        let open = all.into_iter().filter(|approval| approval.grant.is_none());
        let waiter = |approval: account::wire::Approval| Waiter {
            approval: approval.request.approval,
            name: approval.request.device.name,
            expires: approval.expires,
            answered: approval.answer.is_some(),
        };
        Ok(open.map(waiter).collect())
    }

    /// Answers a request and waits until the new device shows its code.
    ///
    /// # Errors
    /// [`AccountError::NoSuchRequest`]; [`AccountError::NotApproved`] if the new device says nothing; [`AccountError::Approve`] if somebody stands
    /// between; [`AccountError`].
    pub async fn approve_device(&self, port: Arc<dyn Cloud>, approval: &Bytes) -> Result<Approving, AccountError> {
        let (state, cloud) = self.account_session(port.clone()).await?;
        let none =
            |error| if AccountError::is(&error, ProblemKind::NotFound) { AccountError::NoSuchRequest } else { error };
        let request = cloud.approval(approval).await.map_err(|error| none(error.into()))?.request;
        if request.approval != *approval {
            return Err(AccountError::NoSuchRequest);
        }
        let (answered, answer) = Answered::begin(state.account(), request, &mut OsRandom::new());
        cloud.answer_approval(approval, &answer).await?;
        let until = Instant::now() + patience();
        let opened = loop {
            let now = cloud.approval(approval).await.map_err(|error| none(error.into()))?.request;
            if now.opened.is_some() {
                break now;
            }
            if Instant::now() >= until {
                return Err(AccountError::NotApproved);
            }
            sleep(POLL).await;
        };
        let confirmed = match answered.opened(&opened) {
            Ok(confirmed) => confirmed,
            Err(error) => {
                // Whoever that was gets no second try under this number.
                let _ = cloud.refuse_approval(approval).await;
                return Err(error.into());
            }
        };
        Ok(Approving { landfall: self.clone(), port, cloud, approval: approval.clone(), confirmed })
    }
}

/// A device that shows its code, and waits for its user's word.
pub struct Approving {
    landfall: Landfall,
    port: Arc<dyn Cloud>,
    cloud: CloudClient,
    approval: Bytes,
    confirmed: Confirmed,
}

impl Approving {
    /// What the user compares.
    #[must_use]
    pub fn code(&self) -> Code {
        self.confirmed.code()
    }

    /// The new device.
    #[must_use]
    pub const fn device(&self) -> &Device {
        self.confirmed.device()
    }

    /// The codes are the same: enrols the new device, and seals the account's keys to it.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn grant(self) -> Result<AccountState, AccountError> {
        for _ in 0..TRIES {
            let (state, cloud) = self.landfall.account_session(self.port.clone()).await?;
            let device = self.confirmed.device().clone();
            // Without a key of its own it could be given no new root later.
            published(&state.account().bytes(), &device)?;
            let enrol = |manifest: &mut Manifest| {
                manifest.enrol(device);
            };
            let (manifest, pinned) = state.pinned.next(&state.keys.owner(), enrol)?;
            let sealed = self.confirmed.seal(&state.keys, &pinned, &mut OsRandom::new())?;
            let grant = ApprovalGrant { sealed, manifest };
            let sent = Sent::Grant { approval: self.approval.clone(), grant };
            match self.landfall.carry_out_change(&cloud, sent, AccountState { pinned, ..state }).await {
                Err(AccountError::Overtaken) => {}
                done => return done,
            }
        }
        Err(AccountError::Overtaken)
    }

    /// They are not: nothing is given.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn refuse(self) -> Result<(), AccountError> {
        Ok(self.cloud.refuse_approval(&self.approval).await?)
    }
}

impl std::fmt::Debug for Approving {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Approving({:?})", self.approval)
    }
}
