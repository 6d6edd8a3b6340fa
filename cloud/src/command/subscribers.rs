//! The operator's commands over its subscribers and kiosks.

use super::{Answer, Failure};
use crate::{
    service::{Service, ServiceError},
    storage::{Storage, SubscriberChange},
    subscribers::Subscription,
};
use csv::{ReaderBuilder, StringRecord, Trim};
use model::{Algorithm, SecretBytes, UnixTime};
use serde_json::json;
use std::{borrow::Cow, path::Path};
use zeroize::Zeroizing;

const COLUMNS: &str = "The first line names the columns, of which iccid, imsi, ki, opc, algorithm, msisdn and number are read: a kiosk's stock file has them.";

/// Takes over a file of subscribers, all or none.
pub(super) async fn import(service: &Service, file: &Path) -> Result<Answer, Failure> {
    let subscriptions = read(file)?;
    let new = service.import_subscribers(&subscriptions).await.map_err(failure)?;
    let all = subscriptions.len();
    let text = format!(
        "{all} subscribers, {new} of them new; their keys are sealed by the server's key. Delete the file, or lock it away."
    );
    Ok(Answer::new(text, json!({"subscribers": all, "new": new})))
}

/// How one stands, and how it came to that.
pub(super) async fn show(storage: &dyn Storage, iccid: &str) -> Result<Answer, Failure> {
    let kept = storage.subscriber(iccid).await?;
    let kept = kept.ok_or_else(|| failure(ServiceError::Missing("subscriber")))?;
    let changes = storage.changes(iccid).await?;
    let line = |change: &SubscriberChange| format!("  {}  {}  {}", UnixTime(change.at), change.state, change.why);
    let head = format!("{iccid} is {}", kept.state);
    let text = std::iter::once(head).chain(changes.iter().map(line)).collect::<Vec<_>>().join("\n");
    let changes: Vec<_> = changes
        .iter()
        .map(|one| json!({"at": one.at, "state": one.state, "balance": one.balance, "why": one.why}))
        .collect();
    let json = json!({
        "iccid": iccid,
        "state": kept.state,
        "balance": kept.balance,
        "account": kept.account.map(|account| account.bytes()),
        "kiosk": kept.kiosk.map(account::wire::Bytes::from),
        "changes": changes,
    });
    Ok(Answer::new(text, json))
}

/// Bars one, or lifts its bar.
pub(super) async fn bar(service: &Service, iccid: &str, barred: bool) -> Result<Answer, Failure> {
    service.bar_subscriber(iccid, barred).await.map_err(failure)?;
    let text = if barred { "is to be barred" } else { "is to be served again" };
    Ok(Answer::new(format!("{iccid} {text}: the HLR is told"), json!({"iccid": iccid, "barred": barred})))
}

/// Takes one out of use.
pub(super) async fn retire(service: &Service, iccid: &str) -> Result<Answer, Failure> {
    service.retire_subscriber(iccid).await.map_err(failure)?;
    Ok(Answer::new(format!("{iccid} is out of use: the HLR is told"), json!({"iccid": iccid, "retired": true})))
}

/// Sets its balance.
pub(super) async fn balance(service: &Service, iccid: &str, balance: i64) -> Result<Answer, Failure> {
    service.set_balance(iccid, balance).await.map_err(failure)?;
    Ok(Answer::new(format!("{iccid} has {balance} left"), json!({"iccid": iccid, "balance": balance})))
}

/// Every kiosk, and how far its reports came.
pub(super) async fn kiosks(storage: &dyn Storage) -> Result<Answer, Failure> {
    let kiosks = storage.kiosks().await?;
    let mut lines = Vec::new();
    let mut all = Vec::new();
    for kiosk in &kiosks {
        let id = account::wire::Bytes::from(kiosk.id);
        lines.push(format!(
            "{}  {:?}, {} reports in epoch {}",
            id.text(),
            kiosk.name,
            kiosk.chain.number,
            kiosk.chain.epoch
        ));
        all.push(json!({"kiosk": id, "name": kiosk.name, "address": kiosk.address, "chain": kiosk.chain}));
    }
    let text = if lines.is_empty() { "no kiosk is registered".to_owned() } else { lines.join("\n") };
    Ok(Answer::new(text, json!(all)))
}

/// Takes a kiosk's registration back.
pub(super) async fn revoke_kiosk(service: &Service, kiosk: &str) -> Result<Answer, Failure> {
    let id: report::KioskId = kiosk
        .parse()
        .map_err(|_| Failure::lasting(format!("{kiosk:?} is no kiosk's id"), "See landfall-cloud admin kiosks."))?;
    service.revoke_kiosk(&id).await.map_err(failure)?;
    let text = format!(
        "kiosk {id} is not heard any more, and its certificate is not renewed: it certifies new phones for two weeks at most.\n\
         next: landfall-kiosk operator revoke, for its other certificates"
    );
    Ok(Answer::new(text, json!({"revoked": id.to_string()})))
}

