use crate::names::{eid, other_eid};
use crate::stock::{
    ADDRESS, OPERATOR, at, code, code_of, confirm, confirmed, fixed, linked, no_eid, others, surroundings,
};
use landfall_smdp::es2::{SmdsEvent, Stocked, Surroundings, confirm_order};
use landfall_smdp::order::{ConfirmationCode, State};
use rsp::es2::ConfirmOrderRequest;

fn refused(request: &ConfirmOrderRequest, found: &Stocked) -> String {
    code_of(&confirmed(request, found).expect_err("refused"))
}

fn named(id: &str) -> ConfirmOrderRequest {
    ConfirmOrderRequest { matching_id: Some(id.into()), ..confirm() }
}

// R: E7
#[test]
fn a_sale_is_confirmed_and_released_or_waits() {
    for (release_flag, state) in [(true, State::Released), (false, State::Confirmed)] {
        let request = ConfirmOrderRequest { release_flag, confirmation_code: code("4321"), ..named("SALE-1") };
        let done = confirmed(&request, &at(State::Allocated)).expect("allocated");
        let order = &done.stocked.order;
        assert_eq!((order.state, order.matching_id.as_str(), order.eid), (state, "SALE-1", None));
        assert_eq!(order.code, Some(ConfirmationCode::of(b"4321")), "SHA-256 of it is kept");
        assert_eq!(done.response.matching_id.as_deref(), Some("SALE-1"));
        assert_eq!((done.response.smdp_address.as_deref(), done.response.eid), (Some(ADDRESS), None));
        assert_eq!(done.announce, None);
    }
    // The eUICC may have been named before, or is now.
    for (found, given) in [(linked(), None), (at(State::Allocated), Some(eid())), (linked(), Some(eid()))] {
        let request = ConfirmOrderRequest { eid: given.map(Into::into), ..named("SALE-1") };
        let done = confirmed(&request, &found).expect("linked");
        assert_eq!((done.stocked.order.eid, done.response.eid), (Some(eid()), Some(eid().into())));
    }
    // No code is asked for if none is given.
    for none in [None, code("")] {
        let request = ConfirmOrderRequest { confirmation_code: none, ..confirm() };
        assert_eq!(confirmed(&request, &at(State::Allocated)).expect("allocated").stocked.order.code, None);
    }
}

// R: E7
#[test]
fn who_names_the_order() {
    // The server, by chance.
    let done = confirmed(&confirm(), &at(State::Allocated)).expect("allocated");
    assert_eq!(done.response.matching_id.as_deref(), Some("01234-56789-ABCDE-FGHJK"));
    let mut all_ones = |out: &mut [u8]| out.fill(0xFF);
    let other = confirm_order(&confirm(), OPERATOR, Some(&at(State::Allocated)), surroundings(), &mut all_ones);
    assert_eq!(other.expect("allocated").stocked.order.matching_id, "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ");
    // Nobody: the eUICC alone does, so it must be known.
    let done = confirmed(&named(""), &linked()).expect("linked");
    assert_eq!((done.response.matching_id.as_deref(), done.stocked.order.matching_id.as_str()), (Some(""), ""));
    assert_eq!(refused(&named(""), &at(State::Allocated)), "8.1.1/2.2");
    // The operator.
    let taken = Surroundings { matching_id_taken: true, ..surroundings() };
    let refused_with = |request: &ConfirmOrderRequest, surroundings| {
        let refused = confirm_order(request, OPERATOR, Some(&linked()), surroundings, &mut fixed);
        code_of(&refused.expect_err("refused"))
    };
    assert_eq!(refused_with(&named("SALE-1"), taken), "8.2.6/3.3");
    for wrong in ["a b", "A$B", "Ä", "\u{7}", "x".repeat(129).as_str()] {
        assert_eq!(refused(&named(wrong), &linked()), "8.2.6/2.1", "{wrong:?}");
    }
    assert!(confirmed(&named("MATCHING_ID_CONFLICT_TEST"), &linked()).is_ok(), "as others write them");
}

