use super::FilePath;
use model::SecretBytes;

/// What an application authenticates with (PEDefinitions, `PE-AKAParameter`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AkaParameters {
    /// The application's directory.
    pub application: FilePath,
    /// Number of the element that gave them.
    pub identification: Option<u16>,
    /// Its AID.
    pub aid: Vec<u8>,
    /// The algorithm with its own parameters.
    pub algorithm: AkaAlgorithm,
    /// Subscriber key: 16 bytes, or 32 with TUAK.
    pub ki: SecretBytes,
    /// How sequence numbers are checked.
    pub sqn: SqnParameters,
    /// How many authentications the application may do in all, if that is limited.
    pub max_authentications: Option<u32>,
    /// Another application (by AID) whose key and sequence numbers these are, shared as the options say.
    pub shared_with: Option<MappedAka>,
}

/// `MappingParameter`: key material or sequence numbers shared with another application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedAka {
    /// AID of the application.
    pub source: Vec<u8>,
    /// `mappingOptions` as sent. No public source says what its bits mean (tools write 06); here key and sequence numbers
    /// are shared whatever it says.
    pub options: u8,
}

/// An algorithm and its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AkaAlgorithm {
    /// MILENAGE (TS 35.206).
    Milenage {
        /// OPc, 16 bytes.
        opc: SecretBytes,
        /// r1 to r5, in bits.
        rotation: [u8; 5],
        /// c1 to c5.
        xoring: [[u8; 16]; 5],
    },
    /// TUAK (TS 35.231).
    Tuak {
        /// TOPc, 32 bytes.
        topc: SecretBytes,
        /// How many times Keccak-f\[1600\] runs.
        iterations: u8,
        /// RES size in bytes: 4, 8, 16 or 32.
        res_size: u8,
        /// MAC-A and MAC-S size in bytes: 8, 16 or 32.
        mac_size: u8,
        /// CK size in bytes: 16 or 32.
        ck_size: u8,
        /// IK size in bytes: 16 or 32.
        ik_size: u8,
    },
    /// The test algorithm of TS 34.108 §8.1.2 (XOR).
    UsimTest {
        /// RES size in bytes: 4, 8 or 16.
        res_size: u8,
    },
    /// COMP128, for GSM only. The standard has no such algorithm: see [`crate::build`].
    Comp128 {
        /// 1, 2 or 3.
        version: u8,
    },
}

/// How sequence numbers are checked (TS 33.102 annex C).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqnParameters {
    /// `sqnOptions` as sent. Bit 2 is protection against wrap around, by Δ (TCA's sample profile and GSMA's TS.48 say so of
    /// the default `02`). No public source tells the other bits, and packages of the field set some (`0E`): they are taken, and the
    /// card judges by each slot's own highest number, which is the stricter side.
    pub options: u8,
    /// `sqnDelta`: the largest step up that is accepted, in sequence numbers without IND.
    pub delta: u64,
    /// `sqnAgeLimit`: how far behind the highest a number may be.
    pub age_limit: u64,
    /// `sqnInit`: SEQ of each of the 32 IND slots.
    pub init: [u64; 32],
}
