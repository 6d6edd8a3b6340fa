/// What one side takes from the other. Each side names its own in the handshake; the other keeps to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest message taken, in bytes.
    pub max_message: u32,
    /// How many messages may be under way at once.
    pub max_outstanding: u16,
}

impl Limits {
    /// A phone takes packages of some megabytes.
    pub const PHONE: Self = Self { max_message: 32 << 20, max_outstanding: 8 };
    /// A kiosk takes requests only, from anybody.
    pub const KIOSK: Self = Self { max_message: 64 << 10, max_outstanding: 8 };
}