pub(super) fn failure(error: ServiceError) -> Failure {
    let (retrying_helps, hint) = (error.retrying_helps(), error.hint().to_owned());
    Failure { error: error.to_string(), retrying_helps, hint }
}

/// Reads the file. What is wrong with it names line and column, and never shows a value.
fn read(file: &Path) -> Result<Vec<Subscription>, Failure> {
    let wrong = |line: u64, what: &str| Failure::lasting(format!("{}, line {line}: {what}", file.display()), COLUMNS);
    let reader = ReaderBuilder::new().trim(Trim::All).flexible(true).from_path(file);
    let mut reader = reader.map_err(|error| match error.kind() {
        csv::ErrorKind::Io(error) => Failure::lasting(format!("{}: {error}", file.display()), "Check the path."),
        _ => wrong(1, "it can't be read"),
    })?;
    let head = reader.headers().map_err(|_| wrong(1, "it is no table"))?.clone();
    let mut all = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| wrong(error.position().map_or(0, csv::Position::line), "it can't be read"))?;
        let line = row.position().map_or(0, csv::Position::line);
        all.push(subscription(&head, &row).map_err(|what| wrong(line, &what))?);
    }
    Ok(all)
}

fn subscription(head: &StringRecord, row: &StringRecord) -> Result<Subscription, Cow<'static, str>> {
    let field = |name: &str| {
        let at = head.iter().position(|column| column.eq_ignore_ascii_case(name))?;
        row.get(at).filter(|value| !value.is_empty())
    };
    let must = |name: &'static str| field(name).ok_or_else(|| Cow::from(format!("there is no {name}")));
    let key = |name: &'static str| {
        let bytes = must(name).map(hex::decode)?.map(Zeroizing::new);
        bytes
            .map(|bytes| SecretBytes::from(bytes.as_slice()))
            .map_err(|_| Cow::from(format!("{name} is not hexadecimal")))
    };
    let algorithm = match field("algorithm").unwrap_or("milenage") {
        "milenage" => Algorithm::Milenage { opc: key("opc")? },
        "tuak" => Algorithm::Tuak { topc: key("opc")?, iterations: 1, res_size: 8 },
        "comp128v1" => Algorithm::Comp128 { version: 1 },
        "comp128v2" => Algorithm::Comp128 { version: 2 },
        "comp128v3" => Algorithm::Comp128 { version: 3 },
        _ => return Err("algorithm is milenage, tuak, comp128v1, comp128v2 or comp128v3".into()),
    };
    // A number that is a telephone number is the subscriber's.
    let msisdn = match field("msisdn") {
        Some(given) => Some(given.parse().map_err(|_| "msisdn is no telephone number")?),
        None => field("number").and_then(|number| number.parse().ok()),
    };
    let subscription = Subscription {
        iccid: must("iccid")?.parse().map_err(|_| "iccid is none")?,
        imsi: must("imsi")?.parse().map_err(|_| "imsi is none")?,
        msisdn,
        ki: key("ki")?,
        algorithm,
    };
    subscription.check().map_err(|problem| problem.to_string())?;
    Ok(subscription)
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: A8 F3
    #[test]
    fn a_kiosks_stock_file_is_read_and_what_is_wrong_in_it_is_not_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("rows.csv");
        let key = "00112233445566778899aabbccddeeff";
        let good = format!(
            "number,iccid,imsi,ki,opc,puk\n99901,8999901000000000001,999010000000001,{key},{key},12345678\n\
             99902, 8999901000000000002 ,999010000000002,{key},{key},12345678\n"
        );
        std::fs::write(&file, &good).expect("writes");
        let all = read(&file).expect("it is good");
        assert_eq!(all.len(), 2);
        assert_eq!(all[1].msisdn.as_ref().map(|number| number.as_str()), Some("99902"));
        for (from, to, what) in [
            (format!("{key},{key},12345678\n99902"), format!("{key}0,{key},12345678\n99902"), "line 2: ki"),
            ("opc,puk".to_owned(), "op,puk".to_owned(), "line 2: there is no opc"),
            ("8999901000000000002".to_owned(), "89".to_owned(), "line 3: iccid"),
        ] {
            std::fs::write(&file, good.replace(&from, &to)).expect("writes");
            let failure = read(&file).expect_err("it is wrong");
            assert!(failure.error.contains(what) && !failure.error.contains(key), "{}", failure.error);
            assert!(!failure.retrying_helps);
        }
    }
}
