//! This phone, as far as its owner is elsewhere: locked, wiped, watched, and what is left of it.

use crate::{
    Landfall, OpenSettings,
    account::sheet,
    landfall::{cloud, core_ports},
    ports::Ports,
    runtime::{block, run, runtime},
    trouble::LandfallError,
};
use account::{
    lease::Terms,
    wire::{PushAddress, PushService},
};
use app::{Contacted, Watched};
use model::SecretBytes;
use std::sync::Arc;
use store::Folder;
use tokio::{
    sync::{Mutex, mpsc},
    task::JoinHandle,
};

/// How this phone stands by its lease.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Standing {
    /// Whether nothing is used until the owner signs in.
    pub locked: bool,
    /// It locks after so many seconds without contact.
    pub lock_after: u64,
    /// It erases itself once it was on for so many seconds without contact.
    pub erase_after: u64,
    /// Whether the recovery sheet unlocks it without a network.
    pub unlock_offline: bool,
}

/// What happened while the phone was watched.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
#[expect(missing_docs, reason = "the sentence of each variant names its fields")]
pub enum HereEvent {
    /// The line to the account's server is open.
    Listening,
    /// Orders were obeyed, by their verbs.
    Obeyed { verbs: Vec<String>, locked: bool, erased: bool },
    /// Another device has written: sync.
    Changed,
    /// There is no line; it is tried again after so many seconds.
    Lost { seconds: u64 },
}

/// A phone that obeys at once, for as long as this is kept.
#[derive(uniffi::Object)]
pub struct HereWatch {
    events: Mutex<mpsc::UnboundedReceiver<HereEvent>>,
    task: JoinHandle<()>,
}

#[uniffi::export]
impl HereWatch {
    /// The next event; none once the phone was wiped and its receipt handed in.
    pub async fn next_event(&self) -> Option<HereEvent> {
        self.events.lock().await.recv().await
    }

    /// Stops watching. What was taken is gone on with at the next start.
    pub fn stop(&self) {
        self.task.abort();
    }
}

impl Drop for HereWatch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn obeyed(told: &Contacted) -> HereEvent {
    let verbs = told.taken.iter().map(|order| format!("{:?}", order.verb).to_lowercase()).collect();
    HereEvent::Obeyed { verbs, locked: told.locked, erased: told.erased }
}

#[uniffi::export]
impl Landfall {
    /// How it stands by its lease; none if it is no device of an account.
    pub async fn standing(&self) -> Result<Option<Standing>, LandfallError> {
        let core = self.core.clone();
        let lease = block(move || core.lease()).await?;
        Ok(lease.map(|lease| Standing {
            locked: lease.locked,
            lock_after: lease.terms.lock_after,
            erase_after: lease.terms.erase_after,
            unlock_offline: lease.unlock_offline,
        }))
    }

    /// Sets for how many seconds it may be without contact, and whether the sheet unlocks it without a network.
    pub async fn set_lease(
        &self,
        lock_after: u64,
        erase_after: u64,
        unlock_offline: bool,
    ) -> Result<(), LandfallError> {
        let core = self.core.clone();
        block(move || core.set_lease(Terms { lock_after, erase_after }, unlock_offline)).await
    }

    /// Unlocks it as its owner, by the account's password.
    pub async fn sign_in(&self, password: Vec<u8>) -> Result<(), LandfallError> {
        let (core, port) = self.online()?;
        let password = SecretBytes::new(password);
        run(async move { core.sign_in(port, &password).await }).await
    }

    /// Unlocks it without a network, by the recovery sheet.
    pub async fn sign_in_by_sheet(&self, sheet: Vec<u8>) -> Result<(), LandfallError> {
        let (core, sheet) = (self.core.clone(), self::sheet(sheet)?);
        block(move || core.sign_in_by_sheet(&sheet)).await
    }

    /// Asks for orders once, obeys, hands in receipts: what a push message or a background task does.
    pub async fn contact(&self) -> Result<HereEvent, LandfallError> {
        let (core, port) = self.online()?;
        Ok(obeyed(&run(async move { core.contact(port).await }).await?))
    }

    /// Tells the account's server where this phone is woken while no line is open: the token that FCM, or with `apple` APNs (hex), gave the app;
    /// none: nowhere any more. What comes there says nothing: call [`Landfall::contact`] then.
    pub async fn be_woken_at(&self, token: Option<String>, apple: bool) -> Result<(), LandfallError> {
        let (core, port) = self.online()?;
        let service = if apple { PushService::Apns } else { PushService::Fcm };
        let address = token.map(|token| PushAddress { service, token });
        run(async move { core.be_woken_at(port, address.as_ref()).await }).await
    }

    /// Keeps a line to the account's server open, and obeys at once.
    pub fn watch(&self) -> Result<Arc<HereWatch>, LandfallError> {
        let (core, port) = self.online()?;
        let (sender, events) = mpsc::unbounded_channel();
        let task = runtime()?.spawn(async move {
            let told = sender.clone();
            let mut tell = move |watched: Watched| {
                let event = match watched {
                    Watched::Listening => HereEvent::Listening,
                    Watched::Contact(contacted) => obeyed(&contacted),
                    Watched::Log | Watched::Moved(..) => HereEvent::Changed,
                    Watched::Lost { again, .. } => HereEvent::Lost { seconds: again.as_secs() },
                };
                // Nobody listens any more; it obeys all the same.
                let _ = told.send(event);
            };
            if let Err(error) = core.watch(port, &mut tell).await {
                tracing::warn!(%error, "the phone is no longer watched");
            }
        });
        Ok(Arc::new(HereWatch { events: Mutex::new(events), task }))
    }
}

/// What is left of a phone that was wiped: it hands in the receipt that it owes.
#[derive(uniffi::Object)]
pub struct Remains {
    remains: Arc<app::Remains>,
    settings: OpenSettings,
}

#[uniffi::export]
impl Remains {
    /// What is left in this folder, if [`Landfall::open`] said that it was wiped. None if nothing is owed.
    #[uniffi::constructor]
    pub fn find(settings: OpenSettings, ports: Ports) -> Result<Arc<Self>, LandfallError> {
        let folder = Folder::claim(&settings.folder)?;
        let found = app::Remains::find(&folder, core_ports(&ports))?;
        let nothing = || {
            let advice = "Start anew: this phone can be set up again.";
            LandfallError::invalid("remains.none", "Nothing is left", "nothing is owed to anybody", advice)
        };
        Ok(Arc::new(Self { remains: Arc::new(found.ok_or_else(nothing)?), settings }))
    }

    /// Hands the receipt in. True once the server has it, and nothing is left here.
    pub async fn hand_in(&self) -> Result<bool, LandfallError> {
        let port = cloud(&self.settings, &self.remains.server())?.1;
        let remains = self.remains.clone();
        let told = run(async move { remains.contact(port).await }).await?;
        Ok(told.owed == 0)
    }
}
