//! What the account's records say, as of the last sync: what happened, and which SIMs are on which device.

use crate::{Landfall, runtime::block, trouble::LandfallError};
use account::{
    record::{Activity, Card, CardState, Nickname},
    wire::{Bytes, Device},
};
use app::{AccountError, Kept};

/// Something that happened, on whichever device.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ActivityLine {
    /// `card_added`, `card_removed`, `card_ordered`, `conflict`, `edit_undone`, `brought_back`, `set_aside`, or a newer release's word.
    pub what: String,
    /// To which SIM.
    pub iccid: Option<String>,
    /// On which device, by its name.
    pub device: String,
    /// When, seconds since 1970.
    pub time: u64,
}

/// A SIM on one of the account's devices.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AccountSim {
    /// Its number.
    pub iccid: String,
    /// The operator's name.
    pub operator: String,
    /// The product's name.
    pub name: String,
    /// The user's own name for it.
    pub nickname: Option<String>,
    /// The device that holds it: its id.
    pub device_id: String,
    /// Its name.
    pub device: String,
    /// Whether it is the live one, not a copy.
    pub live: bool,
    /// Whether that device is this phone.
    pub own: bool,
}

/// The account's devices, and this one among them; none without an account.
fn devices(core: &app::Landfall) -> Result<Option<(Vec<Device>, Bytes)>, LandfallError> {
    match core.account() {
        Err(AccountError::None) => Ok(None),
        state => {
            let state = state?;
            Ok(Some((state.manifest()?.devices, state.device.id)))
        }
    }
}

fn name(devices: &[Device], id: &Bytes) -> String {
    devices.iter().find(|device| device.id == *id).map(|device| device.name.clone()).unwrap_or_default()
}

#[uniffi::export]
impl Landfall {
    /// What happened, the latest first.
    pub async fn activity(&self) -> Result<Vec<ActivityLine>, LandfallError> {
        let core = self.core.clone();
        block(move || {
            let Some((devices, _)) = devices(&core)? else { return Ok(Vec::new()) };
            let line = |Kept { what, .. }: Kept<Activity>| ActivityLine {
                what: what.what.as_str().to_owned(),
                iccid: what.iccid,
                device: name(&devices, &what.device),
                time: what.time,
            };
            let mut lines: Vec<_> = core.account_records()?.into_iter().map(line).collect();
            lines.sort_by_key(|line| std::cmp::Reverse(line.time));
            Ok::<_, LandfallError>(lines)
        })
        .await
    }

    /// The SIMs on all of the account's devices.
    pub async fn account_sims(&self) -> Result<Vec<AccountSim>, LandfallError> {
        let core = self.core.clone();
        block(move || {
            let Some((devices, own)) = devices(&core)? else { return Ok(Vec::new()) };
            let names = core.account_records::<Nickname>()?;
            let nickname = |iccid: &str| {
                let named = names.iter().find(|kept| kept.what.iccid == iccid && !kept.what.nickname.is_empty());
                named.map(|kept| kept.what.nickname.clone())
            };
            let sim = |Kept { what, .. }: Kept<Card>| AccountSim {
                nickname: nickname(&what.iccid),
                iccid: what.iccid,
                operator: what.operator,
                name: what.name,
                device_id: what.device.text(),
                device: name(&devices, &what.device),
                live: what.state != CardState::Dormant,
                own: what.device == own,
            };
            Ok::<_, LandfallError>(core.account_records()?.into_iter().map(sim).collect())
        })
        .await
    }
}
