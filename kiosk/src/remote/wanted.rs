use model::Iccid;
use rsp::{
    Raw,
    metadata::{PprIds, UpdateMetadataRequest},
    rpm::{ListProfileInfo, ListedProfiles, RpmCommand, RpmCommandDetails},
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use tlv::Tag;

/// What is to be done to a card's profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// `enable:ICCID`
    Enable {
        /// The profile.
        iccid: Iccid,
    },
    /// `disable:ICCID`
    Disable {
        /// The profile.
        iccid: Iccid,
    },
    /// `delete:ICCID`
    Delete {
        /// The profile.
        iccid: Iccid,
    },
    /// `list`, or `list:ICCID`: all that this kiosk manages there, or the one.
    List {
        /// The profile.
        iccid: Option<Iccid>,
    },
    /// `name:ICCID=TEXT`: what the user sees it called.
    Name {
        /// The profile.
        iccid: Iccid,
        /// At most 64 characters.
        name: String,
    },
    /// `operator:ICCID=TEXT`: whose the user sees it is.
    Operator {
        /// The profile.
        iccid: Iccid,
        /// At most 32 characters.
        name: String,
    },
    /// `rules:ICCID=ppr1,ppr2`, or `=none`: the policy rules that hold from then on. They can be taken back, not set.
    Rules {
        /// The profile.
        iccid: Iccid,
        /// It may not be disabled.
        ppr1: bool,
        /// It may not be deleted.
        ppr2: bool,
    },
    /// `contact-pcmp:ICCID`, or with `=DATA`: its phone is to contact the platform that manages its content.
    ContactPcmp {
        /// The profile.
        iccid: Iccid,
        /// Data to give there.
        data: Option<String>,
    },
}

/// A change, and whether those behind it are tried though it fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// What is to be done.
    pub change: Change,
    /// Written `try:` before it.
    pub goes_on: bool,
}

/// A command is not written as it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCommand {
    /// There is no such command.
    #[error("{0:?} is no command: enable, disable, delete, list, name, operator, rules, contact-pcmp")]
    Unknown(String),
    /// The profile's number.
    #[error("{0:?} is not a card's number (ICCID)")]
    Iccid(String),
    /// What stands behind the number.
    #[error("{0}")]
    Value(&'static str),
}

impl BadCommand {
    /// Whether the same may be taken later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Write COMMAND:ICCID or COMMAND:ICCID=VALUE, such as disable:8900112233445566778."
    }
}

impl FromStr for Wanted {
    type Err = BadCommand;

    fn from_str(text: &str) -> Result<Self, BadCommand> {
        let (goes_on, text) = text.strip_prefix("try:").map_or((false, text), |rest| (true, rest));
        let (command, rest) = text.split_once(':').unwrap_or((text, ""));
        let (number, value) = match rest.split_once('=') {
            Some((number, value)) => (number, Some(value)),
            None => (rest, None),
        };
        let iccid = || number.parse::<Iccid>().map_err(|_| BadCommand::Iccid(number.to_owned()));
        let none = |change: Result<Change, BadCommand>| match value {
            None => change,
            Some(_) => Err(BadCommand::Value("this command has no value")),
        };
        let text = |most: usize| match value {
            Some(text) if (1..=most).contains(&text.chars().count()) => Ok(text.to_owned()),
            _ => Err(BadCommand::Value("a name is written behind =: 1 to 64 characters, an operator's 1 to 32")),
        };
        let change = match command {
            "enable" => none(iccid().map(|iccid| Change::Enable { iccid }))?,
            "disable" => none(iccid().map(|iccid| Change::Disable { iccid }))?,
            "delete" => none(iccid().map(|iccid| Change::Delete { iccid }))?,
            "list" if number.is_empty() => none(Ok(Change::List { iccid: None }))?,
            "list" => none(iccid().map(|iccid| Change::List { iccid: Some(iccid) }))?,
            "name" => Change::Name { iccid: iccid()?, name: text(64)? },
            "operator" => Change::Operator { iccid: iccid()?, name: text(32)? },
            "rules" => {
                let (mut ppr1, mut ppr2) = (false, false);
                for rule in value.unwrap_or_default().split(',') {
                    match rule {
                        "ppr1" => ppr1 = true,
                        "ppr2" => ppr2 = true,
                        "none" if value == Some("none") => {}
                        _ => return Err(BadCommand::Value("rules are written none, ppr1, ppr2 or ppr1,ppr2")),
                    }
                }
                Change::Rules { iccid: iccid()?, ppr1, ppr2 }
            }
            "contact-pcmp" => Change::ContactPcmp { iccid: iccid()?, data: value.map(str::to_owned) },
            other => return Err(BadCommand::Unknown(other.to_owned())),
        };
        Ok(Self { change, goes_on })
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enable { iccid } => write!(f, "enable:{iccid}"),
            Self::Disable { iccid } => write!(f, "disable:{iccid}"),
            Self::Delete { iccid } => write!(f, "delete:{iccid}"),
            Self::List { iccid: None } => f.write_str("list"),
            Self::List { iccid: Some(iccid) } => write!(f, "list:{iccid}"),
            Self::Name { iccid, name } => write!(f, "name:{iccid}={name}"),
            Self::Operator { iccid, name } => write!(f, "operator:{iccid}={name}"),
            Self::Rules { iccid, ppr1, ppr2 } => {
                let rules = match (ppr1, ppr2) {
                    (false, false) => "none",
                    (true, false) => "ppr1",
                    (false, true) => "ppr2",
                    (true, true) => "ppr1,ppr2",
                };
                write!(f, "rules:{iccid}={rules}")
            }
            Self::ContactPcmp { iccid, data: None } => write!(f, "contact-pcmp:{iccid}"),
            Self::ContactPcmp { iccid, data: Some(data) } => write!(f, "contact-pcmp:{iccid}={data}"),
        }
    }
}

