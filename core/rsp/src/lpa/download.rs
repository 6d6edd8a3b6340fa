//! Profile download and installation (SGP.22 §3.1.3).

use super::policy::{Verdict, judge};
use super::session::{Next, Session, Stage, read};
use super::{CardFailure, Consent, Failure, Kept, Outcome, purpose::Purpose};
use crate::apdu::load_bound_profile_package;
use crate::checks;
use crate::crypto::hash_confirmation_code;
use crate::es9::{
    AuthenticateClientOk, AuthenticateClientResponse, GetBoundProfilePackageError, GetBoundProfilePackageRequest,
    GetBoundProfilePackageResponse, Request,
};
use crate::es10::{
    CancelSessionReason, GetRatRequest, GetRatResponse, OperationType, PrepareDownloadResponse, ProfileInfoListRequest,
    ProfileInfoListResponse, ProfilePolicyAuthorisationRule, SearchCriteria,
};
use crate::message::Message;
use crate::metadata::{PprIds, ProfileClass, StoreMetadataRequest};
use crate::notification::{PendingNotification, ProfileInstallationResult};
use model::SecretBytes;
use tlv::Tag;

/// How often a user is asked for another confirmation code in one session. How many wrong ones an order bears the server
/// says; this is only so that a program which answers with the same code for ever comes to an end.
const MOST_REFUSED_CODES: u8 = 10;

impl Session {
    pub(super) fn offered(&mut self, answer: AuthenticateClientResponse) -> Result<(), Failure> {
        let offer = match answer {
            AuthenticateClientResponse::Error(refused) => {
                return Err(Failure::Refused { function: "AuthenticateClient", status: refused.status });
            }
            // An SM-DS has no profiles, and the eUICC would take none from it.
            _ if self.purpose != Purpose::Profile => return Err(Failure::Function),
            // Nobody asked for a profile.
            AuthenticateClientResponse::Ok(_) if !self.operation.contains(OperationType::PROFILE_DOWNLOAD) => {
                return Err(Failure::Function);
            }
            AuthenticateClientResponse::Ok(offer) => offer,
            AuthenticateClientResponse::Rpm(offer) => return self.commanded(offer),
        };
        let own = self.transaction_id.as_ref();
        let ours = own == Some(&offer.transaction_id) && own == Some(&offer.smdp_signed2.transaction_id);
        if !ours && checks::SESSION.on() {
            return Err(Failure::Session);
        }
        if offer.profile_metadata.rules().intersects(PprIds::PPR1 | PprIds::PPR2) {
            self.ask_card(Stage::Rules { offer }, &GetRatRequest);
        } else {
            self.ask_user(offer, PprIds::NONE);
        }
        Ok(())
    }

    pub(super) fn rules(&mut self, offer: Box<AuthenticateClientOk>, answer: &[u8]) -> Result<(), Failure> {
        let table = read::<GetRatResponse>(answer)?.into_value().rat;
        if !offer.profile_metadata.rules().contains(PprIds::PPR1) {
            return self.judged(offer, &table, false);
        }
        let request = ProfileInfoListRequest {
            search_criteria: Some(SearchCriteria::ProfileClass(ProfileClass::Operational)),
            tag_list: Some(vec![Tag(0x5A)]),
        };
        self.ask_card(Stage::Others { offer, table }, &request);
        Ok(())
    }

    pub(super) fn others(
        &mut self,
        offer: Box<AuthenticateClientOk>,
        table: &[ProfilePolicyAuthorisationRule],
        answer: &[u8],
    ) -> Result<(), Failure> {
        let list = read::<ProfileInfoListResponse>(answer)?;
        // A card that does not say is taken to hold one.
        let others = !matches!(&*list, ProfileInfoListResponse::Ok(list) if list.is_empty());
        self.judged(offer, table, others)
    }

    fn judged(
        &mut self,
        offer: Box<AuthenticateClientOk>,
        table: &[ProfilePolicyAuthorisationRule],
        others: bool,
    ) -> Result<(), Failure> {
        match judge(&offer.profile_metadata, table, others) {
            Verdict::Allowed(to_agree) => self.ask_user(offer, to_agree),
            Verdict::Forbidden => return Err(Failure::PolicyRules),
        }
        Ok(())
    }

    fn ask_user(&mut self, offer: Box<AuthenticateClientOk>, rules_to_agree: PprIds) {
        let consent = Box::new(Consent {
            metadata: (*offer.profile_metadata).clone(),
            needs_code: offer.smdp_signed2.cc_required_flag,
            code_refused: false,
            rules_to_agree,
        });
        self.asked = Some(consent.clone());
        self.next = Next::Consent(consent);
        self.stage = Stage::Consent { offer };
    }

    /// The server's session goes on after a code that it does not take, so the user may type another one.
    fn ask_again(&mut self, offer: Box<AuthenticateClientOk>, refusal: Failure) -> Result<(), Failure> {
        let Some(asked) = self.asked.clone().filter(|_| self.refused_codes < MOST_REFUSED_CODES) else {
            return Err(refusal);
        };
        self.refused_codes += 1;
        self.next = Next::Consent(Box::new(Consent { code_refused: true, ..*asked }));
        self.stage = Stage::Consent { offer };
        Ok(())
    }

