//! The account: sign up with a recovery sheet, sign in, approve devices, sync.

use crate::{
    Landfall,
    flow::{Flow, Gained},
    landfall::cloud,
    runtime::{block, run},
    trouble::LandfallError,
};
use account::{sheet::Sheet, wire::Bytes};
use app::{AccountError, AccountState, Events, Recovery, SignIn, SyncError, ports::Cloud};
use model::SecretBytes;
use std::sync::Arc;
use tokio::sync::Mutex;
use zeroize::Zeroizing;

/// Who signs in, where, and what this phone is called then.
#[derive(Clone, uniffi::Record)]
pub struct SignInData {
    /// The server's address, `https://…`.
    pub server: String,
    /// What the user signs in with.
    pub login: String,
    /// The password, as typed.
    pub password: Vec<u8>,
    /// A name for this phone.
    pub device: String,
}

/// The account that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AccountView {
    /// What the user signs in with.
    pub login: String,
    /// The server's address.
    pub server: String,
    /// This phone's id.
    pub device: String,
    /// Edits that the server does not have yet.
    pub unsynced: u64,
    /// Whether the recovery sheet was made and not shown yet.
    pub sheet_waits: bool,
}

/// A new account.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CreatedAccount {
    /// The recovery sheet, as it is printed; it leaves here once: [`Landfall::sheet_was_shown`].
    pub sheet: String,
    /// An earlier call had begun it: the password is the one that was given then.
    pub resumed: bool,
}

/// A device of the account.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DeviceView {
    /// Its id: what names it in calls, as its name does where that is one device's alone.
    pub id: String,
    /// The user's name for it.
    pub name: String,
    /// Whether it is this phone.
    pub own: bool,
    /// Whether it was taken out.
    pub revoked: bool,
}

/// A device that waits to be approved. Nothing of it is proved before the codes were compared.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct WaitingDevice {
    /// Names the request.
    pub approval: Vec<u8>,
    /// What it calls itself.
    pub name: String,
    /// When the request is void, seconds since 1970.
    pub expires: u64,
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A recovery sheet, as typed.
pub(crate) fn sheet(typed: Vec<u8>) -> Result<Sheet, LandfallError> {
    let typed = Zeroizing::new(typed);
    let text = std::str::from_utf8(&typed).map_err(|_| account::sheet::SheetError::NotASheet)?;
    Ok(Sheet::read(text)?)
}

#[uniffi::export]
impl Landfall {
    /// The account that is signed in here, if one is.
    pub async fn account(&self) -> Result<Option<AccountView>, LandfallError> {
        let core = self.core.clone();
        block(move || {
            let state = match core.account() {
                Err(AccountError::None) => return Ok(None),
                state => state?,
            };
            let unsynced = core.unsynced()? as u64;
            let sheet_waits = core.recovery_sheet().is_ok();
            let AccountState { login, server, device, .. } = state;
            Ok::<_, LandfallError>(Some(AccountView { login, server, device: device.id.text(), unsynced, sheet_waits }))
        })
        .await
    }

    /// Makes an account. After a kill, or without an answer, the same call goes on with what was begun.
    pub async fn create_account(&self, who: SignInData) -> Result<CreatedAccount, LandfallError> {
        let (core, who, port) = self.signing_in(who)?;
        let made = run(async move { core.create_account(port, &who).await }).await?;
        Ok(CreatedAccount { sheet: made.sheet.text().to_string(), resumed: made.resumed })
    }

    /// The recovery sheet again, until [`Landfall::sheet_was_shown`] is said.
    pub async fn recovery_sheet(&self) -> Result<String, LandfallError> {
        let core = self.core.clone();
        block(move || core.recovery_sheet().map(|sheet| sheet.text().to_string())).await
    }

    /// The user has the sheet: it never comes out again.
    pub async fn sheet_was_shown(&self) -> Result<(), LandfallError> {
        let core = self.core.clone();
        block(move || core.sheet_was_shown()).await
    }

    /// Signs in with password and recovery sheet, and enrols this phone.
    pub async fn log_in(&self, who: SignInData, sheet: Vec<u8>) -> Result<(), LandfallError> {
        let sheet = self::sheet(sheet)?;
        let (core, who, port) = self.signing_in(who)?;
        run(async move { core.log_in(port, &who, &sheet).await.map(drop) }).await
    }

    /// By the sheet alone: a new password. `revoke_others` takes every other device out, and makes a new sheet, which is to be shown then.
    pub async fn recover(&self, who: SignInData, sheet: Vec<u8>, revoke_others: bool) -> Result<(), LandfallError> {
        let sheet = self::sheet(sheet)?;
        let (core, SignIn { server, password, device, .. }, port) = self.signing_in(who)?;
        let recovery = Recovery { server, sheet, password, device, revoke_others };
        run(async move { core.recover_account(port, &recovery).await.map(drop) }).await
    }

    /// Signs in with the password alone; an old device has to approve.
    pub async fn ask_approval(&self, who: SignInData) -> Result<Arc<Asking>, LandfallError> {
        let (core, who, port) = self.signing_in(who)?;
        let asking = run(async move { core.ask_approval(port, &who).await }).await?;
        Ok(Arc::new(Asking { asking: Mutex::new(Some(asking)), comparing: Arc::default() }))
    }

    /// The devices that wait to be approved by this one.
    pub async fn waiting_devices(&self) -> Result<Vec<WaitingDevice>, LandfallError> {
        let (core, port) = self.online()?;
        let all = run(async move { core.waiting_devices(port).await }).await?;
        let view = |one: app::Waiter| WaitingDevice { approval: one.approval.0, name: one.name, expires: one.expires };
        Ok(all.into_iter().map(view).collect())
    }

