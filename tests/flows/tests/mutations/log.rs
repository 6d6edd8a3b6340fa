//! Which check refused, by the kiosk's own log. Threads tell one test's kiosk from another's.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, MutexGuard, Once, PoisonError},
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

static REFUSED: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

fn refused() -> MutexGuard<'static, BTreeMap<String, String>> {
    REFUSED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Listens from now on.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| tracing::subscriber::set_global_default(Log).expect("there is no other"));
}

/// What was refused on threads of these names since this was last asked.
pub(crate) fn last(threads: [&str; 2]) -> Option<String> {
    let mut refused = refused();
    threads.map(|name| refused.remove(name)).into_iter().flatten().next()
}

/// The name of this thread.
pub(crate) fn here() -> String {
    std::thread::current().name().unwrap_or_default().to_owned()
}

struct Log;

#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("landfall_kiosk::service")
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        if let Some(refusal) = fields.0.remove("refusal") {
            refused().insert(here(), refusal);
        }
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
