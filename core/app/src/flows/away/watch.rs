//! Watch: the phone keeps a line to its account's server open, and obeys at once; where there is none it asks again and again, at growing distances.

use super::{
    AwayError,
    contact::Contacted,
    duty::Duty,
    moving::{Moved, Moving},
};
use crate::{
    Error, Landfall,
    cloud::{CloudClient, CloudError, WakeUps},
    ports::Cloud,
};
use account::wire::Wake;
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep, timeout};
use vault::VaultError;

/// How long it waits before it asks again, the first time and at most.
const PAUSE: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(300));
/// So often the lease is read.
const TICK: Duration = Duration::from_secs(60);
/// So often the server is asked although it said nothing.
const ANYWAY: Duration = Duration::from_secs(900);

/// What happens while a phone watches.
#[derive(Debug)]
pub enum Watched {
    /// The line is open.
    Listening,
    /// There was contact.
    Contact(Contacted),
    /// Another device has written to the account's log.
    Log,
    /// What was ordered here of a card's copies went on, or a device refused it.
    Moved(Moving, Result<Moved, AwayError>),
    /// There is no line; it is tried again after this time.
    Lost {
        /// Why.
        why: CloudError,
        /// When it is tried again.
        again: Duration,
    },
}

impl Landfall {
    /// Watches until the phone is wiped and its receipt was handed in, or until the future is dropped, which is safe at any time.
    ///
    /// # Errors
    /// [`AwayError::NotEnrolled`]; [`Error::Vault`], [`Error::Keystore`] if an order can't be carried out here. A server that does not answer is no
    /// error.
    pub async fn watch(&self, port: Arc<dyn Cloud>, told: &mut (dyn FnMut(Watched) + Send)) -> Result<(), Error> {
        let mut pause = PAUSE.0;
        loop {
            let why = match self.contact(port.clone()).await {
                Ok(contacted) => {
                    let left = Left::by(&contacted);
                    told(Watched::Contact(contacted));
                    let left = match left {
                        Some(left) => left,
                        None => self.listen(&port, &mut pause, told).await?,
                    };
                    match left {
                        Left::Erased => return Ok(()),
                        Left::Broken(why) => why,
                    }
                }
                Err(Error::Away(AwayError::Cloud(why))) => why,
                Err(error) => return Err(error),
            };
            told(Watched::Lost { why, again: pause });
            sleep(pause).await;
            pause = (pause * 2).min(PAUSE.1);
            self.tick()?;
        }
    }

    /// Until the line breaks, or nothing is left to be watched.
    async fn listen(
        &self,
        port: &Arc<dyn Cloud>,
        pause: &mut Duration,
        told: &mut (dyn FnMut(Watched) + Send),
    ) -> Result<Left, Error> {
        let Some(own) = self.own_account()? else { return Err(AwayError::NotEnrolled.into()) };
        let cloud = self.cloud_of(&own, port.clone());
        let mut line = match cloud.listen().await {
            Ok(line) => line,
            Err(why) => return Ok(Left::Broken(why)),
        };
        self.follow_list(&cloud).await?;
        *pause = PAUSE.0;
        told(Watched::Listening);
        let mut asked = Instant::now();
        loop {
            self.keep_moving(port, told).await;
            let called = match next(&mut line).await {
                Some(Err(why)) => return Ok(Left::Broken(why)),
                Some(Ok(Wake::Orders)) => true,
                Some(Ok(Wake::Manifest)) => {
                    self.follow_list(&cloud).await?;
                    true
                }
                Some(Ok(Wake::Log)) => {
                    told(Watched::Log);
                    false
                }
                Some(Ok(Wake::Approval)) => false,
                None => {
                    self.tick()?;
                    false
                }
            };
            if !called && asked.elapsed() < ANYWAY {
                continue;
            }
            asked = Instant::now();
            match self.contact(port.clone()).await {
                Ok(contacted) => {
                    let left = Left::by(&contacted);
                    told(Watched::Contact(contacted));
                    if let Some(left) = left {
                        return Ok(left);
                    }
                }
                Err(Error::Away(AwayError::Cloud(why))) => return Ok(Left::Broken(why)),
                Err(error) => return Err(error),
            }
        }
    }

    /// What was ordered here of cards' copies goes on; without an answer it does so later.
    async fn keep_moving(&self, port: &Arc<dyn Cloud>, told: &mut (dyn FnMut(Watched) + Send)) {
        match self.go_on_moving(port.clone()).await {
            Ok(moves) => moves.into_iter().for_each(|(moving, moved)| {
                if !matches!(moved, Ok(Moved::Waits(..))) {
                    told(Watched::Moved(moving, moved));
                }
            }),
            Err(error) => tracing::info!(%error, "what was begun of cards' copies waits"),
        }
    }

    /// Whose orders count is known before the next one comes: a new root ends the old one's at once. Where it can't be read, orders come all the same.
    async fn follow_list(&self, cloud: &CloudClient) -> Result<(), Error> {
        if let Err(error) = self.past_hold()?.follow_account(cloud).await {
            tracing::info!(%error, "the account's device list was not read");
        }
        Ok(())
    }

    /// The lease is read, and what waited for the end of its grace is done.
    fn tick(&self) -> Result<(), Error> {
        let duty = Duty::of(&self.away, &self.ports, self.past_hold()?);
        match duty.carry_out().and_then(|()| duty.read_lease()) {
            Err(Error::Vault(VaultError::Destroyed)) => Ok(()),
            other => other,
        }
    }
}

/// Why a line is left.
enum Left {
    /// It broke, or the server has not taken the receipt of what was erased.
    Broken(CloudError),
    /// Everything is erased, and the server has the receipt.
    Erased,
}

impl Left {
    /// After this contact, if it is.
    fn by(contacted: &Contacted) -> Option<Self> {
        match (contacted.erased, contacted.owed) {
            (true, 0) => Some(Self::Erased),
            (true, _) => Some(Self::Broken(CloudError::NotADevice)),
            (false, _) => None,
        }
    }
}

/// The next wake-up; none if the line is quiet for a while.
async fn next(line: &mut WakeUps) -> Option<Result<Wake, CloudError>> {
    match timeout(TICK, line.next()).await {
        Err(_) => None,
        Ok(Ok(Some(wake))) => Some(Ok(wake)),
        Ok(Ok(None)) => Some(Err(CloudError::SignedOut)),
        Ok(Err(error)) => Some(Err(error)),
    }
}