    /// Answers a request, and waits until both devices can show the same code.
    pub async fn approve_device(&self, approval: Vec<u8>) -> Result<Arc<Approval>, LandfallError> {
        let (core, port) = self.online()?;
        let approval = Bytes(approval);
        let approving = run(async move { core.approve_device(port, &approval).await }).await?;
        Ok(Arc::new(Approval { code: approving.code().to_string(), approving: Mutex::new(Some(approving)) }))
    }

    /// The account's devices.
    pub async fn devices(&self) -> Result<Vec<DeviceView>, LandfallError> {
        let (core, port) = self.online()?;
        run(async move {
            let own = core.account()?.device.id;
            let all = core.account_devices(port).await?;
            Ok::<_, AccountError>(all.into_iter().map(|device| device_view(device, &own)).collect())
        })
        .await
    }

    /// Gives a device another name.
    pub async fn rename_device(&self, device: String, name: String) -> Result<(), LandfallError> {
        let (core, port) = self.online()?;
        run(async move { core.rename_device(port, &device, &name).await.map(drop) }).await
    }

    /// Takes a device out of the account. It is not wiped by that.
    pub async fn revoke_device(&self, device: String) -> Result<(), LandfallError> {
        let (core, port) = self.online()?;
        run(async move { core.revoke_device(port, &device).await.map(drop) }).await
    }

    /// Sets another password; `current` proves that it is the user who asks.
    pub async fn change_password(&self, current: Option<Vec<u8>>, new: Vec<u8>) -> Result<(), LandfallError> {
        let (core, port) = self.online()?;
        let (current, new) = (current.map(SecretBytes::new), SecretBytes::new(new));
        run(async move { core.change_password(port, current.as_ref(), &new).await.map(drop) }).await
    }

    /// Brings the account's records here and at its server together.
    pub fn sync(&self) -> Result<Arc<Flow>, LandfallError> {
        let (core, port) = self.online()?;
        let events = Events::new();
        let told = events.clone();
        Flow::start(events, async move {
            core.sync(port, &told).await?;
            Ok::<_, SyncError>(Gained { iccid: None, reported: true })
        })
    }

    /// Takes this phone out of its account. Its SIMs stay.
    pub async fn sign_out(&self) -> Result<(), LandfallError> {
        let (core, port) = self.online()?;
        run(async move { core.sign_out(port).await }).await
    }

    /// Deletes the account for good. The SIMs on devices stay.
    pub async fn delete_account(&self) -> Result<(), LandfallError> {
        let (core, port) = self.online()?;
        run(async move { core.delete_account(port).await }).await
    }
}

impl Landfall {
    fn signing_in(&self, who: SignInData) -> Result<(app::Landfall, SignIn, Arc<dyn Cloud>), LandfallError> {
        let password = SecretBytes::new(who.password);
        let (server, port) = cloud(&self.settings, &who.server)?;
        Ok((self.core.clone(), SignIn { server, login: who.login, password, device: who.device }, port))
    }

    /// The server of the account that is signed in.
    pub(crate) fn online(&self) -> Result<(app::Landfall, Arc<dyn Cloud>), LandfallError> {
        let server = self.core.account_server()?.ok_or(AccountError::None)?;
        Ok((self.core.clone(), cloud(&self.settings, &server)?.1))
    }
}

pub(crate) fn device_view(device: account::wire::Device, own: &Bytes) -> DeviceView {
    DeviceView { own: device.id == *own, id: device.id.text(), name: device.name, revoked: device.revoked }
}

/// This phone asks to be approved.
#[derive(uniffi::Object)]
pub struct Asking {
    asking: Mutex<Option<app::Asking>>,
    comparing: Arc<Mutex<Option<app::Comparing>>>,
}

#[uniffi::export]
impl Asking {
    /// Waits for an old device, then says the code that both show: `123 456`.
    pub async fn code(&self) -> Result<String, LandfallError> {
        let asking = self.asking.lock().await.take().ok_or(AccountError::NotApproved)?;
        let kept = self.comparing.clone();
        run(async move {
            let comparing = asking.answered().await?;
            let code = comparing.code().to_string();
            *kept.lock().await = Some(comparing);
            Ok::<_, AccountError>(code)
        })
        .await
    }

    /// Waits for the old device's word; then this phone is enrolled.
    pub async fn granted(&self) -> Result<(), LandfallError> {
        let comparing = self.comparing.lock().await.take().ok_or(AccountError::NotApproved)?;
        run(async move { comparing.granted().await.map(drop) }).await
    }
}

/// A device that this one may let in, once its user has seen the same code on both.
#[derive(uniffi::Object)]
pub struct Approval {
    code: String,
    approving: Mutex<Option<app::Approving>>,
}

#[uniffi::export]
impl Approval {
    /// What the user compares: `123 456`.
    #[must_use]
    pub fn code(&self) -> String {
        self.code.clone()
    }

    /// The codes are the same: it is let in.
    pub async fn grant(&self) -> Result<(), LandfallError> {
        let approving = self.approving.lock().await.take().ok_or(AccountError::NoSuchRequest)?;
        run(async move { approving.grant().await.map(drop) }).await
    }

    /// They are not, or nobody asked.
    pub async fn refuse(&self) -> Result<(), LandfallError> {
        let approving = self.approving.lock().await.take().ok_or(AccountError::NoSuchRequest)?;
        run(async move { approving.refuse().await }).await
    }
}
