//! A command that comes while a step is open abandons that step, as a reset does. What became durable then, nobody says.

use crate::harness::{
    Phone,
    profiles::{self, iccid},
    random, sim,
};
use crate::session::{enable, enabling, list, with_profiles};
use rsp::{Message, apdu::ISD_R, es10::EnableResult, metadata::ProfileState};
use uicc::{Outcome, Smartcard, Step};

/// Sends a command on a channel with the ISD-R and leaves it at its first commit, which is made durable or not.
fn leave(phone: &mut Phone, data: &[u8], durable: bool) {
    phone.reset();
    phone.send("0070 0000 01");
    phone.transmit(&[&[0x01, 0xA4, 0x04, 0x00, 0x10][..], &ISD_R].concat());
    let command = [&[0x81, 0xE2, 0x91, 0x00, data.len() as u8][..], data].concat();
    let mut step = phone.euicc.transmit(&command, &mut random);
    loop {
        step = match step {
            Step::Sign { message, .. } => phone.euicc.resume(Outcome::Signed(phone.key.sign(&message)), &mut random),
            Step::Commit { batch, .. } => {
                if durable {
                    phone.disk.commit(&batch);
                }
                return;
            }
            other => panic!("{other:?}"),
        };
    }
}

fn on(phone: &mut Phone) -> bool {
    list(phone).iter().any(|p| p.iccid == Some(iccid(1)) && p.profile_state == Some(ProfileState::Enabled))
}

// R: F1
#[test]
fn what_is_durable_counts_and_nothing_else() {
    for durable in [true, false] {
        for by_reset in [true, false] {
            let (mut phone, _) = with_profiles(2);
            leave(&mut phone, &enabling(1, false).encode(), durable);
            if by_reset {
                phone.reset();
            }
            assert_eq!(on(&mut phone), durable, "{by_reset}");
            assert_eq!(phone.send(sim::USIM).ends_with("9000"), durable);
            assert_eq!(enable(&mut phone, 2), EnableResult::Ok);
            phone.restart();
            assert!(!on(&mut phone));
        }
    }
}

// R: A10
#[test]
fn a_file_that_was_being_written_is_read_again() {
    for durable in [true, false] {
        let (mut phone, _) = with_profiles(1);
        enable(&mut phone, 1);
        sim::select_usim(&mut phone);
        assert_eq!(sim::verify(&mut phone, 0x01, profiles::PIN), "9000");
        assert_eq!(phone.send("00A4 000C 02 6F7E"), "9000", "EF.LOCI");
        let before = phone.send("00B0 0000 0B");
        let written = "00D6 0000 0B 1122334400F1100001FF00";
        let step = phone.euicc.transmit(&hex::decode(written.replace(' ', "")).expect("digits"), &mut random);
        let Step::Commit { batch, .. } = step else { panic!("{step:?}") };
        if durable {
            phone.disk.commit(&batch);
        }
        // The reader goes on as after a reset.
        sim::select_usim(&mut phone);
        assert_eq!(phone.send("00A4 000C 02 6F7E"), "9000");
        assert_eq!(phone.send("00B0 0000 0B"), "6982", "the PIN is to be given again");
        assert_eq!(sim::verify(&mut phone, 0x01, profiles::PIN), "9000");
        let after = phone.send("00B0 0000 0B");
        assert_eq!(after == before, !durable);
        assert_eq!(after.starts_with("11223344"), durable);
    }
}

#[test]
fn an_outcome_that_nobody_asked_for_gives_the_command_up() {
    let (mut phone, _) = with_profiles(1);
    let broken = Step::Reply(vec![0x6F, 0x00]);
    assert_eq!(phone.euicc.resume(Outcome::Committed, &mut random), broken);
    leave(&mut phone, &enabling(1, false).encode(), false);
    assert_eq!(phone.euicc.resume(Outcome::Signed([0; 64]), &mut random), broken);
    assert!(!on(&mut phone));
}

// R: F3
#[test]
fn a_profile_whose_records_are_damaged_says_so_and_harms_no_other() {
    let (mut phone, _) = with_profiles(2);
    enable(&mut phone, 1);
    let image = phone
        .disk
        .0
        .iter_mut()
        .find(|((table, id), _)| *table == uicc::profile::TABLE && id.starts_with(iccid(1).as_ef()) && id[10] == 0);
    *image.expect("its image").1 = vec![0xE1, 0x05, 0x80].into();
    phone.restart();
    assert_eq!(phone.send(sim::USIM), "6f00");
    assert_eq!(phone.send("80F2 0000 00"), "6f00");
    assert_eq!(phone.first_pin(b"1234"), [0x6F, 0x00]);
    assert_eq!(list(&mut phone).len(), 2);
    assert_eq!(enable(&mut phone, 2), EnableResult::Ok);
    sim::select_usim(&mut phone);
}
