//! The owner's commands, carried out by whoever owns the data folder: the command itself, or the kiosk that is serving and
//! is asked at its door. None of them needs the kiosk's private keys.

mod answer;
mod code_hash;
mod failure;
mod open;
mod reporting;
mod run;

pub use answer::Answer;
pub use code_hash::CodeHash;
pub use failure::Failure;
pub use open::run_alone;
pub use reporting::run_reporting;
pub use run::run_serving;

use crate::{reconcile::Since, remote::Wanted};
use model::{Eid, NumberState};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A command. Paths are absolute: the kiosk at the door may run in another folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// `status`
    Status,
    /// `stock import`
    StockImport {
        /// The stock file.
        file: PathBuf,
    },
    /// `stock list`
    StockList,
    /// `stock list --numbers`
    StockNumbers {
        /// Of this product only.
        class_id: Option<String>,
        /// In this state only.
        state: Option<NumberState>,
        /// Behind this number.
        after: Option<String>,
        /// At most so many.
        limit: u32,
    },
    /// `stock log`
    StockLog {
        /// Of this number only.
        number: Option<String>,
        /// The latest so many.
        limit: u32,
    },
    /// `stock release`
    StockRelease {
        /// The number.
        number: String,
        /// The reason.
        why: String,
    },
    /// `stock retire`
    StockRetire {
        /// The number.
        number: String,
        /// The reason.
        why: String,
    },
    /// `stock note`
    StockNote {
        /// The number.
        number: String,
        /// Its state in the network.
        state: NumberState,
        /// Its balance, in minor units.
        balance: Option<i64>,
        /// The reason.
        why: String,
    },
    /// `sales pending`
    SalesPending,
    /// `sales authorise`
    SalesAuthorise {
        /// The sale, by its id or code.
        sale: String,
        /// Who agrees.
        by: String,
    },
    /// `sales issue`
    SalesIssue {
        /// The product.
        class_id: String,
        /// Who sells.
        by: String,
        /// For how long, in hours.
        hours: u32,
        /// The only card that may have it.
        eid: Option<Eid>,
        /// Tell that card of it.
        announce: bool,
        /// The hash of the confirmation code.
        code: Option<CodeHash>,
    },
    /// `sales deny`
    SalesDeny {
        /// The sale, by its id or code.
        sale: String,
        /// The reason.
        why: String,
    },
    /// `rpm create`
    RemoteCreate {
        /// The card.
        eid: Eid,
        /// Who orders it.
        by: String,
        /// The commands, in their order.
        commands: Vec<Wanted>,
    },
    /// `rpm list`
    RemoteList {
        /// Of this card only.
        eid: Option<Eid>,
        /// The latest so many.
        limit: u32,
    },
    /// `rpm cancel`
    RemoteCancel {
        /// The package.
        id: i64,
        /// The reason.
        why: String,
    },
    /// `trust add-root`
    TrustAddRoot {
        /// The root.
        file: PathBuf,
    },
    /// `trust add-client-ca`
    TrustAddClientRoot {
        /// The root.
        file: PathBuf,
    },
    /// `orders list`
    Orders {
        /// The latest so many.
        limit: u32,
    },
    /// `trust add-crl`
    TrustAddCrl {
        /// The list.
        file: PathBuf,
    },
    /// `trust list`
    TrustList,
    /// `certificates list`
    CertificatesList,
    /// `report status`
    ReportStatus,
    /// `report send`
    ReportSend,
    /// `report register`
    ReportRegister {
        /// The cloud.
        cloud: String,
        /// The file with the token.
        token_file: PathBuf,
        /// The file with the cloud's roots.
        roots: Option<PathBuf>,
    },
    /// `backup`
    Backup {
        /// The file to write.
        target: PathBuf,
    },
    /// `reconcile`
    Reconcile {
        /// What was sold since the backup, if that is said.
        since: Option<Since>,
        /// Believe the clock.
        believe_clock: bool,
    },
}
