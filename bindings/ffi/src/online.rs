//! SIMs from servers in the network: by an activation code, or what a discovery server knows of.

use crate::{
    Landfall,
    flow::{Flow, Gained},
    ports::{Consent, ConsentPort},
    trouble::LandfallError,
};
use app::{Error, Events};
use model::ActivationCode;
use net::servers::{Network, Server};
use std::sync::Arc;

#[uniffi::export]
impl Landfall {
    /// Fetches what an activation code names (`LPA:1$…`, scanned or typed), asking `consent` before anything is installed. One that was begun here
    /// before is gone on with.
    pub fn add_by_code(&self, code: String, consent: Arc<dyn Consent>) -> Result<Arc<Flow>, LandfallError> {
        let code: ActivationCode = code.parse()?;
        let (core, events) = (self.core.clone(), Events::new());
        let told = events.clone();
        Flow::start(events, async move {
            let mut server = Server::at(&core, &code.smdp_address, None)?;
            let acquired = core.fetch(&code, &mut server, &mut ConsentPort(consent), &told).await?;
            Ok::<_, Error>(Gained { iccid: Some(acquired.iccid.to_string()), reported: acquired.reported })
        })
    }

    /// Fetches the first of what a discovery server knows of for this phone's eUICCs.
    pub fn add_discovered(&self, smds: Option<String>, consent: Arc<dyn Consent>) -> Result<Arc<Flow>, LandfallError> {
        let (core, events) = (self.core.clone(), Events::new());
        let told = events.clone();
        Flow::start(events, async move {
            let mut network = Network::new(&core, None);
            let acquired =
                core.fetch_discovered(smds.as_deref(), &mut network, &mut ConsentPort(consent), &told).await?;
            Ok::<_, Error>(Gained { iccid: Some(acquired.iccid.to_string()), reported: acquired.reported })
        })
    }

    /// Tells the servers that don't know yet what became of their SIMs; answers how many results were taken.
    pub fn deliver_results(&self) -> Result<Arc<Flow>, LandfallError> {
        let core = self.core.clone();
        Flow::start(Events::new(), async move {
            for address in core.waiting_servers()? {
                let mut server = Server::at(&core, &address, None)?;
                core.deliver_to(&address, &mut server).await?;
            }
            Ok::<_, Error>(Gained { iccid: None, reported: true })
        })
    }
}
