use super::{Act, Service, ServiceError, progress};
use crate::storage::NewReceipt;
use account::{
    keys::AccountId,
    receipt::{Chain, verify},
    signed::Signed,
    states::{Event, Progress},
    wire::{Bytes, Device, Manifest, Receipt, Receipts},
};

/// Manifests read at once.
const PAGE: u32 = 100;

impl Service {
    /// Those of one enrolment.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn receipts(&self, token: Option<&str>, device: &Bytes, epoch: u64) -> Result<Receipts, ServiceError> {
        let caller = self.caller(token, Act::ReadReceipts).await?;
        Ok(Receipts { receipts: self.storage.receipts(&caller.account, device, epoch).await? })
    }

    /// Keeps a device's receipts, in order, up to the first that doesn't hold: answers how many are kept, and why not the next. The device
    /// gets its orders in any case.
    pub(super) async fn keep_receipts(
        &self,
        account: &AccountId,
        device: &Device,
        receipts: &[Signed],
    ) -> Result<(usize, Option<String>), ServiceError> {
        for (accepted, signed) in receipts.iter().enumerate() {
            if let Err(why) = self.keep_receipt(account, device, signed).await? {
                tracing::warn!(why, "a receipt does not hold");
                return Ok((accepted, Some(why)));
            }
        }
        Ok((receipts.len(), None))
    }

    async fn keep_receipt(
        &self,
        account: &AccountId,
        device: &Device,
        signed: &Signed,
    ) -> Result<Result<(), String>, ServiceError> {
        let Ok(receipt) = serde_json::from_slice::<Receipt>(&signed.payload.0) else {
            return Ok(Err("the receipt can't be read".to_owned()));
        };
        let Some(device) = self.enrolment(account, device, receipt.epoch).await? else {
            return Ok(Err("the receipt is of an enrolment that the device never had".to_owned()));
        };
        let kept = self.storage.receipts(account, &device.id, device.epoch).await?;
        if kept.contains(signed) {
            return Ok(Ok(()));
        }
        let chain = kept.iter().fold(Chain::EMPTY, |chain, receipt| chain.after(receipt));
        let digest = receipt.order.0.as_slice().try_into().ok();
        let order = match digest {
            Some(digest) => self.storage.order_by_digest(account, digest).await?,
            None => None,
        };
        let given: Vec<Signed> = order.iter().map(|kept| kept.signed.clone()).collect();
        if let Err(error) = verify(&account.bytes(), &device, &chain, std::slice::from_ref(signed), &given) {
            return Ok(Err(error.to_string()));
        }
        let (Some(order), Some(digest)) = (order, digest) else {
            return Ok(Err("there is no such order".to_owned()));
        };
        let mut moved = Progress::kept(&progress::order(&order)?, order.states.clone());
        moved.on(Event::Receipt(&receipt), self.now());
        let states = moved.states().to_vec();
        let new = NewReceipt { signed: signed.clone(), number: receipt.number, order: digest, states };
        let stands = self.storage.put_receipt(account, &device.id, device.epoch, new).await?;
        Ok(stands.then_some(()).ok_or_else(|| "another receipt came first".to_owned()))
    }

    /// The device as it was enrolled then: it still owes receipts of before it was enrolled anew, perhaps under another key.
    async fn enrolment(
        &self,
        account: &AccountId,
        device: &Device,
        epoch: u64,
    ) -> Result<Option<Device>, ServiceError> {
        if device.epoch == epoch {
            return Ok(Some(device.clone()));
        }
        let (mut after, mut found) = (0, None);
        loop {
            let page = self.storage.manifests(account, after, PAGE).await?;
            for signed in &page {
                let manifest: Manifest =
                    serde_json::from_slice(&signed.payload.0).map_err(|_| ServiceError::Damaged)?;
                after = manifest.version;
                let was = |listed: &Device| listed.id == device.id && listed.epoch == epoch;
                found = manifest.devices.into_iter().find(was).or(found);
            }
            if page.len() < PAGE as usize {
                return Ok(found);
            }
        }
    }
}
