//! Results that wait for servers in the network are delivered.

use crate::{
    args::{Cli, Notifications},
    desk,
    failure::Failure,
    output::Answer,
    runtime,
};
use net::servers::Server;
use serde_json::json;

pub(crate) fn run(cli: &Cli, wanted: &Notifications) -> Result<Answer, Failure> {
    let landfall = desk::open(cli)?;
    let (mut lines, mut json) = (Vec::new(), Vec::new());
    for address in landfall.waiting_servers()? {
        let via = wanted.via.as_deref();
        let delivered = runtime::run(runtime::interruptible(async {
            let mut server = Server::at(&landfall, &address, via)?;
            Ok(landfall.deliver_to(&address, &mut server).await?)
        }));
        match delivered {
            Err(Failure::Stopped) => return Err(Failure::Stopped),
            Ok(count) => {
                lines.push(format!("{address} took {count}."));
                json.push(json!({"address": address, "delivered": count}));
            }
            Err(failure) => {
                lines.push(format!("{address}: {failure}. They still wait."));
                json.push(json!({"address": address, "delivered": 0, "error": failure.to_string()}));
            }
        }
    }
    let text = if lines.is_empty() { "Nothing waits.".to_owned() } else { lines.join("\n") };
    Ok(Answer::new(text, json.into()))
}
