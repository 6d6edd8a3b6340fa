use axum::{
    Error,
    body::{Body, Bytes, HttpBody},
};
use hyper::body::{Frame, SizeHint};
use std::{
    pin::Pin,
    task::{Context, Poll},
};

/// Bytes of a part.
const PART: usize = 64 << 10;

/// A long body that is there already, handed out in parts, so that a slow line is seen to move.
pub(super) struct Chunks(Bytes);

/// The body of these bytes; a short one in one part.
pub(super) fn body(bytes: impl Into<Bytes>) -> Body {
    let bytes = bytes.into();
    if bytes.len() > PART { Body::new(Chunks(bytes)) } else { Body::from(bytes) }
}

impl HttpBody for Chunks {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        let end = self.0.len().min(PART);
        Poll::Ready(Some(Ok(Frame::data(self.0.split_to(end)))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.len() as u64)
    }
}
