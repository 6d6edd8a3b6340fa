use async_trait::async_trait;
use nearfield::link::{Link, LinkError};

/// Opens links to one kiosk: the first, and another when one dies. It may choose a better radio each time.
#[async_trait]
pub trait Dial: Send {
    /// A new link.
    ///
    /// # Errors
    /// [`LinkError`] if the kiosk can't be reached now.
    async fn dial(&mut self) -> Result<Box<dyn Link>, LinkError>;
}
