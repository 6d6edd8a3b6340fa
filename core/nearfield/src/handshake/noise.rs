//! Noise, as this protocol uses it.

use super::resolver::Primitives;
use crate::{FrameRefused, checks};
use model::Random;
use ring::hmac;
use snow::{Builder, HandshakeState, StatelessTransportState};
use zeroize::Zeroizing;

/// The longest handshake message: a chain of certificates fits.
pub(crate) const MAX_MESSAGE: usize = 8_192;
/// What a seal adds.
pub(crate) const TAG: usize = 16;

const NEW: &str = "Noise_NX_25519_AESGCM_SHA256";
const KNOWN: &str = "Noise_NNpsk0_25519_AESGCM_SHA256";
const PROLOGUE: &[u8] = b"Landfall near field";

/// The shared key of a session's further links.
pub(crate) type Psk = Zeroizing<[u8; 32]>;

/// Derives it: only who holds the ticket's secret of this very session has it.
pub(crate) fn derive_psk(secret: &[u8; 32], binding: &[u8; 32]) -> Psk {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let mut message = b"landfall resume".to_vec();
    message.extend_from_slice(binding);
    let mut psk = Zeroizing::new([0; 32]);
    psk.copy_from_slice(hmac::sign(&key, &message).as_ref());
    psk
}

/// A handshake that is through.
pub(crate) struct Finished {
    /// What the peer's message said.
    pub(crate) payload: Vec<u8>,
    /// The kiosk's static key; only in a new session.
    pub(crate) remote_static: Option<[u8; 32]>,
    /// The transcript's hash.
    pub(crate) hash: [u8; 32],
    /// The keys.
    pub(crate) transport: Transport,
}

/// The phone's half: its message is sent, the answer awaited.
pub(crate) struct Initiator {
    // Taken when the answer is in.
    state: Option<HandshakeState>,
}

/// Begins a handshake: a new session's without `psk`, else a known one's. Gives the message to send.
pub(crate) fn initiate(psk: Option<&Psk>, payload: &[u8], random: &mut dyn Random) -> (Initiator, Vec<u8>) {
    let mut state =
        builder(psk, random).build_initiator().expect("both patterns need of an initiator only what was set");
    let (inside, beside) = place(payload);
    let mut message = vec![0; inside.len() + 32 + TAG];
    let length = state.write_message(inside, &mut message).expect("the first message is due, and there is room for it");
    message.truncate(length);
    message.extend_from_slice(beside);
    (Initiator { state: Some(state) }, message)
}

impl Initiator {
    /// Takes the answer. A message that does not authenticate leaves everything as it was.
    ///
    /// # Errors
    /// [`FrameRefused::HandshakeUnauthentic`].
    pub(crate) fn finish(&mut self, message: &[u8]) -> Result<Finished, FrameRefused> {
        let state = self.state.as_mut().ok_or(FrameRefused::Unexpected)?;
        let mut payload = vec![0; message.len()];
        let length = state.read_message(message, &mut payload).map_err(|_| FrameRefused::HandshakeUnauthentic)?;
        payload.truncate(length);
        let remote_static = state.get_remote_static().and_then(|k| k.try_into().ok());
        let state = self.state.take().ok_or(FrameRefused::Unexpected)?;
        Ok(Finished { payload, remote_static, hash: hash(&state), transport: Transport::new(state)? })
    }
}

/// The kiosk's half: the phone's message is read, the answer to be written.
pub(crate) struct Responder {
    state: HandshakeState,
    /// What the phone's message said.
    pub(crate) payload: Vec<u8>,
}

/// Reads the first message of a new session.
///
/// # Errors
/// [`FrameRefused::HandshakeUnauthentic`] if it can't be one.
pub(crate) fn respond_new(private: &[u8], message: &[u8], random: &mut dyn Random) -> Result<Responder, FrameRefused> {
    let state = builder(None, random)
        .local_private_key(private)
        .and_then(Builder::build_responder)
        .map_err(|_| FrameRefused::HandshakeUnauthentic)?;
    read_first(state, message)
}

/// Reads the first message of a known session's further link.
///
/// # Errors
/// [`FrameRefused::HandshakeUnauthentic`] unless the phone has the key.
pub(crate) fn respond_known(psk: &Psk, message: &[u8], random: &mut dyn Random) -> Result<Responder, FrameRefused> {
    let state = builder(Some(psk), random).build_responder().map_err(|_| FrameRefused::HandshakeUnauthentic)?;
    read_first(state, message)
}

fn read_first(mut state: HandshakeState, message: &[u8]) -> Result<Responder, FrameRefused> {
    let (message, beside) = displace(message);
    let mut payload = vec![0; message.len()];
    let length = state.read_message(message, &mut payload).map_err(|_| FrameRefused::HandshakeUnauthentic)?;
    payload.truncate(length);
    payload.extend_from_slice(beside);
    Ok(Responder { state, payload })
}

impl Responder {
    /// The hash that the transcript will have once the answer is written can't be known before; gives both.
    pub(crate) fn finish(mut self, payload: &[u8]) -> Result<(Vec<u8>, [u8; 32], Transport), FrameRefused> {
        let mut message = vec![0; payload.len() + 32 + 32 + TAG + TAG];
        let length = self.state.write_message(payload, &mut message).map_err(|_| FrameRefused::HandshakeUnauthentic)?;
        message.truncate(length);
        Ok((message, hash(&self.state), Transport::new(self.state)?))
    }
}

