//! A certificate that lives longer, for an eUICC of this phone.

use super::{CloudClient, CloudError, ask::Ask};
use account::wire::{CardCertified, CertifyCard};

impl CloudClient {
    /// `POST /v1/cards/certificate`.
    ///
    /// # Errors
    /// [`CloudError`]: not found if the server issues none.
    pub async fn certify_card(&self, wanted: &CertifyCard) -> Result<CardCertified, CloudError> {
        self.signed_in(Ask::post("/v1/cards/certificate").with(wanted)).await
    }
}
