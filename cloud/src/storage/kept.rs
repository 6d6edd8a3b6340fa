//! What both databases keep alike: numbers, JSON, columns.

use super::{
    BarredBy, CardStanding, CardTask, DuePush, KeptApproval, KeptCardOrder, KeptOrder, KeptStanding, KeptSub, Session,
    StorageError, Task, TokenKind,
};
use crate::subscribers::{Action, Cause};
use account::{
    keys::AccountId,
    signed::Signed,
    wire::{Approval, ApprovalRequest, Bytes, CardOrderState, Order, OrderState, PushAddress, PushService},
};
use model::NumberState;
use report::{News, What};
use ring::digest::{SHA256, digest};
use serde::{Serialize, de::DeserializeOwned};

/// As the databases count: what is above 2⁶³−1 is never.
pub(super) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Back again.
pub(super) fn number(int: i64) -> u64 {
    u64::try_from(int).unwrap_or(0)
}

pub(super) fn json(what: &impl Serialize) -> String {
    serde_json::to_string(what).expect("what is kept has string keys only")
}

pub(super) fn read<T: DeserializeOwned>(text: &str, table: &'static str) -> Result<T, StorageError> {
    serde_json::from_str(text).map_err(|_| StorageError::Damaged(table))
}

pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    digest(&SHA256, bytes).as_ref().try_into().expect("SHA-256 has 32 bytes")
}

/// An account's id from its column.
pub(super) fn account_id(bytes: &[u8], table: &'static str) -> Result<AccountId, StorageError> {
    bytes.try_into().map(AccountId).map_err(|_| StorageError::Damaged(table))
}

impl TokenKind {
    pub(super) const fn code(self) -> i16 {
        match self {
            Self::Visitor => 1,
            Self::Device => 2,
            Self::Recovery => 3,
            Self::Passkey => 4,
        }
    }

    pub(super) fn read(code: i64) -> Result<Self, StorageError> {
        Self::ALL.into_iter().find(|kind| i64::from(kind.code()) == code).ok_or(StorageError::Damaged("session"))
    }
}

impl super::Purpose {
    pub(super) const fn code(self) -> i16 {
        match self {
            Self::Challenge => 1,
            Self::Attempt => 2,
            Self::Claim => 3,
        }
    }
}

impl Session {
    /// From its columns.
    pub(super) fn from_row(
        account: &[u8],
        kind: i64,
        device: Option<Vec<u8>>,
        expires: i64,
    ) -> Result<Self, StorageError> {
        Ok(Self {
            account: account_id(account, "session")?,
            kind: TokenKind::read(kind)?,
            device: device.map(Bytes),
            expires: number(expires),
        })
    }
}

/// Adds a signed thing, kept as it is sent, to those before it.
pub(super) fn add_signed(out: &mut String, signed: &str) {
    if !out.is_empty() {
        out.push(',');
    }
    out.push_str(signed);
}

pub(super) fn signed(text: &str, table: &'static str) -> Result<Signed, StorageError> {
    read(text, table)
}

/// An approval from its columns.
pub(super) fn approval(
    account: &AccountId,
    request: &str,
    answer: Option<&str>,
    opened: Option<Vec<u8>>,
    grant: Option<&str>,
    expires: i64,
) -> Result<KeptApproval, StorageError> {
    let request = ApprovalRequest { opened: opened.map(Bytes), ..read(request, "approval")? };
    let answer = answer.map(|text| read(text, "approval")).transpose()?;
    let grant = grant.map(|text| read(text, "approval")).transpose()?;
    let expires = number(expires);
    Ok(KeptApproval { account: *account, approval: Approval { request, answer, grant, expires } })
}

/// An order from its columns.
pub(super) fn order(signed: &str, states: &str, receipt: Option<&str>) -> Result<KeptOrder, StorageError> {
    Ok(KeptOrder {
        signed: read(signed, "orders")?,
        states: read(states, "orders")?,
        receipt: receipt.map(|text| read(text, "orders")).transpose()?,
    })
}

/// A number's state from its column.
pub(super) fn state(text: &str) -> Result<NumberState, StorageError> {
    text.parse().map_err(|_| StorageError::Damaged("subscriber"))
}

/// Who had a subscriber barred, from its column.
pub(super) fn barred_by(column: &[u8]) -> Result<BarredBy, StorageError> {
    match column {
        [] => Ok(BarredBy::Operator),
        account => account_id(account, "subscriber").map(BarredBy::Account),
    }
}

/// The cards that an order which was taken back had barred: their bars are to be lifted with it. None if it was not, or had been before.
pub(super) fn unbarred(signed: &str, from: &[(OrderState, u64)], to: &[(OrderState, u64)]) -> Vec<String> {
    let is = |states: &[(OrderState, u64)]| states.iter().any(|(state, _)| *state == OrderState::TakenBack);
    if !is(to) || is(from) {
        return Vec::new();
    }
    let signed: Option<Signed> = serde_json::from_str(signed).ok();
    let order = signed.and_then(|signed| serde_json::from_slice::<Order>(&signed.payload.0).ok());
    order.map(|order| order.barred()).unwrap_or_default()
}

