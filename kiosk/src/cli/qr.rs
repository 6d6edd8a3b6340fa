use qrcode::{Color, QrCode};

/// A QR code in half blocks, dark on light as scanners want it, with its quiet zone.
pub(super) fn draw(text: &str) -> Option<String> {
    const QUIET: usize = 2;
    let code = QrCode::new(text.as_bytes()).ok()?;
    let (width, modules) = (code.width(), code.to_colors());
    let dark = |x: usize, y: usize| {
        let inside = x.checked_sub(QUIET).zip(y.checked_sub(QUIET)).filter(|(x, y)| *x < width && *y < width);
        inside.and_then(|(x, y)| modules.get(y * width + x)).is_some_and(|m| *m == Color::Dark)
    };
    let size = width + 2 * QUIET;
    let mut out = String::new();
    for y in (0..size).step_by(2) {
        for x in 0..size {
            // The terminal's light on dark, inverted: a block is light.
            out.push(match (dark(x, y), y + 1 < size && dark(x, y + 1)) {
                (false, false) => '█',
                (false, true) => '▀',
                (true, false) => '▄',
                (true, true) => ' ',
            });
        }
        out.push('\n');
    }
    Some(out)
}
