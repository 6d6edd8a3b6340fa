use super::App;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};
use web::server::Client;

/// Whose tries are counted.
pub(super) struct From(pub(super) IpAddr);

impl FromRequestParts<Arc<App>> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let connected = parts.extensions.get::<Client>().map(|client| client.0);
        let said = if app.options.behind_proxy { forwarded(&parts.headers) } else { None };
        Ok(Self(said.or(connected).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))))
    }
}

/// The address that the proxy itself added: the last one. Those before it are what the client wants to be taken for.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F4
    #[test]
    fn a_client_can_not_choose_its_address_behind_a_proxy() {
        let mut headers = HeaderMap::new();
        assert_eq!(forwarded(&headers), None);
        headers.append("x-forwarded-for", "192.0.2.1".parse().expect("a header"));
        headers.append("x-forwarded-for", "192.0.2.2, 2001:db8::7".parse().expect("a header"));
        assert_eq!(forwarded(&headers), "2001:db8::7".parse().ok());
    }
}
