//! Every error of profile packages: its words, and what the maker of the package should do.

use landfall_saip::{Error, PersonaliseError, Place, Problem, Status};
use model::SubscriberProblem;
use tables::{check, table};

// R: F3 A10
#[test]
fn every_error_says_what_happened_and_what_to_do() {
    let mandatory = || Problem::Unsupported(Status::FEATURE_NOT_SUPPORTED);
    let error = |index| Error { at: Place { index, identification: None }, problem: Problem::Template };
    let mut rows = table! { Problem:
        Problem::Encoding(_) => Problem::Encoding(tlv::Error::Truncated), false, "made anew";
        Problem::Value(_) => Problem::Value("key"), false, "a value that the format allows";
        Problem::Order(_) => Problem::Order("the end is missing"), false, "order of the format";
        Problem::Version(..) => Problem::Version(4, 1), false, "2.x or 3.x";
        Problem::Service(_) => Problem::Service(6), false, "a card that has it";
        Problem::Template => Problem::Template, false, "a card that has it";
        Problem::Library => Problem::Library, false, "a card that has it";
        Problem::Unsupported(_) => mandatory(), false, "a card that has it";
        Problem::FileExists(_) => Problem::FileExists(0x6F01), false, "once";
        Problem::FileMissing(_) => Problem::FileMissing(0x6F01), false, "before it is named";
        Problem::SizeMissing(_) => Problem::SizeMissing(0x6F01), false, "a size";
        Problem::Overflow(_) => Problem::Overflow(0x6F01), false, "larger";
        Problem::TooLarge => Problem::TooLarge, false, "smaller";
        Problem::PukMissing(_) => Problem::PukMissing(2), false, "Define the PUK";
    };
    rows.extend(table! { Error: Error { .. } => error(0), false, "a card that has it"; });
    rows.extend(table! { PersonaliseError:
        PersonaliseError::Subscriber(_) => PersonaliseError::Subscriber(SubscriberProblem::Code), false, "in the row";
        PersonaliseError::Template(_) => PersonaliseError::Template(error(1)), false, "a card that has it";
        PersonaliseError::Missing(_) => PersonaliseError::Missing("EF.IMSI"), false, "Use a template";
    });
    check(rows);
}
