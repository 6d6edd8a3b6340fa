//! Proactive commands and envelopes.

use super::{desk::Desk, sample::USIM};
use uicc::Smartcard;
use uicc::card::{CardEvent, RefreshMode};

/// REFRESH (byte 3 bit 8), SMS-PP download (byte 1 bit 2).
const PROFILE: &str = "8010000005FFFFFF7F01";

// R: A10
#[test]
fn refresh_is_announced_fetched_and_answered() {
    let mut desk = Desk::sample();
    assert!(desk.card.queue_refresh(RefreshMode::FileChange, &[[USIM, 0x6F07].into(), [0x7F10, 0x6F3A].into()]));
    // Nobody who does not send TERMINAL PROFILE is bothered.
    assert_eq!(desk.send("00A4000C022FE2"), "9000");
    assert_eq!(desk.send("8012000000"), "6985");
    assert_eq!(desk.send(PROFILE), "911a");
    assert_eq!(desk.send("00A4000C022FFF"), "6a82", "only success announces");
    assert_eq!(desk.send("00B000000A").split_at(20).1, "911a");
    assert_eq!(desk.send("8012000001"), "6c1a");
    let command = "d018 8103010101 82028182 920d 02 3f007fff6f07 3f007f106f3a".replace(' ', "");
    assert_eq!(desk.send("801200001A"), format!("{command}9000"));
    assert_eq!(desk.send("00A4000C022FE2"), "9000", "under way");
    assert_eq!(desk.send("801400000C 810302010102028281030100"), "6a80", "another number");
    assert_eq!(desk.send("801400000C 810301010102028281830100"), "9000");
    assert_eq!(desk.send("801400000C 810301010102028281830100"), "6985");
    let raw = hex::decode("810301010102028281830100").expect("hex");
    assert_eq!(desk.card.take_events(), [CardEvent::TerminalResponse { command: 1, result: 0, raw }]);
    assert_eq!(desk.card.take_events(), []);
}

// R: A10
#[test]
fn refresh_with_reset_by_t0_and_class_a0() {
    let mut desk = Desk::sample().with_transport(uicc::Transport::T0);
    assert_eq!(desk.send("A010000005FFFFFFFF01"), "9000");
    assert!(desk.card.queue_refresh(RefreshMode::UiccReset, &[]));
    assert_eq!(desk.send("A0A40000023F00"), "9f16");
    assert!(desk.send("A0C0000016").ends_with("910b"));
    assert_eq!(desk.send("A01200000B"), "d00981030101048202818 29000".replace(' ', ""));
    desk.card.reset();
    assert_eq!(desk.send("A010000005FFFFFFFF01"), "9000", "a reset forgets");
}

// R: A10
#[test]
fn a_terminal_without_refresh_is_spared() {
    let mut desk = Desk::sample();
    assert!(desk.card.queue_refresh(RefreshMode::Init, &[]));
    assert_eq!(desk.send("8010000003FFFF7F"), "9000");
    assert!(!desk.card.queue_refresh(RefreshMode::Init, &[]));
    assert_eq!(desk.send("8010000000"), "6700");
    // A list too long to send becomes a full notification.
    assert_eq!(desk.send(PROFILE), "9000");
    let files = vec![[USIM, 0x6F07].into(); 40];
    assert!(desk.card.queue_refresh(RefreshMode::FileChange, &files));
    assert_eq!(desk.send("801200000B"), "d009810302010082028182 9000".replace(' ', ""));
}

// R: A10
#[test]
fn envelopes_that_the_terminal_announced() {
    let mut desk = Desk::sample();
    let sms = "80C2000006D10482028381";
    assert_eq!(desk.send(sms), "6985");
    assert_eq!(desk.send(PROFILE), "9000");
    assert_eq!(desk.send(sms), "9000");
    assert_eq!(desk.take_envelopes(), ["d10482028381"]);
    for (command, status) in [
        ("80C20000", "6700"),
        ("80C2000006D10582028381", "6a80"),
        ("80C2000006C10482028381", "6a80"),
        ("80C2010006D10482028381", "6a86"),
        ("00C2000006D10482028381", "6e00"),
    ] {
        assert_eq!(desk.send(command), status, "{command}");
    }
    assert_eq!(desk.send("80AA000005A9038101FF"), "9000");
    assert_eq!(desk.card.terminal_capability(), [0xA9, 0x03, 0x81, 0x01, 0xFF]);
    assert_eq!(desk.send("80AA000005A9048101FF"), "6a80");
    assert_eq!(desk.send("80AA0000"), "6700");
}

impl Desk {
    fn take_envelopes(&mut self) -> Vec<String> {
        let events = self.card.take_events().into_iter();
        events
            .filter_map(|event| if let CardEvent::Envelope(raw) = event { Some(hex::encode(raw)) } else { None })
            .collect()
    }
}
