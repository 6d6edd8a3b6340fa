use axum::{
    Error,
    body::{Body, Bytes, HttpBody},
};
use hyper::body::{Frame, SizeHint};
use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll},
};

/// Bytes of a part.
pub(super) const PART: usize = 64 << 10;

/// A long body that is there already, in pieces that are nowhere copied together; handed out in parts, so that a slow line is seen to move.
pub(super) struct Chunks(VecDeque<Bytes>);

/// The body of these bytes; a short one in one part.
pub(super) fn body(bytes: impl Into<Bytes>) -> Body {
    let bytes = bytes.into();
    if bytes.len() > PART { pieces([bytes]) } else { Body::from(bytes) }
}

/// The body of these pieces, one behind the other.
pub(super) fn pieces(pieces: impl IntoIterator<Item = Bytes>) -> Body {
    Body::new(Chunks(pieces.into_iter().filter(|piece| !piece.is_empty()).collect()))
}

impl HttpBody for Chunks {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let Some(piece) = self.0.front_mut() else { return Poll::Ready(None) };
        let end = piece.len().min(PART);
        let part = piece.split_to(end);
        if piece.is_empty() {
            self.0.pop_front();
        }
        Poll::Ready(Some(Ok(Frame::data(part))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.iter().map(|piece| piece.len() as u64).sum())
    }
}
