use super::Decision;
use async_trait::async_trait;
use model::Iccid;
use std::fmt;

/// What a server wants done with a card (SGP.22 v3 §2.10.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemoteAction {
    /// Put it to use; the one that is in use is not any more.
    Enable,
    /// Take it out of use.
    Disable,
    /// Delete it for good.
    Delete,
    /// Tell the server of the cards that it manages.
    List,
    /// Change what it is called, whose it is said to be, or its rules.
    Update {
        /// Its new name.
        name: Option<String>,
        /// Its operator's new name.
        operator: Option<String>,
        /// It gets other policy rules: fewer.
        rules: bool,
        /// It gets another picture.
        icon: bool,
    },
    /// Have the phone contact the platform that manages the card's content.
    ContactPlatform,
}

/// A command, as its user is shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteCommand {
    /// What is to be done.
    pub action: RemoteAction,
    /// To which card; none for a list of all that the server manages.
    pub iccid: Option<Iccid>,
    /// What the user knows it by, as the card has it.
    pub name: String,
    /// Whether those behind it are tried though it fails.
    pub goes_on: bool,
}

/// Commands that a server has signed as a whole: all of them are carried out, one after another, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemotePackage {
    /// The server, which has proved to be it.
    pub server: String,
    /// In their order.
    pub commands: Vec<RemoteCommand>,
    /// Whether the server has more, for another time.
    pub more: bool,
}

impl RemotePackage {
    /// Whether something is lost for good: then a user must agree in a way that does not happen by mistake (strong confirmation).
    #[must_use]
    pub fn deletes(&self) -> bool {
        self.commands.iter().any(|command| command.action == RemoteAction::Delete)
    }
}

/// The user, who is asked before a server's commands are carried out.
#[async_trait]
pub trait Commands: Send {
    /// Asks, having shown each command. [`Decision::Agreed`]'s code is not looked at.
    async fn agree(&mut self, package: &RemotePackage) -> Decision;
}

impl fmt::Display for RemoteCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let card = match (&self.iccid, self.name.as_str()) {
            (Some(iccid), "") => format!("card {iccid}"),
            (Some(iccid), name) => format!("card {iccid} ({name})"),
            (None, _) => "the cards that it manages here".to_owned(),
        };
        match &self.action {
            RemoteAction::Enable => write!(f, "put {card} to use"),
            RemoteAction::Disable => write!(f, "take {card} out of use"),
            RemoteAction::Delete => write!(f, "delete {card} for good"),
            RemoteAction::List => write!(f, "be told of {card}: number, names, whether in use"),
            RemoteAction::ContactPlatform => write!(f, "have this phone contact the platform that manages {card}"),
            RemoteAction::Update { name, operator, rules, icon } => {
                write!(f, "change {card}:")?;
                let mut parts = Vec::new();
                parts.extend(name.as_ref().map(|name| format!(" its name to {name:?}")));
                parts.extend(operator.as_ref().map(|name| format!(" its operator's name to {name:?}")));
                parts.extend(rules.then(|| " its policy rules".to_owned()));
                parts.extend(icon.then(|| " its picture".to_owned()));
                f.write_str(&parts.join(","))
            }
        }
    }
}