/// A task for the directory from its columns.
pub(super) fn task(id: i64, iccid: String, action: &str, account: &[u8], tries: i64) -> Result<Task, StorageError> {
    let action = Action::read(action).ok_or(StorageError::Damaged("directory_outbox"))?;
    let account = (!account.is_empty()).then(|| account_id(account, "directory_outbox")).transpose()?;
    Ok(Task { id: number(id), iccid, action, account, tries: u32::try_from(tries).unwrap_or(u32::MAX) })
}

/// An order of a card, in columns.
pub(super) struct CardRow {
    pub(super) no: i64,
    pub(super) account: Option<Vec<u8>>,
    pub(super) id: Vec<u8>,
    pub(super) agency: String,
    pub(super) wanted: String,
    pub(super) state: String,
    pub(super) task: Option<String>,
    pub(super) why: Option<String>,
    pub(super) again: bool,
    pub(super) iccid: Option<String>,
    pub(super) code: Option<Vec<u8>>,
    pub(super) created: i64,
    pub(super) changed: i64,
    pub(super) tries: i64,
}

impl CardRow {
    pub(super) fn order(self) -> Result<KeptCardOrder, StorageError> {
        const DAMAGED: StorageError = StorageError::Damaged("card_order");
        let task = self.task.map(|task| CardTask::read(&task).ok_or(DAMAGED)).transpose()?;
        let state = CardOrderState::read(&self.state).ok_or(DAMAGED)?;
        let Self { why, again, iccid, code, .. } = self;
        Ok(KeptCardOrder {
            no: number(self.no),
            account: self.account.map(|id| account_id(&id, "card_order")).transpose()?,
            id: self.id.try_into().map_err(|_| DAMAGED)?,
            agency: self.agency,
            wanted: read(&self.wanted, "card_order")?,
            at: CardStanding { state, task, why, again, iccid, code },
            created: number(self.created),
            changed: number(self.changed),
            tries: u32::try_from(self.tries).unwrap_or(u32::MAX),
        })
    }
}

/// What a kiosk's event does to its number.
pub(super) const fn cause(what: &What) -> Option<Cause> {
    match what {
        What::Sold { .. } => Some(Cause::Sold),
        What::Distributed { .. } => Some(Cause::Distributed),
        What::Returned { .. } => Some(Cause::Returned),
        What::Retired { .. } => Some(Cause::Retired),
        // The number waits for somebody's decision.
        What::Failed { .. } => None,
    }
}

/// News for a kiosk from their columns: change, ICCID, state, balance, when, why.
pub(super) fn news(
    rows: Vec<(i64, String, String, Option<i64>, i64, String)>,
    after: u64,
) -> Result<(Vec<News>, u64), StorageError> {
    let reached = rows.last().map_or(after, |row| number(row.0));
    let one = |(_, iccid, named, balance, at, why): (i64, String, String, Option<i64>, i64, String)| {
        let iccid = iccid.parse().map_err(|_| StorageError::Damaged("subscriber"))?;
        Ok(News { iccid, state: state(&named)?, balance, at: number(at), why })
    };
    Ok((rows.into_iter().map(one).collect::<Result<_, StorageError>>()?, reached))
}

/// A push from its columns.
pub(super) fn push(
    account: Vec<u8>,
    device: Vec<u8>,
    service: &str,
    token: String,
    asked: i64,
    tries: i64,
) -> Result<DuePush, StorageError> {
    let known = [PushService::Fcm, PushService::Apns].into_iter().find(|known| known.as_str() == service);
    let service = known.ok_or(StorageError::Damaged("push"))?;
    Ok(DuePush {
        account: account_id(&account, "push")?,
        device: Bytes(device),
        address: PushAddress { service, token },
        asked: number(asked),
        tries: u32::try_from(tries).unwrap_or(u32::MAX),
    })
}

/// Of a tie of accounts: id, main, introduced, other, accepted, expires.
pub(super) type SubRow = (Vec<u8>, Vec<u8>, String, Option<Vec<u8>>, Option<String>, i64);

/// A tie of accounts from its columns.
pub(super) fn sub(row: SubRow) -> Result<KeptSub, StorageError> {
    let (id, main, introduced, other, accepted, expires) = row;
    let accepted = match other.zip(accepted) {
        Some((other, accepted)) => Some((account_id(&other, "sub")?, read(&accepted, "sub")?)),
        None => None,
    };
    Ok(KeptSub {
        id: id.try_into().map_err(|_| StorageError::Damaged("sub"))?,
        main: account_id(&main, "sub")?,
        introduced: read(&introduced, "sub")?,
        accepted,
        expires: number(expires),
    })
}

/// How accounts stand, from its columns: giver, holder, said_by, number, linked, signed.
pub(super) fn standing(
    (from, to, by, count, linked, said): (Vec<u8>, Vec<u8>, Vec<u8>, i64, i64, String),
) -> Result<KeptStanding, StorageError> {
    Ok(KeptStanding {
        from: account_id(&from, "standing")?,
        to: account_id(&to, "standing")?,
        by: account_id(&by, "standing")?,
        number: number(count),
        linked: linked != 0,
        signed: signed(&said, "standing")?,
    })
}
