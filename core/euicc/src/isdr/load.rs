//! LoadBoundProfilePackage (SGP.22 §5.7.6): the pieces of a bound package, each an ES10 command.

use crate::{
    Euicc,
    act::Act,
    install::{Installation, finish},
};
use model::Random;

/// First bytes of the pieces: BF36, A0 to A3, 86, 88.
pub(super) fn is_piece(data: &[u8]) -> bool {
    matches!(data, [0xBF, 0x36, ..] | [0xA0..=0xA3 | 0x86 | 0x88, ..])
}

pub(super) fn piece(euicc: &mut Euicc, data: &[u8], _random: &mut dyn Random) -> Act {
    if data.starts_with(&[0xBF, 0x36]) {
        euicc.installation = Installation::begin(&euicc.state);
    }
    // Nothing was prepared, or the package already ended.
    let Some(installation) = &mut euicc.installation else { return Act::Status(0x6985) };
    let outcome = match installation.piece(data, &euicc.state) {
        Ok(None) => return Act::Answer(Vec::new()),
        Ok(Some(opened)) => Ok(opened),
        Err(broken) => Err(broken),
    };
    let prepared = installation.prepared.clone();
    euicc.installation = None;
    finish(&euicc.state, prepared, outcome)
}
