//! Version negotiation as a table: what a phone offers, what a server has, what both then do.
#![allow(missing_docs)]

use landfall_rsp::{
    checks,
    es10::{EuiccInfo1, EuiccInfo2},
    message::VersionType,
    version::{Accepted, Answer, Client, Downgraded, Level, Offer, Supported, VersionRefused, WrittenVersions},
};
use model::{
    VersionSpec,
    version::{PROFILE_DOWNLOAD, RPM},
    without,
};

fn spec(text: &str) -> VersionSpec {
    text.parse().expect("a version")
}

fn range(minimum: &str, maximum: &str) -> Offer {
    Offer::Range { minimum: spec(minimum), maximum: spec(maximum) }
}

fn single(version: &str) -> Offer {
    Offer::Single(spec(version))
}

fn server(versions: &[&str]) -> Supported {
    Supported::new(versions.iter().map(|v| spec(v)).collect())
}

/// What the phone works at, or `None` where it must end.
type End = Option<(Level, &'static str)>;

const MAX: Level = Level::Maximum;
const MIN: Level = Level::Minimum;

// R: E1
// R: E2
// R: E3
// R: E4
#[test]
fn the_whole_matrix() {
    let version = |text| Answer::Version(spec(text));
    let none = || Answer::NoVersion;
    let error = || Answer::NotSupported;
    let table: Vec<(Offer, &[&str], Answer, End)> = vec![
        // Numbers: both, maximum only, minimum only, neither.
        (range("2.2.0", "3.0.0"), &["3.1.0", "2.3.0"], version("3.1.0"), Some((MAX, "3.0.0"))),
        (range("2.2.0", "3.0.0"), &["3.0.0"], version("3.0.0"), Some((MAX, "3.0.0"))),
        (range("2.2.0", "3.0.0"), &["2.3.0"], none(), Some((MIN, "2.2.0"))),
        (range("2.2.0", "3.0.0"), &["4.0.0"], error(), None),
        (range("2.2.0", "3.0.0"), &["1.0.0"], error(), None),
        (range("2.2.0", "3.0.0"), &[], error(), None),
        // The major decides.
        (range("2.0.0", "3.0.1"), &["3.0.0"], version("3.0.0"), Some((MAX, "3.0.1"))),
        (range("2.0.0", "2.5.0"), &["2.2.2"], version("2.2.2"), Some((MAX, "2.5.0"))),
        // Lists.
        (range("profileDownload", "11"), &["11"], version("11"), Some((MAX, "11"))),
        (range("profileDownload", "rpm"), &["profileDownload"], none(), Some((MIN, "profileDownload"))),
        (range("profileDownload", "rpm"), &["profileDownload,rpm"], version("11"), Some((MAX, "rpm"))),
        (range("profileDownload", "rpm"), &["other"], error(), None),
        // Both forms: numbers agree, or the lists share a function.
        (range("v2;1", "v3.0.0;11"), &["v3.0.0;11", "v2;1"], version("v3.0.0;11"), Some((MAX, "v3.0.0;11"))),
        (range("v2;1", "v3.0.0;11"), &["v4;01"], version("v4;01"), Some((MAX, "v3.0.0;11"))),
        (range("v2;1", "v3.0.0;01"), &["v4;1"], none(), Some((MIN, "v2;1"))),
        // The one that is the same goes before one that only shares a function.
        (range("v2;1", "v3;11"), &["v4;11", "v3;11"], version("v4;11"), Some((MAX, "v3;11"))),
        (range("v2;1", "v3;11"), &["v4;01", "v3;11"], version("v3;11"), Some((MAX, "v3;11"))),
        // One version alone: the same, one of several, none.
        (single("3.0.0"), &["3.0.0"], version("3.0.0"), Some((MAX, "3.0.0"))),
        (single("2.2.2"), &["2.3.0"], version("2.3.0"), Some((MAX, "2.2.2"))),
        (single("2.2.2"), &["3.0.0", "2.3.0"], none(), Some((MIN, "2.2.2"))),
        (single("3.0.0"), &["3.0.0", "2.3.0"], none(), Some((MIN, "3.0.0"))),
        (single("3.0.0"), &["2.3.0"], error(), None),
        (single("11"), &["11"], version("11"), Some((MAX, "11"))),
        (single("profileDownload"), &["11"], none(), Some((MIN, "profileDownload"))),
        (single("rpm"), &["1"], error(), None),
        // A lone version none of whose functions the server has is refused, though the numbers agree.
        (single("v3;01"), &["v3;1"], error(), None),
        (single("v3;01"), &["v3;11"], version("v3;11"), Some((MAX, "v3;01"))),
    ];
    for (offer, versions, expected, end) in table {
        let row = format!("{offer:?} to {versions:?}");
        let (answer, negotiated) = server(versions).answer(offer.clone());
        assert_eq!(answer, expected, "{row}");
        let received = Client::new(offer.clone()).receive(&answer);
        match end {
            Some((level, offered)) => {
                let accepted = received.unwrap_or_else(|refused| panic!("{row}: {refused}"));
                assert_eq!((accepted.level, &accepted.offered), (level, &spec(offered)), "{row}");
                // Both sides hold the same record.
                let negotiated = negotiated.expect("a session");
                assert_eq!(negotiated.confirm(&offer, None), Ok(&accepted), "{row}");
                assert_eq!(accepted.has_operation_type(), level == MAX, "{row}");
            }
            None => {
                let (minimum, maximum) = (offer.minimum().clone(), offer.maximum().clone());
                assert_eq!(received, Err(VersionRefused::ByServer { minimum, maximum }), "{row}");
                assert_eq!(negotiated, None, "{row}");
            }
        }
    }
}

// R: E3
#[test]
fn a_server_version_that_the_phone_does_not_have_ends_it_clearly() {
    let refused = Client::new(range("2.2.0", "3.0.0")).receive(&Answer::Version(spec("4.0.0")));
    let refused = refused.expect_err("not supported");
    assert_eq!(refused, VersionRefused::ServerVersion { server: spec("4.0.0") });
    assert!(refused.to_string().contains("v4.0.0") && refused.to_string().contains("another server"));
    // One that corresponds to the minimum is worked at, at the minimum.
    let low = Client::new(range("2.2.0", "3.0.0")).receive(&Answer::Version(spec("2.3.0"))).expect("supported");
    assert_eq!((low.level, low.has_operation_type()), (Level::Minimum, false));
}

// R: E8
#[test]
fn a_downgrade_in_the_middle_is_caught() {
    let (two, three) = (VersionType::new(2, 2, 0), VersionType::new(3, 0, 0));
    let signed = EuiccInfo2 { lowest_svn: two, highest_svn: Some(three), ..EuiccInfo2::default() };
    let info1 = EuiccInfo1 { lowest_svn: two, highest_svn: Some(three), ..EuiccInfo1::default() };
    let server = server(&["3.0.0", "2.3.0"]);
    let (_, honest) = server.answer(Offer::from_info1(&info1));
    let honest = honest.expect("a session");
    assert_eq!(honest.confirm(&Offer::from_info2(&signed), None).map(|a| a.level), Ok(Level::Maximum));
    // The maximum cut off, lowered, or the minimum changed: each is seen when the eUICC's signature arrives.
    let cut = EuiccInfo1 { highest_svn: None, ..info1.clone() };
    let lowered = EuiccInfo1 { highest_svn: Some(VersionType::new(2, 9, 0)), ..info1.clone() };
    let shifted = EuiccInfo1 { lowest_svn: VersionType::new(2, 1, 0), ..info1 };
    for changed in [cut, lowered, shifted] {
        let (_, negotiated) = server.answer(Offer::from_info1(&changed));
        let refused = negotiated.expect("a session").confirm(&Offer::from_info2(&signed), None).err();
        let expected = Downgraded { signed_minimum: spec("2.2.0"), signed_maximum: spec("3.0.0") };
        assert_eq!(refused, Some(expected), "{changed:?}");
    }
}

// R: E4
// R: E8
#[test]
fn what_was_written_is_repeated_under_the_signature() {
    let written = |minimum, maximum| WrittenVersions { minimum: spec(minimum), maximum: Some(spec(maximum)) };
    let offer = || range("2.2.0", "3.0.0");
    let server = server(&["v3.1.0,profileDownload,rpm", "v2.3.0,profileDownload"]);
    let told = written("v2.2.0;1", "v3.0.0;11");
    let kept =
        |arrived: Option<&WrittenVersions>| server.answer_written(offer(), arrived.cloned()).1.expect("a session");
    let confirmed = |arrived: Option<&WrittenVersions>, signed: Option<&WrittenVersions>| {
        kept(arrived).confirm(&offer(), signed).map(|accepted| accepted.offered.to_string())
    };
    assert_eq!(confirmed(Some(&told), Some(&told)), Ok("v3.0.0,profileDownload,rpm".to_owned()));
    let attacks = || {
        let fewer = written("v2.2.0;1", "v3.0.0;1");
        let arrived = [None, Some(&fewer)].map(|changed| confirmed(changed, Some(&told)));
        let never_signed = confirmed(Some(&fewer), None);
        arrived.into_iter().chain([never_signed]).filter(Result::is_ok).count()
    };
    assert_eq!(attacks(), 0, "cut off, shortened, made up");
    assert_eq!(without(&[checks::VERSIONS], attacks), 3, "it is the check");
    // At the minimum it need not be repeated: an eUICC of version 2 may not bear it. If it is, it is the same.
    let low = written("v2.2.0,profileDownload", "v3.0.0,rpm");
    let server = Supported::new(vec![spec("v2.3.0,profileDownload")]);
    let kept = server.answer_written(offer(), Some(low.clone())).1.expect("a session");
    assert_eq!(kept.accepted().level, MIN);
    assert!(kept.confirm(&offer(), None).is_ok() && kept.confirm(&offer(), Some(&low)).is_ok());
    assert!(kept.confirm(&offer(), Some(&told)).is_err());
}

// R: E7
// R: E8
#[test]
fn lone_versions_need_not_be_repeated_to_the_revision() {
    let info = |lowest_svn, highest_svn| EuiccInfo2 { lowest_svn, highest_svn, ..EuiccInfo2::default() };
    let offered = EuiccInfo1 { lowest_svn: VersionType::new(2, 2, 0), ..EuiccInfo1::default() };
    let (_, negotiated) = server(&["3.0.0", "2.3.0"]).answer(Offer::from_info1(&offered));
    let negotiated = negotiated.expect("a session");
    let confirm = |signed: EuiccInfo2| negotiated.confirm(&Offer::from_info2(&signed), None).is_ok();
    // As the SGP.23 suite of osmo-ttcn3-hacks does: 2.2.0 offered, 2.0.12 signed.
    assert!(confirm(info(VersionType::new(2, 0, 12), None)));
    assert!(!confirm(info(VersionType::new(3, 0, 0), None)), "another major is another version");
    // A maximum that was cut off, or that nobody signed, is seen all the same.
    for minimum in [VersionType::new(2, 2, 0), VersionType::new(2, 0, 12)] {
        assert!(!confirm(info(minimum, Some(VersionType::new(2, 2, 0)))));
        assert!(!confirm(info(minimum, Some(VersionType::new(3, 0, 0)))));
    }
    let ranged = EuiccInfo1 { highest_svn: Some(VersionType::new(3, 0, 0)), ..offered };
    let (_, negotiated) = server(&["3.0.0", "2.3.0"]).answer(Offer::from_info1(&ranged));
    assert!(negotiated.expect("a session").confirm(&single("2.2.0"), None).is_err(), "a maximum that nobody signed");
}

// R: E9
#[test]
fn only_functions_of_the_accepted_version_are_used() {
    let accepted = |offered: &str, server: Option<&str>, level| Accepted {
        offered: spec(offered),
        server: server.map(spec),
        level,
    };
    let table = [
        (accepted("3.0.0", Some("3.0.0"), MAX), true, true),
        (accepted("2.2.0", None, MIN), true, false),
        (accepted("3.0.0", None, MIN), true, false),
        (accepted("v3;11", Some("v3;1"), MAX), true, false),
        (accepted("v3;11", Some("v3;11"), MAX), true, true),
        (accepted("3.0.0", Some("v3;01"), MAX), false, true),
        (accepted("profileDownload", None, MIN), true, false),
    ];
    for (accepted, download, rpm) in table {
        assert_eq!((accepted.allows(PROFILE_DOWNLOAD), accepted.allows(RPM)), (download, rpm), "{accepted:?}");
        assert!(!accepted.allows("unheardOf"), "{accepted:?}");
    }
}
