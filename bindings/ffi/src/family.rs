//! Sub-accounts: whose SIMs are seen, and what may be done with them.

use crate::{Landfall, runtime::run, trouble::LandfallError};
use account::{
    record::{Rights, Side},
    rights::{Act, Cards, Link, Role},
    sub::Code,
};
use app::{Family, Invitation, SeenCard, TieView};
use zeroize::Zeroizing;

/// What another account may do with this one's SIMs.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RightsData {
    /// Of `see`, `use`, `edit`, `copy`, `lock`, `erase`, `buy`, `delegate`.
    pub acts: Vec<String>,
    /// To which SIMs; all of them if none is named.
    pub cards: Vec<String>,
    /// Until when, seconds since 1970.
    pub expires: u64,
}

/// An account that this one is tied to.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TieInfo {
    /// What it is called here.
    pub name: String,
    /// What it calls itself, once it has accepted.
    pub login: Option<String>,
    /// Whether this account is the main one.
    pub is_main: bool,
    /// `invited`, `linked`, `unlinked`.
    pub link: String,
    /// What it may do here.
    pub given: RightsData,
}

/// A SIM of another account.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SeenSim {
    /// Whose.
    pub of: String,
    /// Its number.
    pub iccid: String,
    /// Its operator.
    pub operator: String,
    /// Its name.
    pub name: String,
}

/// The accounts that this one is tied to.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FamilyView {
    /// Those.
    pub ties: Vec<TieInfo>,
    /// What they show.
    pub sims: Vec<SeenSim>,
}

#[uniffi::export]
impl Landfall {
    /// The family, as the server has it now.
    pub async fn family(&self) -> Result<FamilyView, LandfallError> {
        let (core, port) = self.online()?;
        Ok(view(&run(async move { core.follow_ties(port).await }).await?))
    }

    /// Invites an account to be a sub-account; the code goes to its owner past the server, and is good for a week.
    pub async fn invite(&self, name: String, rights: RightsData) -> Result<String, LandfallError> {
        let (core, port) = self.online()?;
        let invitation = Invitation { name, rights: read(&rights)? };
        let code = run(async move { core.invite_sub(port, &invitation).await }).await?;
        Ok(code.text().to_string())
    }

    /// Accepts such a code, as typed, and calls the main account `name` here.
    pub async fn accept_invitation(
        &self,
        code: Vec<u8>,
        name: String,
        rights: RightsData,
    ) -> Result<(), LandfallError> {
        let (core, port) = self.online()?;
        let typed = Zeroizing::new(code);
        let wrong = |what: &str| {
            LandfallError::invalid("family.code", "Not an invitation", what, "Compare it with the one you were given.")
        };
        let text = std::str::from_utf8(&typed).map_err(|_| wrong("it is no text"))?;
        let code = Code::read(text).map_err(|error| wrong(&error.to_string()))?;
        let rights = read(&rights)?;
        run(async move { core.accept_sub(port, &code, &name, &rights).await.map(drop) }).await
    }

    /// Changes what an account may do here.
    pub async fn grant(&self, whom: String, rights: RightsData) -> Result<(), LandfallError> {
        let (core, port) = self.online()?;
        let rights = read(&rights)?;
        run(async move { core.grant_sub(port, &whom, &rights).await.map(drop) }).await
    }

    /// Ends a tie, on both sides.
    pub async fn end_tie(&self, whom: String) -> Result<(), LandfallError> {
        let (core, port) = self.online()?;
        run(async move { core.end_tie(port, &whom).await.map(drop) }).await
    }
}

const ACTS: [(Act, &str); 8] = [
    (Act::See, "see"),
    (Act::Use, "use"),
    (Act::Edit, "edit"),
    (Act::Copy, "copy"),
    (Act::Lock, "lock"),
    (Act::Erase, "erase"),
    (Act::Buy, "buy"),
    (Act::Delegate, "delegate"),
];

fn read(rights: &RightsData) -> Result<Rights, LandfallError> {
    let act = |word: &String| ACTS.iter().find(|(_, known)| known == word).map(|(act, _)| *act);
    let acts: Option<Vec<Act>> = rights.acts.iter().map(act).collect();
    let unknown =
        || LandfallError::invalid("family.rights", "Unknown right", "there is no such right", "Choose from the list.");
    let cards = if rights.cards.is_empty() { Cards::All } else { Cards::Only(rights.cards.clone()) };
    Ok(Rights { role: Role::Member, acts: acts.ok_or_else(unknown)?, cards, expires: rights.expires, depth: 0 })
}

fn shown(rights: &Rights) -> RightsData {
    let word = |act: &Act| ACTS.iter().find(|(known, _)| known == act).map(|(_, word)| (*word).to_owned());
    let cards = match &rights.cards {
        Cards::All => Vec::new(),
        Cards::Only(cards) => cards.clone(),
    };
    RightsData { acts: rights.acts.iter().filter_map(word).collect(), cards, expires: rights.expires }
}

fn view(family: &Family) -> FamilyView {
    let tie = |tie: &TieView| TieInfo {
        name: tie.name.clone(),
        login: tie.other.as_ref().map(|(login, _)| login.clone()),
        is_main: tie.side == Side::Main,
        link: match tie.link {
            Link::Invited => "invited",
            Link::Linked => "linked",
            Link::Unlinked => "unlinked",
        }
        .to_owned(),
        given: shown(&tie.given),
    };
    let sim = |seen: &SeenCard| SeenSim {
        of: seen.of.clone(),
        iccid: seen.card.iccid.clone(),
        operator: seen.card.operator.clone(),
        name: seen.card.name.clone(),
    };
    FamilyView { ties: family.ties.iter().map(tie).collect(), sims: family.cards.iter().map(sim).collect() }
}
