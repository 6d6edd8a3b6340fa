//! How phones find the kiosk: a code to scan or type, an announcement on the local network.

use crate::Kiosk;
use nearfield::{
    discovery::{self, Hint},
    start_code::{Address, StartCode},
};
use radio::mdns::{Announcement, MdnsError};
use rsp::cert::PublicKey;
use std::net::{IpAddr, SocketAddr, UdpSocket};

/// The code for a kiosk that listens on `address`, or on none, and advertises itself on Bluetooth LE or does not.
pub(super) fn of(kiosk: &Kiosk, address: Option<SocketAddr>, ble: bool) -> String {
    let identity = kiosk.identity();
    let in_the_air = hint(kiosk).filter(|_| ble);
    let address = match (address, in_the_air) {
        (Some(address), _) => {
            let own = if address.ip().is_unspecified() { own_address(address) } else { address.ip() };
            Address::Tcp { host: own.to_string(), port: address.port() }
        }
        (None, Some(hint)) => Address::Ble(hint),
        (None, None) => Address::Nfc,
    };
    let code = StartCode {
        address,
        root_key_id: identity.root.subject_key_id().to_vec(),
        kiosk: identity.nearfield.common_name().unwrap_or_default().to_owned(),
        hint: in_the_air,
    };
    code.to_string()
}

/// Which kiosk it is, on every link.
pub(super) fn hint(kiosk: &Kiosk) -> Option<Hint> {
    match kiosk.identity().nearfield.key() {
        PublicKey::X25519(key) => Some(Hint::of(key)),
        PublicKey::P256(_) => None,
    }
}

/// Announces the kiosk by multicast DNS.
pub(super) fn announce(kiosk: &Kiosk, address: SocketAddr) -> Result<Announcement, MdnsError> {
    let (identity, settings) = (kiosk.identity(), kiosk.settings());
    let said = discovery::Announcement {
        version: 1,
        operator: settings.operator.clone(),
        root_key_ids: vec![identity.root.subject_key_id().to_vec()],
        hint: hint(kiosk),
    };
    let fields = said.to_fields();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Announcement::start(&settings.name, address, &fields)
}

/// The address that this machine has on its network: that of the route outwards, over which nothing is sent.
fn own_address(listening: SocketAddr) -> IpAddr {
    let (bind, far) = match listening {
        SocketAddr::V4(_) => ("0.0.0.0:0", "192.0.2.1:9"),
        SocketAddr::V6(_) => ("[::]:0", "[2001:db8::1]:9"),
    };
    let found = UdpSocket::bind(bind).and_then(|s| s.connect(far).and_then(|()| s.local_addr()));
    found.map_or_else(|_| listening.ip(), |a| a.ip())
}
