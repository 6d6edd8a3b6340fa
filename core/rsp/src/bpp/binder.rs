use super::channel::Channel;
use super::initialise::{ControlRefTemplate, InitialiseSecureChannelRequest};
use super::protected::ProtectedProfile;
use super::replace_session_keys::ReplaceSessionKeysRequest;
use crate::crypto::{BadPoint, OneTimeKey, SessionKeys, SharedSecret};
use crate::message::{Message, PublicKey, Raw, TransactionId};
use crate::metadata::{ConfigureIsdpRequest, StoreMetadataRequest};
use crate::unsigned::Unsigned;
use model::Eid;
use tlv::Writer;
use zeroize::Zeroizing;

/// The profile to bind.
#[derive(Clone, Copy)]
pub enum Payload<'a> {
    /// An unprotected profile package: it is encrypted with the session's keys.
    Unprotected(&'a [u8]),
    /// One that is protected already: its keys are sent along.
    Protected(&'a ProtectedProfile),
}

impl std::fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            // It holds the subscriber's keys.
            Self::Unprotected(upp) => write!(f, "Unprotected({} bytes)", upp.len()),
            Self::Protected(profile) => profile.fmt(f),
        }
    }
}

/// Why nothing was bound. Trying again with the same input won't help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BindError {
    /// The eUICC's one-time key.
    #[error("the eUICC's one-time key is not on the curve P-256")]
    EuiccOneTimeKey(#[from] BadPoint),
    /// The host id.
    #[error("a host id has 1 to 16 bytes")]
    HostId,
    /// The profile.
    #[error("the profile is empty")]
    Empty,
}

impl BindError {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::EuiccOneTimeKey(_) => "Begin a new session: the card then makes another key.",
            Self::HostId => "Choose another host id.",
            Self::Empty => "Give the profile that was ordered.",
        }
    }
}

/// Binds a profile to an eUICC's one-time key (SM-DP+, SGP.22 §3.1.3, §2.5.4).
#[derive(Debug, Clone)]
pub struct Binder<'a> {
    /// Names the session.
    pub transaction_id: &'a TransactionId,
    /// Names the SM-DP+ in the key derivation, 1 to 16 bytes.
    pub host_id: &'a [u8],
    /// The eUICC's, as its certificate has it.
    pub eid: &'a Eid,
    /// otSK.DP.ECKA, to be used for this session only.
    pub one_time_key: &'a OneTimeKey,
    /// otPK.EUICC.ECKA, from what the eUICC signed.
    pub euicc_otpk: &'a PublicKey,
    /// What the eUICC shall keep for the SM-DP+.
    pub configure_isdp: &'a ConfigureIsdpRequest,
    /// The same bytes as the user agreed to.
    pub store_metadata: &'a Raw<StoreMetadataRequest>,
    /// The profile.
    pub payload: Payload<'a>,
}

impl Binder<'_> {
    /// The package, BF36, but for the signature of DPpb's key.
    ///
    /// # Errors
    /// [`BindError`].
    pub fn bind(&self) -> Result<Unsigned<Vec<u8>>, BindError> {
        self.bind_with(&self.one_time_key.agree(self.euicc_otpk)?, &self.one_time_key.public_key())
    }

    /// As [`Self::bind`], where the keys have been agreed already: with the secret that both sides share and the public half
    /// of the server's one-time key.
    ///
    /// # Errors
    /// [`BindError`].
    pub fn bind_with(&self, secret: &SharedSecret, otpk: &PublicKey) -> Result<Unsigned<Vec<u8>>, BindError> {
        if !(1..=16).contains(&self.host_id.len()) {
            return Err(BindError::HostId);
        }
        let mut channel = Channel::new(&SessionKeys::derive(secret, self.host_id, self.eid));
        let mut sections = Vec::new();
        let mut section = Vec::new();
        channel.encrypt(0x87, &self.configure_isdp.encode(), &mut section);
        put_section(0xA0, &mut section, &mut sections);
        channel.authenticate(0x88, self.store_metadata.raw(), &mut section);
        put_section(0xA1, &mut section, &mut sections);
        match self.payload {
            Payload::Unprotected([]) => return Err(BindError::Empty),
            Payload::Unprotected(upp) => {
                channel.encrypt(0x86, upp, &mut section);
                put_section(0xA3, &mut section, &mut sections);
            }
            Payload::Protected(profile) if profile.segments.is_empty() => return Err(BindError::Empty),
            Payload::Protected(profile) => {
                let keys = Zeroizing::new(ReplaceSessionKeysRequest { keys: profile.keys.clone() }.encode());
                channel.encrypt(0x87, &keys, &mut section);
                put_section(0xA2, &mut section, &mut sections);
                sections.extend_from_slice(&tlv::encode(0xA3u32, &profile.segments));
            }
        }
        let initialise = InitialiseSecureChannelRequest::unsigned(
            self.transaction_id.clone(),
            ControlRefTemplate {
                key_type: crate::crypto::KEY_TYPE_AES,
                key_len: crate::crypto::KEY_LENGTH,
                host_id: self.host_id.to_vec(),
            },
            *otpk,
            self.euicc_otpk,
        );
        Ok(initialise.map(move |initialise| {
            Writer::build(|w| {
                w.nest(0xBF36u32, |w| {
                    w.raw(&initialise.encode());
                    w.raw(&sections);
                });
            })
        }))
    }
}

fn put_section(tag: u8, section: &mut Vec<u8>, sections: &mut Vec<u8>) {
    sections.push(tag);
    tlv::write_length(section.len(), sections);
    sections.append(section);
}
