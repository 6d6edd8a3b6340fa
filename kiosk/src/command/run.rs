use super::{Answer, CodeHash, Command, Failure, reporting};
use crate::{
    Entropy, Kiosk, authorise, backup,
    certificates::{self, SetView},
    identity::Identity,
    issue::{self, Issue},
    keys::sealing_key,
    orders,
    reconcile::{self, Reconciled, Reconciliation},
    remote,
    settings::Settings,
    status,
    stock::{self, import, list, release},
    trust,
};
use model::UnixTime;
use serde_json::json;
use std::path::Path;
use store::Store;

/// Carries out a command that was asked at the door.
///
/// # Errors
/// [`Failure`]
pub fn run_serving(kiosk: &Kiosk, command: Command, now: UnixTime) -> Result<Answer, Failure> {
    let changes_products = matches!(command, Command::StockImport { .. });
    let reconciles = matches!(command, Command::Reconcile { .. });
    let changes_trust = matches!(
        command,
        Command::TrustAddRoot { .. } | Command::TrustAddClientRoot { .. } | Command::TrustAddCrl { .. }
    );
    let answer = Owner { store: kiosk.store(), settings: kiosk.settings() }.run(command, now)?;
    if changes_products {
        kiosk.reload()?;
    }
    if reconciles {
        kiosk.reassess()?;
    }
    if changes_trust {
        kiosk.reload_trust()?;
    }
    Ok(answer)
}

/// Whoever owns the folder.
pub(super) struct Owner<'a> {
    pub(super) store: &'a Store,
    pub(super) settings: &'a Settings,
}

