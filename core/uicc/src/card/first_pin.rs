use super::{Card, plan::Plan};
use crate::{codes::padded, profile::Changes, status::StatusWord, step::Step, transport::Asked};
use model::SecretBytes;

impl Card {
    /// Sets PIN1 (4 to 8 ASCII digits) and enables it, once, before the profile was ever used. Goes on by
    /// [`Smartcard::resume`](crate::Smartcard::resume) as a command does; the reply is `9000`, `6A80` (not such
    /// digits), `6985` (already set or used, or no PIN1) or `6581` (not durable: still to be set).
    pub fn set_first_pin(&mut self, pin: &SecretBytes) -> Step {
        self.abandon();
        let plan = self.plan_first_pin(pin).unwrap_or_else(|status| Plan::done().status(status));
        self.carry_out(Asked::internally(), plan)
    }

    fn plan_first_pin(&self, pin: &SecretBytes) -> Result<Plan, StatusWord> {
        let mut state = self.profile.state.clone();
        let key = self.pin1(None).filter(|_| state.fresh).ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        let code = state.codes.codes.get_mut(&key).ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        let value = padded(pin).filter(|value| code.accepts(value.expose())).ok_or(StatusWord::WRONG_DATA)?;
        code.value = value;
        code.enabled = true;
        code.replaced = false;
        code.restore_tries();
        state.fresh = false;
        Ok(Plan::done().after(Changes::of_state(state)))
    }
}
