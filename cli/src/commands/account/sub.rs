use super::{ask_server, entered};
use crate::{
    args::{Allowed, Cli, Consent, Sub},
    failure::Failure,
    output::Answer,
    private_file, prompt, secret_input,
};
use account::{
    record::{Rights, Side},
    rights::{Cards, Link},
    sub::{Code, SubError},
    wire::{Order, OrderView, Verb},
};
use app::{
    Family, Invitation, Landfall, PairView, SeenCard, TieError, TieView,
    ports::{Clock, Cloud, SystemClock},
};
use model::Iccid;
use serde::Serialize;
use serde_json::{Value, json};
use std::{io::IsTerminal, path::Path, sync::Arc};

pub(crate) fn run(cli: &Cli, command: &Sub) -> Result<Answer, Failure> {
    match command {
        Sub::Create { name, rights, code } => create(cli, name, rights, code.as_deref()),
        Sub::Accept { name, code_file, rights } => accept(cli, name, code_file.as_deref(), rights),
        Sub::List => changed(cli, async |landfall, port| landfall.follow_ties(port).await),
        Sub::Grant { name, rights } => {
            let rights = rights.rights(now());
            changed(cli, async |landfall, port| landfall.grant_sub(port, name, &rights).await)
        }
        Sub::Link { one, other } => changed(cli, async |landfall, port| landfall.link_subs(port, one, other).await),
        Sub::Unlink { one, other } => changed(cli, async |landfall, port| landfall.unlink_subs(port, one, other).await),
        Sub::Revoke { name, yes } => {
            agreed(*yes, &format!("{name} will be tied to this account no more, and loses every right to its cards"))?;
            changed(cli, async |landfall, port| landfall.end_tie(port, name).await)
        }
        Sub::Lock { name, card } => order(cli, name, Verb::Lock, card),
        Sub::Erase { name, card, yes } => {
            agreed(*yes, &format!("The card {card} of {name} will be erased for good"))?;
            order(cli, name, Verb::Delete, card)
        }
    }
}

fn create(cli: &Cli, name: &str, rights: &Allowed, file: Option<&Path>) -> Result<Answer, Failure> {
    file.map_or(Ok(()), private_file::is_free)?;
    let (landfall, port) = entered(cli)?;
    let invitation = Invitation { name: name.to_owned(), rights: rights.rights(now()) };
    let code = ask_server(cli, async { Ok(landfall.invite_sub(port, &invitation).await?) })?;
    let sub = code.sub.text();
    let Some(path) = file else {
        let text = format!(
            "{}\n\nGive this code to {name}'s owner, not by this server. It is good for a week, for whoever accepts first.",
            *code.text()
        );
        return Ok(Answer::new(text, json!({"sub": sub, "code": *code.text()})));
    };
    private_file::write(path, format!("{}\n", *code.text()).as_bytes())?;
    let text =
        format!("The code for {name} is in {}. It is good for a week, for whoever accepts first.", path.display());
    Ok(Answer::new(text, json!({"sub": sub, "file": path})))
}

fn accept(cli: &Cli, name: &str, file: Option<&Path>, rights: &Consent) -> Result<Answer, Failure> {
    let typed = secret_input::read(file, "Code (LFS1-…)")?;
    let code = std::str::from_utf8(typed.expose()).map_err(|_| SubError::Code).and_then(Code::read);
    let code = code.map_err(TieError::from)?;
    let rights = rights.rights(now());
    changed(cli, async |landfall, port| landfall.accept_sub(port, &code, name, &rights).await)
}

fn changed(
    cli: &Cli,
    work: impl AsyncFnOnce(&Landfall, Arc<dyn Cloud>) -> Result<Family, TieError>,
) -> Result<Answer, Failure> {
    let (landfall, port) = entered(cli)?;
    let family = ask_server(cli, async { Ok(work(&landfall, port).await?) })?;
    Ok(Answer::new(text(&family), view(&family)))
}

