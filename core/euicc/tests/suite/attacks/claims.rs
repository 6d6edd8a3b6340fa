//! A server says of a profile what its files don't bear out, to get another profile's place or an operator's rights.

use crate::harness::{
    Operator, Phone, Shop,
    lpa::{load_instead, reason},
    profiles::{self, iccid, metadata},
};
use landfall_euicc::checks::{FILE_ICCID, OWNER_GROUPS, OWNER_NUMBER};
use model::{Check, without};
use rsp::{
    bpp::Payload,
    metadata::{OperatorId, PprIds, StoreMetadataRequest},
    notification::ErrorReason,
};
use tlv::Writer;

type Group = Option<&'static [u8]>;

const MISMATCH: Option<ErrorReason> = Some(ErrorReason::InstallFailedDueToDataMismatch);

fn owner(mcc_mnc: [u8; 3], gid1: Option<&[u8]>, gid2: Option<&[u8]>) -> OperatorId {
    OperatorId { mcc_mnc, gid1: gid1.map(<[u8]>::to_vec), gid2: gid2.map(<[u8]>::to_vec) }
}

fn owned(owner: OperatorId, rules: Option<PprIds>) -> StoreMetadataRequest {
    StoreMetadataRequest { profile_owner: Some(owner), profile_policy_rules: rules, ..metadata(1) }
}

/// Why a new phone does not install the package under these metadata; none if it does.
fn refused(metadata: &StoreMetadataRequest, upp: &[u8]) -> Option<ErrorReason> {
    let operator = Operator::new();
    let mut phone: Phone = operator.phone();
    let mut shop = Shop::new(&operator, self::metadata(1), upp);
    let bind = |phone: &Phone, shop: &Shop| shop.bind(phone, metadata.clone(), Payload::Unprotected(upp));
    reason(&load_instead(&mut phone, &mut shop, bind))
}

fn assert_attack(check: &'static [Check], metadata: &StoreMetadataRequest, upp: &[u8]) {
    assert_eq!(refused(metadata, upp), MISMATCH, "{metadata:?}");
    assert_eq!(without(check, || refused(metadata, upp)), None, "{metadata:?}");
}

/// Puts `new` in the place of the only `old`, which is as long.
fn replaced(upp: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut places = upp.windows(old.len()).enumerate().filter(|(_, window)| *window == old).map(|(place, _)| place);
    let (place, next) = (places.next().expect("it is there"), places.next());
    assert_eq!((next, new.len()), (None, old.len()));
    let mut upp = upp.to_vec();
    upp[place..place + new.len()].copy_from_slice(new);
    upp
}

/// Profile 1 with EF.GID1 `00 2A` and EF.GID2 `07`, padded, and their services in EF.UST.
fn grouped() -> Vec<u8> {
    let upp = profiles::own(1);
    let resolved = saip::resolve(&saip::Package::parse(&upp).expect("a package")).expect("a profile");
    let usim = resolved.application(&[0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02]).expect("a USIM");
    let services = resolved.file(&usim.child(0x6F38).0).expect("EF.UST").kind.content().to_vec();
    let mut more = services.clone();
    // Services 17 and 18.
    more[2] |= 0b11;
    let upp = replaced(&upp, &services, &more);
    let (mut changed, mut elements) = (Vec::new(), tlv::Reader::new(&upp));
    while let Some(element) = elements.next().expect("well formed") {
        if element.tag.0 == OPT_USIM {
            changed.extend_from_slice(&with_groups(&element));
        } else {
            changed.extend_from_slice(element.raw);
        }
    }
    changed
}

const OPT_USIM: u32 = 0xB4;
/// Places of EF.GID1 and EF.GID2 in PE-OPT-USIM, behind `ef-acm`.
const GROUPS: [(u32, &[u8]); 2] = [(0xA5, &[0x00, 0x2A, 0xFF]), (0xA6, &[0x07, 0xFF])];

fn with_groups(element: &tlv::Tlv<'_>) -> Vec<u8> {
    let mut fields = Vec::new();
    let mut reader = element.children();
    while let Some(field) = reader.next().expect("well formed") {
        fields.push((field.tag.0 & 0x1F, field.raw.to_vec()));
    }
    for (tag, content) in GROUPS {
        let file = Writer::build(|w| {
            w.nest(tag, |w| {
                w.nest(0xA1u32, |w| w.put(0x80u32, &[content.len() as u8]));
                w.put(0x83u32, content);
            });
        });
        fields.push((tag & 0x1F, file));
    }
    // Stable: files of the higher form `BF..` come last, in their own order.
    fields.sort_by_key(|(number, _)| *number);
    tlv::encode(OPT_USIM, &fields.into_iter().flat_map(|(_, raw)| raw).collect::<Vec<_>>())
}

// R: F1
#[test]
fn a_number_that_is_not_the_profiles() {
    // The package's header and the metadata agree; the file that the device reads says another number.
    let upp = profiles::own(1);
    let content = [&[0x83, 0x0A][..], iccid(1).as_ef()].concat();
    let other = [&[0x83, 0x0A][..], iccid(2).as_ef()].concat();
    assert_eq!(refused(&metadata(1), &upp), None);
    assert_attack(&[FILE_ICCID], &metadata(1), &replaced(&upp, &content, &other));
}

// R: E7
#[test]
fn an_owner_that_is_not_the_imsis() {
    let upp = profiles::own(1);
    let rules = Some(PprIds::PPR1);
    let own = [0x00, 0xF1, 0x10];
    for honest in [owner(own, None, None), owner(own, Some(&[]), Some(&[0xFF]))] {
        assert_eq!(refused(&owned(honest.clone(), rules), &upp), None);
        assert_eq!(refused(&owned(honest, None), &upp), None);
    }
    // The IMSI begins with 001010: with three digits of MNC that is another operator, and a possible one.
    assert_eq!(refused(&owned(owner([0x00, 0x01, 0x10], None, None), rules), &upp), None);
    for other in [[0x99, 0xF9, 0x10], [0x00, 0xF1, 0x20], [0x00, 0xF1, 0x11], [0x10, 0xF1, 0x10], [0x00, 0x11, 0x10]] {
        for rules in [rules, None] {
            assert_attack(&[OWNER_NUMBER], &owned(owner(other, None, None), rules), &upp);
        }
    }
}

// R: E7
#[test]
fn a_group_of_the_owners_that_is_not_the_profiles() {
    let (own, rules) = ([0x00, 0xF1, 0x10], Some(PprIds::PPR2));
    let upp = grouped();
    let honest = owner(own, Some(&[0x00, 0x2A]), Some(&[0x07]));
    assert_eq!(refused(&owned(honest, rules), &upp), None);
    let claims: [(Group, Group); 4] = [
        (Some(&[0x00, 0x2B]), Some(&[0x07])),
        (Some(&[0x00, 0x2A]), Some(&[0x08])),
        (Some(&[0x00]), Some(&[0x07])),
        (Some(&[0x00, 0x2A]), None),
    ];
    for (gid1, gid2) in claims {
        assert_attack(&[OWNER_GROUPS], &owned(owner(own, gid1, gid2), rules), &upp);
    }
    // Without rules, who says nothing claims nothing.
    assert_eq!(refused(&owned(owner(own, None, None), None), &upp), None);
    // A profile without groups is of none.
    assert_attack(&[OWNER_GROUPS], &owned(owner(own, Some(&[0x2A]), None), None), &profiles::own(1));
}
