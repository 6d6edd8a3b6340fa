//! A shell stands between: it waits for its input to end, which the system sees to however the test's process ends, then stops the server by its id,
//! at most ten seconds later for good, and takes the folder away.

use crate::user::User;
use std::{
    io,
    path::Path,
    process::{Child, Stdio},
};

const SCRIPT: &str = r#"
postgres=$1 folder=$2
shift 2
exec 3<&0
"$postgres" -D "$folder/data" -k "$folder" "$@" </dev/null 3<&- &
server=$!
( cat <&3 >/dev/null; kill -INT $server 2>/dev/null; sleep 10; kill -QUIT $server 2>/dev/null ) &
stopper=$!
wait $server
kill $stopper 2>/dev/null
rm -rf "$folder"
"#;

/// Starts the server below its guard. It writes to `folder`/log.
pub(crate) fn start(user: &User, postgres: &Path, folder: &Path, settings: &[&str]) -> io::Result<Child> {
    let log = std::fs::File::create(folder.join("log"))?;
    let mut command = user.command(Path::new("/bin/sh"));
    command.args(["-c", SCRIPT, "sh"]).arg(postgres).arg(folder);
    command.args(["-c", "listen_addresses="]);
    for setting in settings {
        command.args(["-c", setting]);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log).spawn()
}
