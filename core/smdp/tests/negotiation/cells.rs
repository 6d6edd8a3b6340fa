//! The axes of the matrix.

use rsp::VersionType;
use rsp::es10::{EuiccInfo1, LpaRspCapability, OperationType};
use rsp::version::{Level, Supported, WrittenVersions};

pub(crate) const ROOT: [u8; 20] = hex_root();

/// Key id of the SGP.26 test CI.
const fn hex_root() -> [u8; 20] {
    [
        0xF5, 0x41, 0x72, 0xBD, 0xF9, 0x8A, 0x95, 0xD6, 0x5C, 0xBE, 0xB8, 0x8A, 0x38, 0xA1, 0xC1, 0x1D, 0x80, 0x0A,
        0x85, 0xC3,
    ]
}

/// What a phone sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) name: &'static str,
    pub(crate) lowest: VersionType,
    pub(crate) highest: Option<VersionType>,
    /// Of which generation its LPA is: one of version 3 tells what it can.
    pub(crate) lpa_v3: bool,
    /// Minimum and maximum as they are written beside (E4).
    pub(crate) written: Option<(&'static str, Option<&'static str>)>,
}

const V2: VersionType = VersionType::new(2, 2, 2);
const V3: VersionType = VersionType::new(3, 0, 0);

pub(crate) const SENT: [Sent; 4] = [
    Sent { name: "one version, v2", lowest: V2, highest: None, lpa_v3: false, written: None },
    Sent { name: "one version, v3", lowest: V3, highest: None, lpa_v3: true, written: None },
    Sent { name: "minimum and maximum, LPA of v2", lowest: V2, highest: Some(V3), lpa_v3: false, written: None },
    Sent { name: "minimum and maximum, LPA of v3", lowest: V2, highest: Some(V3), lpa_v3: true, written: None },
];

impl Sent {
    pub(crate) fn info(&self) -> EuiccInfo1 {
        EuiccInfo1 {
            lowest_svn: self.lowest,
            highest_svn: self.highest,
            euicc_ci_pk_id_list_for_verification: vec![ROOT.to_vec()],
            euicc_ci_pk_id_list_for_signing: vec![ROOT.to_vec()],
            ..EuiccInfo1::default()
        }
    }

    pub(crate) fn written(&self) -> Option<WrittenVersions> {
        let read = |text: &str| text.parse().expect("a version");
        self.written.map(|(minimum, maximum)| WrittenVersions { minimum: read(minimum), maximum: maximum.map(read) })
    }

    pub(crate) fn capability(&self) -> Option<LpaRspCapability> {
        self.lpa_v3.then_some(LpaRspCapability::CERT_CHAIN_V3_SUPPORT)
    }
}

/// What a server has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Has {
    pub(crate) name: &'static str,
    pub(crate) versions: &'static [&'static str],
}

pub(crate) const HAS: [Has; 6] = [
    Has { name: "the minimum only", versions: &["2.2.2"] },
    Has { name: "the maximum only", versions: &["3.0.0"] },
    Has { name: "both", versions: &["3.0.0", "2.2.2"] },
    Has { name: "neither", versions: &["4.0.0"] },
    Has { name: "another of the minimum's major", versions: &["2.9.0"] },
    Has { name: "another of the maximum's major", versions: &["3.4.0"] },
];

impl Has {
    pub(crate) fn supported(&self) -> Supported {
        Supported::new(self.versions.iter().map(|v| v.parse().expect("a version")).collect())
    }
}

/// What the server answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// It proves itself, and names its version.
    Version(VersionType),
    /// It proves itself, and names none.
    NoVersion,
    /// It refuses with this number; subject and reason are 8.8.3/3.1.
    Refused(u8),
}

/// What the phone does then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    /// It works at this version of its own; and the operation type that it sends.
    Works { level: Level, at: VersionType, operation: Option<OperationType> },
    /// It sends no AuthenticateClient: the server does not support its versions.
    EndsByServer,
    /// It sends no AuthenticateClient: it does not support the server's version.
    EndsByPhone,
}
