//! Invite: an account of somebody else is to become a sub-account of this one.

use super::TieError;
use crate::{Landfall, OsRandom, flows::sync, ports::Cloud};
use account::{
    record::{Rights, Side, Tie},
    rights::Link,
    sub::{Code, introduce},
    wire::NewSub,
};
use serde_json::Map;
use std::sync::Arc;
use store::crash;

/// What is to become of an account that is invited.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// What it is called here.
    pub name: String,
    /// What it may do with this account's cards.
    pub rights: Rights,
}

const LONGEST: usize = 64;

/// A name, if it is one.
pub(super) fn name(typed: &str) -> Result<String, TieError> {
    let name = typed.trim();
    let fine = (1..=LONGEST).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fine { Ok(name.to_owned()) } else { Err(TieError::BadName) }
}

impl Landfall {
    /// Invites an account to be a sub-account of this one. The code goes to its owner past the server; whoever accepts with it within a week is the one.
    ///
    /// # Errors
    /// [`TieError::BadName`], [`TieError::NoRights`], [`TieError::WhichAccount`] if the name is taken; [`TieError`].
    pub async fn invite_sub(&self, port: Arc<dyn Cloud>, invitation: &Invitation) -> Result<Code, TieError> {
        let name = name(&invitation.name)?;
        let rights = self.good_rights(&invitation.rights)?;
        self.sync(port.clone(), &crate::Events::new()).await?;
        let (state, cloud) = self.account_session(port.clone()).await?;
        match self.ties(&state)?.find(&name) {
            Err(TieError::NoSuchAccount(_)) => {}
            _ => return Err(TieError::WhichAccount(name)),
        }
        let code = Code::make(&mut OsRandom::new());
        let (sub, secret) = (code.sub.clone(), code.secret());
        let (side, link) = (Side::Main, Link::Invited);
        let tie = Tie { sub: sub.clone(), side, name, secret, other: None, rights, link, rest: Map::new() };
        self.edit(|_, replica| sync::put(replica, &tie))?;
        crash::point("phone.sub.invited");
        let main = introduce(&state.keys, &state.login, Side::Main, &code);
        cloud.invite_sub(&NewSub { sub, main }).await?;
        self.sync(port, &crate::Events::new()).await?;
        Ok(code)
    }

    /// Rights that let do something, from now on.
    pub(super) fn good_rights(&self, rights: &Rights) -> Result<Rights, TieError> {
        let mut rights = rights.clone();
        rights.acts.sort_unstable();
        rights.acts.dedup();
        let some = !rights.acts.is_empty() && rights.expires > self.ports.clock.now().0;
        if some { Ok(rights) } else { Err(TieError::NoRights) }
    }
}
