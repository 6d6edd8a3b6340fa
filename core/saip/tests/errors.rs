//! Every problem once: what the package does, what the error says, what the card answers.

mod common;

use common::elements::{
    AID, create, element, fcp, files, header, header_with, management, mf, object, package, template, usim,
};
use landfall_saip::{Error, Package, Problem, Status, resolve};
use tlv::encode;

fn refused(input: &[u8]) -> Error {
    match Package::parse(input) {
        Err(error) => error,
        Ok(package) => resolve(&package).expect_err("can't be done"),
    }
}

fn with_header(header: Vec<u8>) -> Vec<u8> {
    [header, element(0xAA, true, 99, |_| {})].concat()
}

fn size(fid: u8, bytes: &[u8]) -> Vec<u8> {
    create(&[(0x82, &[0x41, 0x21]), (0x83, &[0x6F, fid]), (0x80, bytes)])
}

// R: A10
#[test]
fn every_problem_once() {
    let pin = element(0xA2, true, 7, |w| {
        w.nest(0xA1, |w| w.nest(0xA0, |w| w.raw(&object(0x30, &[(0x80, &[1]), (0x81, &[0x30; 8]), (0x82, &[2])]))));
    });
    let key = element(0xA4, true, 8, |w| {
        w.nest(0xA1, |w| w.raw(&object(0xA1, &[(0x80, &[1]), (0x81, &[0]), (0x82, &[1; 15]), (0x83, &[1; 16])])));
    });
    let cases: [(Vec<u8>, Problem, Status, &str); 14] = [
        (
            package(&[element(0xA3, true, 5, |w| w.put(0xA1, &[0x30, 9]))]),
            Problem::Encoding(tlv::Error::Truncated),
            Status::INVALID_REQUEST_FORMAT,
            "profile element 5 (number 2 in the package): is not well formed: input ends inside a data object",
        ),
        (
            package(&[mf(), usim(), key]),
            Problem::Value("key"),
            Status::BAD_VALUES,
            "profile element 8 (number 4 in the package): has an impossible value in key",
        ),
        (
            package(&[usim()]),
            Problem::Order("its directory has not been created"),
            Status::INVALID_PARAMETER,
            "profile element 179 (number 2 in the package): stands in the wrong place: its directory has not been created",
        ),
        (
            with_header(header(4, &[], &[])),
            Problem::Version(4, 1),
            Status::UNSUPPORTED_PROFILE_VERSION,
            "profile element number 1 in the package: is of version 4.1; 2.x and 3.x are supported",
        ),
        (
            with_header(header(2, &[1, 6], &[])),
            Problem::Service(6),
            Status::FEATURE_NOT_SUPPORTED,
            "profile element number 1 in the package: demands service 6, which this card does not have",
        ),
        (
            with_header(header(2, &[], &[&template(&[1]), &template(&[99])])),
            Problem::Template,
            Status::TEMPLATE_NOT_SUPPORTED,
            "profile element number 1 in the package: demands a file template that is not supported",
        ),
        (
            with_header(header_with(|w| {
                w.nest(0xA8, |w| w.raw(&object(0x30, &[(0x80, &AID), (0x81, &[1, 0])])));
            })),
            Problem::Library,
            Status::LIB_NOT_SUPPORTED,
            "profile element number 1 in the package: demands a library, and this card has none",
        ),
        (
            package(&[mf(), element(0xA8, true, 9, |_| {})]),
            Problem::Unsupported(Status::RUNTIME_NOT_SUPPORTED),
            Status::RUNTIME_NOT_SUPPORTED,
            "profile element 9 (number 3 in the package): is mandatory and not supported",
        ),
        (
            package(&[mf(), management(&[size(1, &[1]), size(1, &[1])])]),
            Problem::FileExists(0x6F01),
            Status(0x6A89),
            "profile element 161 (number 3 in the package): creates file 6F01 again",
        ),
        (
            package(&[mf(), management(&[encode(0x80, &[0x7F, 0x10])])]),
            Problem::FileMissing(0x7F10),
            Status(0x6A82),
            "profile element 161 (number 3 in the package): names file 7F10, which does not exist",
        ),
        (
            package(&[mf(), management(&[create(&[(0x82, &[0x41, 0x21]), (0x83, &[0x6F, 1])])])]),
            Problem::SizeMissing(0x6F01),
            Status::BAD_VALUES,
            "profile element 161 (number 3 in the package): gives no size for file 6F01",
        ),
        (
            package(&[mf(), management(&[size(1, &[2]), encode(0x81, &[1, 2, 3])])]),
            Problem::Overflow(0x6F01),
            Status::BAD_VALUES,
            "profile element 161 (number 3 in the package): fills more than file 6F01 holds",
        ),
        (
            package(&[mf(), management(&[size(1, &[0xFF, 0xFF, 0xFF, 0xFF])])]),
            Problem::TooLarge,
            Status::NOT_ENOUGH_MEMORY,
            "profile element 161 (number 3 in the package): has more file content than a card holds",
        ),
        (
            package(&[mf(), pin]),
            Problem::PukMissing(2),
            Status::PIN_CODE_MISSING,
            "profile element 7 (number 3 in the package): names PUK 02, which is not defined",
        ),
    ];
    for (input, problem, status, text) in cases {
        let error = refused(&input);
        assert_eq!(error.problem, problem);
        assert_eq!(error.status().status, status, "{problem:?}");
        assert_eq!(error.status().identification, error.at.identification, "{problem:?}");
        assert_eq!(error.to_string(), text);
        assert!(error.response().aborted);
    }
}