// R: E7
#[test]
fn profiles_that_can_not_be_confirmed() {
    let unknown = confirm_order(&confirm(), OPERATOR, None, surroundings(), &mut fixed).expect_err("unknown");
    assert_eq!(code_of(&unknown), "8.2.1/3.9");
    assert_eq!(refused(&confirm(), &others(at(State::Allocated))), "8.2.1/1.2");
    for state in State::ALL.into_iter().filter(|state| !matches!(state, State::Allocated | State::Linked)) {
        assert_eq!(refused(&confirm(), &at(state)), "8.2.1/3.5", "{state:?}");
    }
}

// R: A7
#[test]
fn the_card_stays_the_one_that_was_ordered_for() {
    let for_card = |eid| ConfirmOrderRequest { eid: Some(eid), ..named("SALE-1") };
    assert_eq!(refused(&for_card(other_eid().into()), &linked()), "8.1.1/3.10");
    assert_eq!(refused(&for_card(no_eid()), &linked()), "8.1.1/3.10");
    assert_eq!(refused(&for_card(no_eid()), &at(State::Allocated)), "8.1.1/3.9");
}

// R: E7
#[test]
fn orders_that_are_to_be_announced() {
    let smds = |id: Option<&str>| ConfirmOrderRequest {
        smds_address: Some("smds.example".into()),
        matching_id: id.map(str::to_owned),
        ..confirm()
    };
    let reachable = Surroundings { smds_reachable: true, ..surroundings() };
    let ask = |request: &ConfirmOrderRequest, found: &Stocked, surroundings| {
        confirm_order(request, OPERATOR, Some(found), surroundings, &mut fixed)
    };
    let code = |request: &ConfirmOrderRequest, found: &Stocked, surroundings| {
        code_of(&ask(request, found, surroundings).expect_err("refused"))
    };
    assert_eq!(code(&smds(Some("SALE-1")), &at(State::Allocated), reachable), "8.1.1/2.2");
    assert_eq!(code(&smds(Some("")), &linked(), reachable), "8.2.6/2.2");
    assert_eq!(code(&smds(Some("SALE-1")), &linked(), surroundings()), "8.9/5.1");
    let event = SmdsEvent { address: "smds.example".into(), eid: eid(), matching_id: "SALE-1".into() };
    let done = ask(&smds(Some("SALE-1")), &linked(), reachable).expect("linked");
    assert_eq!((done.announce.as_ref(), done.stocked.smds_address.as_deref()), (Some(&event), Some("smds.example")));
    // One that waits is announced when it is released.
    let waiting = ConfirmOrderRequest { release_flag: false, ..smds(Some("SALE-1")) };
    let done = ask(&waiting, &linked(), reachable).expect("linked");
    assert_eq!((done.announce, done.stocked.smds_address.as_deref()), (None, Some("smds.example")));
    let failed = landfall_smdp::es2::OrderRefused::SmdsFailed { address: "smds.example".into() };
    assert_eq!(code_of(&failed), "8.9/4.2");
}

// R: E7
#[test]
fn confirmed_again_in_the_same_words_it_stays() {
    let request = ConfirmOrderRequest { confirmation_code: code("4321"), eid: Some(eid().into()), ..named("SALE-1") };
    let done = confirmed(&request, &at(State::Allocated)).expect("allocated").stocked;
    let again = confirmed(&request, &done).expect("the same words");
    assert_eq!((&again.stocked, again.announce), (&done, None));
    assert_eq!(again.response.matching_id.as_deref(), Some("SALE-1"));
    // In other words it is another order, and too late.
    for other in [
        ConfirmOrderRequest { matching_id: None, ..request.clone() },
        named("SALE-2"),
        ConfirmOrderRequest { confirmation_code: code("1234"), ..request.clone() },
        ConfirmOrderRequest { eid: Some(other_eid().into()), ..request.clone() },
        ConfirmOrderRequest { release_flag: false, ..request.clone() },
        ConfirmOrderRequest { smds_address: Some("smds.example".into()), ..request },
    ] {
        assert_eq!(refused(&other, &done), "8.2.1/3.5", "{other:?}");
    }
}
