use super::{Act, Given, Service, ServiceError, checks, standings::account_of};
use account::{
    order::{Refusal, by_right},
    rights::{Denied, Link},
    signed::Signer,
    wire::{Order, PutOrder},
};

impl Service {
    /// Keeps an order to a device of another account, which the account that hands it in has a right to give: the device looks itself, this is a second
    /// lock on the same door. The same again is fine.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn order_by_right(&self, token: Option<&str>, request: PutOrder) -> Result<Given, ServiceError> {
        let caller = self.caller(token, Act::OrderByRight).await?;
        let signed = request.order;
        let (_, own) = self.last_manifest(&caller.account).await?;
        if signed.signer != Signer::Sub(own.owner_key) {
            return Err(Refusal::Signer.into());
        }
        let said: Order = serde_json::from_slice(&signed.payload.0).map_err(|_| Refusal::Unreadable)?;
        let account = account_of(&said.account)?;
        let (link, manifest) = match self.linked(&account, &caller.account).await {
            Ok((stands, manifest)) => (stands.said.link, manifest),
            Err(ServiceError::Rights(_)) if !checks::RIGHTS.on() => {
                (Link::Linked, self.last_manifest(&account).await?.1)
            }
            // Whoever is not linked learns nothing of whether there is such an account.
            Err(ServiceError::Missing(_)) => return Err(Denied::Role.into()),
            Err(error) => return Err(error),
        };
        let order = match by_right(&manifest, link, self.now(), &signed) {
            Err(Refusal::Rights(_)) if !checks::RIGHTS.on() => said,
            judged => judged?,
        };
        self.keep_order(&account, &order, signed).await
    }
}