// R: A10
#[test]
fn a_file_that_its_type_demands_is_missing() {
    let directory = fcp(&[(0x83, &[0x7F, 0xE0]), (0x84, &AID)]);
    let impi = tlv::encode(0x83, &[0x80, 0]);
    let cases: [(Vec<u8>, u32); 5] = [
        (files(0xB0, &[1], &[(0, &[]), (3, &[]), (4, &[])]), 0xA4),
        (files(0xB3, &[4], &[(0, &directory)]), 0xA3),
        (files(0xB5, &[8], &[(0, &directory), (1, &impi)]), 0xA4),
        (files(0xB9, &[10], &[(0, &directory)]), 0xA3),
        (files(0xB8, &[7], &[(1, &[])]), 0xA2),
    ];
    for (element, missing) in cases {
        let first = if element[0] == 0xB0 { Vec::new() } else { [mf(), usim()].concat() };
        let error = refused(&package(&[first, element]));
        assert_eq!(error.problem, Problem::Encoding(tlv::Error::Missing(tlv::Tag(missing))));
        assert_eq!(error.status().status, Status::INVALID_REQUEST_FORMAT);
    }
}

// R: A10
#[test]
fn an_iot_minimal_profile_is_none_of_ours() {
    let input = with_header(header_with(|w| w.raw(&object(0xA9, &[(0x80, &[0; 7])]))));
    assert_eq!(refused(&input).problem, Problem::Unsupported(Status::FEATURE_NOT_SUPPORTED));
    // No libraries are no demand.
    let none = with_header(header_with(|w| w.put(0xA8, &[])));
    assert!(resolve(&Package::parse(&none).expect("well formed")).is_ok());
}

// R: A10
#[test]
fn codes_of_the_mf_are_global_all_others_local() {
    let pins = |reference: &[u8]| {
        let pin = object(0x30, &[(0x80, reference), (0x81, &[0x30; 8])]);
        element(0xA2, true, 7, |w| w.nest(0xA1, |w| w.nest(0xA0, |w| w.raw(&pin))))
    };
    let resolved = |elements: &[Vec<u8>]| {
        resolve(&Package::parse(&package(elements)).expect("well formed")).map_err(|error| error.problem)
    };
    for (reference, global) in [(&[0x01][..], true), (&[0x0E], true), (&[0, 0x81], false), (&[0, 0x8A], false)] {
        for (elements, fits) in [(vec![mf(), pins(reference)], global), (vec![mf(), usim(), pins(reference)], !global)]
        {
            let expected = if fits { None } else { Some(Problem::Value("keyReference")) };
            assert_eq!(resolved(&elements).err(), expected, "{reference:02X?}");
        }
    }
}

