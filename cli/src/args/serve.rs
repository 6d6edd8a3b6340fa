use clap::{ArgGroup, Args};
use std::ffi::OsString;

/// Offer an eUICC of the data folder to other programs.
#[derive(Debug, Args)]
#[group(skip)]
#[command(group(ArgGroup::new("way").required(true).multiple(false).args(["vpcd", "stdio"])))]
pub(crate) struct Serve {
    /// Put it into the virtual reader of vsmartcard's vpcd, and so before every PC/SC program.
    #[arg(long, value_name = "HOST:PORT", num_args = 0..=1, default_missing_value = reader::vpcd::ADDRESS)]
    pub(crate) vpcd: Option<String>,
    /// Speak lpac's stdio lines, as the card: requests on standard input, answers on standard output, and what the program says to people on
    /// standard error; or, with a program behind `--`, start it and answer it.
    #[arg(long)]
    pub(crate) stdio: bool,
    /// Which: an eUICC's number (EID), or that of a card in use (ICCID). Needed where the data folder has several eUICCs.
    #[arg(long, value_name = "EID|ICCID")]
    pub(crate) card: Option<String>,
    /// The program that asks, and its arguments.
    #[arg(last = true, value_name = "PROGRAM", conflicts_with = "vpcd")]
    pub(crate) program: Vec<OsString>,
}
