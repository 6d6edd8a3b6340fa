use crate::{Call, Chain, KioskId, MOST_EVENTS, Registration, Renewal, Report, checks};
use account::{
    signed::{Kind, Signed, SignedError, Signer},
    wire::Bytes,
};
use model::Check;
use serde::de::DeserializeOwned;

/// Why a report was not taken. The number is the report's place in its chain; 0 for what is no report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// The kiosk's key did not sign it.
    #[error("what was handed in as of this kiosk is not signed by its key")]
    Forged,
    /// The key signed it, but this release can't read it.
    #[error("what the kiosk signed can't be read: it may be of a newer release")]
    Unreadable,
    /// Another kiosk's.
    #[error("the report is another kiosk's")]
    Foreign,
    /// The kiosk was restored since, and has begun a new chain.
    #[error("report {0} is from before the kiosk was restored from a backup")]
    Restored(u64),
    /// Reports between are missing.
    #[error("report {0} is not the next one: some before it are missing")]
    Missing(u64),
    /// It stands where another one stands.
    #[error("report {0} is another than the one that was taken before")]
    Doubled(u64),
    /// It names another one before it.
    #[error("report {0} belongs to another history of the kiosk")]
    Branched(u64),
    /// It is too long.
    #[error("report {0} holds more events than a report may")]
    TooLong(u64),
    /// The call is not of now.
    #[error("the kiosk's call answers another challenge")]
    Stale,
}

impl ReportError {
    /// Whether handing it in again may help.
    #[must_use]
    pub const fn retrying_helps(self) -> bool {
        matches!(self, Self::Missing(_) | Self::Stale)
    }

    /// What the kiosk's owner can do.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Missing(_) => "The kiosk hands in those before it first; it does so by itself.",
            Self::Stale => "The kiosk calls again, with a new challenge; it does so by itself.",
            Self::Unreadable => "Update the cloud.",
            Self::Restored(_) | Self::Doubled(_) | Self::Branched(_) => {
                "Two kiosks run from one backup, or one ran on beside its copy: stop one, and restore the other anew."
            }
            Self::Forged | Self::Foreign => {
                "Look who calls in the kiosk's name; if its keys are lost, register it anew."
            }
            Self::TooLong(_) => "Update the kiosk.",
        }
    }
}

/// A report behind `from`, where the kiosk's chain ends at the cloud, against the kiosk's key (`04 ‖ x ‖ y`). One that was taken before, `from`'s last,
/// is fine and changes nothing.
///
/// # Errors
/// [`ReportError`]
pub fn verify(kiosk: &KioskId, key: &[u8], from: &Chain, signed: &Signed) -> Result<(Report, Chain), ReportError> {
    let report: Report = read(Kind::Report, kiosk, key, signed)?;
    let number = report.number;
    let after = Chain::after(&report, signed);
    require(checks::OWN, report.kiosk == *kiosk, ReportError::Foreign)?;
    require(checks::SIZE, report.events.len() <= MOST_EVENTS, ReportError::TooLong(number))?;
    if after == *from {
        return Ok((report, after));
    }
    require(checks::EPOCH, report.epoch >= from.epoch, ReportError::Restored(number))?;
    let before = if report.epoch == from.epoch { from.clone() } else { Chain::new(report.epoch) };
    if checks::NUMBER.on() && number != before.number + 1 {
        return Err(if number <= before.number { ReportError::Doubled(number) } else { ReportError::Missing(number) });
    }
    require(checks::LINK, report.previous == before.previous, ReportError::Branched(number))?;
    Ok((report, after))
}

/// A kiosk's call, made now: it answers `challenge`.
///
/// # Errors
/// [`ReportError::Forged`], `Unreadable`, `Foreign` or `Stale`.
pub fn called(kiosk: &KioskId, key: &[u8], challenge: &Bytes, signed: &Signed) -> Result<Call, ReportError> {
    let call: Call = read(Kind::Call, kiosk, key, signed)?;
    require(checks::OWN, call.kiosk == *kiosk, ReportError::Foreign)?;
    require(checks::CHALLENGE, call.challenge == *challenge, ReportError::Stale)?;
    Ok(call)
}

/// A kiosk's request for a new certificate; whether it is of now the challenge in it says.
///
/// # Errors
/// [`ReportError::Forged`], `Unreadable` or `Foreign`.
pub fn renewal(kiosk: &KioskId, key: &[u8], signed: &Signed) -> Result<Renewal, ReportError> {
    let renewal: Renewal = read(Kind::Renewal, kiosk, key, signed)?;
    require(checks::OWN, renewal.kiosk == *kiosk, ReportError::Foreign)?;
    Ok(renewal)
}

/// A registration, and whose it is: the key that it names has signed it.
///
/// # Errors
/// [`ReportError::Forged`] or `Unreadable`.
pub fn registered(signed: &Signed) -> Result<(KioskId, Registration), ReportError> {
    let named: Registration = payload(signed)?;
    let kiosk = KioskId::of(&named.key.0);
    let registration: Registration = read(Kind::Registration, &kiosk, &named.key.0, signed)?;
    Ok((kiosk, registration))
}

fn read<T: DeserializeOwned>(kind: Kind, kiosk: &KioskId, key: &[u8], signed: &Signed) -> Result<T, ReportError> {
    let own = signed.signer == Signer::Kiosk(kiosk.clone().into());
    match signed.verify::<serde::de::IgnoredAny>(kind, key) {
        Ok(_) if own => {}
        Ok(_) | Err(SignedError::Signature) if checks::SIGNATURE.on() => return Err(ReportError::Forged),
        _ => {}
    }
    payload(signed)
}

fn payload<T: DeserializeOwned>(signed: &Signed) -> Result<T, ReportError> {
    serde_json::from_slice(&signed.payload.0).map_err(|_| ReportError::Unreadable)
}

fn require(check: Check, holds: bool, error: ReportError) -> Result<(), ReportError> {
    if check.on() && !holds { Err(error) } else { Ok(()) }
}
