use super::{catalogue::package_unavailable, internal};
use crate::{
    Kiosk, Peer,
    authorise::{Attendant, Authoriser, Denied, Free, Quotas, tally, voucher},
    card::{self, CardError, NewCard},
    checks, packages,
    reserve::{self, Reservation, ReserveError},
    schema::Stage,
    stock::Listed,
};
use model::{Criterion, UnixTime};
use nearfield::message::{Authorisation, Refusal, Reserve, Reserved, Response, WaitingFor};
use store::crash;

/// Reserves a number (A4), after whatever could refuse the sale was asked (A5).
pub(super) fn reserve(kiosk: &Kiosk, request: &Reserve, peer: &Peer, now: UnixTime) -> Result<Response, Refusal> {
    let hardware_id = &request.features.hardware_id;
    if hardware_id.is_empty() {
        return Err(Refusal::NotUnderstood);
    }
    let products = kiosk.catalogue();
    let listed = products.get(&request.class_id).ok_or_else(|| Refusal::NoMatch {
        criterion: Criterion::Stock,
        detail: "this kiosk does not sell that product".to_owned(),
    })?;
    fits(listed, request)?;
    let card = match &request.csr {
        Some(csr) => Some(certified(kiosk, listed, csr, hardware_id, peer, now)?),
        None => None,
    };
    let authoriser = authoriser(kiosk, listed, request, now)?;
    let packages = if request.packages {
        packages::lacking(&kiosk.store, &request.class_id, &request.features).map_err(|e| internal(&e))?
    } else {
        Vec::new()
    };
    let (reservation, certificate) =
        write(kiosk, listed, request, authoriser, card, now).map_err(|e| refusal(&e, now))?;
    let waiting = reservation.stage == Stage::Reserved;
    Ok(Response::Reserved(Box::new(Reserved {
        authorisation: if waiting { Authorisation::Waiting(WaitingFor::Attendant) } else { Authorisation::Granted },
        lease_seconds: u32::try_from(reservation.lease.since(now)).unwrap_or(u32::MAX),
        matching_id: reservation.matching_id,
        smdp_address: kiosk.settings.smdp_address.clone(),
        eum_certificate: certificate.is_some().then(|| kiosk.eum().as_der().to_vec()),
        euicc_certificate: certificate,
        ci_key_ids: vec![kiosk.identity.root.subject_key_id().to_vec()],
        packages,
    })))
}

fn fits(listed: &Listed, request: &Reserve) -> Result<(), Refusal> {
    if listed.product.offer.needs.secure_storage && !request.features.secure_storage {
        return Err(Refusal::NoMatch {
            criterion: Criterion::SecureStorage,
            detail: "this product needs a phone with a secure storage".to_owned(),
        });
    }
    if listed.has_packages(&request.features) { Ok(()) } else { Err(package_unavailable(&request.features)) }
}

/// A card certificate for a phone that has none, as good as the product demands.
fn certified(
    kiosk: &Kiosk,
    listed: &Listed,
    csr: &[u8],
    hardware_id: &str,
    peer: &Peer,
    now: UnixTime,
) -> Result<NewCard, Refusal> {
    let card = card::make(kiosk, csr, hardware_id, peer, now).map_err(|error| match error {
        CardError::Request(_) | CardError::OtherPhone => Refusal::CsrRejected { detail: error.to_string() },
        CardError::Eum(_) | CardError::Revoked(_) => {
            tracing::error!(%error, "a phone without a card certificate can't be served");
            Refusal::CsrRejected {
                detail: "this kiosk can make no cards now; a phone that has one is served".to_owned(),
            }
        }
        CardError::Issue(_) | CardError::Range | CardError::Keystore(_) => {
            tracing::error!(%error, "a card certificate can't be made");
            Refusal::Internal
        }
    })?;
    let (needed, offered) = (listed.product.offer.assurance, card.assurance.level());
    if offered < needed { Err(Refusal::AssuranceTooLow { needed, offered }) } else { Ok(card) }
}

fn authoriser(
    kiosk: &Kiosk,
    listed: &Listed,
    request: &Reserve,
    now: UnixTime,
) -> Result<Box<dyn Authoriser>, Refusal> {
    let hardware_id = &request.features.hardware_id;
    match (listed.product.offer.authorisation.as_str(), &request.voucher) {
        ("free", _) => {
            let quotas = if checks::QUOTA.on() { kiosk.settings.quotas } else { Quotas::NONE };
            Ok(Box::new(Free { quotas }))
        }
        // A voucher is as good as the attendant's word.
        (_, Some(code)) => {
            let text = std::str::from_utf8(code.expose()).map_err(|_| Refusal::VoucherInvalid)?;
            match voucher::check(&kiosk.store, text, hardware_id, now) {
                Ok(voucher) => Ok(Box::new(voucher)),
                Err(error) => Err(refusal(&error.into(), now)),
            }
        }
        ("voucher", None) => Err(Refusal::VoucherNeeded),
        _ => Ok(Box::new(Attendant)),
    }
}

/// One job of the database's writer: number, authorisation and card certificate stand or fall together.
fn write(
    kiosk: &Kiosk,
    listed: &Listed,
    request: &Reserve,
    authoriser: Box<dyn Authoriser>,
    card: Option<NewCard>,
    now: UnixTime,
) -> Result<(Reservation, Option<Vec<u8>>), ReserveError> {
    let job = reserve::Reserve {
        product: listed.id,
        class_id: request.class_id.clone(),
        lease_seconds: listed.product.lease_seconds,
        matching_id: reserve::matching_id(&kiosk.keys.matching, &request.features.hardware_id, &request.nonce),
        hardware_id: request.features.hardware_id.clone(),
        user_id: request.user_id.clone(),
    };
    crash::point("kiosk.reserve.before");
    let most_waiting = if checks::WAITING.on() { kiosk.settings.most_waiting } else { u32::MAX };
    let written = kiosk.store.write_now(move |tx| {
        let reservation = reserve::reserve(tx, &job, &*authoriser, most_waiting, now)?;
        let certificate = card.map(|card| card::keep(tx, &card, now)).transpose()?;
        Ok((reservation, certificate))
    });
    crash::point("kiosk.reserve.after");
    written
}

pub(super) fn refusal(error: &ReserveError, now: UnixTime) -> Refusal {
    match error {
        ReserveError::SoldOut => Refusal::SoldOut,
        ReserveError::Denied(denied) => denied_refusal(*denied, now),
        ReserveError::AlreadyWaiting | ReserveError::TooManyWaiting => Refusal::Busy,
        ReserveError::Ended(_) => Refusal::UnknownMatchingId,
        ReserveError::Store(error) => internal(error),
    }
}

fn denied_refusal(denied: Denied, now: UnixTime) -> Refusal {
    let rest = |window: u64| Refusal::Quota { retry_after: (window - now.0 % window) as u32 };
    match denied {
        Denied::NoVoucher => Refusal::VoucherNeeded,
        Denied::BadVoucher | Denied::OtherProduct => Refusal::VoucherInvalid,
        Denied::ExpiredVoucher => Refusal::VoucherExpired,
        Denied::UsedVoucher | Denied::VoucherBeforeRestore => Refusal::VoucherUsed,
        Denied::TooManyGuesses | Denied::QuotaOfHour => rest(tally::HOUR),
        Denied::QuotaOfPhone | Denied::QuotaOfDay => rest(tally::DAY),
    }
}
