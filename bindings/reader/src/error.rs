use std::io;

/// Why there is no way to a card, or no reader for ours.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// This program was built without what readers need.
    #[error("this program was built without smart card readers")]
    NotBuilt,
    /// The system's service for readers does not answer.
    #[error("the system's smart card service does not answer")]
    NoService,
    /// No reader has this name, or more than one.
    #[error("{} has the name {wanted:?}; there is {}", if there.iter().any(|name| name.contains(wanted)) { "more than one reader" } else { "no reader" }, names(there))]
    NoSuchReader {
        /// As it was given.
        wanted: String,
        /// The readers that are there.
        there: Vec<String>,
    },
    /// The reader is empty.
    #[error("there is no card in {0}")]
    NoCard(String),
    /// Another program has the card.
    #[error("another program uses the card in {0}")]
    Busy(String),
    /// The reader or its service failed otherwise.
    #[error("the reader failed: {0}")]
    Failed(String),
    /// The program that leads to the card does not start.
    #[error("{program} can't be started: {error}")]
    Program {
        /// Which.
        program: String,
        /// What happened.
        error: io::Error,
    },
    /// The program at the other end does not speak as it should.
    #[error("the program at the other end {0}")]
    Other(String),
    /// Nobody offers a virtual reader there.
    #[error("there is no virtual reader at {address}: {error}")]
    NoVirtualReader {
        /// Where.
        address: String,
        /// What happened.
        error: io::Error,
    },
    /// The link to the other program broke.
    #[error("the link to the other program broke: {0}")]
    Link(#[from] io::Error),
}

impl ReaderError {
    /// Whether the same may succeed later, once what is missing is there.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::NoService
            | Self::NoSuchReader { .. }
            | Self::NoCard(_)
            | Self::Busy(_)
            | Self::Failed(_)
            | Self::NoVirtualReader { .. }
            | Self::Link(_) => true,
            Self::NotBuilt | Self::Program { .. } | Self::Other(_) => false,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotBuilt => "Take a build with them: the cargo feature pcsc (on Debian it needs libpcsclite-dev).",
            Self::NoService => "Install and start the system's smart card service (on Debian: pcscd).",
            Self::NoSuchReader { .. } => "Plug the reader in, and give its name or a part of it that no other has.",
            Self::NoCard(_) => "Put a card into the reader; its contacts face the reader's.",
            Self::Busy(_) => "End the other program, or share the card with it.",
            Self::Failed(_) => "Unplug the reader and plug it in again.",
            Self::Program { .. } => "Check the program's path and its permissions.",
            Self::Other(_) => "Give a program that speaks lpac's stdio lines for APDUs.",
            Self::NoVirtualReader { .. } => {
                "Start pcscd with vsmartcard's driver (on Debian: vsmartcard-vpcd), or give its address."
            }
            Self::Link(_) => "Start the other program again.",
        }
    }
}

fn names(there: &[String]) -> String {
    if there.is_empty() { "none".to_owned() } else { there.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tables::{check, table};

    // R: F3
    #[test]
    fn every_error_says_what_happened_and_what_to_do() {
        let io = || io::Error::from(io::ErrorKind::NotFound);
        let two = || vec!["Virtual PCD 00 00".to_owned(), "Virtual PCD 00 01".to_owned()];
        let reader = || two().remove(0);
        let named = |there| ReaderError::NoSuchReader { wanted: "PCD".to_owned(), there };
        let program = || ReaderError::Program { program: "lpac".to_owned(), error: io() };
        let nowhere = || ReaderError::NoVirtualReader { address: "127.0.0.1:35963".to_owned(), error: io() };
        check(table! { ReaderError:
            ReaderError::NotBuilt => ReaderError::NotBuilt, false, "libpcsclite-dev";
            ReaderError::NoService => ReaderError::NoService, true, "pcscd";
            ReaderError::NoSuchReader { .. } => named(Vec::new()), true, "Plug the reader in";
            ReaderError::NoCard(_) => ReaderError::NoCard(reader()), true, "Put a card";
            ReaderError::Busy(_) => ReaderError::Busy(reader()), true, "other program";
            ReaderError::Failed(_) => ReaderError::Failed("no power".to_owned()), true, "Unplug";
            ReaderError::Program { .. } => program(), false, "permissions";
            ReaderError::Other(_) => ReaderError::Other("says nothing".to_owned()), false, "stdio lines";
            ReaderError::NoVirtualReader { .. } => nowhere(), true, "vsmartcard-vpcd";
            ReaderError::Link(_) => ReaderError::Link(io()), true, "again";
        });
        assert!(named(two()).to_string().contains("more than one reader"));
    }
}
