//! The cloud by HTTP: JSON below `/v1/`, refusals as `application/problem+json` (RFC 9457), a WebSocket that wakes devices.
//!
//! Law: carries what is said to [`service`](crate::service) and back, and judges nothing but the form of it. Each route stands in one table, of
//! which router and OpenAPI are both made.
//!
//! | what | where |
//! |---|---|
//! | the router, for a server or a test | [`router`] |
//! | each route, with what its page in OpenAPI says | [`endpoints`] |
//! | the WebSocket | [`wake`] |
//! | around each request: id, log, counting, faults | [`around`] |
//! | refusals | [`problem`] |
//! | counters for Prometheus | [`metrics`] |
//! | OpenAPI 3.1 | [`openapi`] |

mod answer;
mod app;
mod around;
mod bearer;
mod body;
mod chunks;
mod endpoint;
mod endpoints;
mod export;
mod from;
mod guarded;
mod metrics;
pub mod openapi;
mod path;
mod problem;
mod request_id;
mod wake;

pub use app::{App, Options};
pub use endpoint::{Endpoint, Method};
pub use problem::Failed;

use axum::{Router, middleware};
use std::sync::Arc;

/// The router with every route.
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for endpoint in endpoints::all() {
        router = router.route(endpoint.path, endpoint.handler);
    }
    router
        .fallback(problem::no_such_page)
        .method_not_allowed_fallback(problem::other_method)
        .layer(middleware::from_fn_with_state(app.clone(), around::around))
        .with_state(app)
}

/// Every route, as router and OpenAPI know it.
#[must_use]
pub fn routes() -> Vec<Endpoint> {
    endpoints::all()
}
