//! PINs, ADM codes and PUKs.

use super::{FilePath, Pin, PinContext, Puk, Work, tree::path_of};
use crate::{
    element::{PinConfiguration, PinsElement, PukConfiguration},
    error::{Error, Place, Problem},
};

/// The bit of local key references (TS 102 221 §9.5.1).
const LOCAL: u8 = 0x80;

impl Work {
    /// The codes of the directory made last.
    pub(super) fn pins(&mut self, at: Place, element: &PinsElement<'_>) -> Result<(), Problem> {
        let path = self.context.clone().ok_or(Problem::Order("codes before their directory"))?;
        if self.pins.iter().any(|(_, context)| context.path == path) {
            return Err(Problem::Order("a directory has its codes already"));
        }
        let shared_with = element.shared_with.map(path_of).transpose()?;
        if let Some(other) = shared_with.as_ref().filter(|other| !self.tree.is_directory(other)) {
            return Err(Problem::FileMissing(other.fid()));
        }
        // In the MF global references only, in DFs and ADFs local ones (PEDefinitions, PINConfiguration).
        let in_mf = path == FilePath::mf();
        if element.pins.iter().any(|code| (code.reference & LOCAL == 0) != in_mf) {
            return Err(Problem::Value("keyReference"));
        }
        let mut pins: Vec<Pin> = Vec::with_capacity(element.pins.len());
        for code in &element.pins {
            if pins.iter().any(|pin| pin.reference == code.reference) {
                return Err(Problem::Value("keyReference"));
            }
            pins.push(pin(code)?);
        }
        self.pins.push((at, PinContext { path, identification: at.identification, shared_with, pins }));
        Ok(())
    }

    /// The profile's PUKs.
    pub(super) fn puks(&mut self, puks: &[PukConfiguration<'_>]) -> Result<(), Problem> {
        for code in puks {
            if self.puks.iter().any(|puk| puk.reference == code.reference) {
                return Err(Problem::Value("keyReference"));
            }
            let (max_attempts, attempts_left) = attempts(code.attempts)?;
            self.puks.push(Puk { reference: code.reference, value: (*code.value).into(), max_attempts, attempts_left });
        }
        Ok(())
    }

    /// Every PUK that a PIN names must be there.
    pub(super) fn check_puks(&self) -> Result<(), Error> {
        for (at, context) in &self.pins {
            for reference in context.pins.iter().filter_map(|pin| pin.unblocked_by) {
                if !self.puks.iter().any(|puk| puk.reference == reference) {
                    return Err(Error { at: *at, problem: Problem::PukMissing(reference) });
                }
            }
        }
        Ok(())
    }
}

fn pin(code: &PinConfiguration<'_>) -> Result<Pin, Problem> {
    let (max_attempts, attempts_left) = attempts(code.attempts)?;
    Ok(Pin {
        reference: code.reference,
        value: (*code.value).into(),
        unblocked_by: code.unblocked_by,
        enabled: code.attributes & 1 != 0,
        changeable: code.attributes & 2 != 0,
        can_be_disabled: code.attributes & 4 != 0,
        max_attempts,
        attempts_left,
    })
}

/// Tries at most in the high nibble, tries left in the low one.
fn attempts(byte: u8) -> Result<(u8, u8), Problem> {
    match (byte >> 4, byte & 0x0F) {
        (max, left) if max > 0 && left <= max => Ok((max, left)),
        _ => Err(Problem::Value("maxNumOfAttemps-retryNumLeft")),
    }
}
