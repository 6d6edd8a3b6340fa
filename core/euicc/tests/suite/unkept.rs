//! What can't be kept is not done, and said so; what is not there neither (SGP.22 §5.7.11, §5.7.16–18, §5.7.21).

use crate::{
    harness::{
        Fate, Operator, Phone, Shop, download,
        profiles::{self, iccid},
    },
    notifications::{listed, listened, sent},
    session::{delete, disable, enable, list},
};
use rsp::{
    es10::{
        DeleteNotificationStatus, DeleteResult, DisableResult, EnableResult, SetNicknameRequest, SetNicknameResponse,
        SetNicknameResult,
    },
    notification::FinalResult,
};

/// A phone with two profiles, whose server hears of everything.
fn phone() -> Phone {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let mut shop = Shop::new(&operator, listened(1, &["dp.example"]), &profiles::own(1));
    for number in [1, 2] {
        shop.stock(listened(number, &["dp.example"]), &profiles::own(number));
        assert!(matches!(download(&mut phone, &mut shop), FinalResult::Success { .. }));
    }
    phone
}

fn name(phone: &mut Phone, number: u32) -> SetNicknameResult {
    let request = SetNicknameRequest { iccid: iccid(number), profile_nickname: "Trip".into() };
    phone.ask::<SetNicknameResponse>(&request).result
}

// R: A11 F3
#[test]
fn what_could_not_be_kept_has_not_happened() {
    let mut phone = phone();
    assert_eq!(enable(&mut phone, 2), EnableResult::Ok);
    let before = (list(&mut phone), listed(&mut phone, None));
    let seq_number = before.1[0].seq_number;
    phone.fate = Fate::CommitsFail;
    assert_eq!(enable(&mut phone, 1), EnableResult::UndefinedError);
    assert_eq!(disable(&mut phone, 2), DisableResult::UndefinedError);
    assert_eq!(delete(&mut phone, 1), DeleteResult::UndefinedError);
    assert_eq!(name(&mut phone, 1), SetNicknameResult::UndefinedError);
    assert_eq!(sent(&mut phone, seq_number), DeleteNotificationStatus::UndefinedError);
    phone.fate = Fate::Works;
    assert_eq!((list(&mut phone), listed(&mut phone, None)), before);
    phone.restart();
    assert_eq!((list(&mut phone), listed(&mut phone, None)), before);
    // And it goes on as if nobody had asked.
    assert_eq!(name(&mut phone, 1), SetNicknameResult::Ok);
    assert_eq!(disable(&mut phone, 2), DisableResult::Ok);
    assert_eq!(delete(&mut phone, 1), DeleteResult::Ok);
    assert_eq!(sent(&mut phone, seq_number), DeleteNotificationStatus::Ok);
}

// R: A11 F3
#[test]
fn what_is_not_there_is_said_to_be_missing() {
    let mut phone = phone();
    assert_eq!(enable(&mut phone, 9), EnableResult::IccidOrAidNotFound);
    assert_eq!(disable(&mut phone, 9), DisableResult::IccidOrAidNotFound);
    assert_eq!(delete(&mut phone, 9), DeleteResult::IccidOrAidNotFound);
    assert_eq!(name(&mut phone, 9), SetNicknameResult::IccidNotFound);
    assert_eq!(sent(&mut phone, 99), DeleteNotificationStatus::NothingToDelete);
}