// R: A10
#[test]
fn options_of_keys_that_can_not_be_followed() {
    let aka = |algorithm: u8, options: u8, sqn_options: u8| {
        let opc = if algorithm == 2 { &[2; 32][..] } else { &[2; 16] };
        let own = object(0xA1, &[(0x80, &[algorithm]), (0x81, &[options]), (0x82, &[1; 16]), (0x83, opc)]);
        element(0xA4, true, 8, |w| {
            w.nest(0xA1, |w| w.raw(&own));
            w.put(0x82, &[sqn_options]);
        })
    };
    let problem = |aka: Vec<u8>| {
        resolve(&Package::parse(&package(&[mf(), usim(), aka])).expect("well formed")).err().map(|error| error.problem)
    };
    // sqnOptions: whatever else is set beside bit 2 refuses no package.
    for sqn_options in [0, 2, 1, 4, 0x0E] {
        assert_eq!(problem(aka(1, 1, sqn_options)), None, "{sqn_options:02X}");
        assert_eq!(problem(aka(3, 2, sqn_options)), None);
    }
    // TUAK: sizes that exist but that AKA does not carry, and one that does not exist.
    for options in [0x03, 0x08, 0x10, 0x20, 0x40] {
        let expected = Problem::Unsupported(Status::FEATURE_NOT_SUPPORTED);
        assert_eq!(problem(aka(2, options, 2)), Some(expected), "{options:02X}");
    }
    assert_eq!(problem(aka(2, 0x01, 2)), None);
    assert_eq!(problem(aka(2, 0x04, 2)), Some(Problem::Value("algorithmOptions")));
}

// R: A10
#[test]
fn the_refused_service_is_named() {
    let status = refused(&with_header(header(2, &[1, 6], &[]))).status();
    assert_eq!(status.additional_information, Some(6));
}

// R: A10
#[test]
fn a_runtime_that_nothing_uses_is_no_reason() {
    let package = Package::parse(&with_header(header(2, &[11], &[]))).expect("well formed");
    assert!(resolve(&package).is_ok());
}

// R: A10
#[test]
fn order() {
    let end = element(0xAA, true, 99, |_| {});
    let head = header(2, &[], &[]);
    for (input, what) in [
        (Vec::new(), "the end is missing"),
        (head.clone(), "the end is missing"),
        ([mf(), end.clone()].concat(), "a package starts with its header"),
        ([head.clone(), head.clone(), end.clone()].concat(), "there is one header, at the start"),
        ([head, end.clone(), mf()].concat(), "nothing may follow the end"),
        (
            package(&[
                mf(),
                element(0xA4, true, 1, |w| {
                    w.nest(0xA1, |w| w.raw(&object(0xA0, &[(0x80, &[6]), (0x81, &AID)])));
                }),
            ]),
            "authentication parameters before their application",
        ),
    ] {
        assert_eq!(refused(&input).problem, Problem::Order(what));
    }
}

// R: A10
#[test]
fn small_packages_do_not_grow_without_bounds() {
    // Many large files; links that repeat a large one; a file filled at ever higher offsets.
    let many: Vec<_> = (0..40).map(|fid| size(fid, &[0, 0xFF, 0xFF])).collect();
    assert_eq!(refused(&package(&[mf(), management(&many)])).problem, Problem::TooLarge);
    let mut links = vec![size(0, &[0x0F, 0, 0])];
    links.extend((1..100).map(|fid| create(&[(0x82, &[0x41, 0x21]), (0x83, &[0x6F, fid]), (0xC7, &[0x6F, 0])])));
    assert_eq!(refused(&package(&[mf(), management(&links)])).problem, Problem::TooLarge);
    let tree = create(&[(0x82, &[0x79, 0x21]), (0x83, &[0x6F, 1])]);
    let mut writes = vec![tree];
    writes.extend((0..40).map(|_| encode(0x02, &[0, 0xFF, 0xFF])));
    writes.push(encode(0x81, &[1]));
    assert_eq!(refused(&package(&[mf(), management(&writes)])).problem, Problem::Overflow(0x6F01));
}

// R: A10
#[test]
fn links_in_a_ring() {
    let link = |fid: u8, to: u8| create(&[(0x82, &[0x41, 0x21]), (0x83, &[0x6F, fid]), (0xC7, &[0x6F, to])]);
    let input = package(&[mf(), management(&[link(1, 2), link(2, 1)])]);
    assert_eq!(refused(&input).problem, Problem::Value("linkPath"));
}
