//! Where links come in, of whatever kind.

use super::phone;
use nearfield::{link::Link, server::LinkId};
use std::{
    fmt::Display,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::sync::mpsc;

/// Frames that wait for one link; a slow phone fills its own only.
const FRAMES: usize = 8;
/// Messages that wait for the hub; then links wait.
const MESSAGES: usize = 1_024;

/// What the hub is told.
pub(super) enum Message {
    Up {
        link: LinkId,
        mtu: usize,
        frames: mpsc::Sender<Vec<u8>>,
    },
    Frame {
        link: LinkId,
        frame: Vec<u8>,
    },
    /// The link has room for frames again.
    Room,
    Down {
        link: LinkId,
    },
}

/// Takes links: the protocol above them is the same.
#[derive(Clone)]
pub struct Links {
    messages: mpsc::Sender<Message>,
    next_link: Arc<AtomicU64>,
}

impl Links {
    /// And where the hub hears of them.
    pub(super) fn new() -> (Self, mpsc::Receiver<Message>) {
        let (sender, messages) = mpsc::channel(MESSAGES);
        (Self { messages: sender, next_link: Arc::default() }, messages)
    }

    /// Takes a new link; its task lives as long as it does. `peer` names it in the log.
    pub fn accept(&self, link: Box<dyn Link>, peer: &dyn Display) {
        let id = LinkId(self.next_link.fetch_add(1, Ordering::Relaxed));
        tracing::debug!(link = id.0, %peer, "a phone connects");
        tokio::spawn(phone::run(id, link, self.messages.clone(), FRAMES));
    }
}
