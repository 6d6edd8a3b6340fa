//! An account's server through the network.

use crate::{args::Cli, failure::Failure};
use app::{AccountError, Landfall, ports::Cloud};
use net::cloud::{self, CloudAddress, CloudRoots};
use std::sync::Arc;

/// Names a file with the roots that servers of accounts prove themselves under.
const ROOTS: &str = "LANDFALL_CLOUD_ROOTS";

/// The server at `address`, and its address as it is kept.
pub(crate) fn at(cli: &Cli, address: &str) -> Result<(String, Arc<dyn Cloud>), Failure> {
    let address = CloudAddress::parse(address)?;
    let by_environment = || std::env::var_os(ROOTS).filter(|path| !path.is_empty()).map(Into::into);
    let roots = cli.cloud_roots.clone().or_else(by_environment).map_or(CloudRoots::Public, CloudRoots::File);
    let name = address.to_string();
    Ok((name, cloud::at(address, &roots)?))
}

/// The server of the account that is signed in here.
pub(crate) fn of_account(cli: &Cli, landfall: &Landfall) -> Result<Arc<dyn Cloud>, Failure> {
    Ok(at(cli, &landfall.account()?.server)?.1)
}

/// The same, also while this phone is locked.
pub(crate) fn of_locked_account(cli: &Cli, landfall: &Landfall) -> Result<Arc<dyn Cloud>, Failure> {
    let server = landfall.account_server()?.ok_or(AccountError::None)?;
    Ok(at(cli, &server)?.1)
}
