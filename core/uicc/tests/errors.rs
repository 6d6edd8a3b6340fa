//! Every error of the card: its words, whether trying again helps, what to do.

use landfall_uicc::{
    BuildError, FilePath, LoadError,
    aka::{
        AkaFailure, BadKeys,
        sqn::{DamagedSqn, Exhausted, NotFresh, OtherCard},
        suci::SuciError,
    },
};
use tables::{check, table};

// R: F3 A10
#[test]
fn every_reason_against_a_profile_says_what_to_do() {
    let file = || FilePath::new(&[0x7FF0, 0x6F07]);
    let (part, found) = ("image", 9);
    let mut rows = table! { BuildError:
        BuildError::Duplicate(_) => BuildError::Duplicate(file()), false, "once";
        BuildError::NoParent(_) => BuildError::NoParent(file()), false, "DF first";
        BuildError::Size(_) => BuildError::Size(file()), false, "agree";
        BuildError::ReservedFid(_) => BuildError::ReservedFid(file()), false, "another file identifier";
        BuildError::Sfi(_) => BuildError::Sfi(file()), false, "from 1 to 30";
        BuildError::Aid(_) => BuildError::Aid(file()), false, "5 to 16 bytes";
        BuildError::Link(_) => BuildError::Link(file()), false, "content of its own";
        BuildError::Code { .. } => BuildError::Code { reference: 1 }, false, "4 to 8 bytes";
        BuildError::Aka(_) => BuildError::Aka(file()), false, "its keys once";
    };
    rows.extend(table! { LoadError:
        LoadError::Missing(_) => LoadError::Missing(part), false, "Restore";
        LoadError::Foreign => LoadError::Foreign, false, "Restore";
        LoadError::Version { .. } => LoadError::Version { part, found }, false, "Update";
        LoadError::Malformed { .. } => LoadError::Malformed { part, source: tlv::Error::Truncated }, false, "Restore";
        LoadError::Inconsistent { .. } => LoadError::Inconsistent { part, what: "a tree without MF" }, false, "Restore";
    });
    check(rows);
}

// R: F3 A11
#[test]
fn every_reason_against_a_challenge_says_what_to_do() {
    let mut rows = table! { BadKeys:
        BadKeys::KiSize => BadKeys::KiSize, false, "what the operator gave";
        BadKeys::OpcSize => BadKeys::OpcSize, false, "what the operator gave";
        BadKeys::Parameters => BadKeys::Parameters, false, "Ask the operator";
        BadKeys::NotForAka => BadKeys::NotForAka, false, "Ask the operator";
    };
    rows.extend(table! { AkaFailure:
        AkaFailure::Mac => AkaFailure::Mac, false, "another network";
        AkaFailure::Resync { .. } => AkaFailure::Resync { auts: [0; 14] }, true, "Send AUTS";
        AkaFailure::Context => AkaFailure::Context, false, "as in GSM";
    });
    rows.extend(table! { NotFresh:
        NotFresh::Repeated => NotFresh::Repeated, true, "AUTS";
        NotFresh::TooFarAhead => NotFresh::TooFarAhead, true, "AUTS";
        NotFresh::TooOld => NotFresh::TooOld, true, "AUTS";
    });
    rows.extend(table! { DamagedSqn: DamagedSqn => DamagedSqn, false, "Restore"; });
    rows.extend(table! { OtherCard: OtherCard => OtherCard, false, "Copy the card anew"; });
    rows.extend(table! { Exhausted: Exhausted => Exhausted, false, "new card"; });
    rows.extend(table! { SuciError:
        SuciError::HomeKey => SuciError::HomeKey, false, "X25519 for profile A";
        SuciError::Malformed => SuciError::Malformed, false, "anew";
        SuciError::Tag => SuciError::Tag, false, "has now";
        SuciError::Random => SuciError::Random, true, "Try again";
    });
    check(rows);
}
