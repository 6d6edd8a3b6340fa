use crate::rpm::{RpmState, SentTo};
use crate::{Order, OrderRefusal, Refusal, RpmOrder, Server, Sessions, checks};
use model::{Eid, Iccid, UnixTime};
use rsp::TransactionId;
use rsp::cert::Certificate;
use rsp::es9::HandleNotification;
use rsp::metadata::NotificationEvent;
use rsp::notification::{FinalResult, PendingNotification};
use rsp::rpm::RpmFinalResult;

/// A notification that names an order, which is to be looked up now. Nothing in it is proven yet.
#[derive(Debug)]
#[must_use = "nothing is proven until it meets its order"]
pub struct NotificationRead {
    notification: PendingNotification,
    euicc: Option<(Eid, [u8; 65])>,
}

/// What an eUICC signed, and the order after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedNotification {
    /// The order as it is now: to be made durable before the notification is acknowledged.
    pub order: Order,
    /// The eUICC that signed.
    pub eid: Eid,
    /// Rises with each notification of that eUICC.
    pub seq_number: u64,
    /// What happened to the profile.
    pub event: NotificationEvent,
    /// How the installation ended, if that is what is told.
    pub result: Option<FinalResult>,
}

/// What became of commands, as the eUICC signed it, and their order after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedRpmResult {
    /// The order as it is now: to be made durable before the notification is acknowledged.
    pub order: RpmOrder,
    /// The eUICC that signed.
    pub eid: Eid,
    /// Rises with each notification of that eUICC.
    pub seq_number: u64,
    /// A result for each command that was looked at; or why none was, and the order waits for another session.
    pub result: RpmFinalResult,
}

impl VerifiedNotification {
    /// Whether the eUICC signed that the profile is installed: the one proof of a distribution (A7).
    #[must_use]
    pub const fn is_installed(&self) -> bool {
        matches!(self.result, Some(FinalResult::Success { .. }))
    }
}

impl Server {
    /// ES9+.HandleNotification (SGP.22 §5.6.4), first half: certificates, where the notification brings its own.
    ///
    /// # Errors
    /// [`Refusal`]: which check said no.
    pub fn handle_notification(
        &self,
        sessions: &mut Sessions,
        request: HandleNotification,
        now: UnixTime,
    ) -> Result<NotificationRead, Refusal> {
        let notification = request.pending_notification;
        let euicc = match &notification {
            PendingNotification::ProfileInstallationResult(_) | PendingNotification::LoadRpmPackageResult(_) => None,
            PendingNotification::Other(other) => {
                let (roots, crls) = (&self.config.roots, &self.config.crls);
                let eum = sessions.eums.verified(&other.eum_certificate, roots, crls, now)?;
                let certificate = Certificate::parse(&other.euicc_certificate)
                    .map_err(|error| Refusal::EuiccCertificate(error.into()))?;
                let euicc = eum.verify_euicc(&certificate, Some(now)).map_err(Refusal::EuiccCertificate)?;
                other.verify(&euicc.public_key).map_err(|_| Refusal::Signature)?;
                Some((euicc.eid, euicc.public_key))
            }
        };
        Ok(NotificationRead { notification, euicc })
    }
}

impl NotificationRead {
    /// The profile: names the order.
    #[must_use]
    pub fn iccid(&self) -> Option<&Iccid> {
        self.notification.metadata().iccid.as_ref()
    }

    /// The session of an installation's result: names the order too, where the result has no ICCID.
    #[must_use]
    pub fn transaction_id(&self) -> Option<&TransactionId> {
        match &self.notification {
            PendingNotification::ProfileInstallationResult(result) => Some(&result.data.transaction_id),
            PendingNotification::LoadRpmPackageResult(result) => Some(&result.data.transaction_id),
            PendingNotification::Other(_) => None,
        }
    }

    /// Whether it tells what became of commands: names an [`RpmOrder`] by its session ([`Self::with_rpm_order`]).
    #[must_use]
    pub const fn is_of_commands(&self) -> bool {
        matches!(self.notification, PendingNotification::LoadRpmPackageResult(_))
    }

