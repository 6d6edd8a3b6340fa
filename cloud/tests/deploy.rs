//! What operators run it by, beside the program.

use std::{
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};

const COMPOSE: &str = include_str!("../../deploy/cloud/compose.yaml");
const SECRET: &str = "/run/secrets/database-password";

/// The container's entrypoint over this secret, with a stand-in for the program that says what it was given.
fn entrypoint(folder: &Path, secret: &Path) -> Output {
    let (_, after) = COMPOSE.split_once("- sh\n      - -c\n      - |\n").expect("a script");
    let script: Vec<&str> = after.lines().map_while(|line| line.strip_prefix("        ")).collect();
    // As Compose hands it on.
    let script = script.join("\n").replace("$$", "$");
    assert!(script.contains(SECRET), "{script}");
    let program = folder.join("landfall-cloud");
    std::fs::write(&program, "#!/bin/sh\necho \"$DATABASE_URL $*\"\n").expect("writes");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let script = script.replace(SECRET, &secret.display().to_string());
    Command::new("sh").args(["-c", &script]).env("PATH", path).output().expect("runs")
}

// R: F6
#[test]
fn a_container_whose_password_can_not_be_read_says_so_and_does_not_start() {
    let folder = tempfile::tempdir().expect("temp folder");
    let secret = folder.path().join("password");
    for content in [None, Some("")] {
        if let Some(content) = content {
            std::fs::write(&secret, content).expect("writes");
        }
        let ended = entrypoint(folder.path(), &secret);
        assert!(!ended.status.success() && ended.stdout.is_empty(), "{ended:?}");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(said.contains("chown 10001"), "{said}");
    }
    std::fs::write(&secret, "hunter2\n").expect("writes");
    let ended = entrypoint(folder.path(), &secret);
    assert_eq!(
        String::from_utf8_lossy(&ended.stdout),
        "postgres://landfall:hunter2@database/landfall serve --json\n",
        "{ended:?}"
    );
}

// R: F6
#[test]
fn the_documented_command_lets_the_container_read_the_password_and_the_image_never_holds_it() {
    let user = include_str!("../../deploy/cloud/Containerfile");
    assert!(user.contains("--uid 10001") && user.contains("USER landfall"), "{user}");
    let said: Vec<&str> = COMPOSE.lines().take_while(|line| line.starts_with('#')).collect();
    let place = |what: &str| said.iter().position(|line| line.contains(what)).expect("it is said");
    let file = "deploy/cloud/database-password";
    assert!(place(&format!("chmod 600 {file}")) < place(&format!("chown 10001 {file}")));
    let left_out: Vec<&str> = include_str!("../../.dockerignore").lines().collect();
    assert!(["**/target/", ".git/", file].iter().all(|path| left_out.contains(path)), "{left_out:?}");
}
