//! The task of one link: carries frames between a phone and the hub.

use super::links::Message;
use nearfield::{link::Link, server::LinkId};
use tokio::sync::mpsc;

/// Runs until the link is lost, or the hub lets it go.
pub(super) async fn run(id: LinkId, mut link: Box<dyn Link>, hub: mpsc::Sender<Message>, room: usize) {
    let (frames, mut outgoing) = mpsc::channel(room);
    if hub.send(Message::Up { link: id, mtu: link.mtu(), frames }).await.is_err() {
        return;
    }
    loop {
        let told = tokio::select! {
            frame = outgoing.recv() => {
                let Some(frame) = frame else { break };
                if let Err(lost) = link.send(&frame).await {
                    tracing::debug!(link = id.0, %lost, "a link is gone");
                    break;
                }
                Message::Room
            }
            received = link.receive() => match received {
                Ok(frame) => Message::Frame { link: id, frame },
                Err(lost) => {
                    tracing::debug!(link = id.0, %lost, "a link is gone");
                    break;
                }
            },
        };
        if hub.send(told).await.is_err() {
            return;
        }
    }
    // The hub may be gone as well, which is no loss.
    let _ = hub.send(Message::Down { link: id }).await;
}
