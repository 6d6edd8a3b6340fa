//! QR codes in pictures. `image` reads the formats that phones and web pages make, `rqrr` finds the code in them.

use crate::failure::Failure;
use std::path::Path;

/// No picture of a code is larger, in pixels of one side.
const LARGEST: u32 = 8_192;

/// The text of the one code in a picture.
pub(crate) fn read(file: &Path) -> Result<String, Failure> {
    let failed = |error| Failure::File { path: file.display().to_string(), error };
    let mut reader = image::ImageReader::open(file).map_err(failed)?.with_guessed_format().map_err(failed)?;
    let mut limits = image::Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(LARGEST), Some(LARGEST));
    reader.limits(limits);
    let usage = |what: &str| Failure::Usage(format!("{}: {what}", file.display()));
    let picture = reader.decode().map_err(|_| usage("it is no PNG or JPEG picture, or too large"))?.into_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        picture.get_pixel_checked(x as u32, y as u32).map_or(255, |pixel| pixel.0[0])
    });
    let mut found: Vec<String> =
        prepared.detect_grids().iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect();
    match (found.pop(), found.is_empty()) {
        (Some(text), true) => Ok(text),
        (Some(_), false) => Err(usage("there are several QR codes in it")),
        (None, _) => Err(usage("there is no QR code in it that can be read")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayImage, Luma};

    /// A version-2 code of `LPA:1$a.test$ID`, drawn by `draw`, as pixels of 4.
    fn picture(text: &str) -> GrayImage {
        let code = qrcode::QrCode::new(text.as_bytes()).expect("it fits");
        let (width, modules) = (code.width() as u32, code.to_colors());
        GrayImage::from_fn((width + 8) * 4, (width + 8) * 4, |x, y| {
            let place = (x / 4).checked_sub(4).zip((y / 4).checked_sub(4)).filter(|(x, y)| *x < width && *y < width);
            let dark = place.is_some_and(|(x, y)| modules[(y * width + x) as usize] == qrcode::Color::Dark);
            Luma([if dark { 20 } else { 240 }])
        })
    }

    // R: E7
    #[test]
    fn a_code_in_a_picture_is_read_and_what_is_none_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let (code, nothing, text) =
            (folder.path().join("a.png"), folder.path().join("b.jpg"), folder.path().join("c.png"));
        picture("LPA:1$a.test$ID").save(&code).expect("writes");
        GrayImage::from_pixel(64, 64, Luma([255])).save(&nothing).expect("writes");
        std::fs::write(&text, "LPA:1$a.test$ID").expect("writes");
        assert_eq!(read(&code).expect("a code"), "LPA:1$a.test$ID");
        assert!(read(&nothing).expect_err("blank").to_string().contains("no QR code"));
        assert!(read(&text).expect_err("text").to_string().contains("no PNG or JPEG"));
        assert!(matches!(read(&folder.path().join("d.png")), Err(Failure::File { .. })));
    }
}
