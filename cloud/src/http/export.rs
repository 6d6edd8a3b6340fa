//! The body of an export, made as it is read: a log may be longer than memory.

use crate::service::{ExportPage, Service};
use axum::body::{Body, Bytes};
use http_body_util::channel::Channel;
use std::sync::Arc;

/// Parts that wait to be read.
const PARTS: usize = 2;

pub(super) fn body(service: Arc<Service>, page: ExportPage) -> Body {
    let (mut parts, body) = Channel::<Bytes, axum::Error>::new(PARTS);
    tokio::spawn(async move {
        let (head, tail) = ends(&page);
        if parts.send_data(head.into()).await.is_err() {
            return;
        }
        let mut after = 0;
        while after < page.last {
            let (entries, next) = match service.export_log(&page.account, after).await {
                Ok((entries, next)) if next > after => (entries, next),
                // The account is gone, or the database: the body breaks off, which a reader sees.
                Ok(_) => return parts.abort(axum::Error::new(std::io::Error::other("the log ended early"))),
                Err(error) => {
                    tracing::warn!(%error, "an export broke off");
                    return parts.abort(axum::Error::new(error));
                }
            };
            let part = if after == 0 { entries } else { format!(",{entries}") };
            if parts.send_data(part.into()).await.is_err() {
                return;
            }
            after = next;
        }
        // Whoever reads may be gone.
        let _ = parts.send_data(tail.into()).await;
    });
    Body::new(body)
}

/// [`account::wire::Export`] before and behind its entries.
fn ends(page: &ExportPage) -> (String, String) {
    fn json(value: &impl serde::Serialize) -> String {
        serde_json::to_string(value).expect("what is exported has string keys only")
    }
    let ExportPage { account, login, sealed, manifests, orders, .. } = page;
    let head = format!(
        "{{\"account\":{},\"login\":{},\"sealed\":{},\"manifests\":{},\"entries\":[",
        json(&account.bytes()),
        json(login),
        json(sealed),
        json(manifests),
    );
    (head, format!("],\"orders\":{}}}", json(orders)))
}
