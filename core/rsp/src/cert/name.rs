use der::asn1::ObjectIdentifier as Oid;
use x509_cert::name::Name as Parsed;

/// A distinguished name: types and values in order. The string type is left out of comparisons (RFC 5280 §7.1 lets
/// issuers write one name as PrintableString here and as UTF8String there).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Name(Vec<(Oid, Vec<u8>)>);

impl Name {
    pub(super) fn read(parsed: &Parsed) -> Self {
        Self(parsed.iter().map(|part| (part.oid, part.value.value().to_vec())).collect())
    }

    /// The first value of this type as text, if it is UTF-8 (PrintableString and IA5String are).
    pub(super) fn text(&self, oid: Oid) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(found, _)| *found == oid)?;
        std::str::from_utf8(value).ok()
    }

    /// How many values of this type there are.
    pub(super) fn count(&self, oid: Oid) -> usize {
        self.0.iter().filter(|(found, _)| *found == oid).count()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The types in order.
    pub(super) fn types(&self) -> impl Iterator<Item = Oid> + '_ {
        self.0.iter().map(|(oid, _)| *oid)
    }
}
