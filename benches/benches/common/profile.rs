//! Profile packages of any size.

use model::{Algorithm, Subscriber};
use ring::rand::{SecureRandom, SystemRandom};
use tlv::{Tag, Writer};

/// Whose profile it is.
pub(crate) fn subscriber() -> Subscriber {
    Subscriber {
        iccid: "8900101000000000019".parse().expect("19 digits"),
        imsi: "001010123456789".parse().expect("15 digits"),
        msisdn: Some("99901234567".parse().expect("digits")),
        ki: [0x11; 16].into(),
        algorithm: Algorithm::Milenage { opc: [0x22; 16].into() },
        pin: b"2580".as_slice().into(),
        puk: b"31415926".as_slice().into(),
        adm: [0x41; 8].into(),
        mnc_digits: 2,
        operator: "Landfall".to_owned(),
    }
}

/// A subscriber's complete package, and with it so many files of an operator's own, of so many bytes each.
pub(crate) fn package(files: u16, size: u16) -> Vec<u8> {
    let mut upp = saip::build(&subscriber()).expect("a complete row").encode().expose().to_vec();
    let own = Writer::build(|w| {
        w.nest(0xA1u32, |w| {
            w.nest(0xA0u32, |w| w.put(0x81u32, &[0x7F]));
            w.nest(0xA1u32, |w| {
                w.nest(Tag::SEQUENCE, |w| {
                    w.put(0x80u32, &[]);
                    (0..files).for_each(|number| file(w, 0x4F00 + number, size));
                });
            });
        });
    });
    let mut reader = tlv::Reader::new(&upp);
    let mut end = 0;
    while let Ok(Some(element)) = reader.next() {
        end = element.raw.len();
    }
    let end = upp.len() - end;
    upp.splice(end..end, own);
    upp
}

/// A transparent file of the MF's, full of noise.
fn file(w: &mut Writer, fid: u16, size: u16) {
    let mut content = vec![0; usize::from(size)];
    SystemRandom::new().fill(&mut content).expect("the system's random source works");
    w.nest(0x62u32, |w| {
        w.put(0x82u32, &[0x41, 0x21]);
        w.put(0x83u32, &fid.to_be_bytes());
        w.put(0x8Bu32, &[0x2F, 0x06, 0x02]);
        w.put(0x80u32, &size.to_be_bytes());
        w.put(0x88u32, &[]);
    });
    w.put(0x81u32, &content);
}
