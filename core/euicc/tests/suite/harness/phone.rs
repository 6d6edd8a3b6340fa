use super::{Disk, Key, profiles, random};
use landfall_euicc::{Euicc, Identity, State, state};
use model::{Batch, Eid, SecretBytes};
use rsp::{
    Message,
    apdu::{DEFAULT_BLOCK, Exchange, ExchangeStep, ISD_R},
};
use uicc::{Outcome, Smartcard, Step, Transport};

/// What becomes of the next effects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    Works,
    CommitsFail,
    SigningFails,
}

/// The power was cut before a step was carried out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PowerCut;

/// A phone: carries out an eUICC's steps over records in memory.
pub(crate) struct Phone {
    pub(crate) euicc: Euicc,
    pub(crate) eid: Eid,
    pub(crate) disk: Disk,
    /// Lazy batches that wait for the next commit.
    pub(crate) waiting: Batch,
    pub(crate) key: Key,
    pub(crate) fate: Fate,
    pub(crate) transport: Transport,
    /// How many steps are carried out before the power is cut.
    pub(crate) power: Option<usize>,
    /// Steps carried out so far.
    pub(crate) steps: usize,
    channel: Option<u8>,
}

impl Phone {
    pub(crate) fn new(identity: Identity, key: Key) -> Self {
        let euicc = Euicc::new(State::new(identity), Transport::Block);
        let mut disk = Disk::default();
        disk.commit(&euicc.records());
        Self {
            eid: *euicc.state().eid(),
            euicc,
            disk,
            waiting: Batch::new(),
            key,
            fate: Fate::Works,
            transport: Transport::Block,
            power: None,
            steps: 0,
            channel: None,
        }
    }

    /// The eUICC as it comes up after a power cut: from what is durable.
    pub(crate) fn restart(&mut self) {
        let records = self.disk.scan(state::TABLE, self.eid.as_bytes());
        self.euicc = Euicc::load(&records, self.transport).expect("what an eUICC wrote");
        self.waiting = Batch::new();
        self.power = None;
        self.channel = None;
    }

    pub(crate) fn reset(&mut self) {
        self.euicc.reset();
        self.channel = None;
    }

    /// Makes lazy batches durable.
    pub(crate) fn flush(&mut self) {
        self.disk.commit(&std::mem::take(&mut self.waiting));
    }

    pub(crate) fn try_transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, PowerCut> {
        let step = self.euicc.transmit(command, &mut random);
        self.drive(step)
    }

    pub(crate) fn drive(&mut self, mut step: Step) -> Result<Vec<u8>, PowerCut> {
        loop {
            if self.power == Some(self.steps) {
                return Err(PowerCut);
            }
            self.steps += 1;
            let outcome = match step {
                Step::Reply(reply) => return Ok(reply),
                Step::Commit { .. } if self.fate == Fate::CommitsFail => Outcome::CommitFailed,
                Step::Commit { batch, lazy: true } => {
                    self.waiting.append(batch);
                    Outcome::Committed
                }
                Step::Commit { batch, lazy: false } => {
                    self.flush();
                    self.disk.commit(&batch);
                    Outcome::Committed
                }
                Step::Load { table, prefix } => Outcome::Loaded(self.disk.scan(table, &prefix)),
                Step::Sign { .. } if self.fate == Fate::SigningFails => Outcome::SignFailed,
                Step::Sign { key, message } => {
                    assert_eq!(key.0, "euicc");
                    Outcome::Signed(self.key.sign(&message))
                }
            };
            step = self.euicc.resume(outcome, &mut random);
        }
    }

    pub(crate) fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        self.try_transmit(command).expect("the power stays on")
    }

    /// A command and its answer as hexadecimal digits.
    pub(crate) fn send(&mut self, command: &str) -> String {
        let command = hex::decode(command.replace(' ', "")).expect("hexadecimal digits");
        hex::encode(self.transmit(&command))
    }

    pub(crate) fn try_first_pin(&mut self, pin: &[u8]) -> Result<Vec<u8>, PowerCut> {
        let enabled = self.euicc.state().enabled().map_or(profiles::iccid(1), |entry| entry.iccid);
        let step = self.euicc.set_first_pin(&enabled, &SecretBytes::from(pin), &mut random);
        self.drive(step)
    }

    pub(crate) fn first_pin(&mut self, pin: &[u8]) -> Vec<u8> {
        self.try_first_pin(pin).expect("the power stays on")
    }

    fn channel(&mut self) -> Result<u8, PowerCut> {
        if let Some(channel) = self.channel {
            return Ok(channel);
        }
        let opened = self.try_transmit(&[0x00, 0x70, 0x00, 0x00, 0x01])?;
        let [channel, 0x90 | 0x91, _] = opened[..] else { panic!("no channel: {opened:02X?}") };
        let mut select = vec![channel, 0xA4, 0x04, 0x00, ISD_R.len() as u8];
        select.extend_from_slice(&ISD_R);
        let selected = self.try_transmit(&select)?;
        assert!(matches!(selected[selected.len() - 2], 0x90 | 0x91 | 0x61), "{selected:02X?}");
        self.channel = Some(channel);
        Ok(channel)
    }

    /// An ES10 function, or a piece of a package: its answer, or the status word that refused it.
    pub(crate) fn try_es10(&mut self, data: &[u8]) -> Result<Result<Vec<u8>, u16>, PowerCut> {
        let channel = self.channel()?;
        let (mut exchange, mut command) = Exchange::start(data.to_vec(), channel, DEFAULT_BLOCK).expect("short enough");
        loop {
            let answer = self.try_transmit(&command)?;
            match exchange.answer(&answer) {
                Ok(ExchangeStep::Send(next)) => command = next,
                Ok(ExchangeStep::Done(answer)) => return Ok(Ok(answer)),
                Err(rsp::apdu::ExchangeError::Status(status)) => return Ok(Err(status)),
                Err(error) => panic!("{error}"),
            }
        }
    }

    pub(crate) fn es10(&mut self, data: &[u8]) -> Result<Vec<u8>, u16> {
        self.try_es10(data).expect("the power stays on")
    }

    pub(crate) fn try_ask<A: Message>(&mut self, request: &impl Message) -> Result<A, PowerCut> {
        let answer = self.try_es10(&request.encode())?.unwrap_or_else(|status| panic!("refused: {status:04X}"));
        Ok(A::decode(&answer).expect("an answer of its own function"))
    }

    pub(crate) fn ask<A: Message>(&mut self, request: &impl Message) -> A {
        self.try_ask(request).expect("the power stays on")
    }
}
