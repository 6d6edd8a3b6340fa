use super::{Service, ServiceError, checks};
use crate::storage::Allowance;
use std::net::IpAddr;

/// How often something may be tried, across restarts and instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowances {
    /// Passwords for one login.
    pub login: Allowance,
    /// Passwords from one address, for whatever logins: an address may be many phones'.
    pub address: Allowance,
    /// Accounts made from one address.
    pub register: Allowance,
    /// Requests of new devices to be approved, in one account.
    pub approval: Allowance,
}

impl Default for Allowances {
    fn default() -> Self {
        Self {
            login: Allowance { burst: 10, every: 60 },
            address: Allowance { burst: 100, every: 5 },
            register: Allowance { burst: 30, every: 60 },
            approval: Allowance { burst: 10, every: 60 },
        }
    }
}

/// What is counted.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tried<'a> {
    /// Of this login.
    Login(&'a str),
    /// From this address.
    Address(IpAddr),
    /// From this address, accounts.
    Register(IpAddr),
    /// In this account.
    Approval(&'a [u8; 16]),
}

impl Service {
    /// Takes one try, or says how long there is none. Answers what to give it back by.
    pub(super) async fn take(&self, tried: Tried<'_>) -> Result<[u8; 32], ServiceError> {
        let all = &self.allowances;
        let (allowance, key) = match tried {
            Tried::Login(login) => (all.login, self.counted(b"login", login.as_bytes())),
            Tried::Address(address) => (all.address, self.counted(b"address", &network(address))),
            Tried::Register(address) => (all.register, self.counted(b"register", &network(address))),
            Tried::Approval(account) => (all.approval, self.counted(b"approval", account)),
        };
        let taken = self.storage.take(key, allowance, self.now()).await?;
        match taken {
            Err(after) if checks::GUESSES.on() => Err(ServiceError::TooMany(after.max(1))),
            _ => Ok(key),
        }
    }

    /// Keyed, so that the table of tries names no logins and addresses.
    fn counted(&self, what: &[u8], of: &[u8]) -> [u8; 32] {
        self.seal.name(&[what, &[0], of])
    }
}

/// An IPv6 customer has a network of 64 bits to choose addresses from.
fn network(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets()[..8].to_vec(),
    }
}
