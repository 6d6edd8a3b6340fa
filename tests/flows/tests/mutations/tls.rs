//! The same over a connection with TLS, which a changed body never ends.

use crate::{authenticate, cancel, counter::many, desk::Desk, initiate, notification, package};

// R: E7 F1
#[test]
fn changed_requests_over_one_connection() {
    let mut desk = Desk::over_tls(6);
    let few = many() / 40;
    initiate::send(&mut desk, few);
    authenticate::send(&mut desk, few);
    package::send(&mut desk, few);
    cancel::send(&mut desk, few);
    notification::send(&mut desk, few);
    desk.close(&[]);
}