    /// The second half for what became of commands: that it is of this order's session and eUICC, signed by it.
    ///
    /// # Errors
    /// [`Refusal`]: no order ([`Refusal::MatchingId`]), or which check said no. Nothing changes then.
    pub fn with_rpm_order(self, server: &Server, order: Option<&RpmOrder>) -> Result<VerifiedRpmResult, Refusal> {
        let PendingNotification::LoadRpmPackageResult(signed) = &self.notification else {
            return Err(Refusal::SignedOther { what: "event" });
        };
        let order = order.ok_or(Refusal::MatchingId)?;
        let last = order.sent.last().ok_or(Refusal::MatchingId)?;
        signed.verify(&last.euicc_key).map_err(|_| Refusal::Signature)?;
        let data = &signed.data;
        let own = |to: &SentTo| to.transaction_id == data.transaction_id && to.euicc_key == last.euicc_key;
        if !order.sent.iter().any(own) && checks::OWN_RESULT.on() {
            return Err(Refusal::OtherTransaction);
        }
        if !server.config.certificates.iter().any(|set| set.oid() == data.smdp_oid) {
            return Err(Refusal::OtherServer);
        }
        let metadata = &data.notification_metadata;
        if metadata.profile_management_operation != NotificationEvent::LOAD_RPM_PACKAGE_RESULT {
            return Err(Refusal::SignedOther { what: "event" });
        }
        let result = data.final_result.clone();
        let state = if matches!(result, RpmFinalResult::Executed(_)) { RpmState::Executed } else { order.state };
        let order = RpmOrder { state, ..order.clone() };
        Ok(VerifiedRpmResult { eid: order.eid, order, seq_number: metadata.seq_number, result })
    }

    /// The second half, with the order that was looked up: that it is this order's profile, session and eUICC, and, for an
    /// installation's result, the signature of the eUICC whose certificate was verified when the package was bound.
    ///
    /// # Errors
    /// [`OrderRefusal`]: no order ([`Refusal::MatchingId`]), or which check said no. Nothing changes then.
    pub fn with_order(self, server: &Server, order: Option<&Order>) -> Result<VerifiedNotification, OrderRefusal> {
        let order = order.ok_or(Refusal::MatchingId)?;
        let metadata = self.notification.metadata();
        let eid = order.eid.ok_or(Refusal::MatchingId)?;
        if metadata.iccid.is_some_and(|iccid| iccid != order.iccid) && checks::OWN_RESULT.on() {
            return Err(Refusal::SignedOther { what: "profile" }.into());
        }
        let (seq_number, event) = (metadata.seq_number, metadata.profile_management_operation);
        match (&self.notification, self.euicc) {
            (PendingNotification::ProfileInstallationResult(result), _) => {
                let bound = order.bound.as_ref().ok_or(Refusal::MatchingId)?;
                result.verify(&bound.euicc_key).map_err(|_| Refusal::Signature)?;
                let data = &result.data;
                if data.transaction_id != bound.transaction_id && checks::OWN_RESULT.on() {
                    return Err(Refusal::OtherTransaction.into());
                }
                let own = |oid: &Vec<u8>| server.config.certificates.iter().any(|set| set.oid() == *oid);
                if !data.smdp_oid.as_ref().is_none_or(own) {
                    return Err(Refusal::OtherServer.into());
                }
                let success = matches!(data.final_result, FinalResult::Success { .. });
                if event != NotificationEvent::INSTALL || success && metadata.iccid.is_none() {
                    return Err(Refusal::SignedOther { what: "event" }.into());
                }
                let (order, result) = (order.with_result(&data.final_result), Some(data.final_result.clone()));
                Ok(VerifiedNotification { order, eid, seq_number, event, result })
            }
            (PendingNotification::Other(_), Some((signer, _))) => {
                // A profile that may be copied lives on in other eUICCs, which tell of it too.
                if signer != eid && order.metadata.portable().is_none() && checks::OWN_CARD.on() {
                    return Err(Refusal::Eid.into());
                }
                if metadata.iccid.is_none() || event.count() != 1 || !is_of_a_profile(event) {
                    return Err(Refusal::SignedOther { what: "event" }.into());
                }
                Ok(VerifiedNotification { order: order.clone(), eid: signer, seq_number, event, result: None })
            }
            // What became of commands is told of a session, not of an order.
            (PendingNotification::LoadRpmPackageResult(_), _) => Err(Refusal::MatchingId.into()),
            (PendingNotification::Other(_), None) => Err(Refusal::Signature.into()),
        }
    }
}

/// Of an installation and of commands an eUICC tells in messages of their own.
fn is_of_a_profile(event: NotificationEvent) -> bool {
    event != NotificationEvent::INSTALL && event != NotificationEvent::LOAD_RPM_PACKAGE_RESULT
}