    pub(super) fn agreed(&mut self, offer: Box<AuthenticateClientOk>, code: Option<&SecretBytes>) {
        let needs_code = offer.smdp_signed2.cc_required_flag;
        let code = code.filter(|code| needs_code && !code.is_empty());
        if needs_code && code.is_none() {
            return self.fail(Failure::NoCode);
        }
        let hash = code.map(|code| hash_confirmation_code(code.expose(), &offer.transaction_id));
        let request = offer.prepare_download(hash);
        self.ask_card(Stage::Prepare { offer }, &request);
    }

    pub(super) fn prepared(&mut self, offer: Box<AuthenticateClientOk>, answer: &[u8]) -> Result<(), Failure> {
        let response = read::<PrepareDownloadResponse>(answer)?;
        if let PrepareDownloadResponse::Error(error) = &*response {
            return Err(Failure::Download(error.download_error_code));
        }
        let request = GetBoundProfilePackageRequest {
            transaction_id: offer.transaction_id.clone(),
            prepare_download_response: response,
        };
        self.ask_server(Stage::Package { offer }, &Request::GetBoundProfilePackage(request));
        Ok(())
    }

    pub(super) fn fetched(
        &mut self,
        offer: Box<AuthenticateClientOk>,
        answer: GetBoundProfilePackageResponse,
    ) -> Result<(), Failure> {
        use GetBoundProfilePackageError::{ConfirmationCodeMissing, ConfirmationCodeRefused};
        let ok = match answer {
            GetBoundProfilePackageResponse::Ok(ok) => ok,
            GetBoundProfilePackageResponse::Error(refused) => {
                let code = matches!(refused.code, ConfirmationCodeRefused | ConfirmationCodeMissing);
                let refusal = Failure::Refused { function: "GetBoundProfilePackage", status: refused.status };
                let again = code && offer.smdp_signed2.cc_required_flag;
                return if again { self.ask_again(offer, refusal) } else { Err(refusal) };
            }
        };
        if ok.transaction_id != offer.transaction_id && checks::SESSION.on() {
            return Err(Failure::Session);
        }
        let commands = load_bound_profile_package(&ok.bound_profile_package).map_err(Failure::Package)?;
        if metadata_in(&commands).as_ref() != Some(&*offer.profile_metadata) {
            return Err(Failure::Metadata);
        }
        self.stage = Stage::Keep { commands };
        self.next = Next::Keep(Box::new(Kept {
            transaction_id: ok.transaction_id,
            bound_profile_package: ok.bound_profile_package,
        }));
        Ok(())
    }

    pub(super) fn load(&mut self, commands: Vec<Vec<u8>>) {
        let total = commands.iter().map(Vec::len).sum();
        self.load_next(commands.into_iter(), 0, total);
    }

    fn load_next(&mut self, mut rest: std::vec::IntoIter<Vec<u8>>, done: usize, total: usize) {
        match rest.next() {
            Some(command) => {
                let done = done + command.len();
                self.next = Next::Card(command);
                self.stage = Stage::Load { rest, done, total };
            }
            None => self.fail_with(Failure::NoResult, CancelSessionReason::LoadBppExecutionError),
        }
    }

    pub(super) fn loaded(&mut self, rest: std::vec::IntoIter<Vec<u8>>, done: usize, total: usize, answer: &[u8]) {
        if answer.is_empty() {
            return self.load_next(rest, done, total);
        }
        match read::<ProfileInstallationResult>(answer) {
            Ok(result) => self.end(Outcome::Loaded {
                result: Box::new((*result).clone()),
                notification: Box::new(PendingNotification::ProfileInstallationResult(result)),
            }),
            Err(failure) => self.fail_with(failure, CancelSessionReason::LoadBppExecutionError),
        }
    }

    pub(super) fn card_failed(&mut self, stage: &Stage, why: CardFailure) {
        match (stage, why) {
            // The package is kept: loading it again needs no server, so the session is not cancelled.
            (Stage::Load { .. }, CardFailure::Unreachable(why)) => {
                self.end(Outcome::Failed { failure: Failure::Interrupted(why), cancelled: None });
            }
            (Stage::Load { .. }, why) => {
                self.fail_with(Failure::Card(why), CancelSessionReason::LoadBppExecutionError);
            }
            (Stage::Command { .. }, why) => {
                self.fail_with(Failure::Card(why), CancelSessionReason::LoadRpmPackageError);
            }
            (_, why) => self.fail(Failure::Card(why)),
        }
    }
}

/// The metadata in a package's commands: its segments are MACed, not encrypted, so that an LPA can compare what is
/// loaded with what the user agreed to.
fn metadata_in(commands: &[Vec<u8>]) -> Option<StoreMetadataRequest> {
    const MAC: usize = 8;
    let mut metadata = Vec::new();
    for command in commands.iter().filter(|command| command.first() == Some(&0x88)) {
        let segment = tlv::parse_one(command, 0x88).ok()?.value;
        metadata.extend_from_slice(segment.get(..segment.len().checked_sub(MAC)?)?);
    }
    StoreMetadataRequest::decode(&metadata).ok()
}
