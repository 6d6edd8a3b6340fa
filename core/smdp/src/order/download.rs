use super::{Order, Rebinding, Retries, State};
use crate::checks;
use crate::{OrderRefusal, Refusal, SessionCancelled};
use model::{Eid, SecretBytes, UnixTime};
use rsp::TransactionId;
use rsp::cert::Assurance;
use rsp::crypto::OneTimeKey;
use rsp::es10::{CancelSessionReason, EuiccInfo2};
use rsp::message::{HashCc, PublicKey};
use rsp::notification::{ErrorReason, FinalResult};

/// To what a package was bound: enough to know the eUICC's result when it comes, after a restart too.
#[derive(Clone, PartialEq, Eq)]
pub struct Bound {
    /// The session.
    pub transaction_id: TransactionId,
    /// The eUICC's key, of its verified certificate: it signs the result.
    pub euicc_key: PublicKey,
    /// The eUICC's one-time key.
    pub euicc_otpk: PublicKey,
    /// otSK.DP.ECKA, 32 bytes: bound again to the same one-time key of the eUICC, the package is made of the same keys
    /// (SGP.22 §5.6.2). It opens the package, so the caller keeps it sealed, and forgets it once the order is over; `None` if
    /// it is not kept, and a package made again has a new one.
    pub otsk_dp: Option<SecretBytes>,
}

impl std::fmt::Debug for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bound({})", self.transaction_id)
    }
}

/// What happens while it is downloaded (ES9+).
impl Order {
    /// Whether this eUICC may have the profile: all checks of AuthenticateClient that are about the order.
    ///
    /// # Errors
    /// [`Refusal`]: which check said no.
    pub fn check_offer(
        &self,
        eid: &Eid,
        assurance: Assurance,
        info: &EuiccInfo2,
        now: UnixTime,
    ) -> Result<(), Refusal> {
        self.check_open(eid, now)?;
        let needed = self.terms.least_assurance;
        if assurance < needed {
            return Err(Refusal::Assurance { needed, found: assurance });
        }
        if info.forbidden_profile_policy_rules.is_some_and(|forbidden| self.metadata.rules().intersects(forbidden)) {
            return Err(Refusal::PolicyRules);
        }
        match (self.terms.memory, free_memory(info)) {
            (Some(needed), Some(free)) if free < needed => Err(Refusal::Memory { free, needed }),
            _ => Ok(()),
        }
    }

    /// It is for this eUICC, released, in its time, and not tried too often. The eUICC first: what has become of an order is no
    /// business of another one.
    pub(crate) fn check_open(&self, eid: &Eid, now: UnixTime) -> Result<(), Refusal> {
        if self.eid.is_some_and(|own| own != *eid) && checks::OWN_CARD.on() {
            return Err(Refusal::Eid);
        }
        match self.state {
            State::Released | State::Downloaded => {}
            State::Available | State::Allocated | State::Linked | State::Confirmed => return Err(Refusal::NotReleased),
            State::Installed | State::Error | State::Unavailable => return Err(Refusal::OrderOver),
        }
        if self.terms.expires.is_some_and(|last| now > last) {
            return Err(Refusal::OrderExpired);
        }
        if self.downloads >= self.terms.most_downloads {
            return Err(Refusal::Attempts);
        }
        Ok(())
    }

    /// The one-time key that an eUICC may use again.
    #[must_use]
    pub fn reusable_otpk(&self) -> Option<PublicKey> {
        self.bound.as_ref().map(|bound| bound.euicc_otpk)
    }

    /// The server's one-time key of the package that was bound to this one of the eUICC, if it is kept.
    pub(crate) fn kept_key(&self, euicc_otpk: &PublicKey) -> Option<OneTimeKey> {
        let bound = self.bound.as_ref().filter(|bound| bound.euicc_otpk == *euicc_otpk)?;
        OneTimeKey::from_bytes(bound.otsk_dp.as_ref()?.expose().try_into().ok()?).ok()
    }

