//! The SM-DP+: answers the five functions of ES9+ (SGP.22 §5.6) and those of ES2+ (§5.3), for kiosk and cloud alike.
//!
//! Law: sans-IO. A request, the time and randomness come in; what must be signed goes out as [`ToSign`] and becomes the
//! answer when the signature comes back. Orders belong to the caller: it looks them up between two phases and makes a
//! changed [`Order`] durable before it sends the answer.
//!
//! - [`Server`]: what it is called, its certificates (several CIs side by side), roots, revocation lists, versions
//! - [`Sessions`]: those under way, in memory, bounded in number and life
//! - [`Server::initiate_authentication`] → [`Server::authenticate_client`] ([`ClientChecked`]) →
//!   [`Server::get_bound_profile_package`] ([`PackageChecked`]) → [`Server::handle_notification`] ([`NotificationRead`]);
//!   [`Server::cancel_session`] in between
//! - [`ds`]: the SM-DS beside it, which tells eUICCs of orders that wait for them
//! - [`es2`]: what operators order, and are told
//! - [`order`]: an order's life, as pure transitions
//! - [`rpm`]: orders of commands (v3): [`ClientChecked::with_rpm_order`] → [`NotificationRead::with_rpm_order`]
//! - [`checks`]: what keeps attackers out, by name
//! - [`Refusal`]: every check that can say no, with SGP.22's subject and reason codes; [`Asked`]: who is told it

mod asked;
mod authenticate_client;
mod authority;
mod cancel_session;
mod certificates;
pub mod checks;
pub mod ds;
pub mod es2;
mod get_bound_profile_package;
mod handle_notification;
mod initiate_authentication;
pub mod order;
mod refusal;
pub mod rpm;
mod server;
mod session;
mod to_sign;

pub use asked::Asked;
pub use authenticate_client::{ClientChecked, CommandsOffered, DownloadOffered};
pub use cancel_session::SessionCancelled;
pub use certificates::CertificateSet;
pub use get_bound_profile_package::{PackageBound, PackageChecked};
pub use handle_notification::{NotificationRead, VerifiedNotification, VerifiedRpmResult};
pub use order::Order;
pub use refusal::{OrderRefusal, Refusal};
pub use rpm::RpmOrder;
pub use rsp::es9::Function;
pub use server::{Config, ConfigError, Server};
pub use session::Sessions;
pub use to_sign::{KeyName, ToSign};
