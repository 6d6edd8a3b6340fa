use super::{ContactError, kept, register::Known};
use crate::Kiosk;
use async_trait::async_trait;
use std::{path::PathBuf, time::Duration};
use web::{
    client::Patience,
    cloud::{Answer, CloudAddress, CloudHttp, CloudHttpError, CloudRoots, Method},
};

/// The cloud's roots in the data folder, if they are not those of web servers.
const ROOTS: &str = "cloud-roots.pem";
const PATIENCE: Patience = Patience { connect: Duration::from_secs(15), answer: Duration::from_secs(60) };

/// The way to the cloud. It carries bytes and judges nothing.
#[async_trait]
pub trait Carrier: Send {
    /// Posts JSON to a path below `/v1/`.
    ///
    /// # Errors
    /// [`CloudHttpError`]: no answer, which is something else than a refusal.
    async fn post(&mut self, path: &str, body: Vec<u8>) -> Result<Answer, CloudHttpError>;
}

#[async_trait]
impl Carrier for CloudHttp {
    async fn post(&mut self, path: &str, body: Vec<u8>) -> Result<Answer, CloudHttpError> {
        self.ask(Method::POST, path, None, Some(body)).await
    }
}

/// Where the roots of a kiosk's cloud lie.
pub(super) fn roots(kiosk: &Kiosk) -> PathBuf {
    kiosk.store.folder().path().join(ROOTS)
}

/// The way to the cloud at `address`, which proves itself as web servers do, or under the roots that were given at registration.
pub(super) fn to(kiosk: &Kiosk, address: &str, own_roots: bool) -> Result<CloudHttp, ContactError> {
    let roots = if own_roots { CloudRoots::File(roots(kiosk)) } else { CloudRoots::Public };
    Ok(CloudHttp::new(CloudAddress::parse(address)?, &roots)?.patience(PATIENCE))
}

/// The way to the cloud at which the kiosk is registered.
///
/// # Errors
/// [`ContactError::NotRegistered`]; [`ContactError::Carry`] if its roots can't be read any more.
pub fn carrier(kiosk: &Kiosk) -> Result<CloudHttp, ContactError> {
    let known: Option<Known> = kiosk.store.read::<_, store::Error>(|tx| kept::read(tx, kept::REGISTERED))?;
    let known = known.ok_or(ContactError::NotRegistered)?;
    to(kiosk, &known.cloud, known.own_roots)
}
