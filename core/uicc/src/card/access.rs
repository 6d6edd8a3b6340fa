//! Which file a command means, and whether it may.

use super::{Card, channel::Channel};
use crate::{
    codes::{CodeKey, CodeSpec},
    file::{FilePath, FileSpec, Operation},
    status::StatusWord,
};

/// An EF that a command works on.
pub(super) struct Target<'a> {
    /// The channel as it will stand: with this EF current.
    pub(super) channel: Channel,
    /// Its path.
    pub(super) path: FilePath,
    /// Itself.
    pub(super) file: &'a FileSpec,
    /// Its content.
    pub(super) content: &'a [u8],
}

impl Card {
    /// The EF with this SFI in the current DF, or without one the current EF.
    ///
    /// # Errors
    /// `6A82` for an SFI that nothing has, `6986` if no EF is selected.
    pub(super) fn target(&self, channel: &Channel, sfi: Option<u8>) -> Result<Target<'_>, StatusWord> {
        let path = match sfi {
            Some(sfi) => self.profile.tree.by_sfi(&channel.df, sfi).ok_or(StatusWord::FILE_NOT_FOUND)?,
            None => channel.ef.clone().ok_or(StatusWord::NO_EF_SELECTED)?,
        };
        let file = self.profile.tree.get(&path).ok_or(StatusWord::FILE_NOT_FOUND)?;
        let content = self.profile.tree.content(&path).ok_or(StatusWord::FILE_NOT_FOUND)?.expose();
        Ok(Target { channel: channel.at(&path), path, file, content })
    }

    /// Whether `operation` is allowed on the target, and the target may be used.
    ///
    /// # Errors
    /// `6982`, `6984`.
    pub(super) fn permit(&self, target: &Target<'_>, operation: Operation) -> Result<(), StatusWord> {
        self.permit_at(&target.path, target.channel.app.as_ref(), operation)?;
        if target.file.is_usable() { Ok(()) } else { Err(StatusWord::DEACTIVATED) }
    }

    /// Whether `operation` is allowed on the file, by its access rule and the codes given so far.
    ///
    /// # Errors
    /// `6982`.
    pub(super) fn permit_at(
        &self,
        path: &FilePath,
        app: Option<&FilePath>,
        operation: Operation,
    ) -> Result<(), StatusWord> {
        let condition = self.profile.tree.condition(path, operation, self.environment(app));
        let met = condition.is_met(&|reference| self.is_given(reference, path, app));
        if met { Ok(()) } else { Err(StatusWord::SECURITY_NOT_SATISFIED) }
    }

    /// The security environment in force: `01` while the application's PIN1 is enabled (TS 102 221 §9.2.5).
    pub(super) fn environment(&self, app: Option<&FilePath>) -> u8 {
        let pin = self.pin1(app).and_then(|key| self.profile.state.codes.codes.get(&key));
        u8::from(pin.is_some_and(|pin| pin.enabled))
    }

    /// The key of the application's PIN1: the first global PIN that its ADF names, else `01`.
    pub(super) fn pin1(&self, app: Option<&FilePath>) -> Option<CodeKey> {
        let named = app.and_then(|app| self.profile.tree.get(app));
        let named = named.and_then(|adf| adf.pin_status.iter().find(|r| (0x01..=0x08).contains(*r)).copied());
        let codes = &self.profile.state.codes;
        codes.find(named.unwrap_or(CodeSpec::PIN1), &FilePath::mf(), app)
    }

    /// Whether the application's PIN1 was given, is disabled, or does not exist.
    pub(super) fn is_pin1_given(&self, app: Option<&FilePath>) -> bool {
        self.pin1(app).is_none_or(|key| self.counts_as_given(&key))
    }

    fn is_given(&self, reference: u8, path: &FilePath, app: Option<&FilePath>) -> bool {
        let key = self.profile.state.codes.find(reference, path, app);
        key.is_some_and(|key| self.counts_as_given(&key))
    }

    fn counts_as_given(&self, key: &CodeKey) -> bool {
        let codes = &self.profile.state.codes;
        match codes.codes.get(key) {
            Some(code) if code.enabled => self.session.verified.contains(key),
            Some(code) if code.replaced => {
                codes.universal().is_none_or(|universal| universal != *key && self.counts_as_given(&universal))
            }
            found => found.is_some(),
        }
    }
}
