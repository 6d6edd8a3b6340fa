use std::{panic, sync::Once};

static ONCE: Once = Once::new();

/// Has each panic told to the log, with its place: what UniFFI answers for one says nothing of where. Whatever was told before still is.
pub(crate) fn tell() {
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map_or_else(String::new, ToString::to_string);
            // A text that stands in the source holds nobody's data; one that was put together might.
            let what = panic.payload().downcast_ref::<&'static str>().copied().unwrap_or("a panic");
            tracing::error!(target: "landfall::panic", place, "{what}");
            before(panic);
        }));
    });
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use tracing_subscriber::fmt::MakeWriter;

    #[derive(Clone, Default)]
    struct Said(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Said {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("no panic holds it").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Said {
        type Writer = Self;

        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    // R: F3
    #[test]
    fn a_panic_is_told_with_its_place_and_without_data() {
        super::tell();
        let said = Said::default();
        let subscriber = tracing_subscriber::fmt().with_writer(said.clone()).finish();
        tracing::subscriber::with_default(subscriber, || {
            let secret = 4711;
            let _ = std::panic::catch_unwind(|| panic!("the card is {secret}"));
            let _ = std::panic::catch_unwind(|| panic!("a plain text"));
        });
        let text = String::from_utf8(said.0.lock().expect("no panic holds it").clone()).expect("a log is text");
        assert!(text.contains("panics.rs") && text.contains("a plain text"), "{text}");
        assert!(!text.contains("4711"), "{text}");
    }
}
