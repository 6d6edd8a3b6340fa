//! Kiosks on the local network, by multicast DNS (RFC 6762, 6763). No server and no internet is asked.

use crate::choice::{Announced, BrowseError, Browser};
use mdns_sd::{IfKind, ServiceDaemon, ServiceEvent, ServiceInfo};
use nearfield::discovery::SERVICE;
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    time::{Duration, Instant},
};

const LABEL: usize = 63;

/// A kiosk can't be announced: the network refuses multicast, or the name is not one that DNS takes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the kiosk can't be announced on this network: {0}")]
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
        "Bring this machine onto a network, or have travellers use the kiosk's start code."
    }
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
        let name = label(name);
        // Unlike the name, which may be another kiosk's as well and in any script, this one is looked up.
        let which = fields.iter().find(|(key, _)| *key == "id").map_or("kiosk", |(_, hint)| hint);
        let host = format!("landfall-{}-{}.local.", which.to_ascii_lowercase(), address.port());
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

/// Looks for kiosks by sockets of our own.
#[derive(Debug, Clone, Copy)]
pub struct Multicast(pub Scope);

impl Browser for Multicast {
    fn browse(&self, time: Duration) -> Result<Vec<Announced>, BrowseError> {
        browse(time, self.0).map_err(|error| BrowseError::Failed(error.0))
    }
}

fn browse(time: Duration, scope: Scope) -> Result<Vec<Announced>, MdnsError> {
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
            let addresses = addresses.iter().map(ToString::to_string).collect();
            let fields =
                service.get_properties().iter().map(|p| (p.key().to_owned(), p.val_str().to_owned())).collect();
            found.insert(fullname.to_owned(), Announced { name, addresses, fields });
        }
    }
    let _ = daemon.shutdown();
    Ok(found.into_values().collect())
}

/// A DNS label has 63 bytes; a longer name is cut.
fn label(name: &str) -> &str {
    let end = (0..=LABEL.min(name.len())).rev().find(|at| name.is_char_boundary(*at)).unwrap_or(0);
    &name[..end]
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
        // A dot and a backslash are DNS's own; a label has 63 bytes.
        let long = "登机口".repeat(8);
        let names = ["Gate 7 test", "Gate 7.2 \\ test", &long];
        let announced = names.map(|name| {
            let address = ([127, 0, 0, 1], 7700 + name.len() as u16).into();
            Announcement::start(name, address, &[("v", "1"), ("op", "Nord")])
        });
        let browsed = [Scope::ThisMachine, Scope::Network].map(|scope| Multicast(scope).browse(Duration::from_secs(2)));
        let ([Ok(_one), Ok(_two), Ok(_three)], [Ok(here), Ok(everywhere)]) = (announced, browsed) else {
            eprintln!("skipped: this machine's network takes no multicast");
            return;
        };
        for (found, name) in [here, everywhere].iter().flat_map(|found| names.map(|name| (found, name))) {
            let kiosk = found.iter().find(|kiosk| kiosk.name == label(name));
            let kiosk = kiosk.unwrap_or_else(|| panic!("{name:?} announces itself: {found:?}"));
            let address = format!("127.0.0.1:{}", 7700 + name.len());
            assert!(kiosk.addresses.contains(&address), "{:?}", kiosk.addresses);
            assert_eq!(kiosk.fields.get("op").map(String::as_str), Some("Nord"));
        }
    }
}
