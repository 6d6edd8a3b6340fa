use crate::{
    harbour::{Harbour, iccid},
    input::Input,
    scp03t::Sender,
};
use nearfield::sim::Dice;
use rsp::{
    Message, Raw, TransactionId,
    bpp::{Binder, OpenError, Opener, Part, Payload, ProtectedProfile, ReplaceSessionKeysRequest},
    crypto::{OneTimeKey, SessionKeys},
    metadata::{ConfigureIsdpRequest, StoreMetadataRequest},
};
use std::sync::LazyLock;

const HOST_ID: &[u8] = b"kiosk-7";

/// The session that packages are opened in.
struct Session {
    id: TransactionId,
    euicc_key: OneTimeKey,
    server_key: OneTimeKey,
    /// BF23 with its header taken off the package that it began.
    initialise: Vec<u8>,
}

impl Session {
    fn get() -> &'static Self {
        static SESSION: LazyLock<Session> = LazyLock::new(|| {
            let (id, dice) = (TransactionId::new(&[0x7A; 16]).expect("16 bytes"), &mut Dice::new(2));
            let (euicc_key, server_key) = (OneTimeKey::generate(dice), OneTimeKey::generate(dice));
            let package = bind(&id, &euicc_key.public_key(), &server_key, Payload::Unprotected(b"x"));
            let whole = tlv::parse_one(&package, 0xBF36u32).expect("own encoding");
            let initialise = whole.children().require(0xBF23).expect("first").raw.to_vec();
            Session { id, euicc_key, server_key, initialise }
        });
        &SESSION
    }

    fn opener(&self) -> Opener {
        let harbour = Harbour::get();
        Opener::new(self.id.clone(), harbour.eid, harbour.pb_key.public(), self.euicc_key.clone())
    }

    fn keys(&self) -> SessionKeys {
        let secret = self.server_key.agree(&self.euicc_key.public_key()).expect("a point");
        SessionKeys::derive(&secret, HOST_ID, &Harbour::get().eid)
    }
}

/// A bound profile package as an eUICC opens it. The first byte says what the rest is: a package as it arrives, or what a
/// server says inside it, protected as it should be.
pub(crate) fn bpp(data: &[u8]) {
    let mut input = Input::new(data);
    match input.byte() {
        0 => {
            let (cut, package) = (input.byte(), input.rest());
            let (whole, pieces) = (open(package, usize::MAX), open(package, usize::from(cut).max(1)));
            assert_eq!(whole, pieces, "however it arrives");
            let _ = rsp::apdu::load_bound_profile_package(package);
        }
        1 => drop(sections(input)),
        _ => genuine(input.rest()),
    }
}

/// The parts, or why not.
fn open(package: &[u8], cut: usize) -> Result<Vec<Part>, OpenError> {
    let mut opener = Session::get().opener();
    let (mut all, mut failed) = (Vec::new(), None);
    for piece in package.chunks(cut.min(package.len()).max(1)) {
        match (opener.feed(piece), failed) {
            (Ok(_), Some(_)) => panic!("the first error is the last"),
            (Ok(parts), None) => all.extend(parts),
            (Err(error), _) => failed = failed.or(Some(error)),
        }
    }
    assert_eq!(opener.is_complete(), failed.is_none() && all.last() == Some(&Part::End));
    failed.map_or(Ok(all), Err)
}

/// A row of segments, each with a byte for its section, one for how it is protected, and its plain text behind its
/// length. A command to replace the keys is obeyed by the sender, too.
fn sections(mut input: Input<'_>) -> Result<Vec<Part>, OpenError> {
    let session = Session::get();
    let mut sender = Sender::new(session.keys());
    let mut body = session.initialise.clone();
    let (mut section, mut plain_section, mut under_way) = (Vec::new(), Vec::new(), 0xA0);
    while !input.is_empty() {
        let (place, how, plain) = (0xA0 | input.byte() & 3, input.byte(), input.bytes());
        if place != under_way {
            body.extend_from_slice(&tlv::encode(u32::from(under_way), &section));
            if under_way == 0xA2
                && let Ok(request) = ReplaceSessionKeysRequest::decode(&plain_section)
            {
                sender = Sender::new(request.keys);
            }
            section.clear();
            plain_section.clear();
            under_way = place;
        }
        let tag = [0x86, 0x87, 0x88, 0x30][usize::from(how & 3)];
        section.extend(if how & 4 == 0 { sender.encrypted(tag, plain) } else { sender.sealed(tag, plain) });
        plain_section.extend_from_slice(plain);
    }
    body.extend_from_slice(&tlv::encode(u32::from(under_way), &section));
    let package = tlv::encode(0xBF36u32, &body);
    let _ = rsp::apdu::load_bound_profile_package(&package);
    open(&package, 255)
}

