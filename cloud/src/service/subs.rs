use super::{Act, Caller, Service, ServiceError, sizes};
use crate::storage::{KeptSub, Made};
use account::{
    keys::AccountId,
    signed::Signed,
    sub::{SubError, read_member},
    wire::{Bytes, Introduced, Member, NewSub, SubView, Subs},
};

/// For how many seconds an invitation is good: a week.
const GOOD_FOR: u64 = 7 * 86_400;
/// Accounts that one may have as its sub-accounts, and invitations that are open.
const MOST: u32 = 100;
/// Bytes of a name.
const NAME: usize = 256;

impl Service {
    /// Keeps an invitation, which is good for a week. Whether it is new, and how it stands.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn invite_sub(&self, token: Option<&str>, new: NewSub) -> Result<(bool, SubView), ServiceError> {
        let caller = self.caller(token, Act::TieAccounts).await?;
        let id = sizes::id(&new.sub, "an invitation's id has 16 bytes")?;
        self.own_member(&caller, &new.main.member).await?;
        fits(&new.main)?;
        let (introduced, expires) = (new.main, self.now() + GOOD_FOR);
        let sub = KeptSub { id, main: caller.account, introduced, accepted: None, expires };
        let made = self.storage.put_sub(sub, MOST).await?;
        match made {
            Made::New | Made::Same => {}
            Made::Other => return Err(ServiceError::Other("invitation")),
            Made::Missing => return Err(ServiceError::Malformed("an account has 100 sub-accounts at most")),
        }
        let kept = self.storage.sub(&id).await?.ok_or(ServiceError::Missing("invitation"))?;
        Ok((made == Made::New, view(kept)))
    }

    /// How one stands: of those who are in it, and, while nobody has accepted, of whoever knows its id.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn see_sub(&self, token: Option<&str>, id: &Bytes) -> Result<SubView, ServiceError> {
        let caller = self.caller(token, Act::SeeTies).await?;
        let kept = self.open_sub(id).await?;
        let open = kept.accepted.is_none() && kept.expires > self.now();
        let own = kept.main == caller.account || kept.accepted.as_ref().is_some_and(|(by, _)| *by == caller.account);
        if open || own { Ok(view(kept)) } else { Err(ServiceError::Missing("invitation")) }
    }

    /// All that the account is in, and how it and others stand.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn see_subs(&self, token: Option<&str>) -> Result<Subs, ServiceError> {
        let caller = self.caller(token, Act::SeeTies).await?;
        let subs = self.storage.subs(&caller.account).await?.into_iter().map(view).collect();
        let standings = self.storage.standings(&caller.account).await?;
        Ok(Subs { subs, standings: standings.into_iter().map(|standing| standing.signed).collect() })
    }

    /// Accepts one, as the first.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn accept_sub(&self, token: Option<&str>, id: &Bytes, said: Introduced) -> Result<SubView, ServiceError> {
        let caller = self.caller(token, Act::TieAccounts).await?;
        let kept = self.open_sub(id).await?;
        self.own_member(&caller, &said.member).await?;
        fits(&said)?;
        match self.storage.accept_sub(&kept.id, &caller.account, &said, self.now()).await? {
            Made::New | Made::Same => Ok(view(self.open_sub(id).await?)),
            Made::Other => Err(ServiceError::Other("account")),
            Made::Missing => Err(ServiceError::Missing("invitation")),
        }
    }

    /// Ends one, by either.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn end_sub(&self, token: Option<&str>, id: &Bytes) -> Result<(), ServiceError> {
        let caller = self.caller(token, Act::TieAccounts).await?;
        let id = sizes::id(id, "an invitation's id has 16 bytes")?;
        let ended = self.storage.end_sub(&id, &caller.account).await?;
        if ended { Ok(()) } else { Err(ServiceError::Missing("invitation")) }
    }

    async fn open_sub(&self, id: &Bytes) -> Result<KeptSub, ServiceError> {
        let id = sizes::id(id, "an invitation's id has 16 bytes")?;
        self.storage.sub(&id).await?.ok_or(ServiceError::Missing("invitation"))
    }

    /// What the account says of itself is said by its own keys of now.
    async fn own_member(&self, caller: &Caller, signed: &Signed) -> Result<Member, ServiceError> {
        let member = read_member(signed)?;
        self.is_member(&member, &caller.account).await?;
        Ok(member)
    }

    /// A member is the account that it says, by the manifest of now.
    pub(super) async fn is_member(&self, member: &Member, account: &AccountId) -> Result<(), ServiceError> {
        let (_, manifest) = self.last_manifest(account).await?;
        let own = member.account == account.bytes() && member.owner_key == manifest.owner_key;
        if own { Ok(()) } else { Err(SubError::Member.into()) }
    }

    /// Whether two accounts are tied, one as the other's sub-account.
    pub(super) async fn are_tied(&self, one: &AccountId, other: &AccountId) -> Result<bool, ServiceError> {
        let subs = self.storage.subs(one).await?;
        Ok(subs.iter().any(|sub| {
            let accepted = sub.accepted.as_ref().map(|(account, _)| account);
            accepted == Some(other) || sub.main == *other && accepted == Some(one)
        }))
    }
}

fn view(kept: KeptSub) -> SubView {
    let accepted = kept.accepted.map(|(_, accepted)| accepted);
    SubView { sub: Bytes::from(kept.id), main: kept.introduced, accepted, expires: kept.expires }
}

fn fits(said: &Introduced) -> Result<(), ServiceError> {
    let member = read_member(&said.member)?;
    let points = [&member.owner_key, &member.agreement_key];
    let fits = member.name.len() <= NAME
        && said.vouch.0.len() == 32
        && points.into_iter().all(|key| key.0.len() == 65 && key.0.first() == Some(&4));
    fits.then_some(()).ok_or(ServiceError::Malformed("a name that is too long, or keys that are none"))
}
