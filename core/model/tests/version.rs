//! Versions in every form that they are written in (E4).

use landfall_model::{FunctionSet, VersionNumber, VersionSpec, version::BadVersion};
use proptest::prelude::*;

fn version(text: &str) -> VersionSpec {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn functions(names: &[&str]) -> Option<FunctionSet> {
    Some(FunctionSet::from_names(names.iter().copied()).expect("names"))
}

// R: E4
#[test]
fn every_written_form_is_read() {
    let number = |major, minor, revision| Some(VersionNumber::new(major, minor, revision));
    let both = functions(&["profileDownload", "rpm"]);
    let table = [
        ("v3.0.0", number(3, 0, 0), None, "v3.0.0"),
        ("3.0.0", number(3, 0, 0), None, "v3.0.0"),
        ("3.0", number(3, 0, 0), None, "v3.0.0"),
        ("v3", number(3, 0, 0), None, "v3.0.0"),
        ("V3.1", number(3, 1, 0), None, "v3.1.0"),
        ("3", number(3, 0, 0), None, "v3.0.0"),
        ("2.255.7", number(2, 255, 7), None, "v2.255.7"),
        ("v11", number(11, 0, 0), None, "v11.0.0"),
        ("1.1", number(1, 1, 0), None, "v1.1.0"),
        ("v1,0", number(1, 0, 0), functions(&[]), "v1.0.0,0"),
        ("v3.0.0;11", number(3, 0, 0), both.clone(), "v3.0.0,profileDownload,rpm"),
        ("v3.0.0,11", number(3, 0, 0), both.clone(), "v3.0.0,profileDownload,rpm"),
        ("v3.0.0;1,0", number(3, 0, 0), functions(&["profileDownload"]), "v3.0.0,profileDownload"),
        ("3.0,0,1", number(3, 0, 0), functions(&["rpm"]), "v3.0.0,rpm"),
        ("v3.0.0,profileDownload,rpm", number(3, 0, 0), both.clone(), "v3.0.0,profileDownload,rpm"),
        ("v3.0.0;rpm,profileDownload", number(3, 0, 0), both.clone(), "v3.0.0,profileDownload,rpm"),
        ("profileDownload,rpm", None, both.clone(), "profileDownload,rpm"),
        ("rpm", None, functions(&["rpm"]), "rpm"),
        ("11", None, both.clone(), "profileDownload,rpm"),
        ("1,1", None, both, "profileDownload,rpm"),
        ("1,0", None, functions(&["profileDownload"]), "profileDownload"),
        ("10", None, functions(&["profileDownload"]), "profileDownload"),
        ("1", None, functions(&["profileDownload"]), "profileDownload"),
        ("01", None, functions(&["rpm"]), "rpm"),
        ("00", None, functions(&[]), "0"),
        ("0011", None, functions(&["bit2", "bit3"]), "bit2,bit3"),
        ("teleport,rpm", None, functions(&["rpm", "teleport"]), "rpm,teleport"),
    ];
    for (text, number, functions, canonical) in table {
        let read = version(text);
        assert_eq!(read.number(), number, "{text}");
        assert_eq!(read.functions(), functions.as_ref(), "{text}");
        assert_eq!(read.to_string(), canonical, "{text}");
        assert_eq!(version(canonical), read, "{text}");
    }
}

// R: E4
#[test]
fn what_is_no_version_is_refused() {
    let table = [
        ("", BadVersion::Number),
        ("v", BadVersion::Number),
        ("rpm,v", BadVersion::Function),
        ("v3.", BadVersion::Number),
        ("3.0.0.0", BadVersion::Number),
        ("v256", BadVersion::Number),
        ("v3.0001", BadVersion::Number),
        ("vv3", BadVersion::Number),
        ("3.x", BadVersion::Number),
        ("v3.0.0,", BadVersion::Function),
        ("v3.0.0;", BadVersion::Function),
        ("v3.0.0;rpm;rpm", BadVersion::Function),
        ("v3.0.0,v3", BadVersion::Function),
        ("v3.0.0,12", BadVersion::Bitmap),
        ("1,,0", BadVersion::Bitmap),
        ("1;0", BadVersion::Bitmap),
        ("11,00", BadVersion::Bitmap),
        ("111111111111111111111111111111111", BadVersion::Bitmap),
        (" 3.0", BadVersion::Function),
        ("profile download", BadVersion::Function),
        ("bit+2", BadVersion::Function),
        ("dôwnload", BadVersion::Function),
    ];
    for (text, problem) in table {
        assert_eq!(text.parse::<VersionSpec>(), Err(problem), "{text:?}");
    }
}

// R: E4
#[test]
fn same_and_supports() {
    // a, b, same, supports, supports as the only one offered
    let table = [
        ("v3.0.1", "3.0.0", true, true, true),
        ("v3.0.0", "v2.3.0", false, false, false),
        ("v3.0.0;11", "v3.1", true, true, true),
        ("profileDownload,rpm", "11", true, true, true),
        ("10", "1", true, true, true),
        ("11", "10", false, true, true),
        ("10", "01", false, false, false),
        ("v3.0.0;11", "rpm", false, true, true),
        ("v3.0.0;11", "11", true, true, true),
        ("v2.0.0;11", "v3.0.0;11", true, true, true),
        ("v2.0.0;10", "v3.0.0;11", false, true, true),
        ("v2.0.0;10", "v3.0.0;01", false, false, false),
        ("v3.0.0", "11", false, false, false),
        ("v3.0.0;10", "v3.0.0;01", true, true, false),
        ("00", "0", true, true, false),
    ];
    for (a, b, same, supports, lone) in table {
        let (a, b) = (version(a), version(b));
        assert_eq!((a.same(&b), b.same(&a)), (same, same), "{a} and {b}");
        assert_eq!((a.supports(&b), b.supports(&a)), (supports, supports), "{a} and {b}");
        assert_eq!((a.supports_lone(&b), b.supports_lone(&a)), (lone, lone), "{a} and {b}");
    }
}

// R: E4
#[test]
fn encoded_as_sgp22_does() {
    let number = VersionNumber::from_version_type(&[2, 3, 0]).expect("three bytes");
    assert_eq!(VersionSpec::from(number).to_string(), "v2.3.0");
    assert_eq!(number.to_version_type(), [2, 3, 0]);
    assert_eq!(VersionNumber::from_version_type(&[2, 3]), Err(BadVersion::Length));

    let bits = |content: &[u8]| FunctionSet::from_bit_string(content);
    assert_eq!(bits(&[6, 0xC0]).ok(), functions(&["profileDownload", "rpm"]));
    assert_eq!(bits(&[0, 0xC0]).ok(), functions(&["profileDownload", "rpm"]));
    assert_eq!(bits(&[7, 0xFF]).ok(), functions(&["profileDownload"]), "unused bits don't count");
    assert_eq!(bits(&[0]).ok(), functions(&[]));
    for bad in [&[][..], &[8, 0], &[1], &[0, 0, 0, 0, 0, 0]] {
        assert_eq!(bits(bad), Err(BadVersion::Bitmap), "{bad:?}");
    }
    let encoded = |text: &str| text.parse::<FunctionSet>().expect("functions").to_bit_string();
    assert_eq!(encoded("11"), [6, 0xC0]);
    assert_eq!(encoded("01"), [6, 0x40]);
    assert_eq!(encoded("0"), [0]);
    assert_eq!(encoded("0000000011"), [6, 0x00, 0xC0]);
    assert_eq!(encoded("rpm,teleport"), [6, 0x40], "a name without a place has no bit");
}

// R: E4
#[test]
fn stored_as_text() {
    let version = version("3.0;11");
    let json = serde_json::to_string(&version).expect("text");
    assert_eq!(json, r#""v3.0.0,profileDownload,rpm""#);
    assert_eq!(serde_json::from_str::<VersionSpec>(&json).expect("a version"), version);
    assert!(serde_json::from_str::<VersionSpec>(r#""v3.0.0,""#).is_err());
}

proptest! {
    // R: E4
    #[test]
    fn any_text_is_a_version_or_an_error(text in "[v0-9.;,a-z]{0,24}|\\PC{0,12}") {
        if let Ok(version) = text.parse::<VersionSpec>() {
            prop_assert_eq!(version.to_string().parse::<VersionSpec>(), Ok(version.clone()));
            prop_assert!(version.same(&version));
        }
    }

    // R: E4
    #[test]
    fn bit_strings_come_back(bits in 0_u32..) {
        let mut content = vec![0];
        content.extend(bits.to_be_bytes());
        let set = FunctionSet::from_bit_string(&content).expect("32 bits");
        prop_assert_eq!(FunctionSet::from_bit_string(&set.to_bit_string()), Ok(set.clone()));
        prop_assert_eq!(set.to_string().parse::<FunctionSet>(), Ok(set.clone()));
        prop_assert_eq!(set.names().count(), bits.count_ones() as usize);
    }
}
