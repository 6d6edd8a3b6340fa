//! A reader of InitiateAuthentication as SGP.22 v2.2 has it (`RSPDefinitions`, version-two), in DER, and nothing else. That module
//! is EXTENSIBILITY IMPLIED: behind the last component of a SEQUENCE a newer version may have more. Everything else that is not
//! known is an error: a tag before the end, an alternative of a CHOICE, anything beside what an explicit tag encloses.

/// Why it is not v2.2.
pub(crate) type Wrong = String;

/// A data object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Object<'a> {
    tag: u32,
    value: &'a [u8],
    raw: &'a [u8],
}

/// The next object; DER: definite lengths, as short as can be.
fn object(input: &[u8]) -> Result<(Object<'_>, &[u8]), Wrong> {
    let byte = |at: usize| input.get(at).copied().ok_or_else(|| format!("cut off after {at} bytes"));
    let (mut tag, mut at) = (u32::from(byte(0)?), 1);
    if tag & 0x1F == 0x1F {
        loop {
            let next = byte(at)?;
            tag = tag << 8 | u32::from(next);
            at += 1;
            if next & 0x80 == 0 {
                break;
            }
        }
    }
    let first = usize::from(byte(at)?);
    at += 1;
    let length = match first {
        0..=0x7F => first,
        0x81 | 0x82 => {
            let bytes = first & 0x7F;
            let length = (0..bytes).try_fold(0, |sum, n| byte(at + n).map(|b| sum << 8 | usize::from(b)))?;
            at += bytes;
            let shortest = if bytes == 1 { 0x80 } else { 0x100 };
            if length < shortest {
                return Err(format!("length {length} in {bytes} bytes"));
            }
            length
        }
        _ => return Err(format!("length byte {first:#x}")),
    };
    let value = input.get(at..at + length).ok_or("longer than what is there")?;
    Ok((Object { tag, value, raw: &input[..at + length] }, &input[at + length..]))
}

/// What an explicit tag encloses: exactly one object.
fn enclosed(input: &[u8]) -> Result<Object<'_>, Wrong> {
    let (one, rest) = object(input)?;
    if rest.is_empty() { Ok(one) } else { Err(format!("{:#x} stands behind what a tag encloses", rest[0])) }
}

fn within(input: &[u8], tag: u32) -> Result<&[u8], Wrong> {
    let one = enclosed(input)?;
    if one.tag == tag { Ok(one.value) } else { Err(format!("{:#x} in place of {tag:#x}", one.tag)) }
}

/// The components of a SEQUENCE, all mandatory, in their order, and the tags of what a newer version has behind them.
fn sequence<'a, const N: usize>(
    value: &'a [u8],
    tags: [u32; N],
    newer: &mut Vec<u32>,
) -> Result<[Object<'a>; N], Wrong> {
    let (mut rest, mut found) = (value, Vec::new());
    for tag in tags {
        let (next, behind) = object(rest)?;
        if next.tag != tag {
            return Err(format!("{:#x} in place of {tag:#x}", next.tag));
        }
        found.push(next);
        rest = behind;
    }
    while !rest.is_empty() {
        let (next, behind) = object(rest)?;
        newer.push(next.tag);
        rest = behind;
    }
    found.try_into().map_err(|_| "components".to_owned())
}

fn bytes<const N: usize>(object: &Object<'_>) -> Result<[u8; N], Wrong> {
    object.value.try_into().map_err(|_| format!("{:#x} has {} bytes", object.tag, object.value.len()))
}

/// InitiateAuthenticationRequest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestV2 {
    pub(crate) euicc_challenge: [u8; 16],
    pub(crate) smdp_address: String,
    pub(crate) svn: [u8; 3],
    pub(crate) roots: Vec<Vec<u8>>,
    /// What v2.2 has no name for, skipped.
    pub(crate) newer: Vec<u32>,
}

