//! Results of cards whose phone has left the kiosk before it took them (A8): the account's server takes them, if it is the cloud of that kiosk, and passes
//! them on.

use crate::{
    AccountError, Error, Landfall,
    cloud::{CloudClient, CloudError},
    flows::{
        download::{Line, NoAnswer},
        outbox,
    },
    session::Progress,
};
use async_trait::async_trait;
use rsp::es9::Request;

/// The account's server as whoever takes results.
struct AtCloud<'a>(&'a CloudClient);

#[async_trait]
impl Line for AtCloud<'_> {
    async fn ask(&mut self, der: Vec<u8>, _: Progress<'_>) -> Result<Vec<u8>, NoAnswer> {
        let request =
            Request::decode(&der).map_err(|_| NoAnswer::Lost(crate::session::SessionError::Unexpected.into()))?;
        match self.0.hand_in(&request).await {
            Ok(()) => Ok(Vec::new()),
            Err(error @ CloudError::Refused { .. }) if !error.retrying_helps() => Err(NoAnswer::Refused(told(error))),
            Err(error) => Err(NoAnswer::Lost(told(error))),
        }
    }
}

fn told(error: CloudError) -> Error {
    AccountError::from(error).into()
}

impl Landfall {
    /// Hands in what waits for kiosks' servers; answers how much was taken. What was not goes on waiting: for the kiosk, for its server, for the next sync.
    pub(super) async fn hand_in_results(&self, cloud: &CloudClient) -> Result<usize, Error> {
        let mut taken = 0;
        for address in self.waiting_servers()? {
            for mut driver in self.all_euiccs()? {
                match outbox::deliver(&mut driver, &address, &mut AtCloud(cloud)).await {
                    Ok(accepted) => taken += accepted,
                    Err(error) => {
                        tracing::info!(%error, "results wait for the next sync");
                        return Ok(taken);
                    }
                }
            }
        }
        Ok(taken)
    }
}
