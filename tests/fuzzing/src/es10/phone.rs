use crate::{harbour::Harbour, keys::Key};
use euicc::{Euicc, Identity, SigningChain, State};
use model::{Batch, Change, Eid, SecretBytes};
use nearfield::sim::Dice;
use rsp::{
    apdu::{DEFAULT_BLOCK, Exchange, ExchangeStep, ISD_R},
    cert::Certificate,
};
use std::collections::BTreeMap;
use uicc::{KeyId, Outcome, Smartcard, Step, Transport};

/// More steps than any command takes.
const MOST_STEPS: usize = 64;

/// Records by table and id.
pub(crate) type Records = BTreeMap<(&'static str, Vec<u8>), SecretBytes>;

/// Which of the harbour's eUICCs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    One,
    Other,
}

impl Which {
    fn eid(self) -> &'static Eid {
        match self {
            Self::One => &Harbour::get().eid,
            Self::Other => &Harbour::get().other_eid,
        }
    }

    fn key(self) -> &'static Key {
        match self {
            Self::One => &Harbour::get().euicc_key,
            Self::Other => &Harbour::get().other_key,
        }
    }

    fn certificate(self) -> &'static Certificate {
        match self {
            Self::One => &Harbour::get().euicc,
            Self::Other => &Harbour::get().other,
        }
    }
}

/// An eUICC, what carries out its effects, and their faults.
pub(crate) struct Phone {
    which: Which,
    pub(crate) euicc: Euicc,
    pub(crate) records: Records,
    pub(crate) transport: Transport,
    pub(crate) commit_fails: bool,
    pub(crate) signing_fails: bool,
    pub(crate) dice: Dice,
}

impl Phone {
    /// A new eUICC of the harbour's.
    pub(crate) fn new() -> Self {
        Self::of(Which::One)
    }

    pub(crate) fn of(which: Which) -> Self {
        let harbour = Harbour::get();
        let chain = SigningChain {
            ci_key_id: harbour.root.subject_key_id().to_vec(),
            euicc_certificate: which.certificate().as_der().to_vec(),
            eum_certificate: harbour.eum.as_der().to_vec(),
        };
        let identity = Identity {
            eid: *which.eid(),
            key: KeyId("euicc".into()),
            chains: vec![chain],
            roots: vec![harbour.root.as_der().to_vec()],
        };
        let transport = Transport::default();
        let euicc = Euicc::new(State::new(identity), transport);
        let mut records = Records::new();
        apply(&mut records, euicc.records());
        Self { which, euicc, records, transport, commit_fails: false, signing_fails: false, dice: Dice::new(4) }
    }

    /// An eUICC with these records.
    pub(crate) fn load(records: Records, transport: Transport) -> Self {
        Self::loaded(Which::One, records, transport)
    }

    pub(crate) fn loaded(which: Which, records: Records, transport: Transport) -> Self {
        let euicc = load(which, &records, transport);
        Self { which, euicc, records, transport, commit_fails: false, signing_fails: false, dice: Dice::new(4) }
    }

    /// The phone's program is killed and started again: only what was durable is left.
    pub(crate) fn restart(&mut self) {
        self.euicc = load(self.which, &self.records, self.transport);
    }

    /// A command APDU, and its answer.
    pub(crate) fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        let step = self.euicc.transmit(command, &mut self.dice);
        self.drive(step)
    }

    /// Carries out steps up to the reply.
    pub(crate) fn drive(&mut self, mut step: Step) -> Vec<u8> {
        for _ in 0..MOST_STEPS {
            let outcome = match step {
                Step::Reply(answer) => {
                    let [.., sw1, _] = *answer else { panic!("an answer ends with a status word") };
                    assert!(matches!(sw1, 0x61..=0x6F | 0x90..=0x9F), "{sw1:02X} begins no status word");
                    return answer;
                }
                Step::Commit { .. } if std::mem::take(&mut self.commit_fails) => Outcome::CommitFailed,
                Step::Commit { batch, .. } => {
                    apply(&mut self.records, batch);
                    Outcome::Committed
                }
                Step::Load { table, prefix } => Outcome::Loaded(scan(&self.records, table, &prefix).collect()),
                Step::Sign { .. } if std::mem::take(&mut self.signing_fails) => Outcome::SignFailed,
                Step::Sign { message, .. } => Outcome::Signed(self.which.key().sign(&message)),
            };
            step = self.euicc.resume(outcome, &mut self.dice);
        }
        panic!("a command without an end");
    }

    pub(crate) fn select_isd_r(&mut self) {
        let command = [&[0x00, 0xA4, 0x04, 0x00, 0x10][..], &ISD_R, &[0]].concat();
        self.transmit(&command);
    }

    /// An ES10 function, and its answer if there is one.
    pub(crate) fn es10(&mut self, command: &[u8]) -> Option<Vec<u8>> {
        let (mut exchange, mut apdu) = Exchange::start(command.to_vec(), 0, DEFAULT_BLOCK).ok()?;
        loop {
            match exchange.answer(&self.transmit(&apdu)).ok()? {
                ExchangeStep::Send(next) => apdu = next,
                ExchangeStep::Done(answer) => return Some(answer),
            }
        }
    }
}

fn load(which: Which, records: &Records, transport: Transport) -> Euicc {
    let rows: Vec<_> = scan(records, euicc::state::TABLE, which.eid().as_bytes()).collect();
    Euicc::load(&rows, transport).expect("an eUICC's own records load")
}

fn apply(records: &mut Records, batch: Batch) {
    for change in batch.changes {
        match change {
            Change::Put { table, id, value } => drop(records.insert((table, id), value)),
            Change::Delete { table, id } => drop(records.remove(&(table, id))),
            Change::DeletePrefix { table, prefix } => {
                records.retain(|(t, id), _| *t != table || !id.starts_with(&prefix));
            }
        }
    }
}

fn scan<'a>(
    records: &'a Records,
    table: &'a str,
    prefix: &'a [u8],
) -> impl Iterator<Item = (Vec<u8>, SecretBytes)> + 'a {
    let of = move |((t, id), value): (&'a (&'static str, Vec<u8>), &'a SecretBytes)| {
        (*t == table && id.starts_with(prefix)).then(|| (id.clone(), value.clone()))
    };
    records.iter().filter_map(of)
}
