//! Every reason why a profile can't be built or loaded, shown once.

use super::sample::{builder, keys, profile};
use uicc::aka::{SqnArray, SqnConfig};
use uicc::{Access, AkaKeys, BuildError, CodeSpec, FilePath, FileSpec, LoadError, Profile, ProfileBuilder};

fn ef(size: usize) -> FileSpec {
    FileSpec::transparent(size, Access::Always)
}

fn finished(build: impl FnOnce(&mut ProfileBuilder) -> Result<(), BuildError>) -> BuildError {
    let mut builder = builder();
    build(&mut builder).and_then(|()| builder.finish().map(|_| ())).expect_err("can't be built")
}

// R: F3
#[test]
fn a_profile_that_can_not_be_built_says_why() {
    let at = |fids: &[u16]| FilePath::new(fids);
    let add = |fids: &'static [u16], file: FileSpec| finished(|b| b.add_ef(fids, file).map(|_| ()));
    let df = |fids: &'static [u16], file: FileSpec| finished(|b| b.add_df(fids, file).map(|_| ()));
    assert_eq!(add(&[0x2FE2], ef(1)), BuildError::Duplicate(at(&[0x2FE2])));
    assert_eq!(add(&[0x7F99, 0x6F01], ef(1)), BuildError::NoParent(at(&[0x7F99, 0x6F01])));
    assert_eq!(add(&[0x2FE2, 0x6F01], ef(1)), BuildError::NoParent(at(&[0x2FE2, 0x6F01])));
    assert_eq!(add(&[0x2F99], ef(1).content(&[0; 2])), BuildError::Size(at(&[0x2F99])));
    let uneven = FileSpec { size: 5, ..FileSpec::linear_fixed(2, 2, Access::Always) };
    assert_eq!(add(&[0x2F99], uneven), BuildError::Size(at(&[0x2F99])));
    assert_eq!(add(&[0x2F99], FileSpec::linear_fixed(0, 2, Access::Always)), BuildError::Size(at(&[0x2F99])));
    assert_eq!(add(&[0x7F99], FileSpec::df(Access::Always)), BuildError::Size(at(&[0x7F99])));
    assert_eq!(df(&[0x7F99], ef(1)), BuildError::Size(at(&[0x7F99])));
    assert_eq!(add(&[0x7FFF], ef(1)), BuildError::ReservedFid(at(&[0x7FFF])));
    assert_eq!(add(&[0x2F99], ef(1).sfi(31)), BuildError::Sfi(at(&[0x2F99])));
    assert_eq!(add(&[0x2F99], ef(1).sfi(0x1E)), BuildError::Sfi(at(&[0x2F99])));
    assert_eq!(df(&[0x7F98], FileSpec::adf(&[1; 4], Access::Always)), BuildError::Aid(at(&[0x7F98])));
    let taken = FileSpec::adf(&super::sample::USIM_AID, Access::Always);
    assert_eq!(df(&[0x7F98], taken), BuildError::Aid(at(&[0x7F98])));
    let nowhere = FileSpec::link([0x2F98].into(), Access::Always);
    assert_eq!(add(&[0x2F99], nowhere), BuildError::Link(at(&[0x2F99])));
    let circle = FileSpec { link: Some([0x7F98].into()), ..FileSpec::df(Access::Always) };
    assert_eq!(df(&[0x7F98], circle), BuildError::Link(at(&[0x7F98])));
    let pin = |pin: CodeSpec| finished(|b| b.set_pin(FilePath::mf(), pin).map(|_| ()));
    assert_eq!(pin(CodeSpec::pin(1, *b"1234")), BuildError::Code { reference: 1 }, "twice");
    assert_eq!(pin(CodeSpec::pin(2, *b"123")), BuildError::Code { reference: 2 }, "too short");
    assert_eq!(pin(CodeSpec::pin(2, *b"1234").tries(16)), BuildError::Code { reference: 2 }, "too many tries");
    assert_eq!(pin(CodeSpec::pin(2, *b"1234")), BuildError::Code { reference: 2 }, "no such PUK");
    let sqn = SqnArray::new(SqnConfig::default());
    let short = AkaKeys { ki: [1; 15].into(), ..keys() };
    assert_eq!(finished(|b| b.set_aka([0x7F20], short, sqn).map(|_| ())), BuildError::Aka(at(&[0x7F20])));
    let empty = ProfileBuilder::new(*profile().iccid()).finish().expect_err("no MF");
    assert_eq!(empty.to_string(), "file 3F00 stands in no DF");
}

// R: F3
#[test]
fn damaged_records_say_which_and_how() {
    let mut disk = super::desk::Disk::default();
    disk.commit(&profile().records());
    let mut records = disk.records();
    let mut cut = records[0].1.expose().to_vec();
    cut.pop();
    records[0].1 = cut.into();
    let error = Profile::load(&records).expect_err("damaged");
    assert_eq!(error, LoadError::Malformed { part: "image", source: tlv::Error::Truncated });
    assert_eq!(error.to_string(), "the card's image record is damaged: input ends inside a data object");
}
