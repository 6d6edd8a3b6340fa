//! The card: commands of TS 102 221, TS 31.102, TS 102 223 and, in class `A0`, TS 51.011 on a [`Profile`].
//!
//! A command is planned (`Plan`) without touching anything; what it changes is asked to be made durable; then it takes
//! effect and is answered. One file a group of commands.

mod access;
mod atr;
mod authenticate;
mod channel;
mod code_attempt;
mod data_object;
mod dispatch;
mod first_pin;
mod gsm;
mod gsm_select;
mod identity;
mod increase;
mod manage_channel;
mod pin;
mod plan;
mod proactive;
mod record;
mod refresh;
mod search;
mod select;
mod status;
mod terminal;
mod transparent;
mod validity;

pub use manage_channel::ChannelChange;
pub use proactive::CardEvent;
pub use refresh::RefreshMode;

use crate::{
    checks,
    codes::CodeKey,
    file::FilePath,
    profile::Profile,
    status::StatusWord,
    step::{Outcome, Smartcard, Step},
    transport::{Asked, Link, Transport},
};
use channel::Channel;
use model::Random;
use plan::{Effect, Plan};
use proactive::Proactive;
use std::collections::{BTreeMap, BTreeSet};

/// A card in use: one profile and what is volatile about it.
pub struct Card {
    profile: Profile,
    link: Link,
    session: Session,
    open: Option<Open>,
}

/// What a reset forgets.
struct Session {
    channels: BTreeMap<u8, Channel>,
    verified: BTreeSet<CodeKey>,
    proactive: Proactive,
    terminal_capability: Vec<u8>,
}

/// A command whose changes are being made durable.
struct Open {
    asked: Asked,
    plan: Plan,
}

impl Session {
    fn new() -> Self {
        Self {
            channels: BTreeMap::from([(0, Channel::default())]),
            verified: BTreeSet::new(),
            proactive: Proactive::default(),
            terminal_capability: Vec::new(),
        }
    }
}

impl Card {
    /// A card just reset, with answers as whole blocks.
    #[must_use]
    pub fn new(profile: Profile) -> Self {
        Self { profile, link: Link::default(), session: Session::new(), open: None }
    }

    /// The same card for this kind of reader.
    #[must_use]
    pub fn with_transport(self, transport: Transport) -> Self {
        Self { link: Link::new(transport), ..self }
    }

    /// The profile, as durable so far.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The profile, the rest of the card dropped.
    #[must_use]
    pub fn into_profile(mut self) -> Profile {
        self.abandon();
        self.profile
    }

    /// Goes on with the same profile as it is durable now, after another driver changed it, and with what a reset would forget; but a code that was changed
    /// or blocked is to be given again, and a channel whose file is gone begins anew. Between commands.
    pub fn renew(&mut self, profile: Profile) {
        self.open = None;
        let code = |profile: &Profile, key: &CodeKey| {
            let code = profile.state.codes.codes.get(key).filter(|code| code.tries_left > 0);
            code.map(|code| code.value.clone())
        };
        self.session.verified.retain(|key| {
            let now = code(&profile, key);
            now.is_some() && now == code(&self.profile, key)
        });
        let here = |path: &FilePath| *path == FilePath::mf() || profile.tree.contains(path);
        for channel in self.session.channels.values_mut() {
            if ![Some(&channel.df), channel.ef.as_ref(), channel.app.as_ref()].into_iter().flatten().all(here) {
                *channel = Channel::default();
            }
        }
        self.profile = profile;
    }

    /// Whether the profile was never used and its user may still choose the first PIN.
    #[must_use]
    pub const fn is_fresh(&self) -> bool {
        self.profile.is_fresh()
    }

    /// Whether every channel's PIN1 is open: it was given, or is disabled.
    #[must_use]
    pub fn is_pin_open(&self) -> bool {
        self.session.channels.values().all(|channel| self.is_pin1_given(channel.app.as_ref()))
    }

    /// The data field of the last TERMINAL CAPABILITY (`A9 …`), empty if none came.
    #[must_use]
    pub fn terminal_capability(&self) -> &[u8] {
        &self.session.terminal_capability
    }

    /// Goes on with a plan: its changes first, then its effects, then the answer (or the comparison it waits for).
    fn carry_out(&mut self, asked: Asked, plan: Plan) -> Step {
        if let Err(status) = self.link.check(asked, plan.data.len()) {
            return self.reply(asked, Vec::new(), status);
        }
        match &plan.changes {
            Some(changes) => {
                let batch = changes.batch(&self.profile);
                self.open = Some(Open { asked, plan });
                Step::Commit { batch, lazy: !checks::TRY_FIRST.on() }
            }
            None => self.take_effect(asked, plan),
        }
    }

    fn take_effect(&mut self, asked: Asked, plan: Plan) -> Step {
        if let Some(changes) = plan.changes {
            changes.apply(&mut self.profile);
        }
        for effect in plan.effects {
            self.session.apply(effect);
        }
        match plan.attempt {
            None => self.reply(asked, plan.data, plan.status),
            Some(attempt) => {
                let judged = self.judge(attempt);
                self.carry_out(asked, judged)
            }
        }
    }

    fn reply(&mut self, asked: Asked, data: Vec<u8>, status: StatusWord) -> Step {
        let status = if asked.is_gsm() { gsm::status(status) } else { status };
        let status = self.session.proactive.announce(status);
        Step::Reply(self.link.answer(asked, data, status))
    }

    /// Forgets a command that is under way. Counters that only go down are kept: the batch may be durable already.
    fn abandon(&mut self) {
        if let Some(Open { plan: Plan { changes: Some(changes), sticky: true, .. }, .. }) = self.open.take() {
            changes.apply(&mut self.profile);
        }
    }
}

impl Session {
    fn apply(&mut self, effect: Effect) {
        match effect {
            Effect::Channel(number, channel) => {
                self.channels.insert(number, channel);
            }
            Effect::Close(number) => {
                self.channels.remove(&number);
            }
            Effect::Verified(key) => {
                self.verified.insert(key);
            }
            Effect::Unverified(key) => {
                self.verified.remove(&key);
            }
            Effect::TerminalCapability(data) => self.terminal_capability = data,
            Effect::TerminalProfile(data) => self.proactive.profile(data),
            Effect::Fetched => self.proactive.fetched(),
            Effect::Responded => self.proactive.responded(),
            Effect::Event(event) => self.proactive.event(event),
        }
    }
}

impl Smartcard for Card {
    fn atr(&self) -> Vec<u8> {
        atr::ATR.to_vec()
    }

    fn reset(&mut self) -> Vec<u8> {
        self.abandon();
        self.link.clear();
        let events = self.take_events();
        self.session = Session::new();
        events.into_iter().for_each(|event| self.session.proactive.event(event));
        self.atr()
    }

    fn transmit(&mut self, command: &[u8], random: &mut dyn Random) -> Step {
        self.abandon();
        self.dispatch(command, random)
    }

    fn resume(&mut self, outcome: Outcome, _random: &mut dyn Random) -> Step {
        let Some(Open { asked, plan }) = self.open.take() else {
            return Step::Reply(StatusWord::CONDITIONS_NOT_SATISFIED.to_bytes().to_vec());
        };
        match outcome {
            Outcome::Committed => self.take_effect(asked, plan),
            _ => self.reply(asked, Vec::new(), StatusWord::MEMORY_PROBLEM),
        }
    }
}
