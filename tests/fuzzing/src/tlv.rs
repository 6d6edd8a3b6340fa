use tlv::{Reader, Tag, Tlv, Writer};

/// Deeper nesting than any format here has.
const DEEPEST: usize = 32;

/// BER: every way to read a row of data objects. What was read is written back and must read the same.
pub(crate) fn tlv(data: &[u8]) {
    walk(Reader::new(data), 0);
    let mut reader = Reader::new(data);
    if let Ok(Some(first)) = reader.peek() {
        assert_eq!(reader.find(first.tag).expect("the first object is whole").map(|t| t.raw), Some(first.raw));
        let end = first.raw.len();
        assert_eq!(tlv::parse_one(&data[..end], first.tag).expect("it alone").value, first.value);
        assert!(reader.expect(first.tag).is_ok());
        let _ = (reader.take(first.tag), reader.require(first.tag), reader.end());
    }
}

fn walk(mut reader: Reader<'_>, depth: usize) {
    let whole = reader.rest();
    let mut at = 0;
    while let Ok(Some(object)) = reader.next() {
        assert_eq!(&whole[at..at + object.raw.len()], object.raw, "an object keeps its own bytes");
        at += object.raw.len();
        same_again(&object);
        let _ = (object.as_u64(), object.as_str(), object.as_array::<16>());
        if depth < DEEPEST {
            walk(object.children(), depth + 1);
        }
    }
}

/// DER of an object has the same tag and value, and is no longer than what was read.
fn same_again(object: &Tlv<'_>) {
    let written = tlv::encode(object.tag, object.value);
    assert!(written.len() <= object.raw.len());
    let read = tlv::parse_one(&written, object.tag).expect("own encoding");
    assert_eq!(read.value, object.value);
    if let Ok(number) = object.as_u64() {
        let written = Writer::build(|w| w.uint(object.tag, number));
        assert_eq!(tlv::parse_one(&written, object.tag).and_then(|t| t.as_u64()), Ok(number));
    }
    let _ = format!("{object:?} {}", Tag(object.tag.0));
}

/// Valid input, to begin from.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let number = Writer::build(|w| {
        w.uint(Tag::INTEGER, u64::MAX);
        w.uint(Tag::context(31), 0);
        w.text(0xBF_8540u32, "three bytes of tag");
    });
    let nested = (0..40).fold(Vec::new(), |inner, n| tlv::encode(Tag::context_constructed(n), &inner));
    let long = tlv::encode(Tag::OCTET_STRING, &[7; 300]);
    // Lengths that are not the shortest, which BER allows.
    let loose = vec![0x30, 0x82, 0, 5, 0x04, 0x81, 2, 1, 2, 0x9F, 0x1F, 0x83, 0, 0, 1, 9];
    vec![number, nested, long, loose]
}
