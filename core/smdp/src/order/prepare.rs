use super::{ConfirmationCode, Order, State};
use model::Eid;

/// The order is not where this step begins; it stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an order that is {} can't be {step}", state.as_str())]
pub struct WrongState {
    /// Where it is.
    pub state: State,
    /// The step.
    pub step: &'static str,
}

impl WrongState {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Look where the order stands, and take a step that begins there."
    }
}

/// Ordered, and not downloaded yet.
const ORDERED: [State; 4] = [State::Allocated, State::Linked, State::Confirmed, State::Released];

/// What happens before anything is downloaded (ES2+).
impl Order {
    /// Available → Allocated: set aside for a sale.
    ///
    /// # Errors
    /// [`WrongState`].
    pub fn allocate(self) -> Result<Self, WrongState> {
        self.step("allocated", &[State::Available], State::Allocated)
    }

    /// Allocated → Linked: for this eUICC alone.
    ///
    /// # Errors
    /// [`WrongState`].
    pub fn link(self, eid: Eid) -> Result<Self, WrongState> {
        let linked = self.step("linked", &[State::Allocated, State::Linked], State::Linked)?;
        Ok(Self { eid: Some(eid), ..linked })
    }

    /// → Confirmed: sold, named by `matching_id`, with or without a confirmation code.
    ///
    /// # Errors
    /// [`WrongState`].
    pub fn confirm(self, matching_id: &str, code: Option<ConfirmationCode>) -> Result<Self, WrongState> {
        let confirmed = self.step("confirmed", &[State::Allocated, State::Linked], State::Confirmed)?;
        Ok(Self { matching_id: matching_id.to_owned(), code, ..confirmed })
    }

    /// Confirmed → Released: may be downloaded.
    ///
    /// # Errors
    /// [`WrongState`].
    pub fn release(self) -> Result<Self, WrongState> {
        self.step("released", &[State::Confirmed], State::Released)
    }

    /// An order → Unavailable: taken back, and the profile with it. Not any more once a package was made.
    ///
    /// # Errors
    /// [`WrongState`].
    pub fn take_back(self) -> Result<Self, WrongState> {
        self.step("taken back", &ORDERED, State::Unavailable)
    }

    /// An order → Available: the profile goes back to the stock, and nothing of the order stays. Not any more once a package
    /// was made: it may be installed still.
    ///
    /// # Errors
    /// [`WrongState`].
    pub fn give_back(self) -> Result<Self, WrongState> {
        let back = self.step("given back", &ORDERED, State::Available)?;
        Ok(Self { matching_id: String::new(), eid: None, code: None, wrong_codes: 0, ..back })
    }

    /// That it is not where this step begins.
    pub(crate) const fn wrong_for(&self, step: &'static str) -> WrongState {
        WrongState { state: self.state, step }
    }

    fn step(self, step: &'static str, from: &[State], to: State) -> Result<Self, WrongState> {
        if from.contains(&self.state) { Ok(Self { state: to, ..self }) } else { Err(self.wrong_for(step)) }
    }
}
