use tlv::{Tag, Writer};

/// `PEStatus.status`: what became of a profile element (PEDefinitions, `PEStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status(pub u16);

impl Status {
    /// Done.
    pub const OK: Self = Self(0);
    /// The profile element is not supported.
    pub const PE_NOT_SUPPORTED: Self = Self(1);
    /// The memory failed.
    pub const MEMORY_FAILURE: Self = Self(2);
    /// A value is not one that may stand there.
    pub const BAD_VALUES: Self = Self(3);
    /// The profile does not fit.
    pub const NOT_ENOUGH_MEMORY: Self = Self(4);
    /// The element is not encoded as its type says.
    pub const INVALID_REQUEST_FORMAT: Self = Self(5);
    /// A parameter is well formed but impossible here.
    pub const INVALID_PARAMETER: Self = Self(6);
    /// The application runtime is not supported.
    pub const RUNTIME_NOT_SUPPORTED: Self = Self(7);
    /// A library that an application needs is not there.
    pub const LIB_NOT_SUPPORTED: Self = Self(8);
    /// The file template is not supported.
    pub const TEMPLATE_NOT_SUPPORTED: Self = Self(9);
    /// A feature or mandatory service is not supported.
    pub const FEATURE_NOT_SUPPORTED: Self = Self(10);
    /// A PIN that another element names is missing.
    pub const PIN_CODE_MISSING: Self = Self(11);
    /// The package's major version is not supported.
    pub const UNSUPPORTED_PROFILE_VERSION: Self = Self(31);
    /// ISO 7816: a file with this identifier exists already.
    pub const FILE_EXISTS: Self = Self(0x6A89);
    /// ISO 7816: file not found.
    pub const FILE_NOT_FOUND: Self = Self(0x6A82);
}

/// One `PEStatus`: a status and the element it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeStatus {
    /// What became of it.
    pub status: Status,
    /// `PEHeader.identification` of the element; none for the header, which has no such number.
    pub identification: Option<u16>,
    /// Additional information; here the number of the mandatory service or field that was refused.
    pub additional_information: Option<u8>,
}

impl PeStatus {
    /// A status of one element.
    #[must_use]
    pub const fn new(status: Status, identification: Option<u16>) -> Self {
        Self { status, identification, additional_information: None }
    }
}

/// `EUICCResponse`: what the eUICC says of the whole package; SGP.22 carries its DER as `simaResponse` in the
/// ProfileInstallationResult (§2.5.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EuiccResponse {
    /// One `ok` for a package without remarks, else the elements that were refused.
    pub statuses: Vec<PeStatus>,
    /// Whether the installation was broken off.
    pub aborted: bool,
}

impl EuiccResponse {
    /// Everything was installed; `remarks` name the elements that were left out, as their sender allowed.
    #[must_use]
    pub fn installed(remarks: &[PeStatus]) -> Self {
        let statuses = if remarks.is_empty() { vec![PeStatus::new(Status::OK, None)] } else { remarks.to_vec() };
        Self { statuses, aborted: false }
    }

    /// DER: `SEQUENCE { [0] SEQUENCE OF PEStatus, [1] NULL OPTIONAL }`. Success is `3007 A005 3003 800100`.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        Writer::build(|w| {
            w.nest(Tag::SEQUENCE, |w| {
                w.nest(0xA0, |w| {
                    for status in &self.statuses {
                        w.nest(Tag::SEQUENCE, |w| {
                            w.uint(0x80, status.status.0.into());
                            if let Some(identification) = status.identification {
                                w.uint(0x81, identification.into());
                            }
                            if let Some(more) = status.additional_information {
                                w.uint(0x82, more.into());
                            }
                        });
                    }
                });
                if self.aborted {
                    w.put(0x81, &[]);
                }
            });
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_well_known_success() {
        assert_eq!(hex::encode(EuiccResponse::installed(&[]).encode()), "3007a0053003800100");
    }

    #[test]
    fn a_refusal_names_element_and_reason() {
        let status = PeStatus::new(Status::TEMPLATE_NOT_SUPPORTED, Some(300));
        let response = EuiccResponse { statuses: vec![status], aborted: true };
        assert_eq!(hex::encode(response.encode()), "300da00930078001098102012c8100");
        let iso = PeStatus::new(Status::FILE_EXISTS, None);
        assert_eq!(hex::encode(EuiccResponse::installed(&[iso]).encode()), "3008a006300480026a89");
    }
}
