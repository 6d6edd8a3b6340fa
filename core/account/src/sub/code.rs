use super::SubError;
use crate::{record::Side, wire::Bytes};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use model::Random;
use ring::hmac;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

const LEAD: &str = "LFS1-";

/// What one owner hands another past the server, so that each knows whom the server speaks of: the invitation's id and a secret, 16 bytes each.
#[derive(Clone)]
pub struct Code {
    /// The invitation's id.
    pub sub: Bytes,
    secret: Zeroizing<[u8; 16]>,
}

impl Code {
    /// A new one.
    #[must_use]
    pub fn make(random: &mut dyn Random) -> Self {
        let (mut sub, mut secret) = ([0; 16], Zeroizing::new([0; 16]));
        random.fill(&mut sub);
        random.fill(&mut secret[..]);
        Self { sub: Bytes::from(sub), secret }
    }

    /// Of an invitation that was made before.
    #[must_use]
    pub fn of(sub: &Bytes, secret: &Bytes) -> Option<Self> {
        Some(Self { sub: sub.clone(), secret: Zeroizing::new(secret.0.as_slice().try_into().ok()?) })
    }

    /// Reads what [`text`](Self::text) writes.
    ///
    /// # Errors
    /// [`SubError::Code`].
    pub fn read(text: &str) -> Result<Self, SubError> {
        let typed = text.trim().strip_prefix(LEAD).and_then(Bytes::read).map(|bytes| Zeroizing::new(bytes.0));
        let typed = typed.ok_or(SubError::Code)?;
        let (sub, secret) = typed.split_at_checked(16).ok_or(SubError::Code)?;
        let secret = secret.try_into().map_err(|_| SubError::Code)?;
        Ok(Self { sub: Bytes::from(sub), secret: Zeroizing::new(secret) })
    }

    /// `LFS1-` and id ‖ secret, base64url.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let mut both = Zeroizing::new(Vec::with_capacity(32));
        both.extend_from_slice(&self.sub.0);
        both.extend_from_slice(&self.secret[..]);
        let mut text = Zeroizing::new(String::with_capacity(LEAD.len() + 43));
        text.push_str(LEAD);
        URL_SAFE_NO_PAD.encode_string(&both[..], &mut text);
        text
    }

    /// The secret, to be kept sealed until the invitation was accepted.
    #[must_use]
    pub fn secret(&self) -> Bytes {
        Bytes::from(&self.secret[..])
    }

    /// What shows that whoever says `payload` of himself has the code: HMAC-SHA-256 over side, id and payload.
    #[must_use]
    pub fn vouch(&self, side: Side, payload: &Bytes) -> Bytes {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.secret[..]);
        let mut context = hmac::Context::with_key(&key);
        let side: &[u8] = match side {
            Side::Main => b"main",
            Side::Sub => b"sub",
        };
        for part in [b"landfall/1 sub vouch".as_slice(), &[0], side, &[0], &self.sub.0, &payload.0] {
            context.update(part);
        }
        Bytes::from(context.sign())
    }

    pub(super) fn vouches(&self, side: Side, payload: &Bytes, vouch: &Bytes) -> bool {
        self.vouch(side, payload).0.ct_eq(&vouch.0).into()
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Code({})", self.sub.text())
    }
}