    /// Checks the confirmation code, where one is required.
    ///
    /// # Errors
    /// [`OrderRefusal`] with the order changed when the code was wrong: the attempt counts.
    pub(crate) fn check_code(
        &self,
        given: Option<&HashCc>,
        transaction_id: &TransactionId,
    ) -> Result<(), OrderRefusal> {
        let Some(code) = &self.code else { return Ok(()) };
        if self.wrong_codes >= self.terms.most_wrong_codes {
            return Err(Refusal::CodeAttempts.into());
        }
        let given = given.ok_or(Refusal::CodeMissing)?;
        if code.fits(given, transaction_id) {
            return Ok(());
        }
        let wrong_codes = self.wrong_codes + 1;
        let over = wrong_codes >= self.terms.most_wrong_codes;
        // A package that is out already may still be installed: only its result ends the order then.
        let state = if over && self.state == State::Released { State::Error } else { self.state };
        let order = Self { wrong_codes, state, ..self.clone() };
        let refusal = if over { Refusal::CodeAttempts } else { Refusal::CodeWrong };
        Err(OrderRefusal { refusal, order: Some(Box::new(order)) })
    }

    /// Released or Downloaded → Downloaded: a package is made for this eUICC and one-time key.
    ///
    /// # Errors
    /// [`Refusal`].
    pub(crate) fn bind(&self, eid: &Eid, to: Bound, now: UnixTime) -> Result<Self, Refusal> {
        self.check_open(eid, now)?;
        let other_key = self.bound.as_ref().is_some_and(|bound| bound.euicc_otpk != to.euicc_otpk);
        if other_key && self.terms.rebinding == Rebinding::SameKey {
            return Err(Refusal::Rebinding);
        }
        Ok(Self {
            state: State::Downloaded,
            eid: Some(*eid),
            downloads: self.downloads + 1,
            bound: Some(to),
            wrong_codes: 0,
            ..self.clone()
        })
    }

    /// The eUICC's signed result: Downloaded → Installed; after a failure that another try may mend ([`Retries`]), the order
    /// stays, else it ends in Error. Told again, it changes nothing.
    #[must_use]
    pub fn with_result(&self, result: &FinalResult) -> Self {
        let state = match (self.state, result) {
            (State::Downloaded | State::Error, FinalResult::Success { .. }) => State::Installed,
            (State::Downloaded, FinalResult::Error { error_reason, .. })
                if !stays(self.terms.retries, *error_reason) =>
            {
                State::Error
            }
            (other, _) => other,
        };
        Self { state, ..self.clone() }
    }

    /// The client cancelled: the order stays if it may be tried again (SGP.22 §5.6.5), else it ends in Error.
    #[must_use]
    pub fn cancelled(&self, cancelled: &SessionCancelled) -> Self {
        let open = matches!(self.state, State::Released | State::Downloaded);
        let state = if open && !cancelled.keeps_order() { State::Error } else { self.state };
        Self { state, ..self.clone() }
    }
}

/// Whether a cancellation for this reason ends the order, and does not merely put it off: it does where the user, the eUICC's
/// rules or the profile itself say no.
///
/// loadBppExecutionError and undefinedReason don't. An LPA gives them for whatever has no reason of its own: a link that broke,
/// an answer that was garbled, a reader that went away. None of that speaks against the profile, so the order is not lost by
/// it (F1); the eUICC keeps its one-time key for these as well. If it can't install the package, its own signed result says so,
/// and that ends the order ([`Order::with_result`]); until then the number waits for this eUICC, or for its operator.
pub(crate) const fn ends_order(reason: CancelSessionReason) -> bool {
    use CancelSessionReason as R;
    matches!(reason, R::EndUserRejection | R::PprNotAllowed | R::MetadataMismatch)
}

/// Whether the same profile may be installed at another try.
const fn stays(retries: Retries, reason: ErrorReason) -> bool {
    use ErrorReason as R;
    match reason {
        R::InstallFailedDueToInterruption | R::InstallFailedDueToInsufficientMemoryForProfile => true,
        R::InvalidTransactionId
        | R::Scp03tStructureError
        | R::Scp03tSecurityError
        | R::InvalidSignature
        | R::InstallFailedDueToUnknownError => matches!(retries, Retries::Mendable),
        _ => false,
    }
}

/// Free non-volatile memory of extCardResource: tag 82 (TS 102 226 §8.2.1.7.2), bytes big-endian.
fn free_memory(info: &EuiccInfo2) -> Option<u64> {
    let value = tlv::Reader::new(&info.ext_card_resource).find(0x82u32).ok()??.value;
    (value.len() <= 8).then(|| value.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}
