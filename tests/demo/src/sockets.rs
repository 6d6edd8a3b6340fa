//! Which sockets a process has, as Linux tells.

use std::{
    collections::BTreeSet,
    fs,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// The local addresses of all TCP and UDP sockets of process `id`; `None` where the system does not tell.
pub(crate) fn of(id: u32) -> Option<Vec<IpAddr>> {
    let inodes: BTreeSet<String> = fs::read_dir(format!("/proc/{id}/fd"))
        .ok()?
        .flatten()
        .filter_map(|entry| fs::read_link(entry.path()).ok())
        .filter_map(|target| Some(target.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned()))
        .collect();
    let mut addresses = Vec::new();
    for table in ["tcp", "tcp6", "udp", "udp6"] {
        let text = fs::read_to_string(format!("/proc/{id}/net/{table}")).ok()?;
        for line in text.lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            if let [_, local, _, _, _, _, _, _, _, inode, ..] = fields[..]
                && inodes.contains(inode)
            {
                addresses.push(address(local)?);
            }
        }
    }
    Some(addresses)
}

/// `0100007F:1F90`: words of the address in this machine's byte order.
fn address(text: &str) -> Option<IpAddr> {
    let (host, _) = text.split_once(':')?;
    let words: Option<Vec<[u8; 4]>> = (0..host.len() / 8)
        .map(|at| Some(u32::from_str_radix(host.get(at * 8..at * 8 + 8)?, 16).ok()?.to_ne_bytes()))
        .collect();
    let bytes = words?.concat();
    match bytes.len() {
        4 => Some(Ipv4Addr::from(<[u8; 4]>::try_from(bytes).ok()?).into()),
        16 => Some(Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?).into()),
        _ => None,
    }
}
