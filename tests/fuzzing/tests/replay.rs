//! The committed corpora, replayed: what was once found stays mended.

use landfall_fuzzing::{TARGETS, Target, corpus};
use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

/// Far more than any input takes, also where nothing is optimised.
const SLOW: Duration = Duration::from_secs(10);

fn files(target: &Target) -> Vec<PathBuf> {
    let folder = corpus(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    files.map(|file| file.expect("readable").path()).collect()
}

#[expect(clippy::print_stdout, reason = "a failing test shows its output: the last line names the input")]
fn replay(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("there is one");
    let files = files(target);
    assert!(!files.is_empty(), "{name} has a corpus");
    for path in files {
        let data = fs::read(&path).expect("readable");
        let begin = Instant::now();
        println!("{}", path.display());
        (target.run)(&data);
        assert!(begin.elapsed() < SLOW, "{} takes too long", path.display());
    }
}

macro_rules! replayed {
    ($($name:ident)+) => {
        $(#[test]
        fn $name() {
            replay(stringify!($name));
        })+

        #[test]
        fn every_target_is_replayed() {
            assert_eq!(TARGETS.map(|target| target.name), [$(stringify!($name)),+]);
        }
    };
}

replayed! { tlv es10 es9 bpp saip x509 frames handshake es2 stock es9_json stdio activation_code links home }

#[test]
fn each_has_its_libfuzzer_target() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/fuzz_targets");
    for target in TARGETS {
        let path = folder.join(target.name).with_extension("rs");
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(text.contains(&format!("landfall_fuzzing::run(\"{}\"", target.name)));
    }
}

#[test]
fn seeds_are_valid_today() {
    for target in TARGETS {
        for (number, seed) in (target.seeds)().iter().enumerate() {
            let committed = fs::read(corpus(&target).join(format!("seed-{number:02}"))).unwrap_or_default();
            assert!(
                committed == *seed,
                "{} {number}: run `cargo run -p landfall-fuzzing --bin seeds` and commit fuzz/corpus",
                target.name
            );
        }
    }
}
