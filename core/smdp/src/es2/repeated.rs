//! A call that is sent again, because its answer was lost, gets the same answer: what was done is not done twice (SGP.22
//! §5.2.6).
//!
//! The caller keeps an [`Answered`] beside what the call changed, in the same transaction, under the operator's name and the
//! functionCallIdentifier. Refusals change nothing and need not be kept: asked again, they are decided again.

use model::SecretBytes;
use ring::digest::{Context, SHA256};
use rsp::es2::Request;
use zeroize::Zeroizing;

/// A call that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Which call it was: SHA-256 over its function and its members. It may cover a confirmation code, which can be guessed from
    /// it, so it is kept as a secret.
    pub digest: SecretBytes,
    /// The answer's body.
    pub answer: Vec<u8>,
}

impl Answered {
    /// To be kept.
    #[must_use]
    pub fn new<R: Request>(request: &R, answer: Vec<u8>) -> Self {
        Self { digest: digest(request), answer }
    }

    /// The answer to `request`, if it is this call once more. Some operators give all their calls one identifier: another call
    /// under the same one is a call of its own, and its answer takes the place of this one.
    #[must_use]
    pub fn to<R: Request>(&self, request: &R) -> Option<&[u8]> {
        (self.digest == digest(request)).then_some(&self.answer)
    }
}

/// Over what is asked, whatever order, spacing and unknown members it came in.
fn digest<R: Request>(request: &R) -> SecretBytes {
    let mut context = Context::new(&SHA256);
    context.update(R::FUNCTION.as_bytes());
    context.update(&[0]);
    context.update(&Zeroizing::new(request.encode()));
    SecretBytes::from(context.finish().as_ref())
}
