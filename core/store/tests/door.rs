//! The door of a folder: questions from other programs.

use landfall_store::{
    Folder,
    door::{self, Door, DoorError, MESSAGE_LIMIT},
};
use std::{
    fs,
    io::{Read, Write},
    os::unix::{fs::PermissionsExt, net::UnixStream},
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(5);

fn echo(folder: &Folder) -> Door {
    Door::open(folder, |request| [b"heard ".as_slice(), request].concat()).expect("opens")
}

#[test]
fn asks_the_owner() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    assert!(matches!(door::ask(temp.path(), b"?", PATIENCE), Err(DoorError::NobodyHome { .. })));
    let open = echo(&folder);
    assert_eq!(fs::metadata(temp.path().join("door")).expect("exists").permissions().mode() & 0o777, 0o600);
    assert_eq!(door::ask(temp.path(), b"status", PATIENCE).expect("answers"), b"heard status");
    assert_eq!(door::ask(temp.path(), b"", PATIENCE).expect("answers"), b"heard ");
    let long = vec![7; 3 << 20];
    assert_eq!(door::ask(temp.path(), &long, PATIENCE).expect("answers").len(), long.len() + 6);
    drop(open);
    assert!(matches!(door::ask(temp.path(), b"?", PATIENCE), Err(DoorError::NobodyHome { .. })));
}

#[test]
fn a_dead_owners_socket_is_replaced() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    // What a killed process leaves behind.
    drop(std::os::unix::net::UnixListener::bind(temp.path().join("door")).expect("binds"));
    assert!(matches!(door::ask(temp.path(), b"?", PATIENCE), Err(DoorError::NobodyHome { .. })));
    let _open = echo(&folder);
    assert_eq!(door::ask(temp.path(), b"again", PATIENCE).expect("answers"), b"heard again");
}

#[test]
fn folders_with_long_names_have_doors_too() {
    let temp = tempfile::tempdir().expect("temp folder");
    let path = temp.path().join("a".repeat(120));
    let folder = Folder::claim(&path).expect("free");
    let _open = echo(&folder);
    assert_eq!(door::ask(&path, b"hi", PATIENCE).expect("answers"), b"heard hi");
}

#[test]
fn bad_callers_disturb_nobody() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    let _open = Door::open(&folder, |request| {
        assert!(request != b"panic", "a handler may be wrong");
        request.to_vec()
    })
    .expect("opens");
    let call = || {
        let stream = UnixStream::connect(temp.path().join("door")).expect("connects");
        stream.set_read_timeout(Some(PATIENCE)).expect("sets");
        stream
    };
    let mut liar = call();
    liar.write_all(&u32::MAX.to_be_bytes()).expect("writes");
    assert_eq!(liar.read(&mut [0; 1]).expect("reads"), 0, "hung up on at once");
    let mut cut = call();
    cut.write_all(&[0, 0, 0, 9, 1, 2]).expect("writes");
    drop(cut);
    assert!(matches!(door::ask(temp.path(), b"panic", PATIENCE), Err(DoorError::HungUp)));
    let too_long = vec![0; MESSAGE_LIMIT + 1];
    assert!(matches!(door::ask(temp.path(), &too_long, PATIENCE), Err(DoorError::TooLong(_))));
    let silent: Vec<_> = (0..30).map(|_| call()).collect();
    drop(silent);
    let answered = (0..50).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        door::ask(temp.path(), b"still there", PATIENCE).is_ok()
    });
    assert!(answered);
}
