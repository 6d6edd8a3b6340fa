use super::{contact::Contacted, duty::Duty};
use crate::{Error, Landfall, ports::Cloud};
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;
use vault::VaultError;

/// For so long a use waits for the server's orders at most.
const PATIENCE: Duration = Duration::from_secs(2);

impl Landfall {
    /// Before anything is unlocked or used: the server is asked for orders, for two seconds at most; where it does not answer the lease decides.
    /// A phone without an account is just used.
    ///
    /// # Errors
    /// [`Error::Locked`]; [`VaultError::Destroyed`] if the phone was wiped; [`Error::Vault`], [`Error::Keystore`] if an order could not be
    /// carried out, or the clocks' reading not be kept.
    pub async fn before_use(&self, port: Option<Arc<dyn Cloud>>) -> Result<Option<Contacted>, Error> {
        let phone = self.past_hold()?;
        if phone.own_account()?.is_none() {
            return Ok(None);
        }
        phone.follow_enrolment()?;
        let told = match port {
            Some(port) => match timeout(PATIENCE, self.contact(port)).await {
                Ok(Ok(told)) => Some(told),
                Ok(Err(Error::Away(error))) => {
                    tracing::info!(%error, "no orders were to be had");
                    None
                }
                Ok(Err(error)) => return Err(error),
                Err(_) => None,
            },
            None => None,
        };
        let duty = Duty::of(&self.away, &self.ports, phone);
        // A grace may have ended meanwhile.
        duty.carry_out()?;
        duty.read_lease()?;
        self.usable()?;
        Ok(told)
    }

    /// The server of the account that this phone is a device of, also while it is locked.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Vault`].
    pub fn account_server(&self) -> Result<Option<String>, Error> {
        Ok(self.past_hold()?.own_account()?.map(|own| own.server))
    }

    /// Whether it may be used now.
    ///
    /// # Errors
    /// [`Error::Locked`], [`VaultError::Destroyed`].
    pub(crate) fn usable(&self) -> Result<(), Error> {
        // A vault that was destroyed has no generation.
        self.vault.generation()?;
        if self.vault.is_held() { Err(Error::Locked) } else { Ok(()) }
    }

    /// What is done when the data folder is opened: what was interrupted is gone on with, the lease is read, and a lock is in force.
    pub(crate) fn on_duty(&self) -> Result<(), Error> {
        let phone = self.past_hold()?;
        phone.follow_enrolment()?;
        if self.away.get().is_none() {
            return Ok(());
        }
        let duty = Duty::of(&self.away, &self.ports, phone);
        duty.carry_out()?;
        duty.read_lease()?;
        if self.away.get().is_some_and(|outbox| outbox.erased.is_some()) {
            return Err(VaultError::Destroyed.into());
        }
        super::lease::hold_or_release(&self.vault)
    }
}
