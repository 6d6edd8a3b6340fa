//! The server is there while it is wanted, and not after.

use landfall_postgres::Server;
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

#[test]
fn it_ends_with_who_started_it() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = (server.database(), server.database());
    assert_ne!(one, other);
    let folder = PathBuf::from(one.split_once("host=").expect("a socket's folder").1);
    let pid = std::fs::read_to_string(folder.join("data/postmaster.pid")).expect("it runs");
    let process = PathBuf::from("/proc").join(pid.lines().next().expect("its id"));
    assert!(process.exists());
    let begun = Instant::now();
    drop(server);
    assert!(begun.elapsed() < Duration::from_secs(9), "it stops when asked, not when it must");
    assert!(!process.exists() && !folder.exists());
}
