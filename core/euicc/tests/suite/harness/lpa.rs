use super::{Phone, PowerCut, Shop, shop};
use model::SecretBytes;
use rsp::{
    Message,
    es10::{DeviceCapabilities, DeviceInfo},
    lpa::{Answer, Config, Kept, Next, Outcome, Session},
    notification::{ErrorReason, FinalResult, ProfileInstallationResult},
};

pub(crate) fn config() -> Config {
    Config {
        server_oid: None,
        server_address: shop::ADDRESS.to_owned(),
        matching_id: Some(shop::MATCHING_ID.to_owned()),
        device_info: DeviceInfo { device_capabilities: DeviceCapabilities::default(), ..DeviceInfo::default() },
        lpa_rsp_capability: None,
        written_versions: None,
        iccid: None,
    }
}

/// Drives `session` until it is over, or until the package is to be kept if `stop` says so. The user agrees.
pub(crate) fn drive(
    session: &mut Session,
    phone: &mut Phone,
    shop: Option<&mut Shop>,
    stop: bool,
) -> Result<Next, PowerCut> {
    let mut shop = shop;
    loop {
        match session.next().clone() {
            Next::Card(data) => match phone.try_es10(&data)? {
                Ok(answer) => session.card::<String>(Ok(&answer)),
                Err(status) => session.card(Err(format!("{status:04X}"))),
            },
            Next::Server(request) => match &mut shop {
                Some(shop) => session.server(Ok(&shop.answer(&request))),
                None => session.server(Err("there is no network".to_owned())),
            },
            Next::Consent(consent) => {
                let code = consent.needs_code.then(|| SecretBytes::from(&b"1234"[..]));
                session.consent(Answer::Agreed { code });
            }
            Next::Commands(_) => session.consent(Answer::Agreed { code: None }),
            Next::Keep(kept) => {
                // The lazy commit of the one-time key joins this one.
                phone.flush();
                if stop {
                    return Ok(Next::Keep(kept));
                }
                session.kept(Ok(()));
            }
            done @ Next::Done(_) => return Ok(done),
        }
    }
}

/// A whole download; how the installation ended.
pub(crate) fn download(phone: &mut Phone, shop: &mut Shop) -> FinalResult {
    try_download(phone, shop).expect("the power stays on").data.final_result.clone()
}

pub(crate) fn try_download(phone: &mut Phone, shop: &mut Shop) -> Result<ProfileInstallationResult, PowerCut> {
    match drive(&mut Session::new(config()), phone, Some(shop), false)? {
        Next::Done(outcome) => Ok(result(*outcome)),
        other => panic!("not over: {other:?}"),
    }
}

fn result(outcome: Outcome) -> ProfileInstallationResult {
    match outcome {
        Outcome::Loaded { result, .. } => *result,
        Outcome::Commanded { .. } | Outcome::Discovered { .. } => panic!("no download"),
        Outcome::Failed { failure, cancelled } => panic!("{failure} (cancelled: {cancelled:?})"),
    }
}

/// A download up to the package, which is kept.
pub(crate) fn fetch(phone: &mut Phone, shop: &mut Shop) -> Kept {
    match drive(&mut Session::new(config()), phone, Some(shop), true).expect("the power stays on") {
        Next::Keep(kept) => *kept,
        other => panic!("no package: {other:?}"),
    }
}

/// Prepares a download and loads `package` of it instead of the server's own.
pub(crate) fn load_instead(
    phone: &mut Phone,
    shop: &mut Shop,
    package: impl FnOnce(&Phone, &Shop) -> Vec<u8>,
) -> FinalResult {
    fetch(phone, shop);
    let package = package(phone, shop);
    loaded(phone, &pieces(&package)).expect("a result")
}

/// A package as the ES10 commands that carry it.
pub(crate) fn pieces(package: &[u8]) -> Vec<Vec<u8>> {
    rsp::apdu::load_bound_profile_package(package).expect("a package")
}

/// Loads a package that was kept; how that ended, or the status word at which the card gave up.
pub(crate) fn load(phone: &mut Phone, kept: &Kept) -> Result<FinalResult, u16> {
    loaded(phone, &pieces(&kept.bound_profile_package))
}

/// Loads a package piece by piece.
pub(crate) fn loaded(phone: &mut Phone, pieces: &[Vec<u8>]) -> Result<FinalResult, u16> {
    try_loaded(phone, pieces).expect("the power stays on")
}

pub(crate) fn try_loaded(phone: &mut Phone, pieces: &[Vec<u8>]) -> Result<Result<FinalResult, u16>, PowerCut> {
    for piece in pieces {
        match phone.try_es10(piece)? {
            Err(status) => return Ok(Err(status)),
            Ok(answer) if answer.is_empty() => {}
            Ok(answer) => {
                let result = ProfileInstallationResult::decode(&answer).expect("a result");
                result.verify(&phone.key.public()).expect("signed by the eUICC");
                return Ok(Ok(result.data.final_result.clone()));
            }
        }
    }
    panic!("it took the whole package and gave no result")
}

/// Why it was not installed.
pub(crate) fn reason(result: &FinalResult) -> Option<ErrorReason> {
    match result {
        FinalResult::Error { error_reason, .. } => Some(*error_reason),
        FinalResult::Success { .. } => None,
    }
}
