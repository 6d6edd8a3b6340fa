use super::Versions;
use clap::Args;

/// Ask servers for commands.
#[derive(Debug, Args)]
pub(crate) struct Remote {
    /// Ask this server, with a port if it has one; without it those that the card's profiles name, and its default server.
    #[arg(long, value_name = "NAME[:PORT]")]
    pub(crate) smdp: Option<String>,
    /// The commands with this matching id; without it the server looks for some for this card.
    #[arg(long, value_name = "ID", requires = "smdp")]
    pub(crate) matching_id: Option<String>,
    /// Connect here instead of asking the DNS for the server; it must prove to be that server all the same.
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) via: Option<String>,
    /// Don't ask, where nothing is deleted.
    #[arg(long)]
    pub(crate) yes: bool,
    /// With --yes: don't ask either where a profile is deleted for good.
    #[arg(long, requires = "yes")]
    pub(crate) allow_delete: bool,
    #[command(flatten)]
    pub(crate) versions: Versions,
}
