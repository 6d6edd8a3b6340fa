//! SELECT and STATUS.

use super::desk::Desk;

// R: A10
#[test]
fn by_fid_from_where_the_card_stands() {
    let mut desk = Desk::sample();
    // A child of the MF; a DF beside it; up; the MF itself; unknown.
    assert_eq!(desk.send("00A4000C027F10"), "9000");
    assert_eq!(desk.send("00A4000C026F3A"), "9000");
    assert_eq!(desk.send("00A4000C027F20"), "9000");
    assert_eq!(desk.send("00A4000C026F3A"), "6a82");
    assert_eq!(desk.send("00A4030C"), "9000");
    assert_eq!(desk.send("00A4030C"), "6a82");
    assert_eq!(desk.send("00A4000C023F00"), "9000");
    assert_eq!(desk.send("00A4000C"), "9000");
    assert_eq!(desk.send("00A4000C022FFF"), "6a82");
    // A DF by P1 01, an EF by P1 02, and neither by the other.
    assert_eq!(desk.send("00A4010C027F10"), "9000");
    assert_eq!(desk.send("00A4020C026F3A"), "9000");
    assert_eq!(desk.send("00A4010C026F3A"), "6a82");
    // No application is active yet; and an ADF is not reached by its FID.
    assert_eq!(desk.send("00A4000C027FFF"), "6a82");
    assert_eq!(desk.send("00A4000C"), "9000");
    assert_eq!(desk.send("00A4000C027FF0"), "6a82");
    assert_eq!(desk.send("00A4080C047FF06F07"), "6a82");
}

// R: A10
#[test]
fn by_path_and_by_application() {
    let mut desk = Desk::sample();
    assert_eq!(desk.send("00A4080C047F106F3A"), "9000");
    assert_eq!(desk.send("00A4080C047FFF6F07"), "6a82");
    let whole = "00A4040C10A0000000871002FF49FF058900000001";
    assert_eq!(desk.send(whole), "9000");
    assert_eq!(desk.send("00A4080C067FFF5F3A4F30"), "9000");
    assert_eq!(desk.send("00A4000C027FFF"), "9000");
    assert_eq!(desk.send("00A4090C045F3A4F30"), "9000");
    assert_eq!(desk.send("00A4090C024F3A"), "9000");
    // The application stays active at the MF.
    assert_eq!(desk.send("00A4000C023F00"), "9000");
    assert_eq!(desk.send("00A4000C027FFF"), "9000");
    assert_eq!(desk.send("00A4040C10A0000000871002FF49FF058900000002"), "6a82");
}

// R: A10
#[test]
fn by_part_of_an_aid_first_last_next_previous() {
    let mut desk = Desk::sample();
    let aid = |desk: &mut Desk, p2: &str| {
        let answer = desk.send(&format!("00A404{p2}06A00000008710"));
        if answer.contains("1002ff") {
            "usim".to_owned()
        } else if answer.contains("1004ff") {
            "isim".to_owned()
        } else {
            answer
        }
    };
    assert_eq!(aid(&mut desk, "04"), "usim");
    assert_eq!(aid(&mut desk, "06"), "isim");
    assert_eq!(aid(&mut desk, "06"), "6a82");
    assert_eq!(aid(&mut desk, "07"), "usim");
    assert_eq!(aid(&mut desk, "07"), "6a82");
    assert_eq!(aid(&mut desk, "05"), "isim");
    assert_eq!(aid(&mut desk, "00"), "usim");
}

// R: A10
#[test]
fn the_template_of_an_application_byte_for_byte() {
    let mut desk = Desk::sample();
    let fcp = "6229 82027821 8410a0000000871002ff49ff058900000001 8a0105 8b032f0601 c609 9001c0 830101 830181";
    assert_eq!(desk.send("00A4040410A0000000871002FF49FF058900000001"), format!("{}9000", fcp.replace(' ', "")));
    // PIN1 disabled shows.
    assert_eq!(desk.send("002600010831323334FFFFFFFF"), "9000");
    assert_eq!(desk.send("80F2000000"), format!("{}9000", fcp.replace(' ', "").replace("9001c0", "900140")));
    assert_eq!(desk.send("80F2000100"), "8410a0000000871002ff49ff0589000000019000");
    assert_eq!(desk.send("80F2000C"), "9000");
    assert_eq!(desk.send("80F2030000"), "6a86");
    assert_eq!(desk.send("80F2000200"), "6a86");
}

// R: A10
#[test]
fn wrong_parameters_change_nothing() {
    let mut desk = Desk::sample();
    assert_eq!(desk.send("00A4000C022FE2"), "9000");
    for (command, status) in [
        ("00A4050C022F00", "6a86"),
        ("00A40014022F00", "6a86"),
        ("00A4000D022F00", "6a86"),
        ("00A40008022F00", "6a86"),
        ("00A4000C032F0000", "6700"),
        ("00A4000C012F", "6700"),
        ("00A4080C032F0000", "6700"),
        ("00A4080C", "6700"),
        ("00A4040C", "6700"),
        ("00A4030C022F00", "6700"),
        ("80A4000C022F00", "6e00"),
        ("20A4000C022F00", "6e00"),
        ("0CA4000C022F00", "6882"),
        ("01A4000C022F00", "6881"),
        ("00A4", "6700"),
        ("00A6000000", "6d00"),
        ("80A6000000", "6d00"),
        ("00F2000000", "6e00"),
        ("", "6700"),
    ] {
        assert_eq!(desk.send(command), status, "{command}");
    }
    // Still EF.ICCID.
    assert_eq!(desk.send("00B000000A").len(), 24);
    assert_eq!(desk.send("00A4000C"), "9000");
    assert_eq!(desk.send("00B0000001"), "6986");
}
