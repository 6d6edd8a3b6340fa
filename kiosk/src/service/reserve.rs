use super::{catalogue::package_unavailable, internal};
use crate::{
    Kiosk, Peer,
    authorise::{Attendant, Authoriser, Denied, Free, tally, voucher},
    reserve::{self, Reservation, ReserveError},
    schema::Stage,
    stock::Listed,
};
use model::{Criterion, UnixTime};
use nearfield::message::{Authorisation, Refusal, Reserve, Reserved, Response, WaitingFor};

/// Reserves a number (A4), after whatever could refuse the sale was asked (A5).
pub(super) fn reserve(kiosk: &Kiosk, request: &Reserve, _peer: &Peer, now: UnixTime) -> Result<Response, Refusal> {
    let products = kiosk.catalogue();
    let listed = products.get(&request.class_id).ok_or_else(|| Refusal::NoMatch {
        criterion: Criterion::Stock,
        detail: "this kiosk does not sell that product".to_owned(),
    })?;
    fits(listed, request)?;
    let authoriser = authoriser(kiosk, listed, request, now)?;
    let reservation = kiosk.reserve(listed, request, authoriser, now).map_err(|e| refusal(&e, now))?;
    Ok(Response::Reserved(Box::new(reserved(kiosk, reservation, now))))
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

fn authoriser(
    kiosk: &Kiosk,
    listed: &Listed,
    request: &Reserve,
    now: UnixTime,
) -> Result<Box<dyn Authoriser>, Refusal> {
    let hardware_id = &request.features.hardware_id;
    match (listed.product.offer.authorisation.as_str(), &request.voucher) {
        ("free", _) => Ok(Box::new(Free { quotas: kiosk.settings.quotas })),
        // A voucher is as good as the attendant's word.
        (_, Some(code)) => {
            let text = std::str::from_utf8(code.expose()).map_err(|_| Refusal::VoucherInvalid)?;
            match voucher::check(&kiosk.store, text, hardware_id, now) {
                Ok(voucher) => Ok(Box::new(voucher)),
                Err(voucher::VoucherError::Denied(denied)) => Err(denied_refusal(denied, now)),
                Err(voucher::VoucherError::Store(error)) => Err(internal(&error)),
            }
        }
        ("voucher", None) => Err(Refusal::VoucherNeeded),
        _ => Ok(Box::new(Attendant)),
    }
}

fn reserved(kiosk: &Kiosk, reservation: Reservation, now: UnixTime) -> Reserved {
    let waiting = reservation.stage == Stage::Reserved;
    Reserved {
        authorisation: if waiting { Authorisation::Waiting(WaitingFor::Attendant) } else { Authorisation::Granted },
        lease_seconds: u32::try_from(reservation.lease.since(now)).unwrap_or(u32::MAX),
        matching_id: reservation.matching_id,
        smdp_address: kiosk.settings.smdp_address.clone(),
        eum_certificate: None,
        euicc_certificate: None,
        ci_key_ids: Vec::new(),
        packages: Vec::new(),
    }
}

fn refusal(error: &ReserveError, now: UnixTime) -> Refusal {
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
        Denied::UsedVoucher => Refusal::VoucherUsed,
        Denied::TooManyGuesses | Denied::QuotaOfHour => rest(tally::HOUR),
        Denied::QuotaOfPhone | Denied::QuotaOfDay => rest(tally::DAY),
    }
}

impl Kiosk {
    /// Reserves a number of a product: one job of the database's writer.
    fn reserve(
        &self,
        listed: &Listed,
        request: &Reserve,
        authoriser: Box<dyn Authoriser>,
        now: UnixTime,
    ) -> Result<Reservation, ReserveError> {
        let job = reserve::Reserve {
            product: listed.id,
            class_id: request.class_id.clone(),
            lease_seconds: listed.product.lease_seconds,
            matching_id: reserve::matching_id(&self.keys.matching, &request.features.hardware_id, &request.nonce),
            hardware_id: request.features.hardware_id.clone(),
            user_id: request.user_id.clone(),
        };
        let most_waiting = self.settings.most_waiting;
        self.store.write(move |tx| reserve::reserve(tx, &job, &*authoriser, most_waiting, now)).wait()
    }
}
