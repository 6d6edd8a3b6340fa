use super::AnyCard;
use clap::{ArgGroup, Args, Subcommand};
use model::{Eid, Iccid};
use std::path::PathBuf;

/// Physical SIMs: read into the data folder, and those that were.
#[derive(Debug, Subcommand)]
pub(crate) enum Sim {
    /// Read a physical SIM into the data folder: all files that its owner may read. Ki stays in the SIM, unless its operator gave a file.
    #[command(after_help = "\
Examples:
  landfall sim read --reader OMNIKEY
  landfall sim read --reader OMNIKEY --pin-file pin.txt --keys operator.csv
  landfall sim read --card-program 'bridge --port 1' --without-pin")]
    Read(ReadSim),
    /// List the SIMs that were read.
    #[command(after_help = "Example:\n  landfall sim list --json")]
    List,
    /// Show what was read of a SIM.
    #[command(after_help = "Example:\n  landfall sim show 8900112233445566778 --json")]
    Show {
        /// The SIM's number (ICCID).
        iccid: Iccid,
    },
    /// Make a working card of a SIM that was read, in an eUICC of the data folder: where its operator's file gave Ki (`sim read --keys`).
    /// Both share one place in the network then, so put the plastic one away. It gets a PIN of its own.
    #[command(after_help = "\
Examples:
  landfall sim revive 8900112233445566778 --yes
  landfall card pin 8900112233445566778 set")]
    Revive {
        /// The SIM's number (ICCID).
        iccid: Iccid,
        /// Into this eUICC; the first one of the data folder unless it is named.
        #[arg(long)]
        eid: Option<Eid>,
        /// Don't ask.
        #[arg(long)]
        yes: bool,
    },
    /// Forget what was read of a SIM.
    #[command(after_help = "Example:\n  landfall sim forget 8900112233445566778 --yes")]
    Forget {
        /// The SIM's number (ICCID).
        iccid: Iccid,
        /// Don't ask.
        #[arg(long)]
        yes: bool,
    },
}

/// Read a physical SIM.
#[derive(Debug, Args)]
#[group(skip)]
#[command(group(ArgGroup::new("where").required(true).args(["reader", "card_program"])))]
pub(crate) struct ReadSim {
    #[command(flatten)]
    pub(crate) card: AnyCard,
    /// A file with the SIM's PIN; without it the PIN is asked for, if the SIM wants it.
    #[arg(long, value_name = "FILE", conflicts_with = "without_pin")]
    pub(crate) pin_file: Option<PathBuf>,
    /// Read only what is open without the PIN.
    #[arg(long)]
    pub(crate) without_pin: bool,
    /// The operator's file of keys: CSV with the columns iccid, ki, opc and, unless it is milenage, algorithm.
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,
}
