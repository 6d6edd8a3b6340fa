use super::{Service, ServiceError};

impl Service {
    /// Whether the database answers.
    ///
    /// # Errors
    /// [`ServiceError::Storage`].
    pub async fn ready(&self) -> Result<(), ServiceError> {
        Ok(self.storage.ping().await?)
    }

    /// Forgets what is over, and looks whether a backup was restored meanwhile; a program does it every minute. Answers how many rows went.
    ///
    /// # Errors
    /// [`ServiceError::Storage`].
    pub async fn sweep(&self) -> Result<u64, ServiceError> {
        self.restored(self.storage.restore_epoch().await?);
        Ok(self.storage.sweep(self.now()).await?)
    }
}
