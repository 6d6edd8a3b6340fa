//! ES9+, whatever it comes over: the SM-DP+'s two-phase handlers around the kiosk's orders, keys and durable steps.

use super::{commands, discovery, internal};
use crate::{
    Kiosk,
    bind::{self, BindError},
    condition::NotSelling,
    confirmation,
    distribute::{self, DistributeError, SignedResult, Verdict},
    entropy::Entropy,
    order::{self, Sale},
    orders::{self, News},
    profile::{self, ProfileError},
    remote,
    schema::Stage,
    told,
};
use model::{Eid, UnixTime};
use nearfield::message::Refusal;
use rsp::{
    bpp::Payload,
    es9::{
        AuthenticateClientRequest, CancelSessionRequestEs9, GetBoundProfilePackageRequest, HandleNotification, Request,
    },
    notification::{ErrorReason, FinalResult, PendingNotification},
};
use smdp::{Asked, Function, OrderRefusal, ToSign, VerifiedNotification, es2::progress::Progress};
use store::crash;

/// Refused by the SM-DP+, which the client is told in ES9+'s own words, or by the kiosk.
pub(super) enum Stop {
    Smdp(smdp::Refusal),
    Kiosk(Refusal),
}

impl From<smdp::Refusal> for Stop {
    fn from(refusal: smdp::Refusal) -> Self {
        Self::Smdp(refusal)
    }
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        Self::Kiosk(internal(&error))
    }
}

impl From<BindError> for Stop {
    fn from(error: BindError) -> Self {
        match error {
            BindError::Store(error) => error.into(),
            BindError::NotAuthorised => Self::Smdp(smdp::Refusal::NotReleased),
            BindError::OtherCard => Self::Smdp(smdp::Refusal::Eid),
            BindError::Lapsed => Self::Smdp(smdp::Refusal::OrderExpired),
            BindError::Unknown | BindError::Over(_) | BindError::Again => Self::Smdp(smdp::Refusal::OrderOver),
        }
    }
}

impl From<ProfileError> for Stop {
    fn from(error: ProfileError) -> Self {
        match error {
            ProfileError::Stage(Stage::Lapsed) => Self::Smdp(smdp::Refusal::OrderExpired),
            ProfileError::Stage(_) => Self::Smdp(smdp::Refusal::OrderOver),
            ProfileError::Deleted
            | ProfileError::Sealed(_)
            | ProfileError::Unreadable(_)
            | ProfileError::Build(_)
            | ProfileError::Store(_) => Self::Kiosk(Refusal::Internal),
        }
    }
}

pub(super) type Es9 = rsp::es9::Response;

/// Why there is no answer in ES9+'s own words.
#[derive(Debug)]
pub(crate) enum NotAnswered {
    /// The kiosk does not sell now.
    NotSelling(NotSelling),
    /// It failed, or is busy.
    Kiosk(Refusal),
}

/// Answers a request for a client that knows ES9+ alone.
pub(crate) fn answer(kiosk: &Kiosk, request: Request, now: UnixTime) -> Result<Es9, NotAnswered> {
    Ok(try_answer(kiosk, request, now)?.unwrap_or_else(|(asked, refusal)| refusal.es9_response(asked)))
}

/// Judges a notification that came by the cloud, since its phone had left: answers why it was refused, if it was.
pub(crate) fn late_result(kiosk: &Kiosk, der: &[u8], now: UnixTime) -> Result<Option<String>, NotAnswered> {
    let pending_notification = match PendingNotification::decode(der) {
        Ok(pending) => pending,
        Err(error) => return Ok(Some(error.to_string())),
    };
    let request = Request::HandleNotification(HandleNotification { pending_notification });
    Ok(try_answer(kiosk, request, now)?.err().map(|(_, refusal)| refusal.to_string()))
}

/// Answers a request, or says which check of the SM-DP+ refused it.
pub(super) fn try_answer(
    kiosk: &Kiosk,
    request: Request,
    now: UnixTime,
) -> Result<Result<Es9, (Asked, smdp::Refusal)>, NotAnswered> {
    if let Some(answer) = discovery::answer(kiosk, &request, now) {
        return answer.map(Ok);
    }
    let asked = Asked::by(&request);
    may_answer(kiosk, asked.function, now)?;
    let answered = match request {
        Request::InitiateAuthentication(request) => {
            let mut sessions = kiosk.sessions();
            let to_sign = kiosk.server().initiate_authentication(&mut sessions, &request, now, &mut Entropy);
            drop(sessions);
            to_sign.map_err(Stop::from).and_then(|t| sign(kiosk, t))
        }
        Request::AuthenticateClient(request) => authenticate(kiosk, &request, now),
        Request::GetBoundProfilePackage(request) => package(kiosk, &request, now),
        Request::CancelSession(request) => cancel(kiosk, &request, now),
        Request::HandleNotification(request) => notification(kiosk, request, now),
    };
    match answered {
        Ok(answer) => Ok(Ok(answer)),
        Err(Stop::Kiosk(refusal)) => Err(NotAnswered::Kiosk(refusal)),
        Err(Stop::Smdp(refusal)) => {
            tracing::info!(%refusal, function = %asked.function, "refused");
            Ok(Err((asked, refusal)))
        }
    }
}

