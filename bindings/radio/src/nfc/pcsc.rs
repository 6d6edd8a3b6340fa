//! Contactless readers of the system, through PC/SC. Phones that are cards (HCE) and kiosks that are look the same to it.

use super::{IsoDep, Nfc, NfcError};
use crate::choice::{Opener, Way};
use ::pcsc::{Card, Context, Error, MAX_BUFFER_SIZE, Protocols, ReaderState, Scope, ShareMode, State};
use async_trait::async_trait;
use nearfield::link::{Link, LinkError};
use std::{
    ffi::{CStr, CString},
    mem,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// How long it takes at most to notice that the watch is over; and how often a reader, or the service, that is gone is looked for.
const LOOK: Duration = Duration::from_millis(500);

/// Readers that are watched until this is dropped.
#[derive(Debug)]
pub struct Watch {
    readers: Vec<String>,
    taps: Nfc,
    over: Arc<AtomicBool>,
}

impl Watch {
    /// Watches the readers whose name contains `reader`, or all: whatever of ours is held to one becomes a link. A reader that is unplugged is
    /// watched again once it is back, and so are all after the service was started anew.
    ///
    /// # Errors
    /// [`NfcError::NoService`], [`NfcError::NoReader`].
    pub fn start(reader: Option<&str>) -> Result<Self, NfcError> {
        let wanted = reader.unwrap_or_default();
        let context = Context::establish(Scope::User).map_err(|error| told(error, wanted))?;
        let names = context.list_readers_owned().map_err(|error| told(error, wanted))?;
        let named: Vec<CString> = names.into_iter().filter(|name| name.to_string_lossy().contains(wanted)).collect();
        if named.is_empty() {
            return Err(NfcError::NoReader(wanted.to_owned()));
        }
        let (taps, over) = (Nfc::new(), Arc::new(AtomicBool::new(false)));
        for name in &named {
            let (name, taps, over) = (name.clone(), taps.clone(), over.clone());
            // Each with a context of its own: calls on one wait for one another.
            let context = Context::establish(Scope::User).map_err(|error| told(error, wanted))?;
            thread::Builder::new()
                .name("nfc reader".to_owned())
                .spawn(move || keep(context, &name, &taps, &over))
                .map_err(|error| NfcError::Gone(error.to_string()))?;
        }
        Ok(Self { readers: named.iter().map(|name| name.to_string_lossy().into_owned()).collect(), taps, over })
    }

    /// The readers' names.
    #[must_use]
    pub fn readers(&self) -> &[String] {
        &self.readers
    }

    /// The link of the next tap. Dropping the future loses nothing.
    pub async fn next(&self) -> Option<Box<dyn Link>> {
        self.taps.next().await
    }
}

#[async_trait]
impl Opener for Watch {
    fn opens(&self, way: &Way) -> bool {
        self.taps.opens(way)
    }

    async fn open(&self, way: &Way) -> Result<Box<dyn Link>, LinkError> {
        self.taps.open(way).await
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

/// Watches the reader until it is over, whatever becomes of the reader or the service meanwhile.
fn keep(mut context: Context, name: &CStr, taps: &Nfc, over: &AtomicBool) {
    let reader = name.to_string_lossy();
    let mut is_gone = false;
    while !over.load(Ordering::Relaxed) {
        let watched = watch(&context, name, taps, over, || {
            if mem::take(&mut is_gone) {
                tracing::info!(%reader, "the reader is back, and is watched again");
            }
        });
        if let Err(error) = watched {
            // Said once, not twice a second.
            if !mem::replace(&mut is_gone, true) {
                tracing::warn!(%error, %reader, "the reader is gone; it is watched again once it is back");
            }
            thread::sleep(LOOK);
            // One of a service that has ended serves no more.
            if let Ok(anew) = Context::establish(Scope::User) {
                context = anew;
            }
        }
    }
}

/// Watches the reader until it is over or gone; calls `is_here` whenever the service knows it.
fn watch(
    context: &Context,
    name: &CStr,
    taps: &Nfc,
    over: &AtomicBool,
    mut is_here: impl FnMut(),
) -> Result<(), NfcError> {
    let mut state = [ReaderState::new(name, State::UNAWARE)];
    let mut was_there = false;
    while !over.load(Ordering::Relaxed) {
        match context.get_status_change(LOOK, &mut state) {
            Ok(()) => {}
            Err(Error::Timeout) => continue,
            Err(error) => return Err(told(error, &name.to_string_lossy())),
        }
        let [now] = &mut state;
        now.sync_current_state();
        // What the service does not know is a state to it, not an error.
        if now.event_state().intersects(State::UNKNOWN | State::UNAVAILABLE) {
            return Err(NfcError::NoReader(name.to_string_lossy().into_owned()));
        }
        is_here();
        let is_there = now.event_state().contains(State::PRESENT) && !now.event_state().contains(State::MUTE);
        // Once a card: what ended its link may be the phone's goodbye.
        if is_there && !was_there {
            let tapped = connect(context, name).and_then(|card| taps.tag(Box::new(card)));
            if let Err(error) = tapped {
                tracing::debug!(%error, "a tap is no link");
            }
        }
        was_there = is_there;
    }
    Ok(())
}

struct Held {
    card: Card,
    buffer: Vec<u8>,
}

fn connect(context: &Context, name: &CStr) -> Result<Held, NfcError> {
    let card = context
        // What is contactless speaks T=1 to PC/SC (part 3, §3.1).
        .connect(name, ShareMode::Exclusive, Protocols::T1)
        .map_err(|error| told(error, &name.to_string_lossy()))?;
    Ok(Held { card, buffer: vec![0; MAX_BUFFER_SIZE] })
}

impl IsoDep for Held {
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, String> {
        let answer = self.card.transmit(command, &mut self.buffer).map_err(|error| error.to_string())?;
        Ok(answer.to_vec())
    }
}

fn told(error: Error, reader: &str) -> NfcError {
    match error {
        Error::NoService | Error::ServiceStopped => NfcError::NoService,
        Error::UnknownReader | Error::ReaderUnavailable | Error::NoReadersAvailable => {
            NfcError::NoReader(reader.to_owned())
        }
        other => NfcError::Gone(other.to_string()),
    }
}
