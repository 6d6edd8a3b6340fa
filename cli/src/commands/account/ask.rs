use super::{sign_in, signed_in};
use crate::{
    args::{Cli, Who},
    cloud, desk,
    failure::Failure,
    output::{self, Answer},
    progress::spin,
    runtime,
};

pub(crate) fn run(cli: &Cli, who: &Who) -> Result<Answer, Failure> {
    let landfall = desk::open(cli)?;
    let (server, port) = cloud::at(cli, &who.server)?;
    let sign_in = sign_in(who, server)?;
    let quiet = cli.json;
    // Codes are told on standard error, so that a program may show them, too.
    let state = runtime::run(runtime::interruptible(async {
        let asking = spin("Asking the account's server …", quiet, landfall.ask_approval(port, &sign_in)).await?;
        let number = asking.approval().text();
        output::say(&format!("On a device of the account: landfall account approve {number}"));
        let comparing = spin("Waiting for the other device …", quiet, asking.answered()).await?;
        output::say(&format!("Code: {}. The other device has to show the same.", comparing.code()));
        Ok(spin("Waiting for its user's word …", quiet, comparing.granted()).await?)
    }))?;
    Ok(signed_in(&state))
}
