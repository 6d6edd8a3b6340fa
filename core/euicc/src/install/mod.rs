//! A bound profile package becomes a profile (SGP.22 §2.5, §5.5, §5.7.6): opened segment by segment, collected, worked out, and
//! made durable in one step together with its signed result.

mod admit;
mod broken;
mod claims;
mod convert;
pub(crate) mod finish;
mod put_card;
mod services;

pub(crate) use admit::MOST_PROFILES;
pub(crate) use broken::Broken;
pub use convert::card_of;
pub(crate) use put_card::put_card;

use crate::state::{Prepared, State};
use model::Iccid;
use rsp::{
    TransactionId,
    bpp::{Frame, Frames, InitialiseSecureChannelRequest, Opener, Part, Session},
    crypto::OneTimeKey,
    message::{Message, Raw},
    metadata::{ConfigureIsdpRequest, StoreMetadataRequest},
    notification::{BppCommandId, ErrorReason},
};
use uicc::Profile;
use zeroize::Zeroizing;

/// The largest profile package that is taken, unprotected, in bytes.
pub(crate) const LARGEST_PACKAGE: usize = 1 << 20;

/// What a whole package came to.
pub(crate) struct Opened {
    pub(crate) metadata: StoreMetadataRequest,
    pub(crate) configuration: ConfigureIsdpRequest,
    pub(crate) profile: Profile,
    pub(crate) sima_response: Vec<u8>,
}

/// A package that is being loaded. A reset or another function forgets it; what was prepared stays, so that the package
/// may be loaded again from its beginning.
pub(crate) struct Installation {
    pub(crate) prepared: Prepared,
    opener: Opener,
    configuration: ConfigureIsdpRequest,
    metadata: Option<Raw<StoreMetadataRequest>>,
    elements: Zeroizing<Vec<u8>>,
}

impl Installation {
    /// Begins to load the package whose first piece is `first`, with the key of its session. A package of no session that
    /// is known goes to the one prepared last, whose result will say so.
    pub(crate) fn begin(first: &[u8], state: &State) -> Option<Self> {
        let own = session_of(first).and_then(|transaction_id| state.prepared.of(&transaction_id));
        let prepared = own.or_else(|| state.prepared.newest())?.clone();
        let key: &[u8; 32] = prepared.one_time_key.expose().try_into().ok()?;
        let key = OneTimeKey::from_bytes(key).ok()?;
        let session = Session {
            transaction_id: prepared.transaction_id.clone(),
            eid: *state.eid(),
            euicc_otpk: prepared.one_time_public,
            smdp_key: prepared.binding_key,
        };
        let opener = Opener::with_agreement(session, move |smdp_otpk| key.agree(smdp_otpk));
        let elements = Zeroizing::new(Vec::new());
        Some(Self { prepared, opener, configuration: ConfigureIsdpRequest::default(), metadata: None, elements })
    }

    /// The profile's number, once it is known.
    pub(crate) fn iccid(&self) -> Option<Iccid> {
        self.metadata.as_ref().map(|metadata| metadata.iccid)
    }

    /// Takes the next piece; the last one gives the profile.
    pub(crate) fn piece(&mut self, data: &[u8], state: &State) -> Result<Option<Opened>, Broken> {
        for part in self.opener.feed(data)? {
            match part {
                Part::StoreMetadata(metadata) => {
                    let metadata = self.metadata.insert(metadata);
                    admit::metadata(metadata, state)
                        .map_err(|reason| Broken::at(BppCommandId::StoreMetadata, reason))?;
                }
                Part::ConfigureIsdp(configuration) => self.configuration = configuration,
                Part::Profile(plain) => self.collect(&plain)?,
                Part::End => return self.open().map(Some),
                Part::SecureChannel | Part::SessionKeysReplaced => {}
            }
        }
        Ok(None)
    }

    fn collect(&mut self, plain: &[u8]) -> Result<(), Broken> {
        let whole = self.elements.len() + plain.len();
        if whole > LARGEST_PACKAGE {
            return Err(Broken::in_elements(ErrorReason::InstallFailedDueToInsufficientMemoryForProfile));
        }
        if whole > self.elements.capacity() {
            // Growing by itself would leave copies of keys behind.
            let mut larger = Zeroizing::new(Vec::with_capacity((2 * whole).max(32 * 1024)));
            larger.extend_from_slice(&self.elements);
            self.elements = larger;
        }
        self.elements.extend_from_slice(plain);
        Ok(())
    }

    fn open(&mut self) -> Result<Opened, Broken> {
        let unknown = || Broken::in_elements(ErrorReason::InstallFailedDueToUnknownError);
        let metadata = (**self.metadata.as_ref().ok_or_else(unknown)?).clone();
        let package = saip::Package::parse(&self.elements)?;
        let resolved = saip::resolve(&package)?;
        claims::check(&metadata, &resolved).map_err(Broken::in_elements)?;
        admit::keys(&resolved, metadata.class()).map_err(Broken::in_elements)?;
        let profile = card_of(&resolved).map_err(|error| Broken::build(&error, &resolved))?;
        let configuration = std::mem::take(&mut self.configuration);
        Ok(Opened { metadata, configuration, profile, sima_response: resolved.response().encode() })
    }
}

/// The session that a package's first piece names.
fn session_of(first: &[u8]) -> Option<TransactionId> {
    let mut frames = Frames::default();
    frames.push(first);
    let Ok(Some(Frame::Initialise(request))) = frames.next_frame() else { return None };
    InitialiseSecureChannelRequest::decode(&request).ok().map(|request| request.transaction_id)
}
