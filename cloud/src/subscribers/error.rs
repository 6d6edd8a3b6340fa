use model::SubscriberProblem;
use std::{io, net::SocketAddr};

/// Why a directory did not do it. Never shows a key, nor what the directory said: it repeats what it was told.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// Nobody listens there, or the connection broke.
    #[error("the HLR at {address} can't be reached: {source}")]
    Unreachable {
        /// Where it should be.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// It did not answer in time.
    #[error("the HLR at {0} does not answer")]
    TimedOut(SocketAddr),
    /// What listens there speaks otherwise.
    #[error("what listens at {0} is no VTY of osmo-hlr that lets this server in")]
    Strange(SocketAddr),
    /// It refused a step.
    #[error("the HLR refused to {step}")]
    Refused {
        /// Which one.
        step: &'static str,
    },
    /// The number is another subscriber's.
    #[error("the HLR has the number of this subscriber for another one")]
    NumberTaken,
    /// It doesn't have the algorithm.
    #[error("the HLR does not have the algorithm {0}")]
    Unsupported(&'static str),
    /// The subscriber's data are not what they should be.
    #[error("the subscriber's data can't be used: {0}")]
    Subscription(#[from] SubscriberProblem),
}

impl DirectoryError {
    /// Whether trying again may help by itself.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::TimedOut(_) | Self::Refused { .. } => true,
            Self::Strange(_) | Self::NumberTaken | Self::Unsupported(_) | Self::Subscription(_) => false,
        }
    }

    /// What the operator can do.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } | Self::TimedOut(_) => {
                "Look whether osmo-hlr runs and its VTY listens there; it is tried again by itself."
            }
            Self::Strange(_) => {
                "Give the address of osmo-hlr's VTY (port 4258), and let it ask for no password (`line vty`, `no login`)."
            }
            Self::Refused { .. } => {
                "Read osmo-hlr's log: its database may be full or locked. It is tried again by itself."
            }
            Self::NumberTaken => "Find who has the number in the HLR, and correct one of the two.",
            Self::Unsupported(_) => {
                "Serve these subscribers by another HLR: osmo-hlr is given those of MILENAGE and COMP128."
            }
            Self::Subscription(problem) => problem.hint(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DirectoryError;
    use model::SubscriberProblem;
    use tables::{check, table};

    // R: F3
    #[test]
    fn each_says_what_happened_and_what_to_do() {
        let address = ([127, 0, 0, 1], 4258).into();
        let source = || std::io::ErrorKind::ConnectionRefused.into();
        check(table! { DirectoryError:
            DirectoryError::Unreachable { .. } => DirectoryError::Unreachable { address, source: source() }, true, "osmo-hlr runs";
            DirectoryError::TimedOut(_) => DirectoryError::TimedOut(address), true, "osmo-hlr runs";
            DirectoryError::Strange(_) => DirectoryError::Strange(address), false, "no password";
            DirectoryError::Refused { .. } => DirectoryError::Refused { step: "create the subscriber" }, true, "osmo-hlr's log";
            DirectoryError::NumberTaken => DirectoryError::NumberTaken, false, "who has the number";
            DirectoryError::Unsupported(_) => DirectoryError::Unsupported("TUAK"), false, "another HLR";
            DirectoryError::Subscription(_) => DirectoryError::Subscription(SubscriberProblem::KiSize), false, "Correct the key";
        });
    }
}
