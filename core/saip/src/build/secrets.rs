//! Codes and keys.

use super::{comp128, writer::PackageWriter};
use model::{Algorithm, Subscriber};
use tlv::{Tag, Writer};

/// Three tries of three.
const THREE: u8 = 0x33;
/// Ten tries of ten.
const TEN: u8 = 0xAA;

/// `PE-PUKCodes`: PUK1 for PIN1, PUK2 for PIN2.
pub(super) fn puks(package: &mut PackageWriter, subscriber: &Subscriber) {
    package.element(0xA3, |w| {
        w.nest(0xA1, |w| {
            for reference in [0x01, 0x81] {
                w.nest(Tag::SEQUENCE, |w| {
                    w.uint(0x80, reference);
                    w.put(0x81, subscriber.puk.expose());
                    w.uint(0x82, TEN.into());
                });
            }
        });
    });
}

/// The MF's codes: PIN1, ADM1.
pub(super) fn pins(package: &mut PackageWriter, subscriber: &Subscriber) {
    let value = padded_pin(subscriber);
    let adm: &[u8; 8] = subscriber.adm.expose().try_into().expect("a checked row has 8 bytes of ADM1");
    package.element(0xA2, |w| {
        w.nest(0xA1, |w| {
            w.nest(0xA0, |w| {
                // May be changed and disabled.
                pin(w, 0x01, &value, Some(0x01), 7, THREE);
                pin(w, 0x0A, adm, None, 3, TEN);
            });
        });
    });
}

/// The USIM's own code: PIN2, which can't be disabled.
pub(super) fn local_pins(package: &mut PackageWriter, subscriber: &Subscriber) {
    let value = padded_pin(subscriber);
    package.element(0xA2, |w| {
        w.nest(0xA1, |w| {
            w.nest(0xA0, |w| pin(w, 0x81, &value, Some(0x81), 3, THREE));
        });
    });
}

fn pin(w: &mut Writer, reference: u8, value: &[u8; 8], unblocked_by: Option<u8>, attributes: u8, attempts: u8) {
    w.nest(Tag::SEQUENCE, |w| {
        w.uint(0x80, reference.into());
        w.put(0x81, value);
        if let Some(puk) = unblocked_by {
            w.uint(0x82, puk.into());
        }
        w.uint(0x83, attributes.into());
        w.uint(0x84, attempts.into());
    });
}

/// The first PIN padded with `FF` to 8 bytes (TS 102 221 §9.5.1).
pub(crate) fn padded_pin(subscriber: &Subscriber) -> zeroize::Zeroizing<[u8; 8]> {
    let mut value = zeroize::Zeroizing::new([0xFF; 8]);
    for (byte, digit) in value.iter_mut().zip(subscriber.pin.expose()) {
        *byte = *digit;
    }
    value
}

/// The USIM's key.
pub(super) fn aka(package: &mut PackageWriter, subscriber: &Subscriber) {
    let ki = subscriber.ki.expose();
    let (algorithm, options, opc, iterations) = match &subscriber.algorithm {
        // RES and MAC of 64 bits, CK and IK of 128.
        Algorithm::Milenage { opc } => (1, 1, opc, 1),
        Algorithm::Tuak { topc, iterations, res_size } => (2, tuak_options(*res_size), topc, *iterations),
        Algorithm::Comp128 { version } => {
            package.element(0xA9, |w| {
                w.put(0x81, comp128::ISSUER);
                w.put(0x82, &zeroize::Zeroizing::new(comp128::write(*version, ki)));
            });
            return;
        }
    };
    package.element(0xA4, |w| {
        w.nest(0xA1, |w| {
            w.nest(0xA1, |w| {
                w.uint(0x80, algorithm);
                w.put(0x81, &[options]);
                w.put(0x82, ki);
                w.put(0x83, opc.expose());
                if iterations != 1 {
                    w.uint(0x87, iterations.into());
                }
            });
        });
    });
}

/// `algorithmOptions` for a RES of `res_size` bytes, MAC of 8, CK and IK of 16.
pub(crate) const fn tuak_options(res_size: u8) -> u8 {
    match res_size {
        4 => 0,
        8 => 1,
        _ => 2,
    }
}
