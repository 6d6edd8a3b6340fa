//! AUTHENTICATE (TS 31.102 §7.1) and RUN GSM ALGORITHM (TS 51.011 §8.16).

use super::{
    Card,
    plan::{Plan, Planned},
};
use crate::{
    aka::{AkaFailure, Triplet},
    apdu::Command,
    file::FilePath,
    profile::{Authenticator, Changes, State},
    status::StatusWord,
};

/// P2: 3G security context, GSM security context.
const CONTEXT_3G: u8 = 0x81;
const CONTEXT_GSM: u8 = 0x80;

/// Service numbers of EF.UST (TS 31.102 §4.2.8).
const GSM_ACCESS: usize = 27;
const GSM_SECURITY_CONTEXT: usize = 38;

impl Card {
    pub(super) fn authenticate(&self, command: &Command<'_>) -> Planned {
        let app = self.channel(command.channel())?.app.as_ref();
        match (command.p1, command.p2) {
            (0x00, CONTEXT_3G) => {
                let (rand, autn) = challenge_3g(command.data)?;
                self.run_3g(app.ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?, &rand, &autn)
            }
            (0x00, CONTEXT_GSM) => {
                let (rand, rest) = prefixed(command.data)?;
                if !rest.is_empty() {
                    return Err(StatusWord::WRONG_LENGTH);
                }
                let app = app.ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
                if !self.has_service(app, GSM_SECURITY_CONTEXT) {
                    return Err(StatusWord::CONTEXT_NOT_SUPPORTED);
                }
                let (triplet, state) = self.run_gsm(app, Some(app), &rand)?;
                let plan = Plan::with([&[4], triplet.sres.as_slice(), &[8], triplet.kc.as_slice()].concat());
                Ok(Plan { sticky: true, changes: state.map(Changes::of_state), ..plan })
            }
            _ => Err(StatusWord::WRONG_P1P2),
        }
    }

    fn run_3g(&self, app: &FilePath, rand: &[u8; 16], autn: &[u8; 16]) -> Planned {
        let (index, authenticator, mut state) = self.begin_authentication(app, Some(app))?;
        let counters = state.authenticators.get_mut(index).ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        let (data, status) = match authenticator.aka.authenticate(rand, autn, &mut counters.sqn) {
            Ok(success) => {
                let mut data = vec![0xDB];
                for part in [&success.res, &success.ck, &success.ik] {
                    append(&mut data, part);
                }
                if self.has_service(app, GSM_ACCESS) {
                    append(&mut data, &success.kc);
                }
                (data, StatusWord::OK)
            }
            Err(AkaFailure::Resync { auts }) => {
                let mut data = vec![0xDC];
                append(&mut data, &auts);
                (data, StatusWord::OK)
            }
            Err(AkaFailure::Mac) => (Vec::new(), StatusWord::WRONG_MAC),
            Err(AkaFailure::Context) => return Err(StatusWord::CONTEXT_NOT_SUPPORTED),
        };
        let plan = Plan::with(data).status(status);
        Ok(Plan { sticky: true, changes: self.if_changed(state).map(Changes::of_state), ..plan })
    }

    /// SRES and Kc, and the state to make durable before they are told.
    pub(super) fn run_gsm(
        &self,
        keys_of: &FilePath,
        app: Option<&FilePath>,
        rand: &[u8; 16],
    ) -> Result<(Triplet, Option<State>), StatusWord> {
        let (_, authenticator, state) = self.begin_authentication(keys_of, app)?;
        let triplet = authenticator.aka.gsm(rand);
        Ok((triplet, self.if_changed(state)))
    }

    /// The keys, and the state with one use less; PIN1 must be open.
    fn begin_authentication(
        &self,
        keys_of: &FilePath,
        app: Option<&FilePath>,
    ) -> Result<(usize, &Authenticator, State), StatusWord> {
        let index = self.profile.applications.get(keys_of).copied().ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        let authenticator = self.profile.authenticators.get(index).ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        if !self.is_pin1_given(app) {
            return Err(StatusWord::SECURITY_NOT_SATISFIED);
        }
        let mut state = self.profile.state.clone();
        state.fresh = false;
        let counters = state.authenticators.get_mut(index).ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        counters.uses_left = match counters.uses_left {
            // Without a limit, COMP128v1 would give Ki away.
            None if authenticator.keys.is_unguarded() => return Err(StatusWord::CONDITIONS_NOT_SATISFIED),
            None => None,
            Some(left) => Some(left.checked_sub(1).ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?),
        };
        Ok((index, authenticator, state))
    }

    fn if_changed(&self, state: State) -> Option<State> {
        (state != self.profile.state).then_some(state)
    }

    /// Whether EF.UST (`6F38`) of the application offers a service. An application without that table is no USIM (an ISIM
    /// has EF.IST, whose numbers mean something else) and offers none.
    pub(super) fn has_service(&self, app: &FilePath, service: usize) -> bool {
        let Some(table) = self.profile.tree.content(&app.child(0x6F38)) else { return false };
        let bit = service - 1;
        table.expose().get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }
}

fn challenge_3g(data: &[u8]) -> Result<([u8; 16], [u8; 16]), StatusWord> {
    let (rand, rest) = prefixed(data)?;
    let (autn, rest) = prefixed(rest)?;
    if rest.is_empty() { Ok((rand, autn)) } else { Err(StatusWord::WRONG_LENGTH) }
}

/// `10` and 16 bytes, and what follows.
fn prefixed(data: &[u8]) -> Result<([u8; 16], &[u8]), StatusWord> {
    match data.split_first() {
        Some((0x10, rest)) => {
            let (value, rest) = rest.split_first_chunk::<16>().ok_or(StatusWord::WRONG_LENGTH)?;
            Ok((*value, rest))
        }
        // TS 31.102 §7.3.2 has no word for wrong data here.
        _ => Err(StatusWord::WRONG_LENGTH),
    }
}

fn append(data: &mut Vec<u8>, value: &[u8]) {
    // RES, CK, IK, Kc and AUTS are at most 32 bytes.
    data.push(u8::try_from(value.len()).unwrap_or(0));
    data.extend_from_slice(value);
}
