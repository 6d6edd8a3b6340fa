use qrcode::{Color, QrCode};
use std::fmt::Write;

/// A QR code as a drawing, with its quiet zone; `None` if the text is too long for one.
pub(super) fn svg(text: &str) -> Option<String> {
    const QUIET: usize = 4;
    let code = QrCode::new(text.as_bytes()).ok()?;
    let (width, modules) = (code.width(), code.to_colors());
    let size = width + 2 * QUIET;
    let mut path = String::new();
    for (at, _) in modules.iter().enumerate().filter(|(_, module)| **module == Color::Dark) {
        // Writing to a text can't fail.
        let _ = write!(path, "M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET);
    }
    Some(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="280" height="280" role="img" aria-label="QR"><rect width="{size}" height="{size}" fill="#fff"/><path d="{path}"/></svg>"##
    ))
}
