//! Accept: this account becomes a sub-account of the one that invited it.

use super::{Family, TieError, invite::name};
use crate::{Landfall, cloud::ProblemKind, flows::sync, ports::Cloud};
use account::{
    record::{Rights, Side, Tie},
    rights::Link,
    sub::{Code, introduce, introduced},
    wire::Bytes,
};
use serde_json::Map;
use std::sync::Arc;
use store::crash;

impl Landfall {
    /// Accepts an invitation: `consent` is what the other account may do with this one's cards, and, where it may delegate, hand on to its other sub-accounts
    /// by linking them with this one.
    ///
    /// # Errors
    /// [`TieError::NotOpen`]; [`TieError::Sub`] if the server's word on who invites is not of whoever gave the code; [`TieError`].
    pub async fn accept_sub(
        &self,
        port: Arc<dyn Cloud>,
        code: &Code,
        called: &str,
        consent: &Rights,
    ) -> Result<Family, TieError> {
        let (name, rights) = (name(called)?, self.good_rights(consent)?);
        self.sync(port.clone(), &crate::Events::new()).await?;
        let (state, cloud) = self.account_session(port.clone()).await?;
        let over = |error: TieError| {
            let over = error.is(ProblemKind::NotFound) || error.is(ProblemKind::Conflict);
            if over { TieError::NotOpen } else { error }
        };
        let view = cloud.sub(&code.sub).await.map_err(|error| over(error.into()))?;
        let main = introduced(code, Side::Main, &view.main)?;
        if main.account == state.account().bytes() {
            return Err(TieError::NotOpen);
        }
        match self.ties(&state)?.find(&name) {
            Err(TieError::NoSuchAccount(_)) => {}
            // The same again, after a lost answer.
            Ok(tie) if tie.sub == code.sub => {}
            _ => return Err(TieError::WhichAccount(name)),
        }
        let own = introduce(&state.keys, &state.login, Side::Sub, code);
        cloud.accept_sub(&code.sub, &own).await.map_err(|error| over(error.into()))?;
        crash::point("phone.sub.accepted");
        let tie = Tie {
            sub: code.sub.clone(),
            side: Side::Sub,
            name,
            secret: Bytes::default(),
            other: Some(view.main),
            rights,
            link: Link::Linked,
            rest: Map::new(),
        };
        self.edit(|_, replica| sync::put(replica, &tie))?;
        self.follow_ties(port).await
    }
}
