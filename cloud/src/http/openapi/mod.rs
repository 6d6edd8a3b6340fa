//! The interface as OpenAPI 3.1 (`/api/openapi.json`), made of the same table as the router; what is sent and answered stands in [`schemas`],
//! which a test holds against `account::wire`.

mod document;
pub mod schemas;
mod subs;

pub use document::document;
