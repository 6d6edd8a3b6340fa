//! The router of `landfall-cloud` over SQLite on disk, in a process of its own; accounts' passwords are as cheap to stretch as can be, and nobody
//! runs out of guesses, since 1,000 phones sign in from one address.

use crate::{common::scratch, program::Served, runtime};
use account::scheme::Scheme;
use landfall_cloud::{
    http::{App, Options, router},
    service::{Allowances, Config, ServerKey, Service},
    storage::{Allowance, sqlite::Sqlite},
};
use std::{path::PathBuf, process::Command, sync::Arc};
use store::Folder;
use tempfile::TempDir;
use tokio::net::TcpListener;
use web::server::{Limits, Server};

/// Set in that process: its data folder.
const FOLDER: &str = "LANDFALL_BENCH_CLOUD";

/// It, and its folder.
pub(crate) struct Own {
    served: Served,
    _folder: TempDir,
}

impl std::ops::Deref for Own {
    type Target = Served;

    fn deref(&self) -> &Served {
        &self.served
    }
}

pub(crate) fn start() -> Own {
    let folder = scratch();
    let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
    command.env(FOLDER, folder.path().join("data"));
    Own { served: Served::start(command), _folder: folder }
}

/// Whether this is that process; if so, it serves until it is ended.
pub(crate) fn serve_if_told() -> bool {
    let Some(data) = std::env::var_os(FOLDER) else { return false };
    runtime().block_on(serve(data.into()));
    true
}

#[expect(clippy::print_stdout, reason = "the answer to the process that asked")]
async fn serve(data: PathBuf) {
    let folder = Folder::claim(&data).expect("nobody else has it");
    let storage = Arc::new(Sqlite::open(&folder).expect("opens"));
    let much = Allowance { burst: 1_000_000, every: 1 };
    let allowances = Allowances { login: much, address: much, register: much, approval: much };
    let config = Config { scheme: Scheme::CHEAP, allowances, ..Config::new(storage, ServerKey::make()) };
    let service = Arc::new(Service::open(config).await.expect("opens"));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("listens");
    let limits = Limits { connections: 8_192, ..Limits::default() };
    let server = Server::plain(listener, router(App::new(service, Options::default())), limits);
    println!("{}", serde_json::json!({ "address": server.address().expect("an address").to_string() }));
    server.run(std::future::pending()).await;
}
