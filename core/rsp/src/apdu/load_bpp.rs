use crate::bpp::{BadFrame, Frame, Frames};

/// The ES10b.LoadBoundProfilePackage commands for `package` (SGP.22 §2.5.5): BF36's header with BF23 | A0, whole |
/// A1's header | each 88 | A2, whole | A3's header | each 86. All but the last are answered with nothing; the last,
/// or the one at which the eUICC gives up, with a ProfileInstallationResult.
///
/// # Errors
/// [`BadFrame`] if `package` is no bound profile package.
pub fn load_bound_profile_package(package: &[u8]) -> Result<Vec<Vec<u8>>, BadFrame> {
    let mut frames = Frames::default();
    frames.push(package);
    let mut commands = Vec::new();
    let mut start = 0;
    let mut whole = false;
    while let Some(frame) = frames.next_frame()? {
        let cut = match frame {
            Frame::Initialise(_) => true,
            Frame::Section(tag) => {
                whole = matches!(tag, 0xA0 | 0xA2);
                !whole
            }
            Frame::Segment(_) => !whole,
            Frame::SectionEnd(_) => whole,
        };
        if cut {
            let end = package.len() - frames.unread();
            commands.extend(package.get(start..end).map(<[u8]>::to_vec));
            start = end;
        }
    }
    if frames.is_complete() { Ok(commands) } else { Err(BadFrame::Length) }
}