impl Owner<'_> {
    pub(super) fn run(&self, command: Command, now: UnixTime) -> Result<Answer, Failure> {
        let store = self.store;
        Ok(match command {
            Command::Status => self.status(now)?,
            Command::ReportStatus => reporting::status(store)?,
            Command::ReportSend | Command::ReportRegister { .. } => {
                return Err(Failure::lasting("a kiosk's keys are needed for this", "Report this."));
            }
            Command::StockImport { file } => {
                let done = import::import(store, self.target()?, &file, now, Entropy)?;
                let mut text = format!(
                    "imported {} numbers in {} segments; {} new products, {} updated; {} packages; {} voucher issuers",
                    done.numbers, done.segments, done.products, done.updated, done.packages, done.voucher_issuers
                );
                if done.sold_before > 0 {
                    text += &format!("; {} of the numbers were sold before a backup was restored", done.sold_before);
                }
                Answer::of(text, &done)
            }
            Command::StockList => {
                let products = list::products(store)?;
                Answer::of(products_text(&products), &products)
            }
            Command::StockNumbers { class_id, state, after, limit } => {
                let numbers = list::numbers(store, class_id.as_deref(), state, after.as_deref(), limit)?;
                Answer::of(numbers_text(&numbers), &numbers)
            }
            Command::StockLog { number, limit } => {
                let log = stock::log(store, number.as_deref(), limit)?;
                let lines: Vec<String> =
                    log.iter().map(|l| format!("{}  {}  {}  {}", l.at, l.number, l.state, l.why)).collect();
                Answer::of(lines.join("\n"), &log)
            }
            Command::StockRelease { number, why } => {
                release::release(store, &number, &why, now)?;
                Answer::new(format!("{number} is available again"), json!({"number": number, "state": "available"}))
            }
            Command::StockRetire { number, why } => {
                release::retire(store, &number, &why, now)?;
                Answer::new(format!("{number} is retired"), json!({"number": number, "state": "retired"}))
            }
            Command::StockNote { number, state, balance, why } => {
                release::note(store, &number, state, balance, &why, now)?;
                Answer::new(format!("{number} is {state}"), json!({"number": number, "state": state}))
            }
            Command::SalesPending => {
                let sales = authorise::pending(store)?;
                let lines: Vec<String> = sales
                    .iter()
                    .map(|s| {
                        format!(
                            "{}  {}  {}  phone {}  for {:?}  until {}",
                            s.id, s.code, s.class_id, s.hardware_id, s.user_id, s.until
                        )
                    })
                    .collect();
                let text = if lines.is_empty() { "no sale waits".to_owned() } else { lines.join("\n") };
                Answer::of(text, &sales)
            }
            Command::SalesAuthorise { sale, by } => {
                let id = authorise::find(store, &sale)?;
                authorise::authorise(store, id, &by, now)?;
                Answer::new(format!("sale {id} is authorised"), json!({"id": id, "stage": "authorised"}))
            }
            Command::SalesIssue { class_id, by, hours, eid, announce, code } => {
                let sale = Issue {
                    class_id,
                    by,
                    seconds: hours.saturating_mul(3_600),
                    eid,
                    announce,
                    code: code.map(CodeHash::into_secret),
                };
                let issued = issue::issue(store, self.settings, sale, now)?;
                let code = issued.activation_code.to_string();
                let text = format!("sale {} is good until {}\n{code}", issued.id, issued.until);
                let json = json!({"id": issued.id, "activation_code": code, "until": issued.until});
                Answer::new(text, json)
            }
            Command::SalesDeny { sale, why } => {
                let id = authorise::find(store, &sale)?;
                authorise::deny(store, id, &why, now)?;
                Answer::new(
                    format!("sale {id} is denied; its number is available again"),
                    json!({"id": id, "stage": "denied"}),
                )
            }
            Command::RemoteCreate { eid, by, commands } => {
                let count = commands.len();
                let ordered = remote::order(store, eid, commands, &by, now)?;
                let text = format!(
                    "{count} commands wait for card {eid}, as package {}\nits phone asks for them by: landfall chip remote, or, told \
                     where: --smdp {} --matching-id {}",
                    ordered.ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
                    self.settings.smdp_address,
                    ordered.matching_id
                );
                Answer::of(text, &ordered)
            }
            Command::RemoteList { eid, limit } => {
                let all = remote::list(store, eid.as_ref(), limit)?;
                Answer::of(remote_text(&all), &all)
            }
            Command::RemoteCancel { id, why } => {
                let count = remote::cancel(store, id, &why, now)?;
                Answer::new(format!("{count} packages are cancelled"), json!({"id": id, "cancelled": count}))
            }
            Command::TrustAddRoot { file } => {
                let kept = trust::add_root(self.folder(), &file, now)?;
                Answer::new("phones' attestations may end at this root now", json!({"file": kept}))
            }
            Command::TrustAddClientRoot { file } => {
                let (kept, key_id) = trust::add_client_root(self.folder(), &file)?;
                let text = format!("operators may stand under this root now; in kiosk.toml: root = \"{key_id}\"");
                Answer::new(text, json!({"file": kept, "root": key_id}))
            }
            Command::Orders { limit } => {
                let orders = orders::list::orders(store, limit)?;
                Answer::of(orders_text(&orders), &orders)
            }
            Command::TrustAddCrl { file } => {
                let (kept, number) = trust::add_crl(self.folder(), &file, &Identity::read(store)?)?;
                Answer::new(format!("revocation list {number} counts now"), json!({"file": kept, "number": number}))
            }
            Command::TrustList => {
                let all = trust::list(self.folder())?;
                let lines: Vec<String> = all.iter().map(|t| format!("{}  {}", t.kind, t.file.display())).collect();
                let text = if lines.is_empty() {
                    "nothing beside the operator's own root".to_owned()
                } else {
                    lines.join("\n")
                };
                Answer::of(text, &all)
            }
            Command::CertificatesList => {
                let all = certificates::list(store)?;
                let line = |set: &SetView| {
                    let own = if set.own { "  (the operator's own)" } else { "" };
                    format!("{}  {}  until {}{own}", set.ci_key_id, set.ci, set.until)
                };
                Answer::of(all.iter().map(line).collect::<Vec<_>>().join("\n"), &all)
            }
            Command::Backup { target } => {
                backup::backup(store, &target)?;
                let text = format!("backup written to {}; keep a copy of the keystore files too", target.display());
                Answer::new(text, json!({"backup": target}))
            }
            Command::Reconcile { since, believe_clock } => {
                let done = reconcile::reconcile(store, Reconciliation { since, believe_clock }, now)?;
                Answer::of(reconciled_text(&done), &done)
            }
        })
    }

    fn folder(&self) -> &Path {
        self.store.folder().path()
    }

    fn target(&self) -> Result<import::Target, Failure> {
        let sealing_key = sealing_key(self.store)?.ok_or(import::ImportError::NoSealingKey)?;
        let identity = Identity::read(self.store)?;
        let operator_key =
            identity.root.public_key().copied().ok_or(crate::identity::IdentityError::Malformed("root"))?;
        Ok(import::Target { sealing_key, operator_key })
    }

    fn status(&self, now: UnixTime) -> Result<Answer, Failure> {
        let identity = Identity::read(self.store)?;
        let status = status::status(self.store, &identity, now)?;
        let mut lines = vec![format!("{} of {}, clock {}", self.settings.name, self.settings.operator, status.clock)];
        match &status.not_selling {
            Some(why) => lines.push(format!("SELLS NOTHING: {why}")),
            None => lines.push("sells".to_owned()),
        }
        for (state, count) in &status.numbers {
            lines.push(format!("  {count} numbers {state}"));
        }
        lines.push(format!("{} sales wait for the attendant", status.waiting));
        lines.push(format!("{} packages made whose phones have not reported", status.bound));
        lines.push(format!("{} events wait to be reported to the cloud", status.reports));
        lines.push(format!(
            "certificates until {}, cards for new phones until {}",
            status.certificates_until, status.eum_until
        ));
        Ok(Answer::of(lines.join("\n"), &status))
    }
}

