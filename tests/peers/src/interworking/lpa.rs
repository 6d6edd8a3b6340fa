//! Our LPA in this process, over the data folder of a phone: what of a download is neither a program's start nor its end.

use app::{
    Events, Landfall, Ports,
    ports::{BuiltIn, Consents, Decision, Desk, Proposal, SystemClock},
};
use async_trait::async_trait;
use landfall_stage::{Broken, Program};
use model::{ActivationCode, Iccid, SecretBytes};
use net::servers::Server;
use std::{path::PathBuf, sync::Arc, time::Instant};
use store::Folder;
use tokio::runtime::{Builder, Runtime};
use vault::{SoftwareKeystore, keystore::software::Unlock};

/// A phone that is opened for each download, since between two the program has its folder.
pub(super) struct Lpa {
    data: PathBuf,
    runtime: Runtime,
}

impl Lpa {
    /// Over the folder of `phone`.
    pub(super) fn new(phone: &Program) -> Result<Self, Broken> {
        let runtime = Builder::new_current_thread().enable_all().build();
        Ok(Self { data: phone.data().to_owned(), runtime: runtime.map_err(Broken::io("threads"))? })
    }

    /// One download, its result accepted by the server: the card, and how many ms it took. The card has a PIN then.
    pub(super) fn download(&self, code: &ActivationCode, via: Option<&str>, pin: &str) -> Result<(Iccid, f64), Broken> {
        let folder = Folder::claim(&self.data).map_err(Broken::not)?;
        let ports = Ports {
            keystore: Arc::new(SoftwareKeystore::open(&folder, &Unlock::KeyFile).map_err(Broken::not)?),
            device: Arc::new(Desk { hardware_id: "peer".to_owned(), secure_storage: false }),
            clock: Arc::new(SystemClock),
            installer: Arc::new(BuiltIn),
        };
        let landfall = Landfall::open(&folder, ports).map_err(Broken::not)?;
        let mut server = Server::at(&landfall, &code.smdp_address, via).map_err(Broken::not)?;
        let events = Events::new();
        let begun = Instant::now();
        let fetching = async { landfall.fetch(code, &mut server, &mut Willing, &events).await };
        let acquired = self.runtime.block_on(fetching).map_err(Broken::not)?;
        let ms = begun.elapsed().as_secs_f64() * 1e3;
        if !acquired.reported {
            return Err(Broken::not("the server did not take the result"));
        }
        landfall.set_first_pin(&acquired.iccid, &SecretBytes::from(pin.as_bytes())).map_err(Broken::not)?;
        Ok((acquired.iccid, ms))
    }
}

/// Who agrees to what is offered.
struct Willing;

#[async_trait]
impl Consents for Willing {
    async fn consent(&mut self, _: &Proposal) -> Decision {
        Decision::Agreed { code: None }
    }
}
