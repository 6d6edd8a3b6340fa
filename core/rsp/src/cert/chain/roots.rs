use super::link;
use crate::cert::{Certificate, ChainError, Role};
use crate::checks;
use model::UnixTime;
use std::collections::BTreeMap;

/// The installed roots (CI certificates), by subject key id. Each was checked when it was added.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    by_key: BTreeMap<Vec<u8>, Certificate>,
}

impl Roots {
    /// No roots: nothing is trusted.
    #[must_use]
    pub const fn new() -> Self {
        Self { by_key: BTreeMap::new() }
    }

    /// Installs a root: a CI certificate, signed by itself, fit to sign certificates.
    /// A root of the same key id is replaced (a renewed certificate of one key).
    ///
    /// # Errors
    /// [`ChainError`] if it is no such certificate.
    pub fn add(&mut self, root: Certificate) -> Result<(), ChainError> {
        fit(&root)?;
        if !root.is_signed_by(&root) {
            return Err(ChainError::NotSelfSigned);
        }
        self.by_key.insert(root.subject_key_id().to_vec(), root);
        Ok(())
    }

    /// As [`Self::add`], of a root that comes from where only its owner writes: an eUICC's own memory, which was given it by its maker. That it
    /// is signed by itself, which says nothing of whom to trust, was looked at when it went in.
    ///
    /// # Errors
    /// [`ChainError`] if it is no CI certificate.
    pub fn add_kept(&mut self, root: Certificate) -> Result<(), ChainError> {
        fit(&root)?;
        self.by_key.insert(root.subject_key_id().to_vec(), root);
        Ok(())
    }

    /// The root with this key id.
    #[must_use]
    pub fn get(&self, key_id: &[u8]) -> Option<&Certificate> {
        self.by_key.get(key_id)
    }

    /// The key ids, in order (euiccCiPKIdListForVerification of an eUICC that has these roots).
    pub fn key_ids(&self) -> impl Iterator<Item = &[u8]> {
        self.by_key.keys().map(Vec::as_slice)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// The root that `certificate` names as its issuer, if its own time is now.
    pub(super) fn issuer_of(
        &self,
        certificate: &Certificate,
        role: Role,
        now: Option<UnixTime>,
    ) -> Result<&Certificate, ChainError> {
        let key_id = certificate.authority_key_id();
        let any = || self.by_key.values().next().filter(|_| !checks::ROOT.on());
        let root =
            self.get(key_id).or_else(any).ok_or_else(|| ChainError::UnknownRoot { role, key_id: link::hex(key_id) })?;
        link::in_time(root, Role::Ci, now)?;
        Ok(root)
    }
}

/// Whether that is a CI certificate, as far as it says.
fn fit(root: &Certificate) -> Result<(), ChainError> {
    link::fit_for(root, Role::Ci)?;
    if root.subject_key_id().is_empty() {
        return Err(ChainError::AuthorityKey { role: Role::Ci });
    }
    let own = [&[][..], root.subject_key_id()];
    if root.issuer() != root.subject() || !own.contains(&root.authority_key_id()) {
        return Err(ChainError::NotSelfSigned);
    }
    Ok(())
}