fn builder<'a>(psk: Option<&'a Psk>, random: &mut dyn Random) -> Builder<'a> {
    let name = if psk.is_some() { KNOWN } else { NEW };
    let params = name.parse().expect("a Noise protocol name");
    let builder =
        Builder::with_resolver(params, Box::new(Primitives::new(random))).prologue(PROLOGUE).expect("set once");
    match psk {
        Some(psk) => builder.psk(0, psk).expect("set once, position 0"),
        None => builder,
    }
}

fn hash(state: &HandshakeState) -> [u8; 32] {
    state.get_handshake_hash().try_into().expect("SHA-256")
}

/// What of the first payload the transcript covers: all of it, unless a test takes that away.
fn place(payload: &[u8]) -> (&[u8], &[u8]) {
    if checks::TRANSCRIPT.on() { (payload, &[]) } else { (&[], payload) }
}

fn displace(message: &[u8]) -> (&[u8], &[u8]) {
    if checks::TRANSCRIPT.on() { (message, &[]) } else { message.split_at(message.len().min(32)) }
}

/// A link's keys, one for each direction.
pub(crate) struct Transport(StatelessTransportState);

impl Transport {
    fn new(state: HandshakeState) -> Result<Self, FrameRefused> {
        Ok(Self(state.into_stateless_transport_mode().map_err(|_| FrameRefused::HandshakeUnauthentic)?))
    }

    /// Seals `plain` under `number`, which must never be used twice.
    pub(crate) fn seal(&self, number: u64, plain: &[u8]) -> Vec<u8> {
        let mut sealed = vec![0; plain.len() + TAG];
        let length = self.0.write_message(number, plain, &mut sealed).expect("a packet is shorter than 65,535 bytes");
        sealed.truncate(length);
        sealed
    }

    /// Opens what the peer sealed under `number`.
    ///
    /// # Errors
    /// [`FrameRefused::Unauthentic`].
    pub(crate) fn open(&self, number: u64, sealed: &[u8]) -> Result<Vec<u8>, FrameRefused> {
        let length = sealed.len().checked_sub(TAG).ok_or(FrameRefused::Truncated)?;
        let mut plain = vec![0; sealed.len()];
        self.0.read_message(number, sealed, &mut plain).map_err(|_| FrameRefused::Unauthentic)?;
        plain.truncate(length);
        Ok(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counter(seed: u8) -> impl FnMut(&mut [u8]) {
        move |out: &mut [u8]| out.fill(seed)
    }

    #[test]
    fn both_sides_end_with_the_same_hash_and_keys() {
        let (mut phone, first) = initiate(None, b"hello", &mut counter(1));
        let kiosk = respond_new(&[9; 32], &first, &mut counter(2)).unwrap();
        assert_eq!(kiosk.payload, b"hello");
        let (second, hash, transport) = kiosk.finish(b"answer").unwrap();
        let finished = phone.finish(&second).unwrap();
        assert_eq!(finished.payload, b"answer");
        assert_eq!(finished.hash, hash);
        assert_eq!(finished.transport.open(5, &transport.seal(5, b"x")).unwrap(), b"x");
        assert_eq!(transport.open(5, &finished.transport.seal(5, b"y")).unwrap(), b"y");
        assert_eq!(transport.open(6, &finished.transport.seal(5, b"y")), Err(FrameRefused::Unauthentic));
    }

    #[test]
    fn a_damaged_answer_leaves_the_phone_waiting_for_the_true_one() {
        let (mut phone, first) = initiate(None, b"", &mut counter(1));
        let (second, _, _) = respond_new(&[9; 32], &first, &mut counter(2)).unwrap().finish(b"answer").unwrap();
        for at in 0..second.len() {
            let mut bad = second.clone();
            bad[at] ^= 1;
            assert!(matches!(phone.finish(&bad), Err(FrameRefused::HandshakeUnauthentic)), "byte {at}");
        }
        assert_eq!(phone.finish(&second).unwrap().payload, b"answer");
    }

    #[test]
    fn a_known_session_needs_its_key() {
        let psk = derive_psk(&[1; 32], &[2; 32]);
        let (mut phone, first) = initiate(Some(&psk), b"positions", &mut counter(1));
        assert!(respond_known(&derive_psk(&[1; 32], &[3; 32]), &first, &mut counter(2)).is_err());
        let kiosk = respond_known(&psk, &first, &mut counter(2)).unwrap();
        assert_eq!(kiosk.payload, b"positions");
        let (second, hash, _) = kiosk.finish(b"").unwrap();
        assert_eq!(phone.finish(&second).unwrap().hash, hash);
    }

    #[test]
    fn keys_of_low_order_are_refused() {
        let mut first = initiate(None, b"", &mut counter(1)).1;
        first[..32].fill(0);
        let kiosk = respond_new(&[9; 32], &first, &mut counter(2)).unwrap();
        assert!(kiosk.finish(b"").is_err());
    }
}
