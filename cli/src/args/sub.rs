use account::{
    record::Rights,
    rights::{Act, Cards, Role},
};
use clap::{Args, Subcommand};
use model::Iccid;
use serde::de::DeserializeOwned;
use std::path::PathBuf;

/// Sub-accounts: accounts of others that are tied to this one, linked with each other or not, each with rights of its own.
#[derive(Debug, Subcommand)]
pub(crate) enum Sub {
    /// Invite an account to be a sub-account of this one, with these rights to this one's cards.
    #[command(after_help = "\
Examples:
  landfall account sub create Ann
  landfall account sub create Ben --role viewer --allow see --days 30
  landfall account sub create Carl --allow see,use --card 8999901000000000019 --code code.txt

The code that is shown goes to its owner by another way than the server, who accepts with it: landfall account sub accept. Whoever has it can
accept, once, within a week. What a sub-account may do with your cards it may at most do with those of others that you link it with.")]
    Create {
        /// What it is called here.
        name: String,
        #[command(flatten)]
        rights: Allowed,
        /// Write the code to this new file, which only you can read, instead of showing it.
        #[arg(long, value_name = "FILE")]
        code: Option<PathBuf>,
    },
    /// Become a sub-account of the account that gave you a code.
    #[command(after_help = "\
Examples:
  landfall account sub accept Home
  landfall account sub accept Home --code-file code.txt --allow see,use,delegate

What is allowed here is what the other account may do with your cards. Where it may delegate, it can link you with its other sub-accounts, which
then see and use your cards as far as both of you allow.")]
    Accept {
        /// What the other account is called here.
        name: String,
        /// A file with the code; without it it is asked for.
        #[arg(long, value_name = "FILE")]
        code_file: Option<PathBuf>,
        #[command(flatten)]
        rights: Consent,
    },
    /// List the accounts that this one is tied to, their rights, and the cards that they show. Carries out what waited.
    #[command(after_help = "Examples:\n  landfall account sub list\n  landfall account sub list --json")]
    List,
    /// Give a tied account other rights to this one's cards, in place of those that it has.
    #[command(after_help = "\
Examples:
  landfall account sub grant Ann --allow see,use,lock --days 90
  landfall account sub grant Ben --role viewer --allow see --card 8999901000000000019")]
    Grant {
        /// Its name, or its id.
        name: String,
        #[command(flatten)]
        rights: Allowed,
    },
    /// Link two sub-accounts: each sees and uses the other's cards, as far as its rights go.
    #[command(after_help = "Example:\n  landfall account sub link Ann Ben")]
    Link {
        /// One.
        one: String,
        /// The other.
        other: String,
    },
    /// Unlink them: neither is shown anything of the other any more, nor may order anything of it.
    #[command(after_help = "Example:\n  landfall account sub unlink Ann Ben")]
    Unlink {
        /// One.
        one: String,
        /// The other.
        other: String,
    },
    /// End a tie, from either side, with all rights that were given by it.
    #[command(after_help = "\
Example:
  landfall account sub revoke Ann --yes

What it has seen it has seen. Its own cards stay its own.")]
    Revoke {
        /// Its name, or its id.
        name: String,
        /// Don't ask.
        #[arg(long)]
        yes: bool,
    },
    /// Order the device that holds a card which another account shows to lock itself.
    #[command(after_help = "Example:\n  landfall account sub lock Ben 8999901000000000019")]
    Lock {
        /// Whose card, by name or id.
        name: String,
        /// The card's number (ICCID).
        card: Iccid,
    },
    /// Order a card which another account shows to be erased.
    #[command(after_help = "Example:\n  landfall account sub erase Ben 8999901000000000019 --yes")]
    Erase {
        /// Whose card, by name or id.
        name: String,
        /// The card's number (ICCID).
        card: Iccid,
        /// Don't ask.
        #[arg(long)]
        yes: bool,
    },
}

/// What a sub-account may do.
#[derive(Debug, Args)]
pub(crate) struct Allowed {
    /// What it is to this account: manager, member or viewer. A role's rights go no further, whatever is allowed.
    #[arg(long, default_value = "member", value_parser = word::<Role>)]
    role: Role,
    /// What it may do: see, use, edit, copy, lock, erase, buy, delegate; by commas.
    #[arg(long, value_name = "WHAT", default_value = "see,use", value_delimiter = ',', value_parser = word::<Act>)]
    allow: Vec<Act>,
    #[command(flatten)]
    rest: Rest,
}

/// What the other account may do with this one's cards.
#[derive(Debug, Args)]
pub(crate) struct Consent {
    /// What the other account may do: see, use, edit, copy, lock, erase, buy, delegate; by commas.
    #[arg(long, value_name = "WHAT", default_value = "see,use,delegate", value_delimiter = ',', value_parser = word::<Act>)]
    allow: Vec<Act>,
    #[command(flatten)]
    rest: Rest,
}

#[derive(Debug, Args)]
struct Rest {
    /// Only to this card (its number, ICCID); may be given more than once. Without it to all that there are and will be.
    #[arg(long = "card", value_name = "ICCID")]
    cards: Vec<Iccid>,
    /// For so many days.
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3_650))]
    days: u32,
}

impl Allowed {
    /// The rights, given `now`.
    pub(crate) fn rights(&self, now: u64) -> Rights {
        self.rest.rights(self.role, &self.allow, now)
    }
}

impl Consent {
    /// The rights, given `now`.
    pub(crate) fn rights(&self, now: u64) -> Rights {
        self.rest.rights(Role::Manager, &self.allow, now)
    }
}

impl Rest {
    fn rights(&self, role: Role, acts: &[Act], now: u64) -> Rights {
        let cards = match self.cards.as_slice() {
            [] => Cards::All,
            cards => Cards::Only(cards.iter().map(ToString::to_string).collect()),
        };
        let depth = u8::from(acts.contains(&Act::Delegate));
        let expires = now.saturating_add(u64::from(self.days) * 86_400);
        Rights { role, acts: acts.to_vec(), cards, expires, depth }
    }
}

/// A word as it stands in capabilities.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| format!("{text:?} is none of these words: see --help"))
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: B7
    #[test]
    fn rights_are_read_as_they_are_written() {
        assert_eq!((word::<Act>("see"), word::<Role>("viewer")), (Ok(Act::See), Ok(Role::Viewer)));
        assert!(word::<Act>("see,use").is_err() && word::<Role>("owner").is_err());
        let rest = Rest { cards: Vec::new(), days: 2 };
        let rights = rest.rights(Role::Manager, &[Act::See, Act::Delegate], 10);
        assert_eq!((rights.cards, rights.expires, rights.depth), (Cards::All, 172_810, 1));
        assert_eq!(rest.rights(Role::Member, &[Act::See], 0).depth, 0, "nothing can be handed on");
    }
}
