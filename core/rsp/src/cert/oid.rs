//! Object identifiers of SGP.22 §4.5.2 and RFC 5280, 5480, 8410, and our own.
//!
//! Landfall has no registered arc: its own identifiers stand under the private enterprise number 32473, which RFC 5612
//! keeps for documentation. Who deploys more than trials registers a number and changes what stands under [`LANDFALL`].

use der::asn1::ObjectIdentifier as Oid;

/// ecdsa-with-SHA256.
pub const ECDSA_SHA256: Oid = Oid::new_unwrap("1.2.840.10045.4.3.2");
/// ecdsa-with-SHA384.
pub const ECDSA_SHA384: Oid = Oid::new_unwrap("1.2.840.10045.4.3.3");
/// sha256WithRSAEncryption.
pub const RSA_SHA256: Oid = Oid::new_unwrap("1.2.840.113549.1.1.11");
/// rsaEncryption.
pub const RSA: Oid = Oid::new_unwrap("1.2.840.113549.1.1.1");
/// id-ecPublicKey.
pub const EC_PUBLIC_KEY: Oid = Oid::new_unwrap("1.2.840.10045.2.1");
/// prime256v1, the curve P-256.
pub const P256: Oid = Oid::new_unwrap("1.2.840.10045.3.1.7");
/// secp384r1, the curve P-384 (only in attestation chains).
pub const P384: Oid = Oid::new_unwrap("1.3.132.0.34");
/// brainpoolP256r1.
pub const BRAINPOOL_P256R1: Oid = Oid::new_unwrap("1.3.36.3.3.2.8.1.1.7");
/// FRP256V1.
pub const FRP256V1: Oid = Oid::new_unwrap("1.2.250.1.223.101.256.1");
/// id-X25519.
pub const X25519: Oid = Oid::new_unwrap("1.3.101.110");

/// Common name.
pub const COMMON_NAME: Oid = Oid::new_unwrap("2.5.4.3");
/// Serial number of the subject: the EID of an eUICC, the EID prefix in an EUM's name constraints.
pub const SERIAL_NUMBER: Oid = Oid::new_unwrap("2.5.4.5");
/// Organisation.
pub const ORGANIZATION: Oid = Oid::new_unwrap("2.5.4.10");

/// Subject key identifier.
pub const SUBJECT_KEY_ID: Oid = Oid::new_unwrap("2.5.29.14");
/// Key usage.
pub const KEY_USAGE: Oid = Oid::new_unwrap("2.5.29.15");
/// Subject alternative name.
pub const SUBJECT_ALT_NAME: Oid = Oid::new_unwrap("2.5.29.17");
/// Basic constraints.
pub const BASIC_CONSTRAINTS: Oid = Oid::new_unwrap("2.5.29.19");
/// CRL number.
pub const CRL_NUMBER: Oid = Oid::new_unwrap("2.5.29.20");
/// CRL entry: reason.
pub const CRL_REASON: Oid = Oid::new_unwrap("2.5.29.21");
/// CRL entry: invalidity date.
pub const INVALIDITY_DATE: Oid = Oid::new_unwrap("2.5.29.24");
/// Issuing distribution point of a CRL.
pub const ISSUING_DISTRIBUTION_POINT: Oid = Oid::new_unwrap("2.5.29.28");
/// Name constraints.
pub const NAME_CONSTRAINTS: Oid = Oid::new_unwrap("2.5.29.30");
/// CRL distribution points.
pub const CRL_DISTRIBUTION_POINTS: Oid = Oid::new_unwrap("2.5.29.31");
/// Certificate policies.
pub const CERTIFICATE_POLICIES: Oid = Oid::new_unwrap("2.5.29.32");
/// Authority key identifier.
pub const AUTHORITY_KEY_ID: Oid = Oid::new_unwrap("2.5.29.35");
/// Extended key usage.
pub const EXTENDED_KEY_USAGE: Oid = Oid::new_unwrap("2.5.29.37");
/// TLS server authentication.
pub const SERVER_AUTH: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.3.1");
/// TLS client authentication.
pub const CLIENT_AUTH: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.3.2");

/// id-rsp-expDate: when a CRL's entry may be dropped (SGP.22 Annex H).
pub const RSP_EXPIRATION_DATE: Oid = Oid::new_unwrap("2.23.146.1.2.0.1");
/// id-rsp-totalPartialCrlNumber.
pub const RSP_TOTAL_PARTIAL_CRL: Oid = Oid::new_unwrap("2.23.146.1.2.0.2");
/// id-rsp-partialCrlNumber.
pub const RSP_PARTIAL_CRL: Oid = Oid::new_unwrap("2.23.146.1.2.0.3");

