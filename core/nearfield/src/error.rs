use rsp::cert::{CertError, ChainError};

/// Why a frame was thrown away. It changed nothing; a driver counts it and goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum FrameRefused {
    /// Too short for its kind, or empty.
    #[error("the frame ends inside its header")]
    Truncated,
    /// Longer than any frame of this protocol.
    #[error("the frame is too long")]
    TooLong,
    /// A first byte that no frame begins with.
    #[error("no kind of frame begins so")]
    UnknownKind,
    /// A kind of frame that makes no sense now, such as a packet before the handshake.
    #[error("this kind of frame is not expected now")]
    Unexpected,
    /// A handshake fragment or refusal that was damaged on its way.
    #[error("the handshake frame was damaged")]
    Damaged,
    /// A handshake fragment that doesn't fit the others, or is beyond the limits.
    #[error("the handshake fragment does not fit")]
    BadFragment,
    /// The handshake message does not authenticate: damaged, forged, or altered on its way.
    #[error("the handshake message does not authenticate")]
    HandshakeUnauthentic,
    /// The handshake message is authentic, but what it says can't be read.
    #[error("the handshake message is malformed")]
    HandshakeMalformed,
    /// The two sides have no protocol version in common.
    #[error("no protocol version in common")]
    Version,
    /// The kiosk's certificate, or its key, is not what the installed roots vouch for.
    #[error("the kiosk's certificate does not hold")]
    Untrusted,
    /// The packet was taken already, or is too old to tell.
    #[error("the packet was received before")]
    Replayed,
    /// The packet does not authenticate: damaged, forged, or of another session.
    #[error("the packet does not authenticate")]
    Unauthentic,
    /// The packet is authentic, but what it says can't be read: the peer is at fault.
    #[error("the packet's content is malformed")]
    Malformed,
    /// The peer goes beyond the limits it was told.
    #[error("the peer goes beyond a limit")]
    Limit,
    /// No link has this number.
    #[error("no such link")]
    UnknownLink,
}

impl FrameRefused {
    /// Whether another frame of the same peer may be taken.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        !matches!(self, Self::Version | Self::Untrusted | Self::UnknownLink)
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Version => "Update the program on the phone, or tell the staff.",
            Self::Untrusted => "Install the operator's root if you trust this operator; else walk away.",
            Self::UnknownLink => "Give frames of links that are there.",
            Self::Malformed | Self::Limit => {
                "Wait for the next frame; if it stays, update the program on the phone, or tell the staff."
            }
            Self::Truncated
            | Self::TooLong
            | Self::UnknownKind
            | Self::Unexpected
            | Self::Damaged
            | Self::BadFragment
            | Self::HandshakeUnauthentic
            | Self::HandshakeMalformed
            | Self::Replayed
            | Self::Unauthentic => "Wait for the next frame: what was lost is sent again.",
        }
    }
}

/// Why a kiosk is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Untrusted {
    /// It shows no certificate.
    #[error("the kiosk shows no certificate")]
    NoCertificate,
    /// Its certificate can't be read.
    #[error("the kiosk's certificate can't be read: {0}")]
    Certificate(#[from] CertError),
    /// No installed operator root vouches for it, now; the reason tells a wrong clock from a foreign root.
    #[error("no installed operator vouches for the kiosk: {0}")]
    Chain(#[from] ChainError),
    /// The handshake used another key than the certified one: somebody shows a certificate that is not theirs.
    #[error("the kiosk does not hold the key of the certificate that it shows")]
    OtherKey,
}

impl Untrusted {
    /// Whether the same kiosk may be believed later, nothing else being changed: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Chain(chain) if chain.may_be_the_clock() => {
                "Compare the phone's clock with a clock; if it is right, tell the staff."
            }
            Self::Chain(_) => "Install the operator's root if you trust this operator; else walk away.",
            Self::NoCertificate | Self::Certificate(_) | Self::OtherKey => {
                "Walk away: this is not the kiosk it says it is."
            }
        }
    }
}

/// Why a connection is over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    /// This side closed it.
    #[error("the connection was closed")]
    Here,
    /// The other side closed it.
    #[error("the kiosk closed the connection")]
    Peer,
    /// The kiosk can't prove who it is.
    #[error("the kiosk can't be trusted: {0}")]
    Untrusted(#[from] Untrusted),
    /// No protocol version in common.
    #[error("phone and kiosk have no protocol version in common; one of them needs an update")]
    Version,
    /// The kiosk does not know the session any more: it restarted, or the phone was away too long.
    #[error("the kiosk has forgotten this session; a new one must be begun")]
    SessionForgotten,
    /// The kiosk has as many phones as it takes.
    #[error("the kiosk is busy; try again in a moment")]
    Busy,
    /// Nobody answered the handshake.
    #[error("the kiosk does not answer")]
    NoAnswer,
    /// The peer broke the protocol.
    #[error("the kiosk broke the protocol")]
    Protocol,
}

impl Closed {
    /// Whether a new connection may fare better, nothing else being changed.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Here | Self::Peer | Self::SessionForgotten | Self::Busy | Self::NoAnswer => true,
            Self::Untrusted(why) => why.retrying_helps(),
            Self::Version | Self::Protocol => false,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Here | Self::Peer | Self::SessionForgotten => "Connect again.",
            Self::Busy => "Wait a moment, then connect again.",
            Self::NoAnswer => "Go nearer to the kiosk, or ask the staff whether it runs.",
            Self::Version | Self::Protocol => "Update the program on the phone, or tell the staff.",
            Self::Untrusted(why) => why.hint(),
        }
    }
}

/// Why a request can't be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestRefused {
    /// Longer than the kiosk takes.
    #[error("the request has {size} bytes, the kiosk takes {limit}")]
    TooLong {
        /// Its size.
        size: usize,
        /// The kiosk's limit.
        limit: usize,
    },
    /// As many requests are under way as the kiosk takes at once.
    #[error("too many requests are under way")]
    TooMany,
    /// The connection is over.
    #[error("the connection is closed")]
    Closed,
}

impl RequestRefused {
    /// Whether the same request may be sent later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::TooMany | Self::Closed)
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "Ask for less at once, or update the program on the phone.",
            Self::TooMany => "Wait until the kiosk has answered, then try again.",
            Self::Closed => "Connect again.",
        }
    }
}

/// Why a response can't be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RespondRefused {
    /// The session is over: the phone said goodbye or stayed away too long.
    #[error("the session is over")]
    UnknownSession,
    /// No request of that number waits for a response.
    #[error("no such request waits for a response")]
    UnknownRequest,
    /// Longer than the phone takes.
    #[error("the response has {size} bytes, the phone takes {limit}")]
    TooLong {
        /// Its size.
        size: usize,
        /// The phone's limit.
        limit: usize,
    },
}

impl RespondRefused {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::UnknownSession | Self::UnknownRequest => "Drop the response: nobody waits for it.",
            Self::TooLong { .. } => "Answer with less.",
        }
    }
}
