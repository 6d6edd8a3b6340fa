use super::{Accepted, Level, Offer, WrittenVersions};
use crate::checks;
use model::VersionSpec;

/// The versions that a server has, most preferred first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supported(Vec<VersionSpec>);

/// A server's answer to an offer (E2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The server's version that corresponds to the maximum offered, or is the same as the single one.
    Version(VersionSpec),
    /// No version: the minimum is meant.
    NoVersion,
    /// None of the versions: `euiccVersionNotSupportedByDp`, 8.8.3/3.1.
    NotSupported,
}

/// What a server keeps of a negotiation until it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Negotiated {
    /// The numbers that were offered, and what was written of them.
    numbers: Offer,
    written: Option<WrittenVersions>,
    /// What these come to.
    offer: Offer,
    accepted: Accepted,
    /// The server's version that was meant, with its functions, which need not be what was sent of it.
    own: Option<VersionSpec>,
}

/// The versions that the eUICC signed are not those that were offered: somebody in the middle changed the offer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the card signed versions {signed_minimum} to {signed_maximum}, but other ones were offered for it: changed on the way"
)]
pub struct Downgraded {
    /// What the eUICC signed.
    pub signed_minimum: VersionSpec,
    /// What the eUICC signed.
    pub signed_maximum: VersionSpec,
}

impl Downgraded {
    /// Whether a new session may fare better: over a link that nobody tampers with.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        true
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Start again over another link; if it stays, somebody in the middle changes what is sent."
    }
}

impl Supported {
    /// A server with these versions, most preferred first.
    #[must_use]
    pub const fn new(versions: Vec<VersionSpec>) -> Self {
        Self(versions)
    }

    /// The versions.
    #[must_use]
    pub fn versions(&self) -> &[VersionSpec] {
        &self.0
    }

    /// The answer to an offer in numbers, and what to keep where there is a session.
    #[must_use]
    pub fn answer(&self, offer: Offer) -> (Answer, Option<Negotiated>) {
        self.answer_written(offer, None)
    }

    /// The answer to an offer in numbers that is written out beside them.
    #[must_use]
    pub fn answer_written(&self, numbers: Offer, written: Option<WrittenVersions>) -> (Answer, Option<Negotiated>) {
        let offer = numbers.clone().written(written.as_ref());
        let answer = match &offer {
            Offer::Range { minimum, maximum } => match self.corresponding(maximum) {
                Some(version) => Answer::Version(version.clone()),
                None if self.0.iter().any(|own| own.supports(minimum)) => Answer::NoVersion,
                None => Answer::NotSupported,
            },
            Offer::Single(version) => match self.0.as_slice() {
                [only] if only.same(version) && only.supports_lone(version) => Answer::Version(only.clone()),
                several if several.iter().any(|own| own.supports_lone(version)) => Answer::NoVersion,
                _ => Answer::NotSupported,
            },
        };
        let accepted = match &answer {
            Answer::Version(server) => Some(Accepted::at_maximum(&offer, server.clone())),
            Answer::NoVersion => Some(Accepted::at_minimum(&offer)),
            Answer::NotSupported => None,
        };
        let negotiated =
            accepted.map(|accepted| Negotiated { own: accepted.server.clone(), numbers, written, offer, accepted });
        (answer, negotiated)
    }

    /// The version that is the same as `maximum`, else one that shares a function with it.
    fn corresponding(&self, maximum: &VersionSpec) -> Option<&VersionSpec> {
        let same = self.0.iter().find(|own| own.same(maximum));
        same.or_else(|| self.0.iter().find(|own| own.supports(maximum)))
    }
}

impl Negotiated {
    /// The version accepted.
    #[must_use]
    pub const fn accepted(&self) -> &Accepted {
        &self.accepted
    }

    /// Records what was sent of the answer, where that is less than the whole: SGP.22 has a place for a number, none for a list
    /// of functions, and none for either towards a client of version 2. Both sides then hold the same record (E9); that the
    /// server has no more functions than its own version still counts ([`Self::allows`]).
    #[must_use]
    pub fn sent(mut self, version: Option<VersionSpec>) -> Self {
        self.accepted = match version {
            Some(version) => Accepted { server: Some(version), ..self.accepted },
            None => Accepted::at_minimum(&self.offer),
        };
        self
    }

    /// Whether a function may be used in this session: the accepted version has it, and the server's own, if it lists any.
    #[must_use]
    pub fn allows(&self, function: &str) -> bool {
        let own = self.own.as_ref().and_then(VersionSpec::functions);
        self.accepted.allows(function) && own.is_none_or(|list| list.contains(function))
    }

    /// Compares the offer that the eUICC repeated under its signature with the one that arrived first (E8).
    ///
    /// # Errors
    /// [`Downgraded`] if they differ in anything; two lone versions only if they are not the same ([`VersionSpec::same`]). What was
    /// written of the offer is repeated at the maximum; below it, it need not be: an eUICC of version 2 may not bear it.
    pub fn confirm(&self, signed: &Offer, written: Option<&WrittenVersions>) -> Result<&Accepted, Downgraded> {
        let rewritten = match (written, self.accepted.level) {
            (None, Level::Minimum) => true,
            (written, _) => written == self.written.as_ref(),
        };
        let repeated = match (&self.numbers, signed) {
            // Before version 3 nothing asks an eUICC to write the same `svn` into both of its informations, and some don't.
            // There is no maximum that could have been cut off: it would stand in what was signed.
            (Offer::Single(offered), Offer::Single(signed)) => offered.same(signed),
            (offered, signed) => offered == signed,
        };
        if repeated && rewritten || !checks::VERSIONS.on() {
            return Ok(&self.accepted);
        }
        let signed = signed.clone().written(written);
        let (signed_minimum, signed_maximum) = (signed.minimum().clone(), signed.maximum().clone());
        Err(Downgraded { signed_minimum, signed_maximum })
    }
}
