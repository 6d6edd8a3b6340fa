//! Cards from operators' agencies, ordered online.

mod install;
mod new;
mod show;

pub(crate) use show::said;

use crate::{
    args::{Cli, Order},
    cloud, desk,
    failure::Failure,
    output::Answer,
    progress, runtime,
};
use account::wire::Bytes;
use app::{Landfall, ports::Cloud};
use std::{future::Future, sync::Arc};

pub(crate) fn run(cli: &Cli, command: &Order) -> Result<Answer, Failure> {
    match command {
        Order::Agencies => show::agencies(cli),
        Order::Products { agency } => show::products(cli, agency),
        Order::New(wanted) => new::run(cli, wanted),
        Order::Install { order, into } => install::run(cli, &number(order)?, into),
        Order::List => show::list(cli),
        Order::Show { order } => show::one(cli, &number(order)?),
        Order::Cancel { order } => show::cancel(cli, &number(order)?),
    }
}

/// This phone, and its account's server.
fn open(cli: &Cli) -> Result<(Landfall, Arc<dyn Cloud>), Failure> {
    let landfall = desk::open(cli)?;
    let port = cloud::of_account(cli, &landfall)?;
    Ok((landfall, port))
}

/// Waits for the server with something that moves. Ctrl-C ends it.
fn wait<T>(cli: &Cli, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    runtime::run(runtime::interruptible(progress::spin("Asking the account's server …", cli.json, work)))
}

fn number(text: &str) -> Result<Bytes, Failure> {
    let order = Bytes::read(text).filter(|order| order.0.len() == 16);
    order.ok_or_else(|| Failure::Usage(format!("{text:?} is no order's number: landfall order list shows them")))
}
