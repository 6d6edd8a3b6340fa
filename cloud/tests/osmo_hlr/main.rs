//! The adapter of osmo-hlr with a real osmo-hlr, a tiny MSC that asks it for vectors, and our card that is asked by them.

mod sold;

use landfall_cloud::subscribers::{DirectoryError, OsmoHlr, Standing, SubscriberDirectory, Subscription};
use landfall_hlr::{Hlr, Msc, Vector};
use model::{Algorithm, SecretBytes};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use uicc::aka::{Aka, AkaFailure, SqnArray, SqnConfig};

const K: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
const OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";

fn bytes(text: &str) -> SecretBytes {
    hex::decode(text).expect("hex").into()
}

fn subscription(last: u8, algorithm: Algorithm) -> Subscription {
    Subscription {
        iccid: "8900101000000000004".parse().expect("an ICCID"),
        imsi: format!("00101000000000{last}").parse().expect("an IMSI"),
        msisdn: Some(format!("9990{last}").parse().expect("a number")),
        ki: bytes(K),
        algorithm,
    }
}

fn milenage(last: u8) -> Subscription {
    subscription(last, Algorithm::Milenage { opc: bytes(OPC) })
}

/// The card: answers a challenge of the network that asked for it.
struct Card {
    aka: Aka,
    sqn: SqnArray,
}

impl Card {
    fn of(subscription: &Subscription) -> Self {
        let aka = Aka::new(&subscription.algorithm, &subscription.ki).expect("keys of the right size");
        Self { aka, sqn: SqnArray::new(SqnConfig::default()) }
    }

    /// Whether the network, by this vector, lets the card in; AUTS if the card finds it out of sequence.
    fn attaches(&mut self, vector: &Vector) -> Result<bool, AkaFailure> {
        let rand = vector.rand.as_slice().try_into().expect("16 bytes");
        let autn = vector.autn.as_slice().try_into().expect("16 bytes");
        let answer = self.aka.authenticate(rand, autn, &mut self.sqn)?;
        Ok(answer.res[..] == vector.res[..])
    }
}

// R: A12
#[test]
fn a_provisioned_card_authenticates_by_the_vectors_of_osmo_hlr_and_a_barred_one_gets_none() {
    let Some(hlr) = Hlr::run() else { return };
    let (runtime, directory) = (Runtime::new().expect("threads"), OsmoHlr::new(hlr.vty()));
    let subscription = milenage(1);
    let (imsi, mut card) = (&subscription.imsi, Card::of(&subscription));
    assert_eq!(runtime.block_on(directory.standing(imsi)).expect("it answers"), Standing::Missing);
    let mut msc = Msc::connect(hlr.gsup());
    assert!(msc.vectors(imsi.as_str(), None).is_err(), "nobody knows it yet");

    runtime.block_on(directory.provision(&subscription)).expect("provisioned");
    assert_eq!(runtime.block_on(directory.standing(imsi)).expect("it answers"), Standing::Served { seen: false });
    let vectors = msc.vectors(imsi.as_str(), None).expect("vectors");
    assert!(!vectors.is_empty());
    for vector in &vectors {
        assert_eq!(card.attaches(vector), Ok(true));
        let gsm = card.aka.gsm(vector.rand.as_slice().try_into().expect("16 bytes"));
        assert!(gsm.sres[..] == vector.sres[..] && gsm.kc[..] == vector.kc[..], "2G by the same keys");
    }
    assert_eq!(runtime.block_on(directory.standing(imsi)).expect("it answers"), Standing::Served { seen: true });
    let mut other = Card::of(&Subscription { ki: bytes(OPC), ..subscription.clone() });
    assert_eq!(other.attaches(&vectors[0]), Err(AkaFailure::Mac), "another key is another card");

    // The same again changes nothing: the sequence numbers go on.
    runtime.block_on(directory.provision(&subscription)).expect("provisioned");
    let again = msc.vectors(imsi.as_str(), None).expect("vectors");
    assert_eq!(card.attaches(&again[0]), Ok(true));

    for _ in 0..2 {
        runtime.block_on(directory.bar(imsi)).expect("barred");
        assert_eq!(runtime.block_on(directory.standing(imsi)).expect("it answers"), Standing::Barred);
        assert!(msc.vectors(imsi.as_str(), None).is_err(), "a barred card gets no vectors");
    }

    // The bar is lifted: the HLR counts from the beginning, and the card tells it where it stands.
    runtime.block_on(directory.provision(&subscription)).expect("provisioned");
    let stale = msc.vectors(imsi.as_str(), None).expect("vectors").remove(0);
    let Err(AkaFailure::Resync { auts }) = card.attaches(&stale) else { panic!("the count began anew") };
    let fresh = msc.vectors(imsi.as_str(), Some((&auts, &stale.rand))).expect("vectors");
    assert_eq!(card.attaches(&fresh[0]), Ok(true));

    for _ in 0..2 {
        runtime.block_on(directory.remove(imsi)).expect("removed");
        assert_eq!(runtime.block_on(directory.standing(imsi)).expect("it answers"), Standing::Missing);
        runtime.block_on(directory.bar(imsi)).expect("what is not there is barred as it is");
    }
    assert!(!hlr.log().to_lowercase().contains(K), "at its usual level the HLR logs no key");
}

