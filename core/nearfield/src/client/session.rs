use super::Config;
use crate::{
    Closed, FrameRefused, KioskIdentity, Limits, Untrusted, checks,
    handshake::{
        hello::{Answer, TicketId, Versions},
        noise::{self, Finished, Psk},
    },
};

/// What a phone knows of its kiosk, over one link after another.
pub(super) struct Session {
    pub(super) kiosk: KioskIdentity,
    pub(super) binding: [u8; 32],
    pub(super) ticket: TicketId,
    pub(super) psk: Psk,
    /// What the kiosk takes.
    pub(super) limits: Limits,
    pub(super) version: u16,
}

impl Session {
    /// Is the kiosk that finished the handshake one that the phone wants?
    ///
    /// # Errors
    /// The frame's fate and the connection's.
    pub(super) fn begin(
        config: &Config,
        versions: Versions,
        finished: &Finished,
    ) -> Result<Self, (FrameRefused, Closed)> {
        let answer = Answer::parse(&finished.payload).map_err(|e| (e, Closed::Protocol))?;
        let untrusted = |e: Untrusted| (FrameRefused::Untrusted, Closed::Untrusted(e));
        let kiosk = (config.verify)(&answer.certificates);
        #[cfg(test)]
        let kiosk = if checks::CHAIN.on() { kiosk } else { kiosk.or(Ok(unproven(finished))) };
        let kiosk = kiosk.map_err(untrusted)?;
        if finished.remote_static != Some(kiosk.public_key) && checks::STATIC_KEY.on() {
            return Err(untrusted(Untrusted::OtherKey));
        }
        if !(versions.min..=versions.max).contains(&answer.version) {
            return Err((FrameRefused::Version, Closed::Version));
        }
        Ok(Self {
            kiosk,
            binding: finished.hash,
            ticket: answer.ticket,
            psk: noise::derive_psk(&answer.secret, &finished.hash),
            limits: answer.limits,
            version: answer.version,
        })
    }
}

#[cfg(test)]
fn unproven(finished: &Finished) -> KioskIdentity {
    let (name, operator, root_key_id) = Default::default();
    KioskIdentity { name, operator, root_key_id, public_key: finished.remote_static.unwrap_or_default() }
}
