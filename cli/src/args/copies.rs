use super::{By, away::seconds};
use clap::Args;
use model::Iccid;

/// What follows where the live role is taken by force: in the help and at the prompt.
pub(crate) const FORCED: &str = "\
Until the other device is found or erased, both cards are live: the network serves whichever registered last, and whoever has the other device may \
make calls at your cost. The first contact of this one takes a moment longer. When the other device is heard of, its card gives way.";

/// How an order of several steps is followed.
#[derive(Debug, Args)]
pub(crate) struct Steps {
    /// The device that has the card, by id or name; without it what the account knows.
    #[arg(long, value_name = "DEVICE", allow_hyphen_values = true)]
    pub(crate) from: Option<String>,
    /// Waits so long for devices to obey; what remains then is told, and the same command goes on with it.
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = seconds)]
    pub(crate) wait: u64,
    #[command(flatten)]
    pub(crate) by: By,
}

/// The live role, with the device that has it or without.
#[derive(Debug, Args)]
pub(crate) struct Force {
    /// Take the live role without the device that has it, which is lost for good or out of reach.
    #[arg(long)]
    pub(crate) force: bool,
    /// With --force: don't ask.
    #[arg(long, requires = "force")]
    pub(crate) yes: bool,
}

/// A card, and the device that gets it.
#[derive(Debug, Args)]
pub(crate) struct CopyCard {
    /// The card's number (ICCID).
    pub(crate) card: Iccid,
    /// The device that gets the copy, by id or name.
    #[arg(long, value_name = "DEVICE", allow_hyphen_values = true)]
    pub(crate) to: String,
    #[command(flatten)]
    pub(crate) steps: Steps,
}

/// A card, and the one that goes.
#[derive(Debug, Args)]
pub(crate) struct OverwriteCard {
    #[command(flatten)]
    pub(crate) copy: CopyCard,
    /// The card on that device which goes for good (its number, ICCID); without it an older copy of the same card.
    #[arg(long, value_name = "ICCID")]
    pub(crate) in_place_of: Option<Iccid>,
    /// Don't ask.
    #[arg(long)]
    pub(crate) yes: bool,
}

/// A card, and where it is to be live.
#[derive(Debug, Args)]
pub(crate) struct ActivateCard {
    /// The card's number (ICCID).
    pub(crate) card: Iccid,
    /// The device that has a copy, by id or name.
    #[arg(long, value_name = "DEVICE", allow_hyphen_values = true)]
    pub(crate) on: String,
    #[command(flatten)]
    pub(crate) force: Force,
    #[command(flatten)]
    pub(crate) steps: Steps,
}

/// A card, and where it moves.
#[derive(Debug, Args)]
pub(crate) struct MoveCard {
    #[command(flatten)]
    pub(crate) copy: CopyCard,
    #[command(flatten)]
    pub(crate) force: Force,
}