pub(super) fn may_answer(kiosk: &Kiosk, function: smdp::Function, now: UnixTime) -> Result<(), NotAnswered> {
    let may = kiosk.may_sell(now).or_else(|why| match (&why, function) {
        // What a card signed of a package that the backup knows is true whatever was sold since, and is no sale. A result
        // of a sale that the backup does not know brings no certificate, so nothing in it could be verified.
        (NotSelling::Unreconciled, smdp::Function::HandleNotification) => kiosk.may_take_results(now),
        _ => Err(why),
    });
    may.map_err(NotAnswered::NotSelling)
}

fn authenticate(kiosk: &Kiosk, request: &AuthenticateClientRequest, now: UnixTime) -> Result<Es9, Stop> {
    let checked = kiosk.server().authenticate_client(&mut kiosk.sessions(), request, now)?;
    let version = checked.accepted().offered.to_string();
    tracing::info!(eid = %checked.eid(), version, "a card has proved itself");
    if checked.takes_commands() {
        let commands = match checked.matching_id() {
            Some(id) => remote::by_matching_id(&kiosk.store, id)?,
            None => remote::waiting(&kiosk.store, checked.eid())?,
        };
        // One that takes a profile too gets that, where no commands wait.
        if commands.is_some() || !checked.takes_profile() {
            return commands::sent(kiosk, checked, commands, &version, now);
        }
    }
    let sale = match checked.matching_id() {
        Some(id) => order::by_matching_id(&kiosk.store, id)?,
        None => order::by_eid(&kiosk.store, checked.eid(), now)?,
    };
    let sale = sale.map(|s| s.with_code(&kiosk.keys.opening).managed_by(&kiosk.identity, &kiosk.settings));
    let order = sale.as_ref().map(|s| &s.order);
    let eid = *checked.eid();
    let offered = checked.with_order(&kiosk.server(), &mut kiosk.sessions(), order, now);
    let function = Function::AuthenticateClient;
    let progress = match &offered {
        Ok(_) => Progress::answered(function),
        Err(refusal) => Progress::refused(function, refusal),
    };
    tell(kiosk, sale.as_ref(), eid, progress, now);
    sign(kiosk, offered?.answer)
}

/// Tells the order's operator of what changes nothing here.
fn tell(kiosk: &Kiosk, sale: Option<&Sale>, eid: Eid, progress: Option<Progress>, now: UnixTime) {
    if let Some(news) = sale.and_then(|sale| News::of(kiosk, sale, progress, Some(eid), now)) {
        orders::news::tell(&kiosk.store, news, now);
    }
}

fn package(kiosk: &Kiosk, request: &GetBoundProfilePackageRequest, now: UnixTime) -> Result<Es9, Stop> {
    let checked = kiosk.server().get_bound_profile_package(&mut kiosk.sessions(), request, now)?;
    let sale = order::by_matching_id(&kiosk.store, checked.matching_id())?.ok_or(smdp::Refusal::MatchingId)?;
    let sale = sale.with_kept_key(&kiosk.keys.opening).with_code(&kiosk.keys.opening);
    let sale = sale.managed_by(&kiosk.identity, &kiosk.settings);
    let eid = *checked.eid();
    let profile =
        profile::package(&kiosk.store, &kiosk.keys.opening, &kiosk.forms, &sale.reservation).map_err(|error| {
            tracing::error!(%error, sale = sale.reservation.id, "no profile for a sale");
            Stop::from(error)
        })?;
    let payload = Payload::Unprotected(profile.expose());
    let made = checked.with_order(&kiosk.server(), &mut kiosk.sessions(), &sale.order, payload, now, &mut Entropy);
    let made = made.map_err(|refused| {
        tell(kiosk, Some(&sale), eid, Progress::refused(Function::GetBoundProfilePackage, &refused.refusal), now);
        wrong_code(kiosk, sale.reservation.id, refused, now)
    })?;
    let bound = made.order.bound.clone().ok_or(Stop::Kiosk(Refusal::Internal))?;
    let answer = sign(kiosk, made.answer)?;
    crash::point("kiosk.bind.before");
    // Durable before it leaves: from here on the number waits for this card.
    let news = News::of(kiosk, &sale, Progress::answered(Function::GetBoundProfilePackage), Some(eid), now);
    bind::bind(kiosk, &sale.reservation.matching_id, &eid, bound, news, now)?;
    crash::point("kiosk.bind.after");
    Ok(answer)
}

