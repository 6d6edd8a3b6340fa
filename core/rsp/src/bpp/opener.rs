use super::channel::{Channel, Refused};
use super::frames::{BadFrame, Frame, Frames, parse};
use super::initialise::{INSTALL, InitialiseSecureChannelRequest};
use super::open_error::{Cause, OpenError};
use super::replace_session_keys::ReplaceSessionKeysRequest;
use crate::checks;
use crate::crypto::{BadPoint, OneTimeKey, SessionKeys, SharedSecret};
use crate::message::{Message, PublicKey, Raw, TransactionId};
use crate::metadata::{ConfigureIsdpRequest, StoreMetadataRequest};
use crate::notification::BppCommandId;
use model::Eid;
use zeroize::Zeroizing;

/// What an eUICC knows of the session when a package comes.
#[derive(Debug, Clone)]
pub struct Session {
    /// Names the session.
    pub transaction_id: TransactionId,
    /// Its own.
    pub eid: Eid,
    /// otPK.EUICC.ECKA that it signed.
    pub euicc_otpk: PublicKey,
    /// Of CERT.DPpb, which it has verified.
    pub smdp_key: PublicKey,
}

/// What comes out of a package, in order.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a package has a handful of parts, and each is used up at once")]
pub enum Part {
    /// The SM-DP+'s signature is verified and keys are agreed.
    SecureChannel,
    /// What the eUICC shall keep for the SM-DP+.
    ConfigureIsdp(ConfigureIsdpRequest),
    /// What the user has agreed to, if the LPA did its part.
    StoreMetadata(Raw<StoreMetadataRequest>),
    /// The profile has keys of its own.
    SessionKeysReplaced,
    /// The next bytes of the unprotected profile package.
    Profile(Zeroizing<Vec<u8>>),
    /// The package is complete: the profile may be installed.
    End,
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::SecureChannel => f.write_str("SecureChannel"),
            Self::ConfigureIsdp(request) => f.debug_tuple("ConfigureIsdp").field(request).finish(),
            Self::StoreMetadata(request) => f.debug_tuple("StoreMetadata").field(&**request).finish(),
            Self::SessionKeysReplaced => f.write_str("SessionKeysReplaced"),
            // It holds the subscriber's keys.
            Self::Profile(bytes) => write!(f, "Profile({} bytes)", bytes.len()),
            Self::End => f.write_str("End"),
        }
    }
}

type Agreement = Box<dyn FnOnce(&PublicKey) -> Result<SharedSecret, BadPoint> + Send>;

/// Opens a bound profile package as its pieces arrive (eUICC, SGP.22 §2.5.4, §5.5). The first error is the last.
pub struct Opener {
    session: Session,
    frames: Frames,
    agreement: Option<Agreement>,
    channel: Option<Channel>,
    command: BppCommandId,
    /// Opened segments of the section under way.
    collected: Zeroizing<Vec<u8>>,
    failed: Option<OpenError>,
}

/// The most bytes that the commands before the profile may have together, each.
const MAX_COMMAND: usize = 16 * 1024;

impl std::fmt::Debug for Opener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opener(at {:?})", self.command)
    }
}

impl Opener {
    /// For `session`, whose one-time private key is `one_time_key`.
    #[must_use]
    pub fn new(transaction_id: TransactionId, eid: Eid, smdp_key: PublicKey, one_time_key: OneTimeKey) -> Self {
        let session = Session { transaction_id, eid, euicc_otpk: one_time_key.public_key(), smdp_key };
        Self::with_agreement(session, move |smdp_otpk| one_time_key.agree(smdp_otpk))
    }

    /// For a one-time key that is held elsewhere: `agreement` gives the shared secret with the SM-DP+'s one-time key.
    #[must_use]
    pub fn with_agreement(
        session: Session,
        agreement: impl FnOnce(&PublicKey) -> Result<SharedSecret, BadPoint> + Send + 'static,
    ) -> Self {
        Self {
            session,
            frames: Frames::default(),
            agreement: Some(Box::new(agreement)),
            channel: None,
            command: BppCommandId::InitialiseSecureChannel,
            collected: Zeroizing::new(Vec::new()),
            failed: None,
        }
    }

    /// The command under way.
    #[must_use]
    pub const fn command(&self) -> BppCommandId {
        self.command
    }

