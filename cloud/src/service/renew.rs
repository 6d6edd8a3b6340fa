use super::{Service, ServiceError};
use crate::issuer::Asked;
use model::UnixTime;
use report::{KioskId, Renew, Renewed, ReportError, renewal};

impl Service {
    /// A new certificate for the EUM of a registered kiosk, which asks by its report key and by the EUM's.
    ///
    /// # Errors
    /// [`ServiceError::Missing`] if there is no such kiosk, or nothing is issued here; [`ServiceError::Report`] if the kiosk does not ask now;
    /// [`ServiceError::Issuer`] if its certificate or request does not hold.
    pub async fn renew_eum(&self, id: &KioskId, request: Renew) -> Result<Renewed, ServiceError> {
        let kiosk = self.storage.kiosk(id.as_bytes()).await?.ok_or(ServiceError::Missing("kiosk"))?;
        let issuer = self.issuer.as_ref().ok_or(ServiceError::Missing("issuer of certificates"))?;
        let renewal = renewal(id, &kiosk.key, &request.renewal)?;
        self.is_fresh(&renewal.challenge.0).await?;
        let asked = Asked { request: &renewal.request.0, challenge: &renewal.challenge.0 };
        let renewed = issuer.renew(&renewal.certificate.0, asked, UnixTime(self.now())).await?;
        let serial: String = renewed.serial().iter().map(|byte| format!("{byte:02x}")).collect();
        tracing::info!(kiosk = %id, serial, until = %renewed.not_after(), "a kiosk's EUM certificate was renewed");
        let issuer = issuer.eum().as_der().to_vec().into();
        Ok(Renewed { certificate: renewed.as_der().to_vec().into(), issuer })
    }

    /// Takes a challenge that this server gave out and nobody has answered.
    pub(super) async fn is_fresh(&self, challenge: &[u8]) -> Result<(), ServiceError> {
        let used = self.use_challenge(challenge).await?;
        used.then_some(()).ok_or_else(|| ReportError::Stale.into())
    }
}
