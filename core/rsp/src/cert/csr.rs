//! Certificate request (PKCS#10, RFC 2986) of a phone that was never online.
