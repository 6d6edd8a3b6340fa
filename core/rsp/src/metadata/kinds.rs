use crate::message::{codes, named_bits};

named_bits! {
    /// Profile policy rules (SGP.22 §2.8.1).
    pub struct PprIds {
        /// PPRs may be updated by the operator (ES6).
        UPDATE_CONTROL = 0,
        /// PPR1: disabling of this profile is not allowed.
        PPR1 = 1,
        /// PPR2: deletion of this profile is not allowed.
        PPR2 = 2,
    }
}

codes! {
    /// The format of a profile's icon.
    pub enum IconType {
        /// JPEG.
        Jpg = 0,
        /// PNG.
        Png = 1,
    }
}

codes! {
    /// Whether a profile is in use.
    pub enum ProfileState {
        /// Installed and not in use.
        Disabled = 0,
        /// In use.
        Enabled = 1,
    }
}

codes! {
    /// What a profile is for (SGP.22 §2.4.5).
    pub enum ProfileClass {
        /// For testing of the device; hidden from its user.
        Test = 0,
        /// Gives connectivity for nothing but getting profiles.
        Provisioning = 1,
        /// A subscriber's.
        Operational = 2,
    }
}
