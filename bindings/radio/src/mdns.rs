//! Kiosks on the local network, by multicast DNS (RFC 6762, 6763). No server and no internet is asked.

use mdns_sd::{IfKind, ServiceDaemon, ServiceEvent, ServiceInfo};
use nearfield::discovery::SERVICE;
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    time::{Duration, Instant},
};

/// The network refuses multicast, or the name is not one that DNS takes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("kiosks can't be announced or looked for on this network: {0}")]
pub struct MdnsError(pub String);

impl MdnsError {
    /// Whether the same call may succeed later: once there is a network.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        true
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Join the kiosk's network, or use its start code or address."
    }
}

/// A kiosk that announces itself. What it says is a hint: the handshake proves who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The kiosk's name as announced.
    pub name: String,
    /// Where it listens, best address first.
    pub addresses: Vec<SocketAddr>,
    /// Text fields, such as the operator's root.
    pub fields: BTreeMap<String, String>,
}

/// Announces a kiosk until dropped.
pub struct Announcement {
    daemon: ServiceDaemon,
    fullname: String,
}

impl Announcement {
    /// Announces `name` at `address`; an unspecified address means all of this machine's.
    ///
    /// # Errors
    /// [`MdnsError`] if the network refuses.
    pub fn start(name: &str, address: SocketAddr, fields: &[(&str, &str)]) -> Result<Self, MdnsError> {
        let scope = if address.ip().is_loopback() { Scope::ThisMachine } else { Scope::Network };
        let daemon = daemon(scope)?;
        let host: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let host = format!("{host}.local.");
        let service = if address.ip().is_unspecified() {
            ServiceInfo::new(SERVICE, name, &host, "", address.port(), fields).map(ServiceInfo::enable_addr_auto)
        } else {
            ServiceInfo::new(SERVICE, name, &host, address.ip(), address.port(), fields)
        }
        .map_err(refused)?;
        let fullname = service.get_fullname().to_owned();
        daemon.register(service).map_err(refused)?;
        Ok(Self { daemon, fullname })
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        // Best effort: phones forget the name by its time to live.
        let _ = self.daemon.unregister(&self.fullname);
        let _ = self.daemon.shutdown();
    }
}

/// Where kiosks are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// On every network that this machine is on, and on this machine.
    Network,
    /// On this machine alone: nothing is sent over any network.
    ThisMachine,
}

/// Looks for kiosks for `time`; blocks the calling thread.
///
/// # Errors
/// [`MdnsError`] if the network refuses.
pub fn browse(time: Duration, scope: Scope) -> Result<Vec<Found>, MdnsError> {
    let daemon = daemon(scope)?;
    // A kiosk that listens on this machine alone announces itself there alone.
    daemon.enable_interface(vec![IfKind::LoopbackV4, IfKind::LoopbackV6]).map_err(refused)?;
    let events = daemon.browse(SERVICE).map_err(refused)?;
    let end = Instant::now() + time;
    let mut found = BTreeMap::new();
    while let Ok(event) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
        if let ServiceEvent::ServiceResolved(service) = event {
            let fullname = service.get_fullname();
            let name = fullname.strip_suffix(&format!(".{SERVICE}")).unwrap_or(fullname).to_owned();
            let port = service.get_port();
            let mut addresses: Vec<SocketAddr> =
                service.get_addresses().iter().map(|a| SocketAddr::new(a.to_ip_addr(), port)).collect();
            addresses.sort_by_key(|a| (a.is_ipv6(), *a));
            let fields =
                service.get_properties().iter().map(|p| (p.key().to_owned(), p.val_str().to_owned())).collect();
            found.insert(fullname.to_owned(), Found { name, addresses, fields });
        }
    }
    let _ = daemon.shutdown();
    Ok(found.into_values().collect())
}

fn daemon(scope: Scope) -> Result<ServiceDaemon, MdnsError> {
    let daemon = ServiceDaemon::new().map_err(refused)?;
    if scope == Scope::ThisMachine {
        daemon.disable_interface(IfKind::All).map_err(refused)?;
        daemon.enable_interface(vec![IfKind::LoopbackV4, IfKind::LoopbackV6]).map_err(refused)?;
    }
    Ok(daemon)
}

fn refused(error: mdns_sd::Error) -> MdnsError {
    MdnsError(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tables::{check, table};

    // R: F3
    #[test]
    fn a_network_that_refuses_is_told_with_what_to_do() {
        let error = refused(mdns_sd::Error::Msg("no multicast".to_owned()));
        assert!(error.to_string().contains("on this network") && error.to_string().contains("no multicast"), "{error}");
        check(table! { MdnsError: MdnsError(_) => error, true, "start code"; });
    }

    // R: A2
    #[test]
    #[expect(clippy::print_stderr, reason = "a skipped test says why")]
    fn a_kiosk_that_announces_itself_is_found() {
        let address = "127.0.0.1:7788".parse().expect("an address");
        let announced = Announcement::start("Gate 7 test", address, &[("v", "1"), ("op", "Nord")]);
        let browsed = [Scope::ThisMachine, Scope::Network].map(|scope| browse(Duration::from_secs(2), scope));
        let (Ok(_kiosk), [Ok(here), Ok(everywhere)]) = (announced, browsed) else {
            eprintln!("skipped: this machine's network takes no multicast");
            return;
        };
        for found in [here, everywhere] {
            let kiosk = found.iter().find(|kiosk| kiosk.name == "Gate 7 test").expect("it announces itself");
            assert!(kiosk.addresses.contains(&address), "{:?}", kiosk.addresses);
            assert_eq!(kiosk.fields.get("op").map(String::as_str), Some("Nord"));
        }
    }
}
