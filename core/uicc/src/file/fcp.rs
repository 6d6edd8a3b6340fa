use super::{Access, FilePath, FileSpec, Structure, Tree, access::implied_arr};
use model::SecretBytes;
use tlv::Writer;

/// The codes of a DF for its PIN status template: key reference, and whether the code is enabled.
pub(crate) type PinStatus = Vec<(u8, bool)>;

/// File control parameters, `62 …` (TS 102 221 §11.1.1.3). `None` if the file is not there.
pub(crate) fn fcp(tree: &Tree, path: &FilePath, pins: &PinStatus) -> Option<Vec<u8>> {
    let file = tree.get(path)?;
    Some(Writer::build(|w| {
        w.nest(0x62, |w| {
            w.put(0x82, &descriptor(file));
            match &file.structure {
                // An ADF is named by its AID; its FID is of no use to a terminal.
                Structure::Adf { aid } => w.put(0x84, aid),
                _ => w.put(0x83, &path.fid().to_be_bytes()),
            }
            proprietary(w, path, file, tree.content(path));
            w.put(0x8A, &[file.life_cycle.to_byte()]);
            security(w, path, file);
            if file.is_df() {
                pin_status(w, pins);
            } else {
                w.put(0x80, &size(file.size));
                w.put(0x88, file.sfi.map(|sfi| sfi << 3).as_slice());
            }
        });
    }))
}

/// File descriptor: shareable, kind and structure, data coding `21`, and for EFs of records their length and number.
fn descriptor(file: &FileSpec) -> Vec<u8> {
    match file.structure {
        Structure::Df | Structure::Adf { .. } => vec![0x78, 0x21],
        Structure::Transparent => vec![0x41, 0x21],
        Structure::LinearFixed { record } => of_records(0x42, record, file.size),
        Structure::Cyclic { record } => of_records(0x46, record, file.size),
        Structure::BerTlv => vec![0x79, 0x21],
    }
}

fn of_records(first: u8, record: u8, size: usize) -> Vec<u8> {
    let count = size / usize::from(record.max(1));
    vec![first, 0x21, 0x00, record, u8::try_from(count).unwrap_or(254)]
}

/// At least two bytes, as terminals expect.
fn size(bytes: usize) -> Vec<u8> {
    match u16::try_from(bytes) {
        Ok(short) => short.to_be_bytes().to_vec(),
        Err(_) => u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes().to_vec(),
    }
}

fn proprietary(w: &mut Writer, path: &FilePath, file: &FileSpec, content: Option<&SecretBytes>) {
    if path.is_mf() {
        w.nest(0xA5, |w| {
            // UICC characteristics: clock stop allowed, all supply voltages named.
            w.put(0x80, &[0x71]);
            // Supported commands: TERMINAL CAPABILITY.
            w.put(0x87, &[0x01]);
        });
    } else if file.special != 0 || file.structure == Structure::BerTlv {
        w.nest(0xA5, |w| {
            if file.structure == Structure::BerTlv {
                // Memory left, DER only, memory kept for this file alone, and the most it may take.
                w.put(0x83, &size(file.size.saturating_sub(content.map_or(0, SecretBytes::len))));
                w.put(0x84, &[0x01]);
                w.put(0x85, &size(file.size));
                w.put(0x86, &size(file.size));
            }
            // Private objects stand behind those of ETSI (§11.1.1.4.6).
            w.put(0xC0, &[file.special]);
        });
    }
}

fn security(w: &mut Writer, path: &FilePath, file: &FileSpec) {
    match &file.access {
        Access::Expanded(rule) => w.put(0xAB, rule),
        Access::Compact(rule) => w.put(0x8C, rule),
        Access::Always => w.put(0xAB, &[0x80, 0x01, 0x1B, 0x90, 0x00, 0x84, 0x01, 0x32, 0x90, 0x00]),
        Access::Referenced { ef_arr, records } => {
            let mut value = ef_arr.unwrap_or_else(|| implied_arr(path)).to_be_bytes().to_vec();
            match records.as_slice() {
                [(0, record)] => value.push(*record),
                pairs => value.extend(pairs.iter().flat_map(|(se, record)| [*se, *record])),
            }
            w.put(0x8B, &value);
        }
    }
}

/// PIN status template: a bit a code, first code in the highest bit, then the key references; the universal PIN
/// carries its usage qualifier.
fn pin_status(w: &mut Writer, pins: &PinStatus) {
    let mut bits = vec![0u8; pins.len().div_ceil(8).max(1)];
    for (index, (_, enabled)) in pins.iter().enumerate() {
        if let (true, Some(byte)) = (*enabled, bits.get_mut(index / 8)) {
            *byte |= 0x80 >> (index % 8);
        }
    }
    w.nest(0xC6, |w| {
        w.put(0x90, &bits);
        for (reference, enabled) in pins {
            if *reference == 0x11 {
                w.put(0x95, &[if *enabled { 0x08 } else { 0x00 }]);
            }
            w.put(0x83, &[*reference]);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::LifeCycle;

    fn of(path: FilePath, file: FileSpec, pins: &PinStatus) -> String {
        let mut tree = Tree::default();
        tree.put(path.clone(), file);
        hex::encode(fcp(&tree, &path, pins).expect("there"))
    }

    // R: A10
    #[test]
    fn templates_byte_for_byte() {
        let mf = of(FilePath::mf(), FileSpec::df(Access::arr(0x2F06, 2)), &vec![(0x01, true), (0x0A, false)]);
        assert_eq!(
            mf,
            "622382027821 83023f00 a506 800171 870101 8a0105 8b032f0602 c609 900180 830101 83010a".replace(' ', "")
        );
        let adf = FileSpec::adf(&[0xA0, 0, 0, 0, 0x87], Access::record(1));
        let adf = of([0x7FF0].into(), adf, &vec![(0x01, false), (0x81, true), (0x11, true)]);
        assert_eq!(
            adf,
            "6224 82027821 8405a000000087 8a0105 8b032f0601 c60f 900160 830101 830181 950108 830111".replace(' ', "")
        );
        let imsi = FileSpec::transparent(9, Access::record(3)).sfi(7);
        let imsi = of([0x7FF0, 0x6F07].into(), imsi, &vec![]);
        assert_eq!(imsi, "6217 82024121 83026f07 8a0105 8b036f0603 80020009 880138".replace(' ', ""));
        let acm =
            FileSpec::cyclic(3, 5, Access::Expanded(vec![0x80, 1, 1, 0x90, 0])).life_cycle(LifeCycle::Deactivated);
        let acm = of([0x7FF0, 0x6F39].into(), acm, &vec![]);
        assert_eq!(acm, "621b 82054621000305 83026f39 8a0104 ab058001019000 8002000f 8800".replace(' ', ""));
    }
}
