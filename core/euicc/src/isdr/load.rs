//! LoadBoundProfilePackage (SGP.22 §5.7.6): the pieces of a bound package, each an ES10 command.

use crate::{
    Euicc,
    act::Act,
    install::{Installation, finish},
};
use uicc::StatusWord;

/// First bytes of the pieces: BF36, A0 to A3, 86, 88.
pub(super) fn is_piece(data: &[u8]) -> bool {
    matches!(data, [0xBF, 0x36, ..] | [0xA0..=0xA3 | 0x86 | 0x88, ..])
}

pub(super) fn piece(euicc: &mut Euicc, data: &[u8]) -> Act {
    if data.starts_with(&[0xBF, 0x36]) {
        euicc.installation = Installation::begin(data, &euicc.state);
    }
    // Nothing was prepared, or the package already ended.
    let Some(mut installation) = euicc.installation.take() else {
        return Act::Status(StatusWord::CONDITIONS_NOT_SATISFIED);
    };
    match installation.piece(data, &euicc.state) {
        Ok(None) => {
            euicc.installation = Some(installation);
            Act::Answer(Vec::new())
        }
        Ok(Some(opened)) => finish::installed(opened, installation),
        Err(broken) => finish::failed(&euicc.state, installation, broken),
    }
}
