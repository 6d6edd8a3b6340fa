use super::Card;
use crate::file::{FilePath, Structure};
use tlv::Writer;

/// Kinds of REFRESH (TS 102 223 §6.4.7, command qualifier).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum RefreshMode {
    /// NAA initialisation and full file change notification.
    InitAndFullFileChange = 0x00,
    /// File change notification of the files given.
    FileChange = 0x01,
    /// NAA initialisation and file change notification of the files given.
    InitAndFileChange = 0x02,
    /// NAA initialisation.
    Init = 0x03,
    /// UICC reset.
    UiccReset = 0x04,
    /// NAA application reset.
    ApplicationReset = 0x05,
    /// NAA session reset.
    SessionReset = 0x06,
}

/// Type of command.
const REFRESH: u8 = 0x01;
/// Byte 3, bit 8 of TERMINAL PROFILE.
const FACILITY: (usize, u8) = (2, 0x80);
/// The most that a file list may take, so that `91xx` can say the command's length.
const LIST_LIMIT: usize = 200;

impl Card {
    /// Queues a proactive REFRESH, which the terminal fetches after its next command; one that never sends TERMINAL
    /// PROFILE is not bothered. `false` if the terminal said that it can't, or too many commands wait. A list of files
    /// too long to send becomes a full file change notification.
    pub fn queue_refresh(&mut self, mode: RefreshMode, files: &[FilePath]) -> bool {
        let paths: Vec<u8> = files.iter().flat_map(|path| self.full_path(path)).collect();
        let lists = matches!(mode, RefreshMode::FileChange | RefreshMode::InitAndFileChange);
        let fits = paths.len() <= LIST_LIMIT;
        let qualifier = if lists && !fits { RefreshMode::InitAndFullFileChange } else { mode } as u8;
        let list = (lists && fits && !files.is_empty())
            .then(|| [&[u8::try_from(files.len()).unwrap_or(0)], paths.as_slice()].concat());
        self.queue(REFRESH, FACILITY, |number| {
            Writer::build(|w| {
                w.nest(0xD0, |w| {
                    w.put(0x81, &[number, REFRESH, qualifier]);
                    // From the UICC to the terminal.
                    w.put(0x82, &[0x81, 0x82]);
                    w.put_some(0x92, list.as_deref());
                });
            })
        })
    }

    /// The path from the MF on, an ADF's FID as terminals know it.
    fn full_path(&self, path: &FilePath) -> Vec<u8> {
        let adf = path.fids().first().map(|fid| FilePath::new(&[*fid]));
        let file = adf.as_ref().and_then(|adf| self.profile.tree.get(adf));
        let path = match (adf, file.map(|file| &file.structure)) {
            (Some(adf), Some(Structure::Adf { .. })) => path.rebase(&adf, &[FilePath::CURRENT_ADF].into()),
            _ => None,
        }
        .unwrap_or_else(|| path.clone());
        [FilePath::MF.to_be_bytes().to_vec(), path.to_bytes()].concat()
    }
}
