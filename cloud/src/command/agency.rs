//! The operator's commands over its card agencies.

use super::{Answer, Failure};
use crate::{service::Service, storage::Storage};
use account::wire::Bytes;
use model::UnixTime;
use serde_json::json;
use std::fmt::Write;

/// So many orders are shown.
const SHOWN: u32 = 200;

/// Every agency, and what it sells.
pub(super) fn list(service: &Service) -> Answer {
    let (mut text, mut all) = (String::new(), Vec::new());
    for agency in service.agencies().all() {
        let settings = &agency.settings;
        let _ = writeln!(text, "{}  {:?}, by {}", agency.id, settings.name, settings.server);
        for product in &settings.products {
            let _ = writeln!(text, "  {}  {:?}, {}, {}", product.id, product.name, product.price, product.validity);
        }
        let products: Vec<_> = settings.products.iter().map(|product| product.shown()).collect();
        all.push(json!({"agency": agency.id, "name": settings.name, "server": settings.server, "products": products}));
    }
    let none = "There is no agency: [agency.ID] in cloud.toml makes one.";
    let text = if text.is_empty() { none.to_owned() } else { text.trim_end().to_owned() };
    Answer::new(text, json!(all))
}

/// An agency's orders. Activation codes are their users' alone.
pub(super) async fn orders(service: &Service, storage: &dyn Storage, agency: &str) -> Result<Answer, Failure> {
    if service.agencies().get(agency).is_none() {
        let hint = "See landfall-cloud admin agency list.";
        return Err(Failure::lasting(format!("there is no agency {agency:?}"), hint));
    }
    let (mut lines, mut all) = (Vec::new(), Vec::new());
    for kept in storage.agency_orders(agency, SHOWN).await? {
        let (name, at) = (hex::encode(&kept.wanted.name.0), &kept.at);
        let (iccid, why) = (at.iccid.as_deref().unwrap_or("-"), at.why.as_deref().unwrap_or(""));
        let (state, next) = (at.state.as_str(), at.task.map(|task| task.as_str()));
        let when = UnixTime(kept.changed);
        lines.push(format!("{name}  {}  {iccid}  {state} since {when}  {why}", kept.wanted.product.product));
        all.push(json!({
            "order": name,
            "account": kept.account.map(|account| account.bytes()),
            "order_of_account": Bytes::from(kept.id),
            "product": kept.wanted.product.product,
            "profile_type": kept.wanted.profile_type,
            "eid": kept.wanted.eid,
            "iccid": at.iccid,
            "state": state,
            "next": next,
            "why": at.why,
            "again": at.again,
            "tries": kept.tries,
            "created": kept.created,
            "changed": kept.changed,
        }));
    }
    let text = if lines.is_empty() { "Nothing was ordered.".to_owned() } else { lines.join("\n") };
    Ok(Answer::new(text, json!(all)))
}
