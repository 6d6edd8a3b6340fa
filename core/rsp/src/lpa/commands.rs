//! Commands from afar (SGP.22 v3 §3.7.2, §3.7.3): the user is asked, the eUICC carries them out and signs what became of them.

use super::session::{Next, Session, Stage, read};
use super::{Failure, Outcome};
use crate::checks;
use crate::es9::AuthenticateClientOkRpm;
use crate::es10::{CancelSessionReason, OperationType};
use crate::message::{Message, Raw};
use crate::notification::PendingNotification;
use crate::rpm::{LoadRpmPackageResult, RpmCommandDetails};

impl Session {
    pub(super) fn commanded(&mut self, offer: Box<AuthenticateClientOkRpm>) -> Result<(), Failure> {
        let at_v3 = self.version.as_ref().is_some_and(|version| version.has_operation_type());
        if !self.operation.contains(OperationType::RPM) || !at_v3 {
            return Err(Failure::Function);
        }
        let own = self.transaction_id.as_ref();
        let ours = own == Some(&offer.transaction_id) && own == Some(&offer.smdp_signed3.transaction_id);
        if !ours && checks::SESSION.on() {
            return Err(Failure::Session);
        }
        // A user can't agree to what nobody can read.
        let commands = &offer.smdp_signed3.rpm_package.commands;
        let unreadable = commands.iter().any(|command| matches!(command.details, RpmCommandDetails::Unreadable(_)));
        if unreadable || commands.is_empty() {
            return Err(Failure::Commands);
        }
        self.next = Next::Commands(Box::new(offer.smdp_signed3.clone().into_value()));
        self.stage = Stage::Allow { offer };
        Ok(())
    }

    pub(super) fn allowed(&mut self, offer: &AuthenticateClientOkRpm) {
        let pending = offer.smdp_signed3.rpm_pending;
        self.ask_card(Stage::Command { pending }, &offer.load_rpm_package());
    }

    pub(super) fn carried_out(&mut self, pending: bool, answer: &[u8]) {
        let failed = |failure| (failure, CancelSessionReason::LoadRpmPackageError);
        let (failure, reason) = match read::<LoadRpmPackageResult>(answer).map(Raw::into_value) {
            Ok(LoadRpmPackageResult::Signed(signed)) => match PendingNotification::decode(&signed.encode()) {
                Ok(notification) => {
                    return self.end(Outcome::Commanded {
                        result: Box::new(signed),
                        notification: Box::new(notification),
                        pending,
                    });
                }
                Err(error) => failed(Failure::Malformed { from: "the eUICC", error }),
            },
            Ok(LoadRpmPackageResult::NotSigned(not)) => failed(Failure::CommandsNotLoaded(not.error)),
            Err(failure) => failed(failure),
        };
        self.fail_with(failure, reason);
    }
}
