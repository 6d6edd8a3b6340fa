//! The power is cut before each step, of every command that changes something: what is durable is the state before or the
//! state after, and whoever finds it can go on.

use crate::harness::{
    Disk, Operator, Phone, PowerCut, Shop, download, fetch, load,
    lpa::{self, pieces, try_loaded},
    profiles::{self, iccid, metadata},
    shop, sim,
};
use crate::notifications::{listed, listened};
use crate::session::{disabling, enable, enabling, list, with_profiles};
use rsp::{
    es10::{
        DeleteProfileRequest, DeleteProfileResponse, DisableProfileResponse, EnableProfileResponse,
        EuiccMemoryResetRequest, EuiccMemoryResetResponse, ProfileIdentifier, ResetOptions, SetNicknameRequest,
        SetNicknameResponse,
    },
    lpa::{Next, Session},
    notification::FinalResult,
};

/// Runs `command` on copies of the phone that `make` gives, each with the power cut one step later, until one gets
/// through; calls `judge` with what was durable before, and the phone as it comes up again. Returns how many cuts there were.
fn at_every_step<T>(
    mut make: impl FnMut() -> T,
    phone: impl Fn(&mut T) -> &mut Phone,
    mut command: impl FnMut(&mut T) -> Result<(), PowerCut>,
    mut judge: impl FnMut(&mut T, &Disk, bool),
) -> usize {
    for cut in 0.. {
        let mut desk = make();
        let before = phone(&mut desk).disk.clone();
        let own = phone(&mut desk);
        own.steps = 0;
        own.power = Some(cut);
        let done = command(&mut desk).is_ok();
        phone(&mut desk).restart();
        judge(&mut desk, &before, done);
        if done {
            return cut;
        }
    }
    unreachable!("the loop ends by the command that gets through")
}

fn two_states(change: impl Fn(&mut Phone) -> Result<(), PowerCut>, is_after: impl Fn(&mut Phone) -> bool) {
    let (mut before, mut after) = (0, 0);
    let make = || {
        let operator = Operator::new();
        let mut phone = operator.phone();
        let mut shop = Shop::new(&operator, metadata(1), &profiles::own(1));
        for number in [1, 2] {
            shop.stock(listened(number, &[shop::ADDRESS, "other.example"]), &profiles::own(number));
            download(&mut phone, &mut shop);
        }
        enable(&mut phone, 1);
        phone
    };
    at_every_step(
        make,
        |phone| phone,
        |phone| change(phone),
        |phone, disk, done| {
            if is_after(phone) {
                after += 1;
                assert_ne!(phone.disk, *disk);
            } else {
                before += 1;
                assert!(!done);
                assert_eq!(phone.disk, *disk, "nothing of it is durable");
                // It can be done again.
                change(phone).expect("the power stays on");
                assert!(is_after(phone));
            }
        },
    );
    assert!(before >= 1 && after >= 2, "cuts on both sides of the commit: {before} {after}");
}

fn events(phone: &mut Phone) -> usize {
    listed(phone, None).len()
}

// R: A11
// R: F2
#[test]
fn enabling_disabling_deleting_and_naming() {
    let enabled = |phone: &Phone, number| phone.euicc.state().profiles[&iccid(number)].enabled;
    two_states(
        |phone| phone.try_ask::<EnableProfileResponse>(&enabling(2, false)).map(|_| ()),
        |phone| {
            let states = (enabled(phone, 1), enabled(phone, 2));
            // Two told of each installation and of the first enabling; two of disabling, two of enabling.
            assert_eq!(events(phone), if states == (false, true) { 10 } else { 6 });
            assert!(states == (false, true) || states == (true, false), "{states:?}");
            states == (false, true)
        },
    );
    two_states(
        |phone| phone.try_ask::<DisableProfileResponse>(&disabling(1, true)).map(|_| ()),
        |phone| {
            assert_eq!(events(phone), if enabled(phone, 1) { 6 } else { 8 });
            !enabled(phone, 1)
        },
    );
    two_states(
        |phone| {
            let profile_identifier = ProfileIdentifier::Iccid(iccid(2));
            phone.try_ask::<DeleteProfileResponse>(&DeleteProfileRequest { profile_identifier }).map(|_| ())
        },
        |phone| {
            let here = phone.euicc.state().profiles.contains_key(&iccid(2));
            let records = phone.disk.scan(uicc::profile::TABLE, iccid(2).as_ef()).len();
            assert_eq!((events(phone), records), if here { (6, 2) } else { (8, 0) });
            !here
        },
    );
    two_states(
        |phone| {
            let request = SetNicknameRequest { iccid: iccid(1), profile_nickname: "Trip".into() };
            phone.try_ask::<SetNicknameResponse>(&request).map(|_| ())
        },
        |phone| phone.euicc.state().profiles[&iccid(1)].nickname.is_some(),
    );
    two_states(
        |phone| {
            let request = EuiccMemoryResetRequest { reset_options: ResetOptions::DELETE_OPERATIONAL_PROFILES };
            phone.try_ask::<EuiccMemoryResetResponse>(&request).map(|_| ())
        },
        |phone| {
            let here = phone.euicc.state().profiles.len();
            assert_eq!((events(phone), here), if here == 2 { (6, 2) } else { (10, 0) });
            here == 0
        },
    );
}

