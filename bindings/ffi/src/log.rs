//! What the core tells of its doings goes to the platform's log. No secret is in it: no type that holds one can be written.

use std::{fmt::Write, sync::Arc};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, layer::Context, prelude::*};

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevel {
    /// For whoever looks for a mistake.
    Debug,
    /// What happens.
    Info,
    /// What went wrong and was mended, or waits.
    Warning,
    /// What went wrong.
    Error,
}

/// The platform's log: Android's `Log`, Apple's `os.Logger`.
#[uniffi::export(with_foreign)]
pub trait LogSink: Send + Sync {
    /// Takes one line.
    fn log(&self, level: LogLevel, target: String, message: String);
}

/// Sends what the core tells from now on to `sink`. The first call counts.
#[uniffi::export]
pub fn set_log_sink(sink: Arc<dyn LogSink>) {
    // Another subscriber is there already: that of a test, or an earlier call's.
    let _ = tracing_subscriber::registry().with(Sink(sink)).try_init();
}

struct Sink(Arc<dyn LogSink>);

impl<S: Subscriber> Layer<S> for Sink {
    fn enabled(&self, metadata: &tracing::Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target().starts_with("landfall") && *metadata.level() <= Level::DEBUG
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let level = match *event.metadata().level() {
            Level::ERROR => LogLevel::Error,
            Level::WARN => LogLevel::Warning,
            Level::INFO => LogLevel::Info,
            _ => LogLevel::Debug,
        };
        let mut line = Line(String::new());
        event.record(&mut line);
        self.0.log(level, event.metadata().target().to_owned(), line.0);
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        // Writing to a string does not fail.
        let _ = match field.name() {
            "message" => write!(self.0, "{value:?} "),
            name => write!(self.0, "{name}={value:?} "),
        };
    }
}
