//! Who may do what with a card (A6): asked before each use, answered by a [`Grant`] that nothing else can make.

use crate::VaultError;
use model::Iccid;
use std::fmt;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// The owner, in the management program itself.
    Owner,
    /// Another program, under the name by which the platform vouches for it (a package name and its signer, say).
    Program(String),
}

/// What a caller wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// See that the card is there, and its name.
    List,
    /// Present, change or unblock its PIN.
    Unlock,
    /// Attach to a network with it.
    Use,
    /// Have it authenticate.
    Authenticate,
    /// Read its files: phone book, messages.
    ReadFiles,
    /// Change its files.
    WriteFiles,
    /// Enable, disable, rename or delete it, and change rights.
    Manage,
    /// Take it to another device.
    Export,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 8] = [
        Self::List,
        Self::Unlock,
        Self::Use,
        Self::Authenticate,
        Self::ReadFiles,
        Self::WriteFiles,
        Self::Manage,
        Self::Export,
    ];

    /// Whether the card's PIN must have passed (A10). Listing and managing don't use the profile: a card with a
    /// forgotten PIN can be deleted.
    #[must_use]
    pub const fn needs_pin(self) -> bool {
        !matches!(self, Self::List | Self::Unlock | Self::Manage)
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::List => "list",
            Self::Unlock => "unlock",
            Self::Use => "use",
            Self::Authenticate => "authenticate",
            Self::ReadFiles => "read-files",
            Self::WriteFiles => "write-files",
            Self::Manage => "manage",
            Self::Export => "export",
        })
    }
}

/// A set of purposes.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Purposes(u16);

impl Purposes {
    /// None.
    pub const NONE: Self = Self(0);

    /// The set of `purposes`.
    #[must_use]
    pub fn of(purposes: &[Purpose]) -> Self {
        Self(purposes.iter().fold(0, |set, purpose| set | purpose.bit()))
    }

    /// Whether `purpose` is in it.
    #[must_use]
    pub const fn contains(self, purpose: Purpose) -> bool {
        self.0 & purpose.bit() != 0
    }

    /// As stored: 2 bytes, big-endian, a bit for each purpose in the order of [`Purpose::ALL`] from the lowest.
    #[must_use]
    pub(crate) const fn to_bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }

    /// From its stored form. Bits that a newer release knows grant nothing here.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(u16::from_be_bytes(bytes.try_into().ok()?)))
    }
}

impl fmt::Debug for Purposes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(Purpose::ALL.into_iter().filter(|p| self.contains(*p))).finish()
    }
}

/// The card's PIN, as the card itself says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinState {
    /// The user hasn't set one yet: the profile was just imported.
    NotSet,
    /// It must be presented.
    Required,
    /// It was presented since the last reset.
    Verified,
    /// The user has switched it off.
    Disabled,
    /// Too many wrong tries: the PUK is needed.
    Blocked,
}

/// Proof that a caller may do something with a card, or with all of them. Only [`crate::Vault::check`] makes one.
#[derive(Debug, PartialEq, Eq)]
pub struct Grant {
    caller: Caller,
    purpose: Purpose,
    card: Option<Iccid>,
}

impl Grant {
    /// Decides. `stored` is what the rights table says of this caller and card.
    pub(crate) fn decide(
        caller: &Caller,
        purpose: Purpose,
        card: Option<&Iccid>,
        pin: PinState,
        stored: Purposes,
    ) -> Result<Self, Denied> {
        let allowed = *caller == Caller::Owner || card.is_some() && stored.contains(purpose);
        if !allowed {
            return Err(Denied::NoRight { caller: caller.clone(), purpose });
        }
        if purpose.needs_pin() {
            if card.is_none() {
                return Err(Denied::WhichCard { purpose });
            }
            match pin {
                PinState::Verified | PinState::Disabled => {}
                PinState::NotSet => return Err(Denied::PinNotSet),
                PinState::Required => return Err(Denied::PinRequired),
                PinState::Blocked => return Err(Denied::PinBlocked),
            }
        }
        Ok(Self { caller: caller.clone(), purpose, card: card.copied() })
    }

    /// Who asked.
    #[must_use]
    pub const fn caller(&self) -> &Caller {
        &self.caller
    }

    /// What for.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Which card; `None`: all of them.
    #[must_use]
    pub const fn card(&self) -> Option<&Iccid> {
        self.card.as_ref()
    }
}

/// Why a caller may not.
#[derive(Debug, thiserror::Error)]
pub enum Denied {
    /// The phone is locked ([`crate::Vault::hold`]).
    #[error("the phone is locked")]
    Held,
    /// The owner gave this caller no such right.
    #[error("{} has no right to {purpose} this card; its owner can give it", name(caller))]
    NoRight {
        /// Who asked.
        caller: Caller,
        /// What for.
        purpose: Purpose,
    },
    /// The PIN must be presented first.
    #[error("the card's PIN is needed first")]
    PinRequired,
    /// A PIN must be set first.
    #[error("set the card's PIN first")]
    PinNotSet,
    /// The PIN is blocked.
    #[error("the card's PIN is blocked; unblock it with the PUK")]
    PinBlocked,
    /// What needs a PIN is done with one card, not with all.
    #[error("say which card to {purpose}")]
    WhichCard {
        /// What for.
        purpose: Purpose,
    },
    /// The rights can't be read.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl Denied {
    /// Whether the same call may succeed later, once the card was given what it asks for.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::PinRequired | Self::PinNotSet => true,
            Self::Held | Self::NoRight { .. } | Self::PinBlocked | Self::WhichCard { .. } => false,
            Self::Vault(error) => error.retrying_helps(),
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Held => "Unlock the phone as its owner.",
            Self::NoRight { .. } => "Ask the card's owner to give this program the right.",
            Self::PinRequired => "Give the card's PIN, then try again.",
            Self::PinNotSet => "Give the card a PIN, then try again.",
            Self::PinBlocked => "Unblock the PIN with the PUK.",
            Self::WhichCard { .. } => "Say which card is meant.",
            Self::Vault(error) => error.hint(),
        }
    }
}

fn name(caller: &Caller) -> &str {
    match caller {
        Caller::Owner => "the owner",
        Caller::Program(name) => name,
    }
}
