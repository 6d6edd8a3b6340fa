//! What a flow tells, as lines and a bar on standard error; nothing where programs read.

use app::{Event, Events};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{future::Future, time::Duration};

/// Shows events until dropped.
pub(crate) async fn show(events: &Events, quiet: bool) {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(None, target);
    let style = |template| ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style("{spinner} {msg} {bytes}"));
    let say = |text: String| {
        if !quiet {
            bar.suspend(|| crate::output::say(&text));
        }
    };
    loop {
        match events.next().await {
            Event::Connected { kiosk, operator } => say(format!("Connected to {kiosk}, certified by {operator}.")),
            Event::Discovered { events: 1 } => say("A profile waits for this card.".to_owned()),
            Event::Discovered { events } => say(format!("{events} profiles wait for this card.")),
            Event::Reserved { lease_seconds } => say(format!("A number is held for you for {lease_seconds} s.")),
            Event::WaitingForAuthorisation { who, code } => {
                say(format!("Waiting for the {who} to agree to sale {code} …"));
            }
            Event::Authorised => say("The sale is agreed.".to_owned()),
            Event::Package { what, installed: true } => say(format!("The {what} is installed.")),
            Event::Package { what, installed: false } => say(format!("The {what} that is built in serves.")),
            Event::Authenticated { version } => {
                say(format!("Card and server have proved themselves (version {version})."));
            }
            Event::Offered { operator, name } => say(format!("The server signs what it gives: {name}, of {operator}.")),
            Event::Bytes { received, total } => {
                bar.set_message("Receiving");
                if let Some(total) = total {
                    if bar.length() != Some(total) {
                        bar.set_style(style("{msg} [{wide_bar}] {bytes}/{total_bytes}"));
                    }
                    bar.set_length(total);
                }
                bar.set_position(received);
            }
            Event::Installing => say("Installing …".to_owned()),
            Event::Installed { iccid } => say(format!("Installed: card {iccid}.")),
            Event::LogRead { place, last } => {
                bar.set_message(format!("Reading what other devices wrote: {place} of {last}"))
            }
            Event::LogWritten { left } => bar.set_message(format!("Writing what was edited here: {left} left")),
            Event::CardOrder { state, why: None } => say(format!("The card is {}.", crate::commands::said(state))),
            Event::CardOrder { why: Some(why), .. } => say(format!("It waits: {why}.")),
            Event::Reported => say("The server has the result.".to_owned()),
        }
    }
}

/// Shows that something is being waited for until `work` is done.
pub(crate) async fn spin<T>(what: &'static str, quiet: bool, work: impl Future<Output = T>) -> T {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(None, target).with_message(what);
    bar.set_style(ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.enable_steady_tick(Duration::from_millis(120));
    let done = work.await;
    bar.finish_and_clear();
    done
}
