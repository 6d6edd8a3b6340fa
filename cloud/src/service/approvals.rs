use super::{Act, Caller, Service, ServiceError, allowances::Tried, manifests::taken, sizes};
use crate::storage::Woken;
use account::wire::{
    Approval, ApprovalAnswer, ApprovalGrant, ApprovalRequest, Approvals, Bytes, Manifest, OpenApproval, Wake,
};

/// For how many seconds a request waits: as long as the token that made it.
const PATIENCE: u64 = super::login::GOOD_FOR;
/// One-time key ‖ half of the code.
const HALF: usize = 81;

impl Service {
    /// A new device asks to be approved.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn ask_approval(&self, token: Option<&str>, request: ApprovalRequest) -> Result<Approval, ServiceError> {
        let caller = self.caller(token, Act::AskApproval).await?;
        let fits = request.approval.0.len() == 16
            && sizes::is_device(&request.device)
            && request.commitment.0.len() == 32
            && request.opened.is_none();
        if !fits {
            return Err(ServiceError::Malformed("a request for approval has an id, a device and a commitment"));
        }
        let id = request.approval.clone();
        match self.approval_of(&caller, &id).await {
            Ok(asked) if asked.request == request => return Ok(asked),
            Ok(_) => return Err(ServiceError::Other("request for approval")),
            Err(ServiceError::Missing(_)) => {}
            Err(error) => return Err(error),
        }
        self.take(Tried::Approval(&caller.account.0)).await?;
        if !self.storage.ask(&caller.account, request, self.now() + PATIENCE).await? {
            return Err(ServiceError::Other("request for approval"));
        }
        self.tell_of_approval(&caller).await;
        self.approval_of(&caller, &id).await
    }

    /// How one stands.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn approval(&self, token: Option<&str>, id: &Bytes) -> Result<Approval, ServiceError> {
        let caller = self.caller(token, Act::FollowApproval).await?;
        self.approval_of(&caller, id).await
    }

    /// All that wait.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn approvals(&self, token: Option<&str>) -> Result<Approvals, ServiceError> {
        let caller = self.caller(token, Act::ListApprovals).await?;
        let kept = self.storage.approvals(&caller.account, self.now()).await?;
        Ok(Approvals { approvals: kept.into_iter().map(|kept| kept.approval).collect() })
    }

    /// An old device's half.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn answer_approval(
        &self,
        token: Option<&str>,
        id: &Bytes,
        answer: ApprovalAnswer,
    ) -> Result<Approval, ServiceError> {
        let caller = self.caller(token, Act::AnswerApproval).await?;
        half(&answer.half)?;
        self.approval_of(&caller, id).await?;
        if !self.storage.answer(&caller.account, id, answer).await? {
            return Err(ServiceError::Other("answer"));
        }
        self.tell_of_approval(&caller).await;
        self.approval_of(&caller, id).await
    }

    /// What the new device had committed to; whether it had, the old device judges.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn open_approval(
        &self,
        token: Option<&str>,
        id: &Bytes,
        open: OpenApproval,
    ) -> Result<Approval, ServiceError> {
        let caller = self.caller(token, Act::OpenApproval).await?;
        half(&open.opened)?;
        self.approval_of(&caller, id).await?;
        if !self.storage.open(&caller.account, id, open.opened).await? {
            return Err(ServiceError::Other("opening"));
        }
        self.tell_of_approval(&caller).await;
        self.approval_of(&caller, id).await
    }

    /// The keys sealed to the new device, with the manifest that has it.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn grant_approval(
        &self,
        token: Option<&str>,
        id: &Bytes,
        grant: ApprovalGrant,
    ) -> Result<Approval, ServiceError> {
        let caller = self.caller(token, Act::GrantApproval).await?;
        let asked = self.approval_of(&caller, id).await?;
        if !lists(&grant, &asked.request) {
            return Err(ServiceError::Malformed("the device list of a grant lists the device that asked"));
        }
        let manifest = self.follows(&caller.account, grant.manifest.clone()).await?;
        taken(self.storage.grant(&caller.account, id, grant, manifest).await?)?;
        self.tell_of_manifest(caller.account).await;
        self.tell_of_approval(&caller).await;
        self.approval_of(&caller, id).await
    }

    /// Takes it back, or refuses it.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn withdraw_approval(&self, token: Option<&str>, id: &Bytes) -> Result<(), ServiceError> {
        let caller = self.caller(token, Act::WithdrawApproval).await?;
        self.storage.withdraw(&caller.account, id).await?;
        self.tell_of_approval(&caller).await;
        Ok(())
    }

    async fn approval_of(&self, caller: &Caller, id: &Bytes) -> Result<Approval, ServiceError> {
        let kept = self.storage.approval(&caller.account, id, self.now()).await?;
        kept.map(|kept| kept.approval).ok_or(ServiceError::Missing("request for approval"))
    }

    async fn tell_of_approval(&self, caller: &Caller) {
        self.tell(Woken { account: caller.account, device: None, wake: Some(Wake::Approval) }).await;
    }
}

fn half(bytes: &Bytes) -> Result<(), ServiceError> {
    (bytes.0.len() == HALF).then_some(()).ok_or(ServiceError::Malformed("a half has 81 bytes"))
}

fn lists(grant: &ApprovalGrant, asked: &ApprovalRequest) -> bool {
    let manifest = serde_json::from_slice::<Manifest>(&grant.manifest.payload.0);
    let is = |device: &account::wire::Device| {
        device.id == asked.device.id && device.key == asked.device.key && !device.revoked
    };
    manifest.is_ok_and(|manifest| manifest.devices.iter().any(is))
}
