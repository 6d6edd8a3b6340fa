/// Answer to reset (ISO/IEC 7816-3 §8.2): direct convention; T=0 offered, fast (TA1 = 96); clock stop and voltage
/// classes A, B, C (TA3); historical bytes: selection by full and partial AID, EF.DIR, logical channels assigned by
/// the card, 8 or more; the name `LF`.
pub(super) const ATR: [u8; 19] = with_check([
    0x3B, 0x9C, 0x96, 0x80, 0x1F, 0xC7, 0x80, 0x31, 0xE0, 0x73, 0xFE, 0x21, 0x17, 0x64, 0x4C, 0x46, 0x01, 0x00, 0x00,
]);

/// TCK, the last byte, makes the exclusive or of all bytes but the first zero.
const fn with_check(mut atr: [u8; 19]) -> [u8; 19] {
    let mut at = 1;
    let mut sum = 0;
    while at < atr.len() - 1 {
        sum ^= atr[at];
        at += 1;
    }
    atr[atr.len() - 1] = sum;
    atr
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_atr_is_well_formed_and_offers_t0() {
        let historical = usize::from(ATR[1] & 0x0F);
        // TS, T0, TA1, TD1, TD2, TA3, historical bytes, TCK.
        assert_eq!(ATR.len(), 6 + historical + 1);
        assert_eq!(ATR[3] & 0x0F, 0, "T=0");
        assert_eq!(ATR.iter().skip(1).fold(0, |sum, b| sum ^ b), 0);
    }
}
