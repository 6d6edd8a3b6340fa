//! A PostgreSQL of one's own, for tests and benches: a private data folder, a socket in it, nothing of the machine's own service.
//!
//! Law: it ends with the process that started it, however that ends; and it knows no crate of the product.
//!
//! ```no_run
//! let Some(server) = landfall_postgres::Server::shared() else { return };
//! let url = server.database();
//! ```

mod guard;
mod installed;
mod server;
mod user;

pub use installed::installed;
pub use server::Server;
