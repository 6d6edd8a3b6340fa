//! Every error of the model: its words, whether trying again helps, what to do.

use landfall_model::{
    BadActivationCode, BadCountry, BadDigits, BadMoney, BadPlmn, SubscriberProblem, UnknownState, version::BadVersion,
};
use tables::{check, table};

// R: F3
#[test]
fn every_error_says_what_happened_and_what_to_do() {
    let what = "the ICCID";
    let mut rows = table! { BadDigits:
        BadDigits::NotADigit { .. } => BadDigits::NotADigit { what, at: 3 }, false, "digits alone";
        BadDigits::Length { .. } => BadDigits::Length { what, found: 3, expected: "19 or 20" }, false, "Count";
        BadDigits::CheckDigit { .. } => BadDigits::CheckDigit { what }, false, "Compare";
    };
    rows.extend(table! { BadVersion:
        BadVersion::Number => BadVersion::Number, false, "Write it";
        BadVersion::Function => BadVersion::Function, false, "Write it";
        BadVersion::Bitmap => BadVersion::Bitmap, false, "Write it";
        BadVersion::Length => BadVersion::Length, false, "Report it";
    });
    rows.extend(table! { SubscriberProblem:
        SubscriberProblem::KiSize => SubscriberProblem::KiSize, false, "cut off";
        SubscriberProblem::OpcSize => SubscriberProblem::OpcSize, false, "cut off";
        SubscriberProblem::Parameters => SubscriberProblem::Parameters, false, "RES of 4, 8 or 16";
        SubscriberProblem::Code => SubscriberProblem::Code, false, "in the row";
        SubscriberProblem::Mnc => SubscriberProblem::Mnc, false, "in the row";
    });
    rows.extend(table! { BadActivationCode:
        BadActivationCode::Format => BadActivationCode::Format, false, "scan that again";
        BadActivationCode::Address => BadActivationCode::Address, false, "scan that again";
        BadActivationCode::MatchingId => BadActivationCode::MatchingId, false, "scan that again";
        BadActivationCode::Oid => BadActivationCode::Oid, false, "scan that again";
        BadActivationCode::TooLong => BadActivationCode::TooLong, false, "scan that again";
    });
    rows.extend(table! { UnknownState: UnknownState => UnknownState, false, "available, reserved"; });
    rows.extend(table! { BadMoney: BadMoney => BadMoney, false, "decimals"; });
    rows.extend(table! { BadPlmn: BadPlmn => BadPlmn, false, "three digits"; });
    rows.extend(table! { BadCountry: BadCountry => BadCountry, false, "ISO 3166-1"; });
    check(rows);
}