/// What a list shows: number, state, names, rules.
const LISTED: [Tag; 6] = [Tag(0x5A), Tag(0x9F70), Tag(0x90), Tag(0x91), Tag(0x92), Tag(0x99)];

impl Wanted {
    /// As the card reads it. A list of all goes by the operator that the kiosk acts for.
    pub(super) fn command(&self, owner: &[u8]) -> RpmCommand {
        let update =
            |iccid: &Iccid, request| RpmCommandDetails::UpdateMetadata { iccid: *iccid, request: Raw::new(request) };
        let details = match &self.change {
            Change::Enable { iccid } => RpmCommandDetails::Enable(*iccid),
            Change::Disable { iccid } => RpmCommandDetails::Disable(*iccid),
            Change::Delete { iccid } => RpmCommandDetails::Delete(*iccid),
            Change::List { iccid } => RpmCommandDetails::ListProfileInfo(ListProfileInfo {
                search_criteria: match iccid {
                    Some(iccid) => ListedProfiles::Iccid(*iccid),
                    None => ListedProfiles::ProfileOwnerOid(owner.to_vec()),
                },
                tag_list: Some(LISTED.to_vec()),
            }),
            Change::Name { iccid, name } => update(
                iccid,
                UpdateMetadataRequest { profile_name: Some(name.clone()), ..UpdateMetadataRequest::default() },
            ),
            Change::Operator { iccid, name } => update(
                iccid,
                UpdateMetadataRequest { service_provider_name: Some(name.clone()), ..UpdateMetadataRequest::default() },
            ),
            Change::Rules { iccid, ppr1, ppr2 } => {
                let rules = [(*ppr1, PprIds::PPR1), (*ppr2, PprIds::PPR2)];
                let rules = rules.into_iter().filter(|(set, _)| *set).fold(PprIds::NONE, |all, (_, rule)| all | rule);
                update(
                    iccid,
                    UpdateMetadataRequest { profile_policy_rules: Some(rules), ..UpdateMetadataRequest::default() },
                )
            }
            Change::ContactPcmp { iccid, data } => {
                RpmCommandDetails::ContactPcmp { iccid: *iccid, dpi_rpm: data.clone() }
            }
        };
        RpmCommand { continue_on_failure: self.goes_on, details }
    }
}

/// A command in the words that it is ordered in.
pub(super) fn in_words(command: &RpmCommand) -> (Option<Change>, bool) {
    let change = match &command.details {
        RpmCommandDetails::Enable(iccid) => Change::Enable { iccid: *iccid },
        RpmCommandDetails::Disable(iccid) => Change::Disable { iccid: *iccid },
        RpmCommandDetails::Delete(iccid) => Change::Delete { iccid: *iccid },
        RpmCommandDetails::ListProfileInfo(list) => Change::List {
            iccid: match &list.search_criteria {
                ListedProfiles::Iccid(iccid) => Some(*iccid),
                ListedProfiles::ProfileOwnerOid(_) => None,
            },
        },
        RpmCommandDetails::UpdateMetadata { iccid, request } => {
            let (name, operator) = (request.profile_name.clone(), request.service_provider_name.clone());
            match (name, operator, request.profile_policy_rules) {
                (Some(name), _, _) => Change::Name { iccid: *iccid, name },
                (_, Some(name), _) => Change::Operator { iccid: *iccid, name },
                (_, _, rules) => {
                    let rules = rules.unwrap_or_default();
                    let (ppr1, ppr2) = (rules.contains(PprIds::PPR1), rules.contains(PprIds::PPR2));
                    Change::Rules { iccid: *iccid, ppr1, ppr2 }
                }
            }
        }
        RpmCommandDetails::ContactPcmp { iccid, dpi_rpm } => {
            Change::ContactPcmp { iccid: *iccid, data: dpi_rpm.clone() }
        }
        RpmCommandDetails::Unreadable(_) => return (None, command.continue_on_failure),
    };
    (Some(change), command.continue_on_failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: E6
    #[test]
    fn every_command_is_written_read_and_sent() {
        const CARD: &str = "8900112233445566778";
        for text in [
            "enable:8900112233445566778",
            "disable:8900112233445566778",
            "delete:8900112233445566778",
            "list",
            "list:8900112233445566778",
            "name:8900112233445566778=Japan, a week",
            "operator:8900112233445566778=Nord",
            "rules:8900112233445566778=none",
            "rules:8900112233445566778=ppr1,ppr2",
            "contact-pcmp:8900112233445566778",
            "contact-pcmp:8900112233445566778=a=b",
        ] {
            let wanted: Wanted = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!((wanted.change.to_string().as_str(), wanted.goes_on), (text, false));
            let tried: Wanted = format!("try:{text}").parse().expect("the same");
            assert_eq!((tried.change.clone(), tried.goes_on), (wanted.change, true));
            assert_eq!(in_words(&tried.command(&[0x2A])), (Some(tried.change), true));
        }
        for (text, what) in [
            ("erase:8900112233445566778", "no command"),
            ("enable", "ICCID"),
            ("enable:89", "ICCID"),
            ("delete:8900112233445566778=now", "no value"),
            ("name:8900112233445566778", "behind ="),
            ("rules:8900112233445566778=none,ppr1", "none, ppr1"),
            ("", "no command"),
        ] {
            let error = text.parse::<Wanted>().expect_err(text);
            assert!(error.to_string().contains(what), "{error}");
        }
        let long = format!("operator:{CARD}={}", "x".repeat(33));
        assert!(long.parse::<Wanted>().is_err());
    }
}
