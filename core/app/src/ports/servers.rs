use super::{Es9, ServerError};

/// Connections to servers that are named in what other servers say.
pub trait Servers: Send {
    /// To an SM-DS, which must prove itself as one.
    ///
    /// # Errors
    /// [`ServerError`]: the address is none.
    fn smds(&mut self, address: &str) -> Result<Box<dyn Es9>, ServerError>;

    /// To whatever server an event names: an SM-DP+, or another SM-DS.
    ///
    /// # Errors
    /// As [`Servers::smds`].
    fn of_event(&mut self, address: &str) -> Result<Box<dyn Es9>, ServerError>;
}