// R: A12
#[test]
fn each_algorithm_that_it_has_is_set_and_changed() {
    let Some(hlr) = Hlr::run() else { return };
    let (runtime, directory) = (Runtime::new().expect("threads"), OsmoHlr::new(hlr.vty()));
    let mut msc = Msc::connect(hlr.gsup());
    for version in 1..=3 {
        let subscription = subscription(1, Algorithm::Comp128 { version });
        runtime.block_on(directory.provision(&subscription)).expect("provisioned");
        let vectors = msc.vectors(subscription.imsi.as_str(), None).expect("vectors");
        let card = Card::of(&subscription);
        let gsm = card.aka.gsm(vectors[0].rand.as_slice().try_into().expect("16 bytes"));
        assert!(gsm.sres[..] == vectors[0].sres[..] && gsm.kc[..] == vectors[0].kc[..], "COMP128v{version}");
        assert!(vectors[0].autn.is_empty(), "it has no 3G");
    }
    let subscription = milenage(1);
    runtime.block_on(directory.provision(&subscription)).expect("provisioned");
    let vectors = msc.vectors(subscription.imsi.as_str(), None).expect("vectors");
    assert_eq!(Card::of(&subscription).attaches(&vectors[0]), Ok(true));
}

// R: A12 F3
#[test]
fn what_goes_wrong_has_a_name_and_shows_no_key() {
    let Some(mut hlr) = Hlr::run() else { return };
    let (runtime, directory) = (Runtime::new().expect("threads"), OsmoHlr::new(hlr.vty()));
    runtime.block_on(directory.provision(&milenage(1))).expect("provisioned");
    let taken = Subscription { msisdn: milenage(1).msisdn, ..milenage(2) };
    let tuak = Algorithm::Tuak { topc: bytes(&OPC.repeat(2)), iterations: 1, res_size: 8 };
    let short = Subscription { ki: bytes("00"), ..milenage(3) };
    let failures = [
        runtime.block_on(directory.provision(&taken)),
        runtime.block_on(directory.provision(&subscription(4, tuak))),
        runtime.block_on(directory.provision(&short)),
        runtime.block_on(OsmoHlr::new(hlr.gsup()).patience(Duration::from_millis(300)).bar(&milenage(1).imsi)),
        {
            hlr.end();
            runtime.block_on(directory.bar(&milenage(1).imsi))
        },
    ];
    let failures = failures.map(|done| done.expect_err("it went wrong"));
    let [
        DirectoryError::NumberTaken,
        DirectoryError::Unsupported("TUAK"),
        DirectoryError::Subscription(_),
        DirectoryError::TimedOut(_),
        DirectoryError::Unreachable { .. },
    ] = &failures
    else {
        panic!("{failures:?}")
    };
    for failure in &failures {
        let said = format!("{failure} {failure:?} {}", failure.hint()).to_lowercase();
        assert!(!said.contains(K) && !said.contains(OPC), "{said}");
    }
}

// R: F3
#[test]
fn an_hlr_that_says_nothing_is_given_up_in_time() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("an address");
    let started = Instant::now();
    let runtime = Runtime::new().expect("threads");
    let directory = OsmoHlr::new(address).patience(Duration::from_millis(200));
    let failure = runtime.block_on(directory.standing(&milenage(1).imsi)).expect_err("nobody answers");
    assert!(matches!(failure, DirectoryError::TimedOut(_)) && failure.retrying_helps());
    assert!(started.elapsed() < Duration::from_secs(5));
}
