use landfall_stage::Broken;
use model::{Algorithm, Iccid, Subscriber};
use tlv::{Reader, Tag, Writer};

/// So many bytes stand in a file of the package: it takes a while over the air.
const CONTENT: usize = 60_000;

/// An operator's own profile package with a large file, and the card number in it.
pub(crate) fn package() -> Result<(Vec<u8>, Iccid), Broken> {
    let subscriber = Subscriber {
        iccid: Iccid::with_check_digit("899990191000000000").map_err(Broken::not)?,
        imsi: "001019100000000".parse().map_err(Broken::not)?,
        msisdn: None,
        ki: [0x11; 16].into(),
        algorithm: Algorithm::Milenage { opc: [0x22; 16].into() },
        pin: b"2580".as_slice().into(),
        puk: b"31415926".as_slice().into(),
        adm: [0x41; 8].into(),
        mnc_digits: 2,
        operator: "Nord Mobile".to_owned(),
    };
    let plain = saip::build(&subscriber).map_err(Broken::not)?.encode();
    let (mut elements, mut package) = (Reader::new(plain.expose()), Vec::new());
    while let Some(element) = elements.next().map_err(Broken::not)? {
        // In front of the last one, which ends the package.
        if element.tag == Tag::from(0xAA) {
            package.extend(large_file());
        }
        package.extend_from_slice(element.raw);
    }
    Ok((package, subscriber.iccid))
}

/// `PE-GenericFileManagement` that makes EF 2F50 below the MF.
fn large_file() -> Vec<u8> {
    let content: Vec<u8> = (0..CONTENT).map(|at| ((at * 31) >> 3) as u8).collect();
    Writer::build(|w| {
        w.nest(0xA1, |w| {
            w.nest(0xA0, |w| {
                w.put(0x80, &[]);
                w.uint(0x81, 200);
            });
            w.nest(0xA1, |w| {
                w.nest(Tag::SEQUENCE, |w| {
                    w.put(0x80, &[]);
                    w.nest(0x62, |w| {
                        w.put(0x82, &[0x41, 0x21]);
                        w.put(0x83, &[0x2F, 0x50]);
                        w.put(0x8B, &[0x2F, 0x06, 0x01]);
                        w.put(0x80, &(CONTENT as u16).to_be_bytes());
                    });
                    w.put(0x81, &content);
                });
            });
        });
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_holds_the_large_file() {
        let (bytes, iccid) = package().expect("a package");
        let profile = saip::resolve(&saip::Package::parse(&bytes).expect("a package")).expect("it can be done");
        assert_eq!(profile.iccid, iccid);
        let file = profile.file(&[0x2F50]).expect("it is there");
        assert_eq!(file.kind.content().len(), CONTENT);
    }
}
