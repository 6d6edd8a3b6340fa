//! Rights given anew, links made and ended, ties ended: decided in the account's log, then carried out.

use super::{
    Family, TieError,
    known::{Ties, other},
};
use crate::{Landfall, cloud::ProblemKind, flows::sync, ports::Cloud};
use account::{
    record::{Pair, Rights, Tie},
    rights::Link,
    wire::{Bytes, Manifest},
};
use serde_json::Map;
use std::sync::Arc;
use store::crash;

impl Landfall {
    /// Gives a tied account other rights to this one's cards, in place of those that it had; of a sub-account they are also what it may do at most with the
    /// cards of those that it is linked with.
    ///
    /// # Errors
    /// [`TieError::NoSuchAccount`], [`TieError::NoRights`]; [`TieError`].
    pub async fn grant_sub(&self, port: Arc<dyn Cloud>, whom: &str, rights: &Rights) -> Result<Family, TieError> {
        let rights = self.good_rights(rights)?;
        let ties = self.ties_of_now(port.clone()).await?;
        let tie = ties.find(whom)?.clone();
        self.edit(|_, replica| sync::put(replica, &Tie { rights, ..tie }))?;
        self.follow_ties(port).await
    }

    /// Links two sub-accounts of this one: each sees and uses the other's cards, as far as the other consented and its own rights go.
    ///
    /// # Errors
    /// [`TieError::NotLinked`], [`TieError::NoConsent`]; [`TieError`].
    pub async fn link_subs(&self, port: Arc<dyn Cloud>, one: &str, other: &str) -> Result<Family, TieError> {
        let ties = self.ties_of_now(port.clone()).await?;
        let pair = [ties.linked(one)?, ties.linked(other)?];
        for (tie, member) in &pair {
            if !ties.may_hand_on(&member.account) {
                return Err(TieError::NoConsent(tie.name.clone()));
            }
        }
        let [(_, one), (_, other)] = pair;
        self.keep_pair(one.account, other.account, Link::Linked)?;
        self.follow_ties(port).await
    }

    /// Unlinks two sub-accounts: neither is shown anything of the other from now on, nor may order anything of it.
    ///
    /// # Errors
    /// [`TieError::NoSuchAccount`]; [`TieError`].
    pub async fn unlink_subs(&self, port: Arc<dyn Cloud>, one: &str, two: &str) -> Result<Family, TieError> {
        let ties = self.ties_of_now(port.clone()).await?;
        let account = |wanted: &str| {
            let tie = ties.find(wanted)?;
            other(tie).map(|member| member.account).ok_or_else(|| TieError::NotLinked(tie.name.clone()))
        };
        self.keep_pair(account(one)?, account(two)?, Link::Unlinked)?;
        self.follow_ties(port).await
    }

    /// Ends a tie, from either side: every right that this account gave is void by a new revocation epoch, and what the others have still is given anew.
    ///
    /// # Errors
    /// [`TieError::NoSuchAccount`]; [`TieError`]: the same again goes on.
    pub async fn end_tie(&self, port: Arc<dyn Cloud>, whom: &str) -> Result<Family, TieError> {
        let ties = self.ties_of_now(port.clone()).await?;
        let tie = ties.find(whom)?.clone();
        let id = tie.sub.clone();
        let account = other(&tie).map(|member| member.account);
        for pair in ties.pairs.iter().filter(|pair| account.as_ref().is_some_and(|own| pair.accounts.contains(own))) {
            let [one, two] = pair.accounts.clone();
            self.keep_pair(one, two, Link::Unlinked)?;
        }
        self.edit(|_, replica| sync::put(replica, &Tie { link: Link::Unlinked, secret: Bytes::default(), ..tie }))?;
        crash::point("phone.sub.ended");
        self.change_devices(port.clone(), |manifest: &mut Manifest| {
            manifest.revocation_epoch = manifest.revocation_epoch.saturating_add(1);
            Ok(true)
        })
        .await?;
        let family = self.follow_ties(port.clone()).await?;
        let (_, cloud) = self.account_session(port).await?;
        match cloud.end_sub(&id).await.map_err(TieError::from) {
            Err(error) if !error.is(ProblemKind::NotFound) => Err(error),
            _ => Ok(family),
        }
    }

    async fn ties_of_now(&self, port: Arc<dyn Cloud>) -> Result<Ties, TieError> {
        self.follow_ties(port).await?;
        self.ties(&self.account()?)
    }

    fn keep_pair(&self, one: Bytes, two: Bytes, link: Link) -> Result<(), TieError> {
        let mut accounts = [one, two];
        accounts.sort();
        let pair = Pair { accounts, link, rest: Map::new() };
        Ok(self.edit(|_, replica| sync::put(replica, &pair))?)
    }
}