/// A refusal that changed the order, as a wrong confirmation code does, is told once that is durable.
fn wrong_code(kiosk: &Kiosk, id: i64, refused: OrderRefusal, now: UnixTime) -> Stop {
    let OrderRefusal { refusal, order } = refused;
    match order.map(|order| confirmation::wrong(&kiosk.store, id, &order, now)) {
        Some(Err(error)) => error.into(),
        _ => refusal.into(),
    }
}

fn cancel(kiosk: &Kiosk, request: &CancelSessionRequestEs9, now: UnixTime) -> Result<Es9, Stop> {
    let cancelled = kiosk.server().cancel_session(&mut kiosk.sessions(), request, now)?;
    let why = format!("the phone cancelled: {}", cancelled.reason);
    if let Some(kept) = remote::by_matching_id(&kiosk.store, &cancelled.matching_id)? {
        remote::cancelled(&kiosk.store, &kept, &kept.order.cancelled(cancelled.reason), &why, now)?;
        return Ok(cancelled.response());
    }
    let for_good = !cancelled.keeps_order();
    let news = order::by_matching_id(&kiosk.store, &cancelled.matching_id)?.and_then(|sale| {
        let progress = Progress::cancelled(&cancelled, sale.reservation.stage == Stage::Bound);
        News::of(kiosk, &sale, Some(progress), Some(cancelled.eid), now)
    });
    distribute::cancelled(&kiosk.store, &cancelled.matching_id, &request.transaction_id, for_good, &why, news, now)?;
    Ok(cancelled.response())
}

fn notification(kiosk: &Kiosk, request: HandleNotification, now: UnixTime) -> Result<Es9, Stop> {
    let signed = request.pending_notification.raw().to_vec();
    let read = kiosk.server().handle_notification(&mut kiosk.sessions(), request, now)?;
    let transaction_id = read.transaction_id().cloned();
    if read.is_of_commands() {
        return commands::carried_out(kiosk, read, transaction_id.as_ref(), now);
    }
    let sale = match (&transaction_id, read.iccid()) {
        (Some(id), _) => order::by_transaction(&kiosk.store, id)?,
        (None, Some(iccid)) => order::by_iccid(&kiosk.store, iccid)?,
        (None, None) => None,
    };
    let order = sale.as_ref().map(|s| &s.order);
    // A notification that is refused changes no order.
    let verified = read.with_order(&kiosk.server(), order).map_err(|refused| refused.refusal)?;
    let progress = Progress::notified(&verified, &signed);
    let (Some(sale), Some(transaction_id)) = (&sale, transaction_id) else {
        tell(kiosk, sale.as_ref(), verified.eid, progress, now);
        tracing::info!(eid = %verified.eid, event = ?verified.event, "a card told what became of its profile");
        told::record(&kiosk.store, &verified, now)?;
        return Ok(Es9::NotificationAccepted);
    };
    let verdict = verdict(&verified).ok_or(smdp::Refusal::SignedOther { what: "event" })?;
    let result = SignedResult {
        transaction_id: transaction_id.as_bytes().to_vec(),
        eid: *verified.eid.as_bytes(),
        iccid: Some(sale.order.iccid),
        verdict,
    };
    let news = News::of(kiosk, sale, progress, Some(verified.eid), now);
    crash::point("kiosk.distribute.before");
    match distribute::record(&kiosk.store, result, news, now) {
        Ok(recorded) => tracing::info!(sale = sale.reservation.id, ?recorded, "a card's result"),
        Err(DistributeError::Store(error)) => return Err(error.into()),
        // The phone has told it, and telling it again changes nothing: the operator's log has it now.
        Err(error) => {
            let hint = error.hint();
            tracing::error!(%error, hint, sale = sale.reservation.id, "a card's result moved nothing");
        }
    }
    crash::point("kiosk.distribute.after");
    Ok(Es9::NotificationAccepted)
}

fn verdict(verified: &VerifiedNotification) -> Option<Verdict> {
    Some(match verified.result.as_ref()? {
        FinalResult::Success { .. } => Verdict::Installed,
        FinalResult::Error { error_reason, .. } => Verdict::Failed {
            // That card has it already, so its number must stay: an earlier package was installed.
            for_good: verified.order.state == smdp::order::State::Error
                && *error_reason != ErrorReason::InstallFailedDueToIccidAlreadyExistsOnEuicc,
            reason: error_reason.to_string(),
        },
    })
}

pub(super) fn sign(kiosk: &Kiosk, to_sign: ToSign<Es9>) -> Result<Es9, Stop> {
    let signature = kiosk.keys.sign_as(&to_sign.key, to_sign.message()).map_err(|error| {
        tracing::error!(%error, "the keystore does not sign");
        Stop::Kiosk(if error.retrying_helps() { Refusal::Busy } else { Refusal::Internal })
    })?;
    Ok(to_sign.signed(signature))
}