/// What a true server binds comes out as it went in.
fn genuine(profile: &[u8]) {
    if profile.is_empty() {
        return;
    }
    let session = Session::get();
    let protected = ProtectedProfile::protect(profile, &mut Dice::new(3));
    for payload in [Payload::Unprotected(profile), Payload::Protected(&protected)] {
        let package = bind(&session.id, &session.euicc_key.public_key(), &session.server_key, payload);
        let parts = open(&package, 200).expect("it opens");
        let opened = parts.iter().filter_map(|part| if let Part::Profile(p) = part { Some(p.to_vec()) } else { None });
        assert_eq!(opened.collect::<Vec<_>>().concat(), profile);
        let commands = rsp::apdu::load_bound_profile_package(&package).expect("it is one");
        assert_eq!(commands.concat(), package);
    }
}

/// A package of the harbour's server for card 1.
fn bind(id: &TransactionId, euicc_otpk: &[u8; 65], server_key: &OneTimeKey, payload: Payload<'_>) -> Vec<u8> {
    let unsigned = Binder {
        transaction_id: id,
        host_id: HOST_ID,
        eid: &Harbour::get().eid,
        one_time_key: server_key,
        euicc_otpk,
        configure_isdp: &ConfigureIsdpRequest::default(),
        store_metadata: &Raw::new(StoreMetadataRequest::new(iccid(1), "Harbour", "Week")),
        payload,
    }
    .bind();
    Harbour::get().pb_key.finish(unsigned.expect("all is in range"))
}

/// Valid input, to begin from.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let session = Session::get();
    let profile = saip::build(&crate::harbour::subscriber(1)).expect("a good row").encode();
    let package = |profile: &[u8]| {
        bind(&session.id, &session.euicc_key.public_key(), &session.server_key, Payload::Unprotected(profile))
    };
    let protected = ProtectedProfile::protect(b"a short profile", &mut Dice::new(3));
    let with_keys =
        bind(&session.id, &session.euicc_key.public_key(), &session.server_key, Payload::Protected(&protected));
    let metadata = StoreMetadataRequest::new(iccid(1), "Harbour", "Week").encode();
    let keys = ReplaceSessionKeysRequest { keys: session.keys() }.encode();
    let segment = |section: u8, how: u8, plain: &[u8]| {
        let length = u16::try_from(plain.len()).expect("short").to_be_bytes();
        [&[section, how], &length[..], plain].concat()
    };
    let said = [
        vec![1],
        segment(0, 1, &ConfigureIsdpRequest::default().encode()),
        segment(1, 6, &metadata),
        segment(2, 1, &keys),
        segment(3, 0, b"profile"),
    ];
    vec![
        [&[0, 120][..], &package(profile.expose())].concat(),
        [&[0, 1][..], &package(b"tiny")].concat(),
        [&[0, 255][..], &with_keys].concat(),
        said.concat(),
        [&[2][..], profile.expose()].concat(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_open() {
        for seed in seeds().iter().take(3) {
            assert_eq!(open(&seed[2..], 120).expect("a true package").last(), Some(&Part::End));
        }
    }

    #[test]
    fn what_is_said_with_true_keys_is_heard() {
        let seed = &seeds()[3];
        let parts = sections(Input::new(&seed[1..])).expect("as it should be");
        assert_eq!(parts.last(), Some(&Part::End));
        assert!(parts.contains(&Part::SessionKeysReplaced));
    }
}
