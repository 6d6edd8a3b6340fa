//! New certificates for an eUICC's key.

use crate::harness::{Operator, random};
use landfall_euicc::{SigningChain, checks};
use model::without;

// R: E8
#[test]
fn an_euicc_takes_no_chain_that_is_not_its_own() {
    let put = |spoil: &dyn Fn(&mut SigningChain, SigningChain)| {
        let operator = Operator::new();
        let mut phone = operator.phone_with("890490320012345123451234567800");
        let other = operator.phone_with("890490320012345123451234567801");
        let mut chain = phone.euicc.state().identity.chains[0].clone();
        let before = phone.euicc.state().identity.clone();
        spoil(&mut chain, other.euicc.state().identity.chains[0].clone());
        let step = phone.euicc.put_chain(chain, &mut random);
        let reply = phone.drive(step).expect("the power stays on");
        (reply, phone.euicc.state().identity == before)
    };
    assert_eq!(put(&|_, _| {}), (vec![0x90, 0x00], true), "what it has already");
    let others = |chain: &mut SigningChain, other: SigningChain| *chain = other;
    let junk = |chain: &mut SigningChain, _: SigningChain| chain.eum_certificate = vec![0x30, 0];
    let root = |chain: &mut SigningChain, _: SigningChain| chain.ci_key_id = vec![1; 20];
    for spoil in [&others as &dyn Fn(&mut SigningChain, SigningChain), &junk, &root] {
        assert_eq!(put(spoil), (vec![0x69, 0x85], true));
        assert_eq!(without(&[checks::CHAIN], || put(spoil)), (vec![0x90, 0x00], false), "the attack works");
    }
}
