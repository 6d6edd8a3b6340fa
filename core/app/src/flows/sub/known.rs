use super::TieError;
use crate::{AccountState, Landfall};
use account::{
    record::{Pair, Stood, Tie},
    rights::Link,
    signed::Signed,
    sub::{Known, Stands, member, read_member, read_standing},
    wire::{Bytes, Member, Standing},
};

/// What the account's log says of accounts that are tied.
pub(super) struct Ties {
    /// This account, as it says of itself, signed.
    pub(super) own: (Signed, Member),
    pub(super) ties: Vec<Tie>,
    pub(super) pairs: Vec<Pair>,
    stood: Vec<Stood>,
}

impl Landfall {
    pub(super) fn ties(&self, state: &AccountState) -> Result<Ties, TieError> {
        let signed = member(&state.keys, &state.login);
        let own = (signed.clone(), read_member(&signed)?);
        let ties = settled(self.account_records::<Tie>()?);
        let pairs = settled(self.account_records::<Pair>()?);
        let stood = settled(self.account_records::<Stood>()?);
        Ok(Ties { own, ties, pairs, stood })
    }
}

/// Two devices that did the same at once have said the same; of what came late what came first counts.
fn settled<T>(kept: Vec<crate::Kept<T>>) -> Vec<T> {
    kept.into_iter().filter(|kept| kept.conflict_of.is_none()).map(|kept| kept.what).collect()
}

impl Ties {
    /// This account's id.
    pub(super) const fn id(&self) -> &Bytes {
        &self.own.1.account
    }

    /// Whom this account knows: itself, and those that had a code.
    pub(super) fn known(&self) -> Known {
        let others = self.ties.iter().filter(|tie| tie.link != Link::Invited).filter_map(other);
        others.chain([self.own.1.clone()]).map(|member| (member.account.clone(), member)).collect()
    }

    /// By its name, its id, or the id of what ties it; of several with one name, the one that is not ended.
    pub(super) fn find(&self, wanted: &str) -> Result<&Tie, TieError> {
        let by_id =
            |tie: &&Tie| tie.sub.text() == wanted || other(tie).is_some_and(|member| member.account.text() == wanted);
        if let Some(tie) = self.ties.iter().find(by_id) {
            return Ok(tie);
        }
        let mut named = self.ties.iter().filter(|tie| tie.name == wanted && tie.link != Link::Unlinked);
        match (named.next(), named.next()) {
            (Some(tie), None) => Ok(tie),
            (Some(_), Some(_)) => Err(TieError::WhichAccount(wanted.to_owned())),
            (None, _) => Err(TieError::NoSuchAccount(wanted.to_owned())),
        }
    }

    /// One that has accepted and was not ended, and who it is.
    pub(super) fn linked(&self, wanted: &str) -> Result<(&Tie, Member), TieError> {
        let tie = self.find(wanted)?;
        let member = other(tie).filter(|_| tie.link == Link::Linked);
        Ok((tie, member.ok_or_else(|| TieError::NotLinked(tie.name.clone()))?))
    }

    /// The tie with this account.
    pub(super) fn with(&self, account: &Bytes) -> Option<&Tie> {
        let with = |tie: &&Tie| other(tie).is_some_and(|member| member.account == *account);
        self.ties.iter().filter(with).max_by_key(|tie| tie.link == Link::Linked)
    }

    /// What this account calls another: the name of the tie, else what the other calls itself.
    pub(super) fn name(&self, member: &Member) -> String {
        self.with(&member.account).map_or_else(|| member.name.clone(), |tie| tie.name.clone())
    }

    /// The last word on these two, as it was kept.
    pub(super) fn stood(&self, from: &Bytes, to: &Bytes) -> Option<&Signed> {
        self.stood.iter().find(|stood| stood.from == *from && stood.to == *to).map(|stood| &stood.standing)
    }

    /// Every word that was kept and holds still by whom is known now.
    pub(super) fn standings(&self) -> impl Iterator<Item = Stands> {
        let known = self.known();
        self.stood.iter().filter_map(move |stood| read_standing(&stood.standing, &known).ok())
    }
}

/// Who the other is.
pub(super) fn other(tie: &Tie) -> Option<Member> {
    read_member(&tie.other.as_ref()?.member).ok()
}

/// What a word says that was verified when it was kept.
pub(super) fn said(signed: &Signed) -> Option<Standing> {
    serde_json::from_slice(&signed.payload.0).ok()
}
