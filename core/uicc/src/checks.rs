//! The checks that keep attackers out, each named, so that a test can take one away and see the attack succeed (`model::Check`).

use model::Check;

/// A try is taken away durably before a code is compared.
pub const TRY_FIRST: Check = Check::named("uicc: a try is durable before the comparison");
