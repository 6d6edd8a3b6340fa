//! A new certificate for the eUICC's key: it signs under it from then on, and keeps those before.

use crate::{Euicc, act::Act, checks, state::SigningChain};
use model::{Batch, Random};
use rsp::cert::{
    Certificate,
    chain::{Crls, verify_euicc},
};
use uicc::{StatusWord, Step};

/// So many chains under one CI are kept, the newest first.
const KEPT: usize = 4;

impl Euicc {
    /// Takes a chain that certifies this eUICC's number and key anew, under a CI that it trusts. No command does it. The reply is `9000`; `6985` if the
    /// chain does not hold, or is another's; `6581` if it could not be made durable.
    pub fn put_chain(&mut self, chain: SigningChain, random: &mut dyn Random) -> Step {
        self.begin(random, move |euicc, _| {
            if !fits(euicc, &chain) && checks::CHAIN.on() {
                return Act::Status(StatusWord::CONDITIONS_NOT_SATISFIED);
            }
            let mut next = euicc.state.clone();
            let chains = &mut next.identity.chains;
            if !chains.contains(&chain) {
                let ci_key_id = chain.ci_key_id.clone();
                chains.insert(0, chain);
                let mut same = 0;
                chains.retain(|one| {
                    same += usize::from(one.ci_key_id == ci_key_id);
                    one.ci_key_id != ci_key_id || same <= KEPT
                });
            }
            let mut batch = Batch::new();
            next.put_identity(&mut batch);
            Act::commit(batch, move |euicc, kept| {
                if !kept {
                    return Act::Status(StatusWord::MEMORY_PROBLEM);
                }
                euicc.state = next;
                Act::Status(StatusWord::OK)
            })
        })
    }
}

/// Whether the chain is this eUICC's own. An eUICC has no clock: dates are for servers.
fn fits(euicc: &Euicc, chain: &SigningChain) -> bool {
    let own = euicc.state.identity.chains.iter();
    let own = own
        .filter_map(|chain| Certificate::parse(&chain.euicc_certificate).ok())
        .find_map(|one| one.public_key().copied());
    let read = (Certificate::parse(&chain.euicc_certificate), Certificate::parse(&chain.eum_certificate));
    let (Ok(card), Ok(eum)) = read else { return false };
    verify_euicc(&card, &eum, euicc.roots(), &Crls::default(), None).is_ok_and(|verified| {
        verified.eid == *euicc.state.eid()
            && Some(verified.public_key) == own
            && verified.root_key_id == chain.ci_key_id
    })
}
