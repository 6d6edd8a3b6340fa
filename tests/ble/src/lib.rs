//! Bluetooth LE on the real BlueZ: our kiosk and our phone in a virtual machine with three virtual controllers, no radio needed.
//!
//! Law: what is proven is said by the scenes (`guest/scenes.sh`) inside; here the machine is built, booted and read. Debian's packages
//! bring kernel and BlueZ; where something is missing the bench says so and is skipped, and in CI (`CI=true`) it fails.
//!
//! - [`Bench`]: the machine; [`Figures`]: what it measured

mod bench;
mod bulk;
mod figures;

pub use bench::{Bench, ready};
pub use figures::Figures;
