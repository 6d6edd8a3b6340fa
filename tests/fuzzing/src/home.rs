use crate::{
    desk::Desk,
    es10::{Phone, Records, Which, download},
    harbour::{Harbour, iccid},
    input::Input,
};
use euicc::{HomeError, state::Role};
use rsp::{
    Raw,
    cert::Assurance,
    metadata::{Portable, StoreMetadataRequest},
};
use std::sync::LazyLock;
use uicc::Transport;

/// Two eUICCs: the first has card 1, which may be copied; the second has a key for it. And what each would say: the key, the copy, and a hand-over
/// once the copy came in.
struct Base {
    records: [Records; 2],
    messages: [Vec<u8>; 3],
}

impl Base {
    fn get() -> &'static Self {
        static BASE: LazyLock<Base> = LazyLock::new(|| {
            let (mut one, mut other) = (Phone::new(), Phone::of(Which::Other));
            let mut desk = Desk::new(1);
            let portable = Portable { least_assurance: Assurance::Tee }.item();
            let metadata = StoreMetadataRequest::clone(&desk.order.metadata);
            desk.order.metadata = Raw::new(StoreMetadataRequest { service_specific_data: vec![portable], ..metadata });
            download(&mut one, &mut desk, &mut Input::new(&[]));
            let key = ask(&mut other, &Do::HomeKey).expect("a key");
            let copy = ask(&mut one, &Do::CopyOut(&key)).expect("a copy");
            let records = [one.records.clone(), other.records.clone()];
            ask(&mut other, &Do::CopyIn(&copy, false)).expect("it comes in");
            let hand_over = ask(&mut one, &Do::MakeDormant).expect("a hand-over");
            ask(&mut other, &Do::MakeLive(&hand_over)).expect("it goes live");
            Base { records, messages: [key, copy, hand_over] }
        });
        &BASE
    }
}

enum Do<'a> {
    HomeKey,
    CopyOut(&'a [u8]),
    CopyIn(&'a [u8], bool),
    MakeDormant,
    MakeLive(&'a [u8]),
}

fn ask(phone: &mut Phone, what: &Do<'_>) -> Result<Vec<u8>, HomeError> {
    let (card, random) = (iccid(1), &mut phone.dice.clone());
    // To the other one.
    let own = *phone.euicc.state().eid();
    let to = [Harbour::get().eid, Harbour::get().other_eid].into_iter().find(|eid| *eid != own).expect("there are two");
    let step = match what {
        Do::HomeKey => phone.euicc.home_key(&card, random),
        Do::CopyOut(statement) => phone.euicc.copy_out(&card, statement, random),
        Do::CopyIn(copy, replaces) => phone.euicc.copy_in(copy, replaces.then_some(&card), random),
        Do::MakeDormant => phone.euicc.make_dormant(&card, &to, random),
        Do::MakeLive(statement) => phone.euicc.make_live(&card, statement, random),
    };
    let mut reply = phone.drive(step);
    let status = reply.split_off(reply.len() - 2);
    match [status[0], status[1]] {
        [0x90, 0x00] => Ok(reply),
        status => Err(HomeError::of_status(u16::from_be_bytes(status)).expect("a reason")),
    }
}

/// What eUICCs hear of each other about a card, by way of a server that may say anything. At most one is live, and what is durable can always be read.
pub(crate) fn home(data: &[u8]) {
    let [one, other] = &Base::get().records;
    let mut phones = [
        Phone::loaded(Which::One, one.clone(), Transport::Block),
        Phone::loaded(Which::Other, other.clone(), Transport::Block),
    ];
    let mut input = Input::new(data);
    while !input.is_empty() {
        let what = input.byte();
        let phone = &mut phones[usize::from(what >> 7)];
        let said = match what & 0x7F {
            0 => ask(phone, &Do::HomeKey),
            1 => ask(phone, &Do::CopyOut(input.bytes())),
            2 => ask(phone, &Do::CopyIn(input.bytes(), false)),
            3 => ask(phone, &Do::CopyIn(input.bytes(), true)),
            4 => ask(phone, &Do::MakeDormant),
            5 => ask(phone, &Do::MakeLive(input.bytes())),
            6 => {
                phone.restart();
                continue;
            }
            7 => {
                phone.commit_fails = true;
                continue;
            }
            _ => continue,
        };
        if let Err(error) = said {
            assert!(!error.to_string().is_empty() && !error.hint().is_empty());
        }
        let role = |phone: &Phone| phone.euicc.state().profiles.get(&iccid(1)).map(|entry| entry.home.role);
        let live = phones.iter().filter(|phone| role(phone) == Some(Role::Live)).count();
        assert!(live <= 1, "two are live");
    }
    phones.iter_mut().for_each(Phone::restart);
}

/// Valid input, to begin from.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let [key, copy, hand_over] = &Base::get().messages;
    let with = |what: u8, message: &[u8]| {
        let length = u16::try_from(message.len()).expect("short").to_be_bytes();
        [&[what], &length[..], message].concat()
    };
    let (out, back, live) = (with(1, key), with(0x82, copy), with(0x85, hand_over));
    let whole = [&out[..], &back, &[4], &live, &[0x86, 6, 0x84, 0], &with(0x83, copy)].concat();
    vec![out.clone(), back.clone(), [&[0x87][..], &back, &live].concat(), whole, vec![0x80, 7, 4, 6, 4]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_they_say_is_taken() {
        let [one, other] = &Base::get().records;
        let [key, copy, hand_over] = &Base::get().messages;
        let mut one = Phone::loaded(Which::One, one.clone(), Transport::Block);
        let mut other = Phone::loaded(Which::Other, other.clone(), Transport::Block);
        assert!(ask(&mut one, &Do::CopyOut(key)).is_ok());
        assert!(ask(&mut other, &Do::CopyIn(copy, false)).is_ok());
        // Of the copies that this one made: the secret of the first is not known to it any more.
        assert_eq!(ask(&mut other, &Do::MakeLive(hand_over)), Ok(Vec::new()));
    }
}
