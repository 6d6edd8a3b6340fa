use super::StorageError;
use account::signed::Signed;
use async_trait::async_trait;
use report::{Chain, Event, LateResult, News, Taken};

/// A kiosk as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptKiosk {
    /// Its id.
    pub id: [u8; 16],
    /// Its key, `04 ‖ x ‖ y`.
    pub key: Vec<u8>,
    /// Its name.
    pub name: String,
    /// Its SM-DP+'s name.
    pub address: String,
    /// Where its reports end.
    pub chain: Chain,
}

/// How a registration went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It is known now.
    New,
    /// It was already, by the same token.
    Same,
    /// The token is unknown, over, or another kiosk's.
    No,
}

/// A report that `service` verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    /// As it came.
    pub signed: Signed,
    /// Where the chain ends with it.
    pub chain: Chain,
    /// What happened.
    pub events: Vec<Event>,
}

/// Kiosks: who they are, what they told, what they are to be told.
#[async_trait]
pub trait Kiosks: Send + Sync {
    /// Keeps a token by which one kiosk may register, until then.
    async fn put_kiosk_token(&self, token: [u8; 32], expires: u64) -> Result<(), StorageError>;

    /// Registers a kiosk by a token, which is then its own. Its name and address may change; its chain stays.
    async fn put_kiosk(&self, token: [u8; 32], kiosk: KeptKiosk, now: u64) -> Result<Known, StorageError>;

    /// One.
    async fn kiosk(&self, id: &[u8; 16]) -> Result<Option<KeptKiosk>, StorageError>;

    /// Those registered still whose SM-DP+ is called so: nothing keeps two kiosks from one name.
    async fn kiosks_at(&self, address: &str) -> Result<Vec<KeptKiosk>, StorageError>;

    /// All of them, by name.
    async fn kiosks(&self) -> Result<Vec<KeptKiosk>, StorageError>;

    /// Keeps a kiosk's next report with all that it says: each event once, numbers moved, the directory told. `false` if its chain no more ends at
    /// `from`.
    async fn put_report(
        &self,
        kiosk: &[u8; 16],
        from: &Chain,
        report: NewReport,
        now: u64,
    ) -> Result<bool, StorageError>;

    /// Takes a kiosk's registration back: nothing is by its key any more, until it is registered anew. `false` if there is none.
    async fn revoke_kiosk(&self, id: &[u8; 16]) -> Result<bool, StorageError>;

    /// What kiosks that are registered still have told of a card, in the order in which it happened.
    async fn events(&self, iccid: &str) -> Result<Vec<Event>, StorageError>;

    /// How the kiosk's numbers stand that changed behind `after`, each once, by rising change; and up to which change that reaches.
    async fn kiosk_news(&self, kiosk: &[u8; 16], after: u64, limit: u32) -> Result<(Vec<News>, u64), StorageError>;

    /// Keeps a late result for a kiosk, once. `false` if it is not kept, since `most` wait for that kiosk already; of those that come at once by several
    /// connections a few more are.
    async fn put_result(
        &self,
        kiosk: &[u8; 16],
        notification: &[u8],
        most: u32,
        now: u64,
    ) -> Result<bool, StorageError>;

    /// Late results that the kiosk has not taken, in order.
    async fn results(&self, kiosk: &[u8; 16], limit: u32) -> Result<Vec<LateResult>, StorageError>;

    /// The kiosk has taken these.
    async fn results_taken(&self, kiosk: &[u8; 16], taken: &[Taken], now: u64) -> Result<(), StorageError>;
}
