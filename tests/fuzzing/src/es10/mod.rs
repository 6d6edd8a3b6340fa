//! An eUICC by APDU, with a server behind it.

mod download;
mod phone;
mod seeds;

pub(crate) use download::download;
pub(crate) use phone::{Phone, Records, Which};
pub(crate) use seeds::seeds;

use crate::{desk::Desk, input::Input};
use std::sync::LazyLock;
use uicc::{Smartcard, Transport};

/// A loaded eUICC: one profile enabled, one disabled, a download prepared whose package was kept.
struct Base {
    records: Records,
    package: Vec<u8>,
}

impl Base {
    fn get() -> &'static Self {
        static BASE: LazyLock<Base> = LazyLock::new(|| {
            let mut phone = Phone::new();
            for n in [1, 2] {
                download(&mut phone, &mut Desk::new(n), &mut Input::new(&[]));
            }
            let enabled = phone.es10(&seeds::enable(1)).expect("an answer");
            assert_eq!(enabled, [0xBF, 0x31, 0x03, 0x80, 0x01, 0x00], "the first profile is enabled");
            let (_, kept) = download(&mut phone, &mut Desk::new(3), &mut Input::new(&[]));
            let (package, records) = kept.expect("a package is kept before it is loaded");
            Base { records, package: package.bound_profile_package }
        });
        &BASE
    }
}

/// A loaded eUICC, whose commands travel as blocks.
pub(crate) fn loaded() -> Phone {
    Phone::load(Base::get().records.clone(), Transport::Block)
}

/// A loaded eUICC, spoken to by a row of commands, each a byte that says what it is and what belongs to it. The first byte
/// says how commands travel. Any bytes are answered with a status word, and what is durable can always be read again.
pub(crate) fn es10(data: &[u8]) {
    let mut input = Input::new(data);
    let transport = if input.byte() & 1 == 0 { Transport::Block } else { Transport::T0 };
    let mut phone = Phone::load(Base::get().records.clone(), transport);
    let mut desk = Desk::new(3);
    while !input.is_empty() {
        match input.byte() % 10 {
            // An APDU as it is.
            0..=2 => {
                let command = input.bytes();
                phone.transmit(command);
            }
            // An ES10 function.
            3 | 4 => {
                phone.select_isd_r();
                phone.es10(input.bytes());
            }
            // The package that was kept, or a part of it.
            5 => {
                let upto = usize::from(input.byte());
                phone.select_isd_r();
                for command in
                    rsp::apdu::load_bound_profile_package(&Base::get().package).expect("own").iter().take(upto)
                {
                    phone.es10(command);
                }
            }
            // A download whose profile the input gives.
            6 => {
                let profile = input.bytes();
                if !profile.is_empty() {
                    desk.profile = profile.into();
                }
                download(&mut phone, &mut desk, &mut input);
            }
            7 => drop(phone.euicc.reset()),
            8 => phone.restart(),
            _ => match input.byte() {
                0 => phone.signing_fails = true,
                _ => phone.commit_fails = true,
            },
        }
    }
    phone.restart();
}
