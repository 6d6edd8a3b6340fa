use crate::remote::Wanted;
use clap::Subcommand;
use model::Eid;

/// Commands for cards that were given out.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RpmVerb {
    /// Order commands for a card; they are carried out when it next asks, once its user has agreed.
    #[command(after_help = "\
Examples:
  landfall-kiosk rpm create --data kiosk --eid 89049032012345678901234567890123 disable:8999901000000000012 list
  landfall-kiosk rpm create --data kiosk --eid 89049032012345678901234567890123 --by anna \\
      'name:8999901000000000012=Japan, a month' try:enable:8999901000000000012

Commands:
  enable:ICCID  disable:ICCID  delete:ICCID  list  list:ICCID  name:ICCID=TEXT  operator:ICCID=TEXT
  rules:ICCID=none|ppr1|ppr2|ppr1,ppr2     (policy rules can be taken back, not set)
  contact-pcmp:ICCID[=DATA]

They are done one after another; one that fails ends what stands behind it, unless `try:` stands before it. What does not fit into one
package is sent in several: a profile that was disabled, for one, is deleted after the phone has read the card anew.

What may be done stands in the product's [product.remote] in the stock file when the card is given out, and the card keeps to it:
  commands = [\"enable\", \"disable\", \"delete\", \"list\", \"contact-pcmp\"]
  metadata = [\"name\", \"operator\", \"rules\"]")]
    Create {
        /// The card's EID, 32 digits.
        #[arg(long)]
        eid: Eid,
        /// Who orders it; stays with it.
        #[arg(long, default_value = "attendant")]
        by: String,
        /// Go on though a command fails, as if `try:` stood before each.
        #[arg(long)]
        go_on: bool,
        /// The commands, in their order.
        #[arg(required = true, value_name = "COMMAND")]
        commands: Vec<Wanted>,
    },
    /// List what was ordered, and what became of each command, the newest first.
    #[command(after_help = "\
Examples:
  landfall-kiosk rpm list --data kiosk
  landfall-kiosk rpm list --data kiosk --eid 89049032012345678901234567890123 --json")]
    List {
        /// Of this card only.
        #[arg(long)]
        eid: Option<Eid>,
        /// At most so many packages.
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        limit: u32,
    },
    /// Take back a package that no card has told of, and those ordered behind it.
    #[command(after_help = "Example:\n  landfall-kiosk rpm cancel --data kiosk 17 --why \"the bill is paid\"")]
    Cancel {
        /// The package's number in `rpm list`.
        id: i64,
        /// The reason.
        #[arg(long)]
        why: String,
    },
}