    /// Whether the package's last byte has been opened.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.failed.is_none() && self.frames.is_complete()
    }

    /// Takes more bytes of the package, and gives what they open. Any cut is taken, also in the middle of a segment.
    ///
    /// # Errors
    /// [`OpenError`]; nothing of the package may be kept then, and every further call gives the same error.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Vec<Part>, OpenError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        self.frames.push(bytes);
        let mut parts = Vec::new();
        self.advance(&mut parts).map_err(|cause| {
            let error = OpenError { command: self.command, cause };
            self.failed = Some(error);
            self.channel = None;
            error
        })?;
        Ok(parts)
    }

    fn advance(&mut self, parts: &mut Vec<Part>) -> Result<(), Cause> {
        loop {
            let frame = match self.frames.next_frame() {
                Ok(Some(frame)) => frame,
                Ok(None) => return Ok(()),
                Err(BadFrame::TooLarge(_)) => return Err(Cause::TooLarge),
                Err(_) => return Err(Cause::Structure),
            };
            match frame {
                Frame::Initialise(request) => {
                    self.channel = Some(self.initialise(&request)?);
                    parts.push(Part::SecureChannel);
                }
                Frame::Section(tag) => {
                    self.command = match tag {
                        0xA0 => BppCommandId::ConfigureIsdp,
                        0xA1 => BppCommandId::StoreMetadata,
                        0xA2 => BppCommandId::ReplaceSessionKeys,
                        _ => BppCommandId::LoadProfileElements,
                    };
                }
                Frame::Segment(segment) => {
                    if let Some(part) = self.segment(&segment)? {
                        parts.push(part);
                    }
                }
                Frame::SectionEnd(0xA3) => parts.push(Part::End),
                Frame::SectionEnd(tag) => parts.push(self.command_complete(tag)?),
            }
        }
    }

    fn initialise(&mut self, request: &[u8]) -> Result<Channel, Cause> {
        let request = InitialiseSecureChannelRequest::decode(request).map_err(|_| Cause::Malformed)?;
        request.verify(&self.session.smdp_key, &self.session.euicc_otpk).map_err(|_| Cause::Signature)?;
        if request.transaction_id != self.session.transaction_id && checks::PACKAGE_SESSION.on() {
            return Err(Cause::TransactionId);
        }
        if request.remote_op_id != INSTALL {
            return Err(Cause::Operation);
        }
        let template = &request.control_ref_template;
        if (template.key_type, template.key_len) != (crate::crypto::KEY_TYPE_AES, crate::crypto::KEY_LENGTH) {
            return Err(Cause::Keys);
        }
        let agreement = self.agreement.take().ok_or(Cause::Structure)?;
        let secret = agreement(&request.smdp_otpk).map_err(|BadPoint| Cause::OneTimeKey)?;
        Ok(Channel::new(&SessionKeys::derive(&secret, &template.host_id, &self.session.eid)))
    }

    fn segment(&mut self, segment: &[u8]) -> Result<Option<Part>, Cause> {
        let channel = self.channel.as_mut().ok_or(Cause::Structure)?;
        let object = parse(segment).map_err(|_| Cause::Structure)?;
        let refused = |refused| match refused {
            Refused::Structure => Cause::Structure,
            Refused::Mac => Cause::Mac,
            Refused::Padding => Cause::Structure,
        };
        if self.command == BppCommandId::LoadProfileElements {
            return channel.open(&object).map(|plain| Some(Part::Profile(plain))).map_err(refused);
        }
        if self.command == BppCommandId::StoreMetadata {
            self.collected.extend_from_slice(channel.open_clear(&object).map_err(refused)?);
        } else {
            self.collected.extend_from_slice(&channel.open(&object).map_err(refused)?);
        }
        if self.collected.len() > MAX_COMMAND { Err(Cause::TooLarge) } else { Ok(None) }
    }

    fn command_complete(&mut self, section: u8) -> Result<Part, Cause> {
        let data = std::mem::take(&mut self.collected);
        let malformed = |_| Cause::Malformed;
        Ok(match section {
            0xA0 => Part::ConfigureIsdp(ConfigureIsdpRequest::decode(&data).map_err(malformed)?),
            0xA1 => Part::StoreMetadata(Raw::decode(&data).map_err(malformed)?),
            _ => {
                let request = ReplaceSessionKeysRequest::decode(&data).map_err(malformed)?;
                self.channel = Some(Channel::new(&request.keys));
                Part::SessionKeysReplaced
            }
        })
    }
}
