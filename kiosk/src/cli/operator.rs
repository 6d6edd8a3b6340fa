use super::{args::OperatorVerb, line, secret_input};
use crate::{
    authorise::voucher::Terms,
    command::{Answer, Failure},
    operator::{GivenRoot, Operator, Whose, client::ClientRequest},
};
use model::{Platform, UnixTime};
use nearfield::message::PackageKind;
use rsp::crypto::PrivateKey;
use serde_json::json;
use std::path::Path;
use zeroize::Zeroizing;

pub(super) fn run(verb: OperatorVerb, passphrase: Option<&Path>, now: UnixTime) -> Result<Answer, Failure> {
    match verb {
        OperatorVerb::Init { dir, name, eid_prefix, ci_certificate, ci_key_file, passphrase: ask } => {
            let given = ci_certificate.zip(ci_key_file).map(|(ci, key)| given(&ci, &key)).transpose()?;
            let unlock = secret_input::guard(ask, passphrase, "New passphrase of the operator")?;
            match given {
                Some(given) => Operator::under(&dir, &name, &eid_prefix, &unlock, &given)?,
                None => Operator::init(&dir, &name, &eid_prefix, &unlock, now)?,
            };
            let root = dir.join("root.der");
            let text = format!(
                "operator {name:?} is made; its root is {root}\n\
                 next: landfall-kiosk init --data kiosk --operator {dir} --name \"Gate 7\"\n\
                 on phones: landfall roots add {root}",
                root = root.display(),
                dir = dir.display()
            );
            Ok(line(text, json!({"operator": name, "root": root})))
        }
        OperatorVerb::Voucher { dir, days, class, count } => {
            let operator = open(&dir, passphrase)?;
            let terms = Terms { issued: now, expires: now.plus(u64::from(days) * 86_400), class_id: class };
            let vouchers = (0..count).map(|_| operator.voucher(&terms)).collect::<Result<Vec<_>, _>>()?;
            Ok(Answer::of(vouchers.join("\n"), &vouchers))
        }
        OperatorVerb::VoucherKey { dir } => {
            let operator = open(&dir, passphrase)?;
            let key = hex::encode(operator.voucher_key()?);
            let text = format!("[[voucher-issuer]]\nname = {:?}\nkey = \"{key}\"", operator.name());
            Ok(line(text, json!({"name": operator.name(), "key": key})))
        }
        OperatorVerb::Client { dir, name, requester, host, days, out } => {
            let mut operator = open(&dir, passphrase)?;
            let request = ClientRequest { name, requester, host, days };
            operator.client(&request, now)?.write(&out)?;
            Ok(certified(&request, &out))
        }
        OperatorVerb::Revoke { dir, kiosk, client, days, file } => {
            let mut operator = open(&dir, passphrase)?;
            let whose = kiosk.as_deref().map(Whose::Kiosk).or(client.as_deref().map(Whose::Client));
            let list = operator.revoke(whose, days, now)?;
            std::fs::write(&file, &list.der)
                .map_err(|e| Failure::lasting(format!("{}: {e}", file.display()), "Check the folder."))?;
            let text = format!(
                "list {} names {} certificates: {}\nnext, on each other kiosk: landfall-kiosk trust add-crl {2}",
                list.number,
                list.revoked,
                file.display()
            );
            Ok(line(text, json!({"crl": file, "number": list.number, "revoked": list.revoked})))
        }
        OperatorVerb::SignPackage { dir, kind, class, os, cpu, package_version, file } => {
            let operator = open(&dir, passphrase)?;
            let kind = if kind == "driver" { PackageKind::Driver } else { PackageKind::Program };
            let bytes = std::fs::read(&file)
                .map_err(|e| Failure::lasting(format!("{}: {e}", file.display()), "Check the path."))?;
            let manifest = operator.sign_package(kind, &class, Platform { os, cpu }, &package_version, &bytes)?;
            let mut target = file.into_os_string();
            target.push(".manifest");
            std::fs::write(&target, manifest)
                .map_err(|e| Failure::lasting(format!("{}: {e}", target.display()), "Check the folder."))?;
            Ok(line(format!("written: {}", target.display()), json!({"manifest": target.to_string_lossy()})))
        }
    }
}

fn certified(request: &ClientRequest, out: &Path) -> Answer {
    let ClientRequest { name, requester, host, .. } = request;
    let mut entry = format!("[[client]]\nrequester = {requester:?}\noperator = {name:?}");
    if let Some(host) = host {
        entry += &format!("\nnotify = \"https://{host}\"");
    }
    let text = format!(
        "{name:?} may prove itself by what lies in {out}: client.pem, client.key (keep it secret), ca.pem\n\
         next, in kiosk.toml of each kiosk that it orders from (operator: as its products name it):\n{entry}\n\
         then: landfall-kiosk serve --es2 HOST:PORT",
        out = out.display()
    );
    line(text, json!({"client": name, "requester": requester, "folder": out, "settings": entry}))
}

/// The CI in these files.
fn given(certificate: &Path, key: &Path) -> Result<GivenRoot, Failure> {
    let read = |path: &Path| {
        std::fs::read(path).map_err(|e| Failure::lasting(format!("{}: {e}", path.display()), "Check the path."))
    };
    let file = Zeroizing::new(read(key)?);
    let key = PrivateKey::read(&file).map_err(|e| Failure::lasting(format!("{}: {e}", key.display()), e.hint()))?;
    Ok(GivenRoot { certificate: read(certificate)?, key })
}

pub(super) fn open(dir: &Path, passphrase: Option<&Path>) -> Result<Operator, Failure> {
    let exists = dir.join("operator.toml").exists();
    let needed = exists && Operator::needs_passphrase(dir)?;
    let unlock = secret_input::unlock(needed, passphrase, "Passphrase of the operator")?;
    Ok(Operator::open(dir, &unlock)?)
}
