//! The names that the user gave to cards: given on any device, they reach the card itself on the one that holds it.

use super::{SyncError, cards::recorded};
use crate::{AccountState, CardView, Landfall};
use account::{
    log::{Replica, View},
    record::{Kind, Nickname},
};
use model::{Batch, Iccid, SecretBytes};
use serde_json::Map;
use std::collections::BTreeMap;
use vault::{Records, Vault, VaultError};

/// What card and record last agreed on. Id: 10 bytes of EF.ICCID; value: the name.
const TABLE: &str = "sync.nickname";

/// What card and record last agreed on, by card.
pub(super) struct Known(BTreeMap<Iccid, String>);

impl Known {
    #[cfg(test)]
    pub(super) fn of(known: &[(Iccid, String)]) -> Self {
        Self(known.iter().cloned().collect())
    }

    pub(super) fn load(vault: &Vault) -> Result<Self, VaultError> {
        let damaged = || VaultError::Corrupt { what: TABLE.to_owned() };
        let one = |(id, name): (Vec<u8>, SecretBytes)| {
            let iccid = Iccid::from_ef(&id).map_err(|_| damaged())?;
            Ok((iccid, String::from_utf8(name.expose().to_vec()).map_err(|_| damaged())?))
        };
        vault.scan(TABLE, &[])?.into_iter().map(one).collect::<Result<_, VaultError>>().map(Self)
    }
}

pub(super) fn forget() -> Batch {
    let mut batch = Batch::new();
    batch.delete_prefix(TABLE, []);
    batch
}

/// Makes edits of names that were given here since.
pub(super) fn compare(replica: &mut Replica, cards: &[CardView], known: &Known, with: &mut Batch) {
    for card in cards {
        let here = card.nickname.clone().unwrap_or_default();
        let there = name_of(replica, &card.iccid);
        let agreed = match (known.0.get(&card.iccid), &there) {
            (Some(agreed), _) if *agreed == here => continue,
            (Some(_), _) => true,
            // A card that just came, and whose name is known from elsewhere: that one stays, another is kept beside it.
            (None, Some((view, name))) => {
                if !here.is_empty() && here != *name {
                    replica.put_beside(view.record, Nickname::KIND, nickname(&card.iccid, &here).content());
                }
                false
            }
            (None, None) if here.is_empty() => continue,
            (None, None) => true,
        };
        if agreed && let Err(error) = write(replica, &card.iccid, &here, there) {
            tracing::warn!(%error, "a card's name is not written");
        }
        with.put(TABLE, *card.iccid.as_ef(), here.into_bytes());
    }
    for iccid in known.0.keys().filter(|iccid| !cards.iter().any(|card| card.iccid == **iccid)) {
        with.delete(TABLE, *iccid.as_ef());
        let elsewhere = recorded(replica).iter().any(|(_, card)| card.iccid == iccid.to_string());
        if !elsewhere && let Some((view, _)) = name_of(replica, iccid) {
            replica.end(view.record);
        }
    }
}

fn write(
    replica: &mut Replica,
    iccid: &Iccid,
    name: &str,
    there: Option<(View, String)>,
) -> Result<(), account::log::NotEdited> {
    let mut body = nickname(iccid, name);
    if let Some(before) = there.and_then(|(view, _)| view.content.read::<Nickname>()) {
        body.other = before.other;
    }
    let record = replica.record_about(Nickname::KIND, &[&body.iccid]);
    replica.put(record, Nickname::KIND, body.content())
}

fn nickname(iccid: &Iccid, name: &str) -> Nickname {
    Nickname { iccid: iccid.to_string(), nickname: name.to_owned(), other: Map::new() }
}

fn name_of(replica: &Replica, iccid: &Iccid) -> Option<(View, String)> {
    let view = replica.view_about(Nickname::KIND, &[&iccid.to_string()])?;
    let name = view.content.read::<Nickname>()?.nickname;
    Some((view, name))
}

impl Landfall {
    /// Gives the phone's cards the names that were given elsewhere. What fails is tried again with the next sync.
    pub(super) fn apply_nicknames(&self, state: &AccountState) {
        if let Err(error) = self.try_nicknames(state) {
            tracing::warn!(%error, "names that were given to cards on other devices are not on the cards yet");
        }
    }

    fn try_nicknames(&self, state: &AccountState) -> Result<(), SyncError> {
        let replica = self.replica(state)?;
        let known = Known::load(&self.vault)?;
        for card in self.cards()? {
            let here = card.nickname.unwrap_or_default();
            let Some((_, there)) = name_of(&replica, &card.iccid) else { continue };
            // What was changed here since is for the next sync to compare.
            let unchanged = known.0.get(&card.iccid).is_none_or(|agreed| *agreed == here);
            if there == here || !unchanged {
                continue;
            }
            self.set_nickname(&card.iccid, &there)?;
            let mut batch = Batch::new();
            batch.put(TABLE, *card.iccid.as_ef(), there.into_bytes());
            self.vault.commit(batch)?;
        }
        Ok(())
    }
}
