use super::schemas;
use crate::{
    http::{Endpoint, Method, routes},
    service::may,
    storage::TokenKind,
};
use utoipa::openapi::{
    Components, ComponentsBuilder, Content, ContentBuilder, HttpMethod, Info, OpenApi, OpenApiBuilder, PathItem, Paths,
    Ref, RefOr, Required, ResponseBuilder,
    path::{Operation, OperationBuilder, ParameterBuilder, ParameterIn},
    request_body::RequestBodyBuilder,
    security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
};

/// The name of the one way to show a token.
const TOKEN: &str = "token";

/// The document.
#[must_use]
pub fn document() -> OpenApi {
    let mut paths = Paths::new();
    for endpoint in routes() {
        let method = method(endpoint.method);
        let operation = operation(&endpoint);
        match paths.paths.get_mut(endpoint.path) {
            Some(item) => item.merge_operations(PathItem::new(method, operation)),
            None => {
                paths.paths.insert(endpoint.path.to_owned(), PathItem::new(method, operation));
            }
        }
    }
    let mut info = Info::new("Landfall cloud", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "Accounts whose records the server can't read, the log that syncs them, orders to lost phones. Bytes are base64url without padding, \
         times seconds since 1970 (UTC); members that are not known are skipped. How keys are made and used: docs/account-keys.md."
            .to_owned(),
    );
    OpenApiBuilder::new().info(info).paths(paths).components(Some(components())).build()
}

fn components() -> Components {
    let token = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    let mut components = ComponentsBuilder::new().security_scheme(TOKEN, token);
    for (name, schema) in schemas::all() {
        components = components.schema(name, schema);
    }
    components.build()
}

fn operation(endpoint: &Endpoint) -> Operation {
    let mut operation = OperationBuilder::new().summary(Some(endpoint.summary)).operation_id(Some(id(endpoint)));
    if let Some(act) = endpoint.act {
        let kinds =
            TokenKind::ALL.into_iter().filter(|kind| may(*kind, act)).map(|kind| format!("{kind:?}").to_lowercase());
        let by = format!("By a token of: {}.", kinds.collect::<Vec<_>>().join(", "));
        operation = operation.description(Some(by)).security(SecurityRequirement::new(TOKEN, [] as [&str; 0]));
    }
    for name in members(endpoint.path) {
        let member = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True);
        let schema = match name {
            "iccid" => "Iccid",
            "agency" => "AgencyId",
            _ => "Bytes",
        };
        operation = operation.parameter(member.schema(Some(Ref::from_schema_name(schema))).build());
    }
    for (name, schema, required) in endpoint.query {
        let required = if *required { Required::True } else { Required::False };
        let member = ParameterBuilder::new().name(*name).parameter_in(ParameterIn::Query).required(required);
        operation = operation.parameter(member.schema(Some(Ref::from_schema_name(*schema))).build());
    }
    if let Some(schema) = endpoint.takes {
        let body =
            RequestBodyBuilder::new().content("application/json", content(schema)).required(Some(Required::True));
        operation = operation.request_body(Some(body.build()));
    }
    for (status, schema) in endpoint.answers {
        let kind = match *schema {
            "Page" => "text/plain",
            _ => "application/json",
        };
        let answer = ResponseBuilder::new().description(endpoint.summary);
        let answer = if schema.is_empty() { answer } else { answer.content(kind, content(schema)) };
        operation = operation.response(status.to_string(), answer.build());
    }
    for status in refusals(endpoint) {
        let problem =
            ResponseBuilder::new().description(said(status)).content("application/problem+json", content("Problem"));
        operation = operation.response(status.to_string(), problem.build());
    }
    operation.build()
}

/// What stands in braces.
fn members(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// Each status that refuses, but for those that stand among the answers.
fn refusals(endpoint: &Endpoint) -> Vec<u16> {
    let mut all: Vec<u16> = endpoint.refuses.to_vec();
    if endpoint.act.is_some() {
        all.extend([401, 403]);
    }
    if endpoint.takes.is_some() {
        all.extend([400, 408, 413, 415]);
    } else if members(endpoint.path).next().is_some() || !endpoint.query.is_empty() {
        all.push(400);
    }
    if endpoint.path.starts_with("/v1/") {
        all.extend([500, 503]);
    } else if endpoint.path == "/readyz" {
        all.push(503);
    }
    all.sort_unstable();
    all.dedup();
    all.retain(|status| endpoint.answers.iter().all(|(answered, _)| answered != status));
    all
}

const fn said(status: u16) -> &'static str {
    match status {
        400 => "It can't be read",
        401 => "No token, or no proof, that is good now",
        403 => "Not by this kind of token",
        404 => "It is not there",
        408 => "The body did not come in time",
        409 => "Something else came first",
        413 => "The body is too long",
        415 => "The body is no JSON",
        422 => "A signature, a chain or a rule does not hold",
        429 => "Too often: Retry-After says when",
        503 => "Not now: Retry-After says when",
        _ => "The server failed",
    }
}

fn content(schema: &str) -> Content {
    let schema: RefOr<_> = RefOr::Ref(Ref::from_schema_name(schema));
    ContentBuilder::new().schema(Some(schema)).build()
}

/// `POST /v1/login/start` is `post_login_start`.
fn id(endpoint: &Endpoint) -> String {
    let path = endpoint.path.trim_start_matches("/v1").replace(['{', '}'], "").replace(['/', '.'], "_");
    format!("{}{path}", endpoint.method.text().to_lowercase())
}

const fn method(method: Method) -> HttpMethod {
    match method {
        Method::Get => HttpMethod::Get,
        Method::Post => HttpMethod::Post,
        Method::Put => HttpMethod::Put,
        Method::Delete => HttpMethod::Delete,
    }
}
