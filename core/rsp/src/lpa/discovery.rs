//! What waits for the eUICC, and where (SGP.22 §3.6.2): an SM-DS's answer.

use super::{Failure, Outcome, purpose::Purpose, session::Session};
use crate::checks;
use crate::es11::AuthenticateClientResponse;

/// More events than anybody registers for one eUICC; what else is sent is not looked at.
const MOST_EVENTS: usize = 64;

impl Session {
    pub(super) fn found(&mut self, answer: AuthenticateClientResponse) -> Result<(), Failure> {
        let ok = match answer {
            AuthenticateClientResponse::Ok(ok) => ok,
            AuthenticateClientResponse::Error(refused) => {
                return Err(Failure::Refused { function: "AuthenticateClient", status: refused.status });
            }
        };
        if self.purpose != Purpose::Events {
            return Err(Failure::Function);
        }
        if self.transaction_id.as_ref() != Some(&ok.transaction_id) && checks::SESSION.on() {
            return Err(Failure::Session);
        }
        let mut events = ok.event_entries;
        events.truncate(MOST_EVENTS);
        self.end(Outcome::Discovered { events });
        Ok(())
    }
}
