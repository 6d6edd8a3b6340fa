use super::{ask_server, device, sheet, view};
use crate::{
    args::{Cli, Who},
    cloud, desk,
    failure::Failure,
    output::{self, Answer},
    private_file, secret_input,
};
use app::SignIn;
use std::path::Path;

pub(crate) fn run(cli: &Cli, who: &Who, to: Option<&Path>) -> Result<Answer, Failure> {
    to.map_or(Ok(()), private_file::is_free)?;
    let landfall = desk::open(cli)?;
    let (server, port) = cloud::at(cli, &who.server)?;
    let password = secret_input::read_new(who.password_file.as_deref(), "Password for the account")?;
    let sign_in = SignIn { server, login: who.login.clone(), password, device: device(who.device.as_deref()) };
    let created = ask_server(cli, async { Ok(landfall.create_account(port, &sign_in).await?) })?;
    if created.resumed {
        output::say("An earlier run had begun it: the password is the one that was given then.");
    }
    let made = format!("{} has an account now, and this phone is its first device.", created.state.login);
    sheet::give(landfall, &created.sheet, to, &made, view(&created.state))
}
