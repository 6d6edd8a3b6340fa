use super::{AnyCard, Kiosk, Selection, Versions};
use clap::Args;
use model::ActivationCode;
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
    /// An order at a server in the network, as its QR code or link says: 'LPA:1$SERVER$ID'.
    #[arg(long, value_name = "CODE", conflicts_with_all = ["kiosk", "class", "smdp"])]
    pub(crate) activation_code: Option<ActivationCode>,
    /// A picture (PNG or JPEG) of the activation code's QR code.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["kiosk", "class", "smdp", "activation_code"])]
    pub(crate) activation_qr: Option<PathBuf>,
    /// An order that waits for this card at its default server.
    #[arg(long, conflicts_with_all = ["kiosk", "class", "smdp", "activation_code", "activation_qr"])]
    pub(crate) default_server: bool,
    /// Whatever waits for this card, as a discovery server (SM-DS) knows: the one that the card names, or --smds.
    #[arg(long, conflicts_with_all = ["kiosk", "class", "smdp", "activation_code", "activation_qr", "default_server"])]
    pub(crate) discover: bool,
    /// The discovery server, with a port if it has one.
    #[arg(long, value_name = "NAME[:PORT]", requires = "discover")]
    pub(crate) smds: Option<String>,
    /// The server (SM-DP+) in the network, with a port if it has one; for an order without an activation code.
    #[arg(long, value_name = "NAME[:PORT]", conflicts_with_all = ["kiosk", "class"])]
    pub(crate) smdp: Option<String>,
    /// The order's matching id; without it the server looks for one for this card.
    #[arg(long, value_name = "ID", requires = "smdp", default_value = "")]
    pub(crate) matching_id: String,
    /// A file with the confirmation code, if the order has one; without it the code is asked for.
    #[arg(long, value_name = "FILE")]
    pub(crate) confirmation_code_file: Option<PathBuf>,
    /// Connect here instead of asking the DNS for the server; it must prove to be that server all the same.
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) via: Option<String>,
    #[command(flatten)]
    pub(crate) versions: Versions,
    #[command(flatten)]
    pub(crate) card: AnyCard,
}

/// Deliver results.
#[derive(Debug, Args)]
pub(crate) struct Notifications {
    /// Connect here instead of asking the DNS for the servers.
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) via: Option<String>,
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
