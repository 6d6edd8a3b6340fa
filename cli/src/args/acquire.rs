use super::{Kiosk, Selection};
use clap::Args;
use std::path::PathBuf;

/// Get a card.
#[derive(Debug, Args)]
pub(crate) struct Acquire {
    #[command(flatten)]
    pub(crate) kiosk: Kiosk,
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// The offer's class id, as `landfall offers` lists it.
    #[arg(long, value_name = "ID")]
    pub(crate) class: Option<String>,
    /// Who you are to the kiosk, if the shop asks for it.
    #[arg(long, value_name = "ID", default_value = "")]
    pub(crate) user: String,
    /// A file with the voucher or invitation code.
    #[arg(long, value_name = "FILE")]
    pub(crate) voucher_file: Option<PathBuf>,
    /// A file with the PIN that the card gets; without it the PIN is asked for.
    #[arg(long, value_name = "FILE")]
    pub(crate) pin_file: Option<PathBuf>,
    /// Don't ask whether the offer is agreed to.
    #[arg(long)]
    pub(crate) yes: bool,
}

/// Give up what was begun.
#[derive(Debug, Args)]
pub(crate) struct GiveUp {
    #[command(flatten)]
    pub(crate) kiosk: Kiosk,
    /// Only this offer's class id; without it everything that was begun.
    #[arg(long, value_name = "ID")]
    pub(crate) class: Option<String>,
    /// Don't ask.
    #[arg(long)]
    pub(crate) yes: bool,
}
