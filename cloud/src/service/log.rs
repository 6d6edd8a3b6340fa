use super::{Act, Caller, Service, ServiceError, access::kept_as, checks, sizes};
use crate::storage::{Appended, Batch, Page, Woken};
use account::{
    signed::{Kind, Signed, Signer},
    wire::{Device, Head, Push, Pushed, PutHead, Wake},
};

/// Entries of one answer, at most.
const ENTRIES: u32 = 1_000;
/// Bytes of one answer's entries, about.
const BYTES: usize = 1 << 20;

impl Service {
    /// The log above a place.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn read_log(&self, token: Option<&str>, after: u64, limit: Option<u32>) -> Result<Page, ServiceError> {
        let caller = self.caller(token, Act::ReadLog).await?;
        let limit = limit.unwrap_or(ENTRIES).clamp(1, ENTRIES);
        Ok(self.storage.page(&caller.account, after, limit, BYTES).await?)
    }

    /// Adds a batch, whole or not at all.
    ///
    /// # Errors
    /// [`ServiceError::Conflicts`] has what stood in the way.
    pub async fn write_log(&self, token: Option<&str>, push: Push) -> Result<Pushed, ServiceError> {
        let (caller, device, key_epoch) = self.writer(token).await?;
        sizes::id(&push.batch, "a batch's id has 16 bytes")?;
        sizes::writes(&push.writes)?;
        let head_seq = head(&caller, &device, &push.head)?.seq;
        if checks::KEY_EPOCH.on() && push.writes.iter().any(|write| write.key_epoch != key_epoch) {
            return Err(ServiceError::Conflicts(Vec::new()));
        }
        let batch = Batch { id: push.batch, device: device.id, writes: push.writes, head: push.head, head_seq };
        match self.storage.append(&caller.account, batch).await? {
            Appended::At(first_seq) => {
                self.tell(Woken { account: caller.account, device: None, wake: Some(Wake::Log) }).await;
                Ok(Pushed { first_seq })
            }
            Appended::Conflicts(entries) => Err(ServiceError::Conflicts(entries)),
            Appended::OtherBatch => Err(ServiceError::Malformed("other writes came under this batch's id")),
            Appended::Missing => Err(ServiceError::Token),
        }
    }

    /// Keeps where a device stands.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn put_head(&self, token: Option<&str>, request: PutHead) -> Result<(), ServiceError> {
        let caller = self.caller(token, Act::PutHead).await?;
        let device = self.storage.device(&caller.account, caller.device()?).await?.ok_or(ServiceError::Token)?;
        let head = head(&caller, &device, &request.head)?;
        Ok(self.storage.put_head(&caller.account, caller.device()?, head.seq, request.head).await?)
    }

    /// Who writes, by which device, in which key epoch: asked for at once, since edits are what a server does most.
    async fn writer(&self, token: Option<&str>) -> Result<(Caller, Device, u32), ServiceError> {
        let kept = token.and_then(kept_as).ok_or(ServiceError::Token)?;
        let writer = self.storage.writer(kept, self.now()).await?.ok_or(ServiceError::Token)?;
        let caller = Caller::of(kept, writer.session, Act::WriteLog)?;
        caller.device()?;
        let (device, manifest) =
            (writer.device.ok_or(ServiceError::Token)?, writer.manifest.ok_or(ServiceError::Token)?);
        let said: KeyEpoch = serde_json::from_slice(&manifest.payload.0).map_err(|_| ServiceError::Damaged)?;
        Ok((caller, device, said.key_epoch))
    }
}

/// Of a manifest, all that a batch is judged by.
#[derive(serde::Deserialize)]
struct KeyEpoch {
    key_epoch: u32,
}

/// The head, if the device that sends it signed it.
fn head(caller: &Caller, device: &Device, signed: &Signed) -> Result<Head, ServiceError> {
    let by_device = signed.signer == Signer::Device(device.id.clone());
    let verified = signed.verify::<Head>(Kind::Head, &device.key.0);
    let own =
        |head: &Head| head.account == caller.account.bytes() && head.device == device.id && head.chain.0.len() == 32;
    match verified {
        Ok(head) if by_device && own(&head) => Ok(head),
        _ if checks::HEAD.on() => Err(ServiceError::Head),
        _ => serde_json::from_slice(&signed.payload.0).map_err(|_| ServiceError::Head),
    }
}