pub(crate) fn request(input: &[u8]) -> Result<RequestV2, Wrong> {
    let mut newer = Vec::new();
    let value = within(within(input, 0xA2)?, 0xBF39)?;
    let [challenge, address, info] = sequence(value, [0x81, 0x83, 0xBF20], &mut newer)?;
    let [svn, verification, signing] = sequence(info.value, [0x82, 0xA9, 0xAA], &mut newer)?;
    let (mut roots, mut rest) = (Vec::new(), signing.value);
    while !rest.is_empty() {
        let (id, behind) = object(rest)?;
        roots.push(id.value.to_vec());
        rest = behind;
    }
    if verification.value != signing.value {
        return Err("lists differ".into());
    }
    let smdp_address = String::from_utf8(address.value.to_vec()).map_err(|e| e.to_string())?;
    Ok(RequestV2 { euicc_challenge: bytes(&challenge)?, smdp_address, svn: bytes(&svn)?, roots, newer })
}

/// InitiateAuthenticationResponse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ResponseV2 {
    /// initiateAuthenticationOk.
    Ok {
        euicc_challenge: [u8; 16],
        server_address: String,
        /// What v2.2 has no name for, skipped.
        newer: Vec<u32>,
    },
    /// initiateAuthenticationError.
    Error(u8),
}

pub(crate) fn response(input: &[u8]) -> Result<ResponseV2, Wrong> {
    let choice = enclosed(within(within(input, 0xA2)?, 0xBF39)?)?;
    match choice.tag {
        0x81 => {
            let [code] = bytes(&choice)?;
            // invalidDpAddress, euiccVersionNotSupportedByDp, ciPKNotSupported; an INTEGER has no other limit.
            Ok(ResponseV2::Error(code))
        }
        0xA0 => {
            let mut newer = Vec::new();
            let tags = [0x80, 0x30, 0x5F37, 0x04, 0x30];
            let [id, signed, signature, root, certificate] = sequence(choice.value, tags, &mut newer)?;
            let [signed_id, challenge, address, server_challenge] =
                sequence(signed.value, [0x80, 0x81, 0x83, 0x84], &mut newer)?;
            let _: ([u8; 64], [u8; 16], [u8; 20]) = (bytes(&signature)?, bytes(&server_challenge)?, bytes(&root)?);
            if id.value != signed_id.value || !(1..=16).contains(&id.value.len()) {
                return Err("transactionId".into());
            }
            within(certificate.raw, 0x30)?;
            let server_address = String::from_utf8(address.value.to_vec()).map_err(|e| e.to_string())?;
            Ok(ResponseV2::Ok { euicc_challenge: bytes(&challenge)?, server_address, newer })
        }
        other => Err(format!("no alternative {other:#x}")),
    }
}

/// It is as strict as it says.
#[test]
fn the_parser_refuses_what_is_not_version_2() {
    let good = hex::decode("a206bf3903810102").expect("hex");
    assert_eq!(response(&good), Ok(ResponseV2::Error(2)));
    for (bad, why) in [
        ("a214bf3903810103fe0c8005382e382e348103332e37", "0xfe stands behind what a tag encloses"),
        ("a206bf3903820102", "no alternative 0x82"),
        ("a206bf39038101", "longer than what is there"),
        ("a2", "cut off after 1 bytes"),
        ("a28106bf3903810102", "length 6 in 1 bytes"),
        ("a280bf39038101020000", "length byte 0x80"),
        ("a206bf3a03810102", "0xbf3a in place of 0xbf39"),
        ("a206bf390381010200", "0x0 stands behind what a tag encloses"),
    ] {
        assert_eq!(response(&hex::decode(bad).expect("hex")), Err(why.to_owned()), "{bad}");
    }
    // A component that v2.2 lacks is taken at the end only.
    let mut newer = Vec::new();
    assert!(sequence(&[0x80, 0, 0x82, 0, 0x85, 0], [0x80, 0x82], &mut newer).is_ok());
    assert_eq!(newer, [0x85]);
    assert!(sequence(&[0x80, 0, 0x85, 0, 0x82, 0], [0x80, 0x82], &mut newer).is_err());
}
