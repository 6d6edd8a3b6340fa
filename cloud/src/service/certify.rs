use super::{Act, Service, ServiceError};
use crate::issuer::Asked;
use account::wire::{CardCertified, CertifyCard};
use model::{Eid, UnixTime};
use report::What;

/// So many cards are looked at.
const MOST: usize = 16;

impl Service {
    /// A certificate for years, for an eUICC that a kiosk has certified for days and sold a card to, as it has told.
    ///
    /// # Errors
    /// [`ServiceError::Missing`] if nothing is issued here; [`ServiceError::Issuer`] if its certificates or request do not hold;
    /// [`ServiceError::Unreported`] if no kiosk has told of it: who has a kiosk's EUM key alone makes no eUICC that lives longer.
    pub async fn certify_card(&self, token: Option<&str>, wanted: CertifyCard) -> Result<CardCertified, ServiceError> {
        self.caller(token, Act::ClaimCard).await?;
        let issuer = self.issuer.as_ref().ok_or(ServiceError::Missing("issuer of certificates"))?;
        self.is_fresh(&wanted.challenge.0).await?;
        let asked = Asked { request: &wanted.request.0, challenge: &wanted.challenge.0 };
        let (euicc, eum) = (&wanted.euicc_certificate.0, &wanted.eum_certificate.0);
        let certified = issuer.certify(euicc, eum, asked, UnixTime(self.now())).await?;
        if !self.was_sold_to(&certified.eid, &wanted.cards).await? {
            return Err(ServiceError::Unreported);
        }
        tracing::info!(eid = %certified.eid, until = %certified.euicc.not_after(), "an eUICC was certified again");
        Ok(CardCertified {
            euicc_certificate: certified.euicc.as_der().to_vec().into(),
            eum_certificate: certified.eum.as_der().to_vec().into(),
        })
    }

    async fn was_sold_to(&self, eid: &Eid, cards: &[String]) -> Result<bool, ServiceError> {
        for card in cards.iter().take(MOST) {
            let events = self.storage.events(card).await?;
            if events.iter().any(|event| matches!(&event.what, What::Distributed { eid: to, .. } if to == eid)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
