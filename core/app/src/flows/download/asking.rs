use async_trait::async_trait;
use rsp::lpa::{Answer, Consent};

/// Who agrees to what a server offers.
#[async_trait]
pub(crate) trait Asking: Send {
    /// The user's answer; `None` if the flow was stopped meanwhile, which it then finds by itself.
    async fn ask(&mut self, consent: &Consent) -> Option<Answer>;
}