fn products_text(products: &[list::ProductView]) -> String {
    let mut lines = Vec::new();
    for product in products {
        lines.push(format!("{}  {} of {}, {}", product.class_id, product.name, product.operator, product.price));
        for s in &product.segments {
            let left = s.left.as_ref().map_or_else(|| "none left".to_owned(), |(a, b)| format!("left {a}..{b}"));
            lines.push(format!("    {}..{}  {} of {} available, {left}", s.first, s.last, s.available, s.total));
        }
    }
    if lines.is_empty() {
        "no products; import some: landfall-kiosk stock import FILE".to_owned()
    } else {
        lines.join("\n")
    }
}

fn orders_text(all: &orders::list::Orders) -> String {
    let line = |order: &orders::list::OrderView| {
        let mut line = format!(
            "{}  {}  {}  {}  {}  for {}",
            order.id, order.at, order.class_id, order.iccid, order.state, order.requester
        );
        if let Some(eid) = &order.eid {
            line += &format!("  card {eid}");
        }
        if let Some(name) = &order.matching_id {
            line += &format!("  matching id {name}");
        }
        line
    };
    let mut lines: Vec<String> = all.orders.iter().map(line).collect();
    if lines.is_empty() {
        lines.push("no operator has ordered".to_owned());
    }
    if all.untold > 0 {
        lines.push(format!("{} messages wait for operators' servers", all.untold));
    }
    lines.join("\n")
}

fn numbers_text(numbers: &[list::NumberView]) -> String {
    let line = |n: &list::NumberView| {
        let mut line = format!("{}  {}  {}  {}", n.number, n.iccid, n.class_id, n.state);
        for (label, value) in [("sale", &n.sale), ("phone", &n.hardware_id), ("user", &n.user_id)] {
            if let Some(value) = value {
                line += &format!("  {label} {value}");
            }
        }
        if n.subscription { line } else { line + "  (subscription data deleted)" }
    };
    numbers.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn remote_text(all: &[remote::OrderView]) -> String {
    let mut lines = Vec::new();
    for order in all {
        let mut line = format!("{}  card {}  {}  by {}  {}", order.id, order.eid, order.at, order.by, order.state);
        if order.sent > 0 {
            line += &format!("  sent {} times", order.sent);
        }
        for (label, value) in [("at", &order.version), ("because", &order.ended_why)] {
            if let Some(value) = value {
                line += &format!("  {label} {value}");
            }
        }
        lines.push(line);
        for command in &order.commands {
            let tried = if command.goes_on { "try:" } else { "" };
            let outcome = command.outcome.as_deref().unwrap_or("-");
            let found = command.found.as_ref().map(|found| format!("  {found}")).unwrap_or_default();
            lines.push(format!("    {tried}{}  {outcome}{found}", command.command));
        }
    }
    if lines.is_empty() { "no commands were ordered".to_owned() } else { lines.join("\n") }
}

fn reconciled_text(done: &Reconciled) -> String {
    if done.unreconciled {
        return "the clock is believed; the kiosk sells nothing until it knows what was sold since its backup"
            .to_owned();
    }
    let mut text = format!("reconciled: {} numbers marked as sold, {} retired", done.sold, done.retired);
    if done.remembered > 0 {
        text += &format!(", {} remembered for when they are imported", done.remembered);
    }
    text += "; the kiosk may sell";
    if done.new_vouchers_only {
        text += "\nonly vouchers issued from now on are taken";
    }
    text
}
