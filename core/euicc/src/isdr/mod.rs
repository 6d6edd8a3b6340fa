//! The ISD-R: ES10a, ES10b and ES10c (SGP.22 §5.7), each function in its file.

mod addresses;
mod authenticate_server;
mod cancel_session;
mod info;
mod load;
mod memory_reset;
mod notifications;
pub(crate) mod notify;
mod prepare_download;
mod profiles;
mod rpm;
mod rules;
mod session;
pub(crate) mod states;

pub(crate) use rules::allowed as rules_allow;
pub(crate) use session::Session;

use crate::{Euicc, act::Act, checks};
use model::Random;
use rsp::{
    apdu::{Collected, ISD_R},
    cert::{
        CertError, Certificate, Role,
        chain::{Crls, verify_dp},
    },
    es10::{
        Command, LpaeActivationResponse, LpaeActivationResult, ProfileInfoListError, ProfileInfoListRequest,
        ProfileInfoListResponse,
    },
    message::{Message, VersionType},
};
use uicc::{StatusWord, apdu};

/// The lowest version of SGP.22 that this eUICC speaks.
pub(crate) const LOWEST_SVN: VersionType = VersionType::new(2, 2, 0);
/// The highest version of SGP.22 that this eUICC speaks.
pub(crate) const HIGHEST_SVN: VersionType = VersionType::new(3, 0, 0);

/// FCI of the ISD-R with its proprietary template (SGP.22 §5.7.1): the version, and that there is no LPA in the card.
pub(crate) fn select_response() -> Vec<u8> {
    tlv::Writer::build(|w| {
        w.nest(0x6Fu32, |w| {
            w.put(0x84u32, &ISD_R);
            w.nest(0xA5u32, |w| w.put(0x9F65u32, &[0xFF]));
            w.nest(0xE0u32, |w| w.put(0x82u32, &LOWEST_SVN.0));
        });
    })
}

/// STORE DATA: collects blocks; the last one completes a function or a piece of a bound profile package.
pub(crate) fn store_data(euicc: &mut Euicc, command: &apdu::Command<'_>, random: &mut dyn Random) -> Act {
    let data = match euicc.collector.block(command.channel(), command.p1, command.p2, command.data) {
        Ok(Collected::More) => return Act::Answer(Vec::new()),
        Ok(Collected::Command(data)) => data,
        Err(refused) => return Act::Status(StatusWord(refused.status())),
    };
    if load::is_piece(&data) {
        return load::piece(euicc, &data);
    }
    match Command::decode(&data) {
        Ok(command) => {
            if ends_loading(&command) {
                euicc.installation = None;
            }
            run(euicc, command, random)
        }
        // The one function whose answer has a word for it.
        Err(_) if tlv::parse_one(&data, ProfileInfoListRequest::TAG).is_ok() => {
            answer(&ProfileInfoListResponse::Error(ProfileInfoListError::IncorrectInputValues))
        }
        Err(_) => Act::Status(StatusWord::WRONG_DATA),
    }
}

/// Functions of a session, and the one that takes everything away, end a package that was being loaded; it may be loaded
/// again from its beginning. Others, known or not, leave it as it is (SGP.22 §3.1.5).
const fn ends_loading(command: &Command) -> bool {
    matches!(
        command,
        Command::GetEuiccChallenge
            | Command::AuthenticateServer(_)
            | Command::PrepareDownload(_)
            | Command::CancelSession(_)
            | Command::EuiccMemoryReset(_)
    )
}

fn run(euicc: &mut Euicc, command: Command, random: &mut dyn Random) -> Act {
    match command {
        Command::GetEuiccInfo1 => info::info1(euicc),
        Command::GetEuiccInfo2 => answer(&info::info2(euicc)),
        Command::GetEuiccChallenge => info::challenge(euicc, random),
        Command::GetEid => info::eid(euicc),
        Command::GetRat => answer(&rules::table()),
        Command::GetEuiccConfiguredAddresses => addresses::get(euicc),
        Command::SetDefaultDpAddress(request) => addresses::set(euicc, request),
        Command::AuthenticateServer(request) => authenticate_server::authenticate_server(euicc, *request),
        Command::PrepareDownload(request) => prepare_download::prepare_download(euicc, request, random),
        Command::CancelSession(request) => cancel_session::cancel_session(euicc, &request),
        Command::ListNotification(request) => notifications::list(euicc, request),
        Command::RetrieveNotificationsList(request) => notifications::retrieve(euicc, request),
        Command::RemoveNotificationFromList(request) => notifications::remove(euicc, request),
        Command::GetProfilesInfo(request) => profiles::list(euicc, &request),
        Command::SetNickname(request) => profiles::set_nickname(euicc, request),
        Command::EnableProfile(request) => states::enable(euicc, &request),
        Command::DisableProfile(request) => states::disable(euicc, &request),
        Command::DeleteProfile(request) => states::delete(euicc, &request),
        Command::EuiccMemoryReset(request) => memory_reset::memory_reset(euicc, request),
        // There is no LPA in the card, as the FCI says.
        Command::LpaeActivation(_) => answer(&LpaeActivationResponse { result: LpaeActivationResult::NotSupported }),
        Command::LoadRpmPackage(request) => rpm::load_rpm_package(euicc, &request),
        Command::Unknown(_) => Act::Status(StatusWord::REFERENCE_NOT_FOUND),
    }
}

fn answer(message: &impl Message) -> Act {
    Act::Answer(message.encode())
}

/// A server's certificate and its key; `curve` if the key is on one that is not done, `invalid` if it is no certificate.
fn read_certificate<C>(der: &[u8], invalid: C, curve: C) -> Result<(Certificate, [u8; 65]), C> {
    match Certificate::parse(der) {
        Ok(certificate) => match certificate.public_key().copied() {
            Some(key) => Ok((certificate, key)),
            None => Err(curve),
        },
        Err(CertError::KeyType { .. }) => Err(curve),
        Err(_) => Err(invalid),
    }
}

/// The root above a server's certificate, if that holds in `role`. The eUICC has no clock: it checks no dates.
fn server_certificate(euicc: &Euicc, certificate: &Certificate, role: Role) -> Option<Vec<u8>> {
    let role = if checks::ROLE.on() { role } else { certificate.role().unwrap_or(role) };
    match verify_dp(certificate, role, euicc.roots(), &Crls::default(), None) {
        Ok(root) => Some(root.subject_key_id().to_vec()),
        Err(_) if !checks::CHAIN.on() => Some(certificate.authority_key_id().to_vec()),
        Err(_) => None,
    }
}
