//! Follow: what others have said is read and verified, what was decided here is said, cards are shown and seen.

use super::{
    Family, TieError, Untaken,
    known::{Ties, said},
};
use crate::{AccountState, Landfall, flows::sync, ports::Cloud};
use account::{
    record::{Side, Stood, Tie},
    rights::Link,
    signed::Signed,
    sub::{Code, SubError, introduced, newer, read_standing},
    wire::{Bytes, Subs},
};
use std::{collections::BTreeMap, sync::Arc};

impl Landfall {
    /// Brings accounts that are tied together, as far as this one goes: what the others have said is read, what was decided here is signed and sent, cards are
    /// shown to whom may see them, and those that are shown are read. May be repeated at any time.
    ///
    /// # Errors
    /// [`TieError`]. What was said and does not hold is no error: it is not taken, and told in the answer.
    pub async fn follow_ties(&self, port: Arc<dyn Cloud>) -> Result<Family, TieError> {
        let events = crate::Events::new();
        self.sync(port.clone(), &events).await?;
        let (state, cloud) = self.account_session(port.clone()).await?;
        let told = cloud.subs().await?;
        let mut untaken = self.take_accepted(&state, &told)?;
        untaken.extend(self.take_standings(&state, &told.standings)?);
        self.say_standings(&state, &cloud, &told).await?;
        self.share_cards(&state, &cloud).await?;
        untaken.extend(self.see_cards(&state, &cloud).await?);
        if self.unsynced()? > 0 {
            self.sync(port, &events).await?;
        }
        self.family_of(&self.ties(&state)?, untaken)
    }

    /// How the accounts stand that have rights to this one's cards, as the server says now and as was known before, by their owner keys. Of an older word
    /// than was seen nothing is taken.
    pub(in crate::flows) async fn links_of_now(&self, port: Arc<dyn Cloud>) -> Result<BTreeMap<Bytes, Link>, TieError> {
        let (state, cloud) = self.account_session(port).await?;
        let told = cloud.subs().await?;
        for untaken in self.take_standings(&state, &told.standings)? {
            tracing::warn!(about = %untaken.about, why = %untaken.why, "what the server says of a linked account does not hold");
        }
        self.links()
    }

    /// The same, as known here.
    pub(in crate::flows) fn links(&self) -> Result<BTreeMap<Bytes, Link>, TieError> {
        let ties = self.ties(&self.account()?)?;
        let own = ties.standings().filter(|stands| stands.from.account == *ties.id());
        Ok(own.map(|stands| (stands.to.owner_key, stands.said.link)).collect())
    }

    /// Invitations that somebody has accepted who had the code.
    fn take_accepted(&self, state: &AccountState, told: &Subs) -> Result<Vec<Untaken>, TieError> {
        let ties = self.ties(state)?;
        let mut untaken = Vec::new();
        for tie in ties.ties.iter().filter(|tie| tie.side == Side::Main && tie.link == Link::Invited) {
            let Some(code) = Code::of(&tie.sub, &tie.secret) else { continue };
            let accepted = told.subs.iter().find(|view| view.sub == tie.sub).and_then(|view| view.accepted.clone());
            let Some(accepted) = accepted else { continue };
            match introduced(&code, Side::Sub, &accepted) {
                Ok(member) if member.account != *ties.id() => {
                    let (other, secret, link) = (Some(accepted), Bytes::default(), Link::Linked);
                    self.edit(|_, replica| sync::put(replica, &Tie { other, secret, link, ..tie.clone() }))?;
                }
                Ok(_) => untaken.push(Untaken { about: tie.name.clone(), why: SubError::Other }),
                Err(why) => untaken.push(Untaken { about: tie.name.clone(), why }),
            }
        }
        Ok(untaken)
    }

    /// The last word on accounts that this one has to do with.
    fn take_standings(&self, state: &AccountState, told: &[Signed]) -> Result<Vec<Untaken>, TieError> {
        let ties = self.ties(state)?;
        let mut untaken = Vec::new();
        for signed in told {
            if let Err(why) = self.take_standing(&ties, signed)? {
                untaken.push(Untaken { about: about(&ties, signed), why });
            }
        }
        Ok(untaken)
    }

    fn take_standing(&self, ties: &Ties, signed: &Signed) -> Result<Result<(), SubError>, TieError> {
        let stands = match read_standing(signed, &ties.known()) {
            Ok(stands) => stands,
            Err(why) => return Ok(Err(why)),
        };
        let (from, to) = (stands.from.account, stands.to.account);
        let seen = ties.stood(&from, &to).and_then(said);
        match newer(seen.as_ref(), &stands.said) {
            Ok(true) => {
                let stood = Stood { from, to, standing: signed.clone() };
                self.edit(|_, replica| sync::put(replica, &stood))?;
                Ok(Ok(()))
            }
            Ok(false) => Ok(Ok(())),
            Err(why) => Ok(Err(why)),
        }
    }
}

fn about(ties: &Ties, signed: &Signed) -> String {
    let member = said(signed).and_then(|said| account::sub::read_member(&said.from).ok());
    member.map_or_else(|| "an account".to_owned(), |member| ties.name(&member))
}
