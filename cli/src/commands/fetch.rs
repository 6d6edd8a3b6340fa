//! `acquire` through the network: by an activation code an order at any SM-DP+, or what a discovery server says that waits.

use super::{
    acquired::{self, checked},
    shown,
};
use crate::{
    any_card,
    args::{Acquire, Cli},
    desk,
    failure::Failure,
    output::{self, Answer},
    progress, prompt, runtime, secret_input,
};
use app::{
    Cancel, Error, Events,
    ports::{Consents, Decision, Proposal},
};
use async_trait::async_trait;
use model::{ActivationCode, SecretBytes};
use net::servers::{Network, Server};
use std::{
    io::IsTerminal,
    sync::{Arc, OnceLock},
};

/// What is to be fetched.
pub(crate) enum Order {
    /// The order of this code.
    Of(ActivationCode),
    /// What a discovery server knows of.
    Discovered,
}

pub(crate) fn run(cli: &Cli, wanted: &Acquire, order: &Order) -> Result<Answer, Failure> {
    let pin = wanted.pin_file.as_deref().map(|file| checked(secret_input::read(Some(file), "PIN")?)).transpose()?;
    let given = wanted.confirmation_code_file.as_deref();
    let given = given.map(|file| secret_input::read(Some(file), "Confirmation code")).transpose()?;
    let landfall = desk::telling(desk::open(cli)?, &wanted.versions);
    let outside = any_card::outside(&wanted.card)?;
    let via = wanted.via.as_deref();
    let mut network = Network::new(&landfall, via);
    let events = Events::new();
    let why = Arc::new(OnceLock::new());
    let may_ask = !cli.json && std::io::stdin().is_terminal();
    let mut user = User { yes: wanted.yes, given, may_ask, why: why.clone() };
    let in_vault = outside.is_none();
    let (acquired, pin_set, shown) = runtime::run(async {
        let fetching = async {
            let (smds, user) = (wanted.smds.as_deref(), &mut user);
            Ok(match (order, outside) {
                (Order::Of(code), outside) => {
                    let mut server = Server::at(&landfall, &code.smdp_address, via)?;
                    match outside {
                        Some(mut card) => landfall.fetch_into(&mut *card, code, &mut server, user, &events).await,
                        None => landfall.fetch(code, &mut server, user, &events).await,
                    }
                }
                (Order::Discovered, Some(mut card)) => {
                    landfall.fetch_discovered_into(&mut *card, smds, &mut network, user, &events).await
                }
                (Order::Discovered, None) => landfall.fetch_discovered(smds, &mut network, user, &events).await,
            })
        };
        let cancel = || {
            output::say("Stopping; the order stays. Ctrl-C again stops at once.");
            events.cancel(Cancel::Postponed);
        };
        let fetched = tokio::select! {
            fetched = runtime::cancellable(fetching, cancel) => fetched?,
            () = progress::show(&events, cli.json) => return Err(Failure::Stopped),
        };
        let acquired = match fetched {
            Err(Error::Cancelled(Cancel::Postponed)) => {
                return Err(why.get().map_or(Failure::Stopped, |why: &&str| Failure::Usage((*why).to_owned())));
            }
            other => other?,
        };
        let pin_set = match pin {
            _ if !in_vault => true,
            pin => acquired::pinned(&landfall, &acquired.iccid, pin, cli.json).await?,
        };
        let shown = shown::after_acquiring(cli, &landfall).await;
        Ok((acquired, pin_set, shown))
    })?;
    Ok(acquired::answer(landfall, &acquired, pin_set, &shown, "The server does not know yet: landfall notifications."))
}

/// Whoever runs the command.
pub(super) struct User {
    yes: bool,
    given: Option<SecretBytes>,
    may_ask: bool,
    /// Why the order was put off, where nobody could be asked.
    why: Arc<OnceLock<&'static str>>,
}

impl User {
    /// Whoever runs it, for an order without a confirmation code.
    pub(super) fn new(yes: bool, cli: &Cli) -> Self {
        let may_ask = !cli.json && std::io::stdin().is_terminal();
        Self { yes, given: None, may_ask, why: Arc::default() }
    }
}

#[async_trait]
impl Consents for User {
    async fn consent(&mut self, proposal: &Proposal) -> Decision {
        let agreed = match (proposal.code_refused, self.yes) {
            // Asked before.
            (true, _) => true,
            (false, true) => proposal.rules.is_empty() || !self.may_ask,
            (false, false) => false,
        };
        if !agreed {
            for rule in &proposal.rules {
                output::say(rule.as_str());
            }
            let question = format!("Install {} of {}?", proposal.name, proposal.operator);
            match runtime::ask(move || prompt::confirm(&question)).await {
                Ok(true) => {}
                Ok(false) => return Decision::Rejected,
                Err(_) => return Decision::Postponed,
            }
        }
        if !proposal.needs_code {
            return Decision::Agreed { code: None };
        }
        match self.given.take() {
            Some(code) => Decision::Agreed { code: Some(code) },
            None if self.may_ask => {
                let again = if proposal.code_refused { "That code is wrong. " } else { "" };
                let question = format!("{again}Confirmation code");
                match runtime::ask(move || secret_input::read(None, &question)).await {
                    Ok(code) => Decision::Agreed { code: Some(code) },
                    Err(_) => Decision::Postponed,
                }
            }
            // Nobody to ask: the order stays, for whoever knows its code.
            None => {
                let why = if proposal.code_refused {
                    "the server does not take this confirmation code; the order stays, for the right one"
                } else {
                    "this order needs a confirmation code: --confirmation-code-file FILE"
                };
                let _ = self.why.set(why);
                Decision::Postponed
            }
        }
    }
}
