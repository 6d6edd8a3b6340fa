use clap::Args;
use model::Eid;

/// Which card, wherever it is.
#[derive(Debug, Args)]
pub(crate) struct AnyCard {
    /// The card in this reader of the system: its name, or a part that no other reader's name has. `landfall readers` lists them.
    #[arg(long, global = true, value_name = "NAME", conflicts_with_all = ["card_program", "eid"])]
    pub(crate) reader: Option<String>,
    /// Other programs may stay connected to the reader's card; without this it is asked for alone.
    #[arg(long, global = true)]
    pub(crate) shared: bool,
    /// The card behind this program, which speaks lpac's stdio lines; its arguments stand behind it, in the same text.
    #[arg(long, global = true, value_name = "'PROGRAM ARGS'", conflicts_with_all = ["reader", "eid"])]
    pub(crate) card_program: Option<String>,
    /// This eUICC of the data folder; needed where it has several.
    #[arg(long, global = true, value_name = "EID", conflicts_with_all = ["reader", "card_program"])]
    pub(crate) eid: Option<Eid>,
}
