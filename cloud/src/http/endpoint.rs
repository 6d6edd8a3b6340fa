use super::App;
use crate::service::Act;
use axum::routing::{MethodFilter, MethodRouter, on};
use std::sync::Arc;

/// How something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes, or asks.
    Post,
    /// Replaces.
    Put,
    /// Ends.
    Delete,
}

impl Method {
    /// As HTTP writes it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

/// A route: how it is served, and what is said of it.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// How.
    pub method: Method,
    /// Where; `{id}`, `{iccid}`, `{agency}` stand for one.
    pub path: &'static str,
    /// In a few words.
    pub summary: &'static str,
    /// What its token must let do; none where none is asked for.
    pub act: Option<Act>,
    /// The schema of what is sent.
    pub takes: Option<&'static str>,
    /// Members of the query: name, schema, whether it must be there.
    pub query: &'static [(&'static str, &'static str, bool)],
    /// Status and schema of what is answered.
    pub answers: &'static [(u16, &'static str)],
    /// Other statuses than those that may come from any route: each a problem.
    pub refuses: &'static [u16],
    pub(super) handler: MethodRouter<Arc<App>>,
}

impl Endpoint {
    pub(super) fn new<H, T>(method: Method, path: &'static str, summary: &'static str, handler: H) -> Self
    where
        H: axum::handler::Handler<T, Arc<App>>,
        T: 'static,
    {
        let handler = on(method.filter(), handler);
        Self { method, path, summary, act: None, takes: None, query: &[], answers: &[], refuses: &[], handler }
    }

    pub(super) const fn by(mut self, act: Act) -> Self {
        self.act = Some(act);
        self
    }

    pub(super) const fn takes(mut self, schema: &'static str) -> Self {
        self.takes = Some(schema);
        self
    }

    pub(super) const fn query(mut self, query: &'static [(&'static str, &'static str, bool)]) -> Self {
        self.query = query;
        self
    }

    pub(super) const fn answers(mut self, answers: &'static [(u16, &'static str)]) -> Self {
        self.answers = answers;
        self
    }

    pub(super) const fn refuses(mut self, statuses: &'static [u16]) -> Self {
        self.refuses = statuses;
        self
    }
}