fn order(cli: &Cli, whose: &str, verb: Verb, card: &Iccid) -> Result<Answer, Failure> {
    let (landfall, port) = entered(cli)?;
    let view: OrderView = ask_server(cli, async {
        // What is shown by now says which device holds it.
        landfall.follow_ties(port.clone()).await?;
        Ok(landfall.order_by_right(port, whose, verb, card).await?)
    })?;
    let order: Option<Order> = serde_json::from_slice(&view.order.payload.0).ok();
    let id = order.as_ref().map(|order| order.order.text()).unwrap_or_default();
    let states: Vec<_> = view.states.iter().map(|(state, time)| json!({"state": state, "time": time})).collect();
    let text = format!("The order {id} is stored. The device looks whether you may, and obeys at its next contact.");
    Ok(Answer::new(text, json!({"order": id, "verb": verb, "card": card.to_string(), "states": states})))
}

/// Nobody does by mistake what can't be undone.
fn agreed(yes: bool, what: &str) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::Usage(format!("{what}, and nobody can be asked here: --yes agrees")));
    }
    if prompt::confirm(&format!("{what}. Do you want that?"))? { Ok(()) } else { Err(Failure::Stopped) }
}

fn now() -> u64 {
    SystemClock.now().0
}

fn text(family: &Family) -> String {
    let mut lines: Vec<String> = family.ties.iter().map(tie).collect();
    lines.extend(family.pairs.iter().map(pair));
    lines.extend(family.cards.iter().map(card));
    lines.extend(
        family.untaken.iter().map(|untaken| format!("Not believed, about {}: {}.", plain(&untaken.about), untaken.why)),
    );
    if lines.is_empty() { "This account is tied to no other.".to_owned() } else { lines.join("\n") }
}

fn tie(tie: &TieView) -> String {
    let side = match tie.side {
        Side::Main => "sub-account",
        Side::Sub => "its sub-account we are",
    };
    let stands = match tie.link {
        Link::Invited => "invited",
        Link::Linked => "tied",
        Link::Unlinked => "ended",
    };
    let other = tie.other.as_ref().map(|(login, _)| format!(" ({})", plain(login))).unwrap_or_default();
    let may = if tie.link == Link::Unlinked { "nothing".to_owned() } else { rights(&tie.given) };
    format!("{}{other}\t{side}\t{stands}\tmay with ours: {may}", plain(&tie.name))
}

fn pair(pair: &PairView) -> String {
    let [one, other] = pair.names.each_ref().map(|name| plain(name));
    match (pair.link, pair.said) {
        (Link::Linked, [true, true]) => format!("{one} and {other} are linked."),
        (Link::Linked, _) => format!("{one} and {other} are to be linked; that waits for one of them."),
        _ => format!("{one} and {other} are not linked."),
    }
}

fn card(seen: &SeenCard) -> String {
    let SeenCard { of, card, .. } = seen;
    let may = words(&card.acts);
    let (name, device) = (plain(&card.name), plain(&card.device_name));
    format!("{}'s {name}\t{}\t{}\ton {device}\tmay: {may}", plain(of), plain(&card.iccid), plain(&card.state))
}

fn rights(rights: &Rights) -> String {
    let cards = match &rights.cards {
        Cards::All => String::new(),
        Cards::Only(cards) => format!(" of {}", cards.join(", ")),
    };
    format!("{}{cards}", words(&rights.acts))
}

fn words(all: &[impl Serialize]) -> String {
    let word = |one| serde_json::to_value(one).ok().and_then(|word| word.as_str().map(str::to_owned));
    all.iter().filter_map(word).collect::<Vec<_>>().join(", ")
}

/// It is a stranger's text, and goes to a terminal.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(64).collect()
}

fn view(family: &Family) -> Value {
    let tie = |tie: &TieView| {
        json!({
            "sub": tie.sub,
            "name": tie.name,
            "login": tie.other.as_ref().map(|(login, _)| login),
            "account": tie.other.as_ref().map(|(_, account)| account),
            "side": tie.side,
            "link": tie.link,
            "given": tie.given,
            "held": tie.held,
        })
    };
    let pair = |pair: &PairView| json!({"names": pair.names, "link": pair.link, "said": pair.said});
    let card = |seen: &SeenCard| json!({"of": seen.of, "account": seen.account, "card": seen.card, "time": seen.time});
    let untaken = family.untaken.iter().map(|one| json!({"about": one.about, "why": one.why.to_string()}));
    json!({
        "ties": family.ties.iter().map(tie).collect::<Value>(),
        "pairs": family.pairs.iter().map(pair).collect::<Value>(),
        "cards": family.cards.iter().map(card).collect::<Value>(),
        "untaken": untaken.collect::<Value>(),
    })
}