/// id-rspRole-ci.
pub const ROLE_CI: Oid = Oid::new_unwrap("2.23.146.1.2.1.0");
/// id-rspRole-euicc.
pub const ROLE_EUICC: Oid = Oid::new_unwrap("2.23.146.1.2.1.1");
/// id-rspRole-eum.
pub const ROLE_EUM: Oid = Oid::new_unwrap("2.23.146.1.2.1.2");
/// id-rspRole-dp-tls.
pub const ROLE_DP_TLS: Oid = Oid::new_unwrap("2.23.146.1.2.1.3");
/// id-rspRole-dp-auth.
pub const ROLE_DP_AUTH: Oid = Oid::new_unwrap("2.23.146.1.2.1.4");
/// id-rspRole-dp-pb.
pub const ROLE_DP_PB: Oid = Oid::new_unwrap("2.23.146.1.2.1.5");
/// id-rspRole-ds-tls.
pub const ROLE_DS_TLS: Oid = Oid::new_unwrap("2.23.146.1.2.1.6");
/// id-rspRole-ds-auth.
pub const ROLE_DS_AUTH: Oid = Oid::new_unwrap("2.23.146.1.2.1.7");

/// The arc of Landfall's own identifiers.
pub const LANDFALL: Oid = Oid::new_unwrap("1.3.6.1.4.1.32473.20");
/// Role: a kiosk's near-field key.
pub const ROLE_KIOSK: Oid = Oid::new_unwrap("1.3.6.1.4.1.32473.20.1");
/// CSR attribute: the 32-byte hash of the handshake over which the request is made.
pub const CSR_BINDING: Oid = Oid::new_unwrap("1.3.6.1.4.1.32473.20.2.1");
/// CSR attribute: the device's hardware id.
pub const CSR_HARDWARE_ID: Oid = Oid::new_unwrap("1.3.6.1.4.1.32473.20.2.2");
/// CSR attribute: key attestation (kind and certificate chain).
pub const CSR_ATTESTATION: Oid = Oid::new_unwrap("1.3.6.1.4.1.32473.20.2.3");
/// Role: a network operator in TLS.
pub const ROLE_OPERATOR: Oid = Oid::new_unwrap("1.3.6.1.4.1.32473.20.4");
/// eUICC certificate extension: the assurance its issuer found for the key.
pub const ASSURANCE: Oid = Oid::new_unwrap("1.3.6.1.4.1.32473.20.3");
/// Item of a profile's metadata: its operator lets it be copied ([`crate::metadata::Portable`]).
pub const PORTABLE: Oid = Oid::new_unwrap("1.3.6.1.4.1.32473.20.5");

/// Android key attestation.
pub const ANDROID_KEY_DESCRIPTION: Oid = Oid::new_unwrap("1.3.6.1.4.1.11129.2.1.17");

/// Dotted text of an identifier's content bytes (X.690 §8.19), also of those under `2.999` (examples) and of others whose
/// first byte is above 127, which `const-oid` does not read.
pub(super) fn dotted(content: &[u8]) -> Option<String> {
    let mut arcs = Vec::new();
    let mut arc = 0u64;
    let mut begun = false;
    for byte in content {
        if (!begun && *byte == 0x80) || arc > u64::MAX >> 7 {
            return None;
        }
        arc = arc << 7 | u64::from(byte & 0x7F);
        begun = byte & 0x80 != 0;
        if !begun {
            arcs.push(arc);
            arc = 0;
        }
    }
    let (first, rest) = arcs.split_first().filter(|_| !begun)?;
    let root = (*first / 40).min(2);
    let mut text = format!("{root}.{}", first - root * 40);
    for arc in rest {
        text.push_str(&format!(".{arc}"));
    }
    Some(text)
}

/// Content bytes of an identifier in dotted text; `None` if it is none.
pub(crate) fn content(dotted: &str) -> Option<Vec<u8>> {
    let arcs: Vec<u64> = dotted.split('.').map(|arc| arc.parse().ok()).collect::<Option<_>>()?;
    let [root, second, rest @ ..] = arcs.as_slice() else { return None };
    if *root > 2 || (*root < 2 && *second > 39) {
        return None;
    }
    let mut out = Vec::new();
    for arc in std::iter::once(root.checked_mul(40)?.checked_add(*second)?).chain(rest.iter().copied()) {
        let groups = (64 - arc.leading_zeros()).div_ceil(7).max(1);
        for at in (0..groups).rev() {
            let more = if at == 0 { 0 } else { 0x80 };
            out.push(more | ((arc >> (7 * at)) & 0x7F) as u8);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_under_the_example_arc_are_read_and_written() {
        assert_eq!(dotted(&[0x88, 0x37, 0x0A]).as_deref(), Some("2.999.10"));
        assert_eq!(content("2.999.10").as_deref(), Some(&[0x88, 0x37, 0x0A][..]));
        assert_eq!(content("2.23.146.1.2.1.4").as_deref(), Some(ROLE_DP_AUTH.as_bytes()));
        assert_eq!(dotted(ROLE_KIOSK.as_bytes()).as_deref(), Some("1.3.6.1.4.1.32473.20.1"));
        for bad in ["", "1", "3.1", "1.40", "1.x", "2.18446744073709551615"] {
            assert_eq!(content(bad), None, "{bad}");
        }
        for bad in [&[][..], &[0x88], &[0x80, 0x01], &[0xFF; 12]] {
            assert_eq!(dotted(bad), None, "{bad:?}");
        }
    }
}
