//! An operator, a kiosk's SM-DP+ and an eUICC, the same on every run.

use crate::keys::Key;
use model::{Algorithm, Eid, Iccid, SecretBytes, Subscriber, UnixTime};
use nearfield::sim::Dice;
use rsp::cert::{
    Assurance, Certificate,
    chain::Roots,
    issue::{self, ServerName, Validity},
};
use std::sync::LazyLock;

/// 2026-01-01.
pub(crate) const NOW: UnixTime = UnixTime(1_767_225_600);
pub(crate) const ADDRESS: &str = "kiosk-7.example";

/// Root, EUM, server and card.
pub(crate) struct Harbour {
    pub(crate) root_key: Key,
    pub(crate) root: Certificate,
    pub(crate) eum_key: Key,
    pub(crate) eum: Certificate,
    pub(crate) eid: Eid,
    pub(crate) euicc_key: Key,
    pub(crate) euicc: Certificate,
    pub(crate) auth_key: Key,
    pub(crate) dp_auth: Certificate,
    pub(crate) pb_key: Key,
    pub(crate) dp_pb: Certificate,
    pub(crate) kiosk: Certificate,
    /// Another card of the same EUM.
    pub(crate) other_eid: Eid,
    pub(crate) other_key: Key,
    pub(crate) other: Certificate,
}

impl Harbour {
    /// The one there is.
    pub(crate) fn get() -> &'static Self {
        static HARBOUR: LazyLock<Harbour> = LazyLock::new(Harbour::new);
        &HARBOUR
    }

    fn new() -> Self {
        let dice = &mut Dice::new(1);
        let [root_key, eum_key, euicc_key, auth_key, pb_key] = [1, 2, 3, 4, 5].map(Key::new);
        let root = issue::ci("Harbour", "Harbour Root", &root_key.public(), days(3650), dice);
        let root = root_key.finish(root.expect("fits"));
        let eum = issue::eum(&root, "Harbour", "Kiosk EUM", &eum_key.public(), &["89049032"], days(7), dice);
        let eum = root_key.finish(eum.expect("fits"));
        let eid = Eid::with_check_digits("890490320012345123451234567890").expect("30 digits");
        let euicc = issue::euicc_with_key(&eum, &euicc_key.public(), &eid, Assurance::Tee, days(3650), dice);
        let euicc = eum_key.finish(euicc.expect("fits"));
        let name = ServerName { organization: "Harbour".into(), common_name: "Kiosk 7".into(), oid: "2.999.7".into() };
        let dp_auth = issue::dp_auth(&root, &name, &auth_key.public(), days(30), dice).expect("fits");
        let dp_pb = issue::dp_pb(&root, &name, &pb_key.public(), days(30), dice).expect("fits");
        let (dp_auth, dp_pb) = (root_key.finish(dp_auth), root_key.finish(dp_pb));
        let kiosk = root_key.finish(issue::kiosk(&root, "kiosk-7", &[7; 32], days(30), dice).expect("fits"));
        let (other_key, other_eid) = (Key::new(6), "890490320012345123451234567891");
        let other_eid = Eid::with_check_digits(other_eid).expect("30 digits");
        let other = issue::euicc_with_key(&eum, &other_key.public(), &other_eid, Assurance::Tee, days(3650), dice);
        let other = eum_key.finish(other.expect("fits"));
        Self {
            root_key,
            root,
            eum_key,
            eum,
            eid,
            euicc_key,
            euicc,
            auth_key,
            dp_auth,
            pb_key,
            dp_pb,
            kiosk,
            other_eid,
            other_key,
            other,
        }
    }

    pub(crate) fn roots(&self) -> Roots {
        let mut roots = Roots::new();
        roots.add(self.root.clone()).expect("a root");
        roots
    }
}

const fn days(count: u32) -> Validity {
    Validity::days(UnixTime(NOW.0 - 86_400), count)
}

/// The card number `n`, below ten.
pub(crate) fn iccid(n: u8) -> Iccid {
    Iccid::with_check_digit(&format!("89001010000000000{n}")).expect("18 digits")
}

/// A subscriber of the test network 001-01 with the PIN 1234.
pub(crate) fn subscriber(n: u8) -> Subscriber {
    Subscriber {
        iccid: iccid(n),
        imsi: format!("00101000000000{n}").parse().expect("15 digits"),
        msisdn: Some(format!("+88210000000{n}").parse().expect("a number")),
        ki: SecretBytes::from([0x46; 16]),
        algorithm: Algorithm::Milenage { opc: SecretBytes::from([0xCD; 16]) },
        pin: SecretBytes::from(*b"1234"),
        puk: SecretBytes::from(*b"12345678"),
        adm: SecretBytes::from(*b"87654321"),
        mnc_digits: 2,
        operator: "Harbour".into(),
    }
}
