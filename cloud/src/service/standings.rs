use super::{Act, Service, ServiceError, checks};
use crate::storage::{KeptStanding, Made, Woken};
use account::{
    keys::AccountId,
    rights::{Act as Right, Cards, Denied, Link},
    signed::Signed,
    sub::{Known, Stands, SubError, leaf, read_member, read_standing},
    wire::{Bytes, Manifest, PutStanding, Standing, Wake},
};

/// Capabilities of a chain, at most: what an account gives, and what is handed on of it.
const CHAIN: usize = 8;

impl Service {
    /// Keeps how two accounts stand, said by who may: by whose cards they are, or by the account that both are sub-accounts of. Rights that would be
    /// refused are not kept.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn put_standing(&self, token: Option<&str>, request: PutStanding) -> Result<(), ServiceError> {
        let caller = self.caller(token, Act::SayStanding).await?;
        let signed = request.standing;
        let said: Standing = serde_json::from_slice(&signed.payload.0).map_err(|_| SubError::Standing)?;
        if said.by != caller.account.bytes() || said.rights.len() > CHAIN {
            return Err(SubError::Standing.into());
        }
        let from = account_of(&read_member(&said.from)?.account)?;
        let to = account_of(&read_member(&said.to)?.account)?;
        let linked = said.link == Link::Linked;
        if !self.may_say(&caller.account, &from, &to).await? {
            // Over a tie that has ended nobody links; who linked may still say that it is over.
            let before = self.storage.standing(&from, &to).await?;
            if linked || before.is_none_or(|before| before.by != caller.account) {
                return Err(ServiceError::Missing("sub-account"));
            }
        }
        let stands = self.verified(&signed, &caller.account).await?;
        self.is_member(&stands.from, &from).await?;
        self.is_member(&stands.to, &to).await?;
        if linked {
            let (_, manifest) = self.last_manifest(&from).await?;
            let given = leaf(&said.rights).ok_or(Denied::Nothing)?;
            for act in given.acts {
                holds(&stands, &manifest, act, self.now())?;
            }
        }
        let kept = KeptStanding { from, to, by: caller.account, number: said.number, linked, signed };
        match self.storage.put_standing(kept).await? {
            Made::New | Made::Same => {}
            Made::Other | Made::Missing => return Err(ServiceError::Other("word on these accounts")),
        }
        for account in [from, to] {
            self.tell_of_ties(account).await;
        }
        Ok(())
    }

    /// What others say of an account, or show it, is read as its own records are.
    pub(super) async fn tell_of_ties(&self, account: AccountId) {
        self.tell(Woken { account, device: None, wake: Some(Wake::Log) }).await;
    }

    /// Whether `by` may say how `from` and `to` stand: of its own cards to whom it is tied to, else of two of its sub-accounts.
    async fn may_say(&self, by: &AccountId, from: &AccountId, to: &AccountId) -> Result<bool, ServiceError> {
        if by == to || from == to {
            return Ok(false);
        }
        if by == from {
            return self.are_tied(by, to).await;
        }
        let subs = self.storage.subs(by).await?;
        let own = |account: &AccountId| {
            subs.iter().any(|sub| sub.main == *by && sub.accepted.as_ref().is_some_and(|(own, _)| own == account))
        };
        Ok(own(from) && own(to))
    }

    /// A standing that `by` signed with its owner key of now.
    async fn verified(&self, signed: &Signed, by: &AccountId) -> Result<Stands, ServiceError> {
        let (_, manifest) = self.last_manifest(by).await?;
        let said: Standing = serde_json::from_slice(&signed.payload.0).map_err(|_| SubError::Standing)?;
        let mut known = Known::new();
        for member in [&said.from, &said.to] {
            let member = read_member(member)?;
            known.insert(member.account.clone(), member);
        }
        let own = account::wire::Member {
            account: by.bytes(),
            owner_key: manifest.owner_key,
            agreement_key: known.get(&by.bytes()).map(|own| own.agreement_key.clone()).unwrap_or_default(),
            name: String::new(),
        };
        known.insert(by.bytes(), own);
        Ok(read_standing(signed, &known)?)
    }

    /// How two accounts stand, if they are linked and whoever said so may still say it.
    pub(super) async fn linked(&self, from: &AccountId, to: &AccountId) -> Result<(Stands, Manifest), ServiceError> {
        let kept = self.storage.standing(from, to).await?.filter(|kept| kept.linked);
        let kept = kept.ok_or(ServiceError::Rights(Denied::Role))?;
        if checks::STANDS.on() && !self.may_say(&kept.by, from, to).await? {
            return Err(ServiceError::Rights(Denied::Role));
        }
        let stands = self.verified(&kept.signed, &kept.by).await?;
        let (_, manifest) = self.last_manifest(from).await?;
        Ok((stands, manifest))
    }
}

/// Whether the rights let do this with some card: which cards there are is not known here.
pub(super) fn holds(stands: &Stands, manifest: &Manifest, act: Right, now: u64) -> Result<(), ServiceError> {
    let card = match leaf(&stands.said.rights).map(|given| given.cards) {
        Some(Cards::Only(cards)) => cards.first().cloned().unwrap_or_default(),
        _ => String::new(),
    };
    match stands.judge(manifest, act, &card, now) {
        Err(denied) if checks::RIGHTS.on() => Err(denied.into()),
        _ => Ok(()),
    }
}

pub(super) fn account_of(bytes: &Bytes) -> Result<AccountId, ServiceError> {
    AccountId::read(bytes).ok_or(ServiceError::Malformed("an account's id has 16 bytes"))
}
