//! The files in which a terminal keeps where it was registered and the keys of its last sessions, and what stands in them before the first time
//! (TS 31.102 Annex E, TS 51.011 Annex D, and the templates of profile packages, which say the same).

use super::USIM_AID;
use crate::file::{FilePath, FileSpec, Structure, Tree};

const DF_GSM: u16 = 0x7F20;
const DF_GSM_ACCESS: u16 = 0x5F3B;
const DF_5GS: u16 = 0x5FC0;

/// A file by its identifiers below the application, and its first content: `head`, then `FF`, then `tail`.
struct Initial {
    below: &'static [u16],
    head: &'static [u8],
    tail: &'static [u8],
}

const fn file(below: &'static [u16], head: &'static [u8], tail: &'static [u8]) -> Initial {
    Initial { below, head, tail }
}

/// No key; temporary identity and area none, "not updated".
const IN_USIM: [Initial; 15] = [
    // EF.Keys, EF.KeysPS: KSI 7.
    file(&[0x6F08], &[0x07], &[]),
    file(&[0x6F09], &[0x07], &[]),
    // EF.START-HFN, EF.NETPAR.
    file(&[0x6F5B], &[0xF0, 0, 0, 0xF0, 0, 0], &[]),
    file(&[0x6FC4], &[], &[]),
    // EF.PSLOCI, EF.LOCI, EF.EPSLOCI, EF.EPSNSC.
    file(&[0x6F73], &[], &[0, 0, 0xFF, 1]),
    file(&[0x6F7E], &[], &[0, 0, 0xFF, 1]),
    file(&[0x6FE3], &[], &[0, 0, 1]),
    file(&[0x6FE4], &[], &[]),
    // EF.Kc, EF.KcGPRS: ciphering key sequence number 7.
    file(&[DF_GSM_ACCESS, 0x4F20], &[], &[7]),
    file(&[DF_GSM_ACCESS, 0x4F52], &[], &[7]),
    // EF.5GS3GPPLOCI, EF.5GSN3GPPLOCI, EF.5GS3GPPNSC, EF.5GSN3GPPNSC, EF.5GAUTHKEYS.
    file(&[DF_5GS, 0x4F01], &[], &[0, 0, 0, 1]),
    file(&[DF_5GS, 0x4F02], &[], &[0, 0, 0, 1]),
    file(&[DF_5GS, 0x4F03], &[], &[]),
    file(&[DF_5GS, 0x4F04], &[], &[]),
    file(&[DF_5GS, 0x4F05], &[], &[]),
];

/// EF.Kc, EF.KcGPRS, EF.LOCI, EF.LOCIGPRS, EF.BCCH of TS 51.011 §10.3.
const IN_DF_GSM: [Initial; 5] = [
    file(&[0x6F20], &[], &[7]),
    file(&[0x6F52], &[], &[7]),
    file(&[0x6F7E], &[], &[0, 0, 0xFF, 1]),
    file(&[0x6F53], &[], &[0, 0, 0xFF, 1]),
    file(&[0x6F74], &[], &[]),
];

pub(super) fn reset(tree: &mut Tree) {
    let usims = tree.applications().filter(|(_, aid)| aid.starts_with(&USIM_AID)).map(|(path, _)| path.clone());
    let usims: Vec<FilePath> = usims.collect();
    for usim in usims {
        IN_USIM.iter().for_each(|initial| initial.put(tree, &usim));
    }
    let gsm = FilePath::new(&[DF_GSM]);
    IN_DF_GSM.iter().for_each(|initial| initial.put(tree, &gsm));
}

impl Initial {
    /// Writes it, where the file is; a link's content stands where it points.
    fn put(&self, tree: &mut Tree, application: &FilePath) {
        let path = self.below.iter().fold(application.clone(), |path, fid| path.child(*fid));
        let home = tree.home(&path).clone();
        if let Some(file) = tree.get_mut(&home) {
            file.content = self.content(file).into();
        }
    }

    /// Of the file's size; of a file with records each of its size.
    fn content(&self, file: &FileSpec) -> Vec<u8> {
        let size = match file.structure {
            Structure::LinearFixed { record } | Structure::Cyclic { record } => usize::from(record),
            Structure::Transparent => file.size,
            // None of these is a directory or of data objects.
            _ => return file.content.expose().to_vec(),
        };
        let mut one: Vec<u8> = self.head.iter().copied().chain(std::iter::repeat(0xFF)).take(size).collect();
        let tail = size.saturating_sub(self.tail.len());
        one.truncate(tail);
        one.extend_from_slice(self.tail);
        one.truncate(size);
        if size == 0 { one } else { one.repeat(file.size / size) }
    }
}