// R: F1
// R: A6
#[test]
fn an_installation() {
    let make = || {
        let operator = Operator::new();
        let mut phone = operator.phone();
        let mut shop = Shop::new(&operator, listened(1, &["other.example"]), &profiles::own(1));
        let kept = fetch(&mut phone, &mut shop);
        (phone, kept)
    };
    let cuts = at_every_step(
        make,
        |desk| &mut desk.0,
        |(phone, kept)| {
            let result = try_loaded(phone, &pieces(&kept.bound_profile_package))?;
            assert!(matches!(result, Ok(FinalResult::Success { .. })), "{result:?}");
            Ok(())
        },
        |(phone, kept), before, done| {
            if list(phone).is_empty() {
                assert!(!done);
                assert_eq!(phone.disk, *before);
                assert!(matches!(load(phone, kept), Ok(FinalResult::Success { .. })), "from the kept package");
            }
            phone.restart();
            assert_eq!(listed(phone, None).len(), 2, "the server will hear of it");
            assert_eq!(load(phone, kept), Err(0x6985), "and once only");
            assert_eq!(list(phone).len(), 1);
        },
    );
    assert!(cuts > 30, "{cuts}");
}

// R: F1
#[test]
fn a_whole_download() {
    // With the package kept by the LPA as the eUICC's lazy commit is: both are there or none is.
    let make = || {
        let operator = Operator::new();
        let phone = operator.phone();
        let shop = Shop::new(&operator, metadata(1), &profiles::own(1));
        (phone, shop, None)
    };
    let cuts = at_every_step(
        make,
        |desk| &mut desk.0,
        |(phone, shop, kept)| {
            let mut session = Session::new(lpa::config());
            let Next::Keep(package) = lpa::drive(&mut session, phone, Some(shop), true)? else {
                panic!("no package");
            };
            *kept = Some(package);
            session.kept(Ok(()));
            lpa::drive(&mut session, phone, Some(shop), false).map(|_| ())
        },
        |(phone, shop, kept), _, done| {
            match kept {
                _ if !list(phone).is_empty() => {}
                Some(kept) => {
                    assert!(!done);
                    assert!(matches!(load(phone, kept), Ok(FinalResult::Success { .. })));
                }
                None => assert!(matches!(download(phone, shop), FinalResult::Success { .. })),
            }
            assert_eq!(list(phone).len(), 1);
        },
    );
    assert!(cuts > 50, "{cuts}");
}

// R: A10
#[test]
fn the_first_pin() {
    let make = || {
        let (mut phone, _) = with_profiles(1);
        enable(&mut phone, 1);
        phone
    };
    at_every_step(
        make,
        |phone| phone,
        |phone| phone.try_first_pin(b"2580").map(|reply| assert_eq!(reply, [0x90, 0x00])),
        |phone, _, done| {
            let again = phone.first_pin(b"1379");
            sim::select_usim(phone);
            let code: &[u8] = match again[..] {
                [0x90, 0x00] => b"1379",
                [0x69, 0x85] => b"2580",
                _ => panic!("{again:02X?}"),
            };
            assert!(!done || code == b"2580");
            assert_eq!(sim::verify(phone, 0x01, code), "9000");
        },
    );
}
