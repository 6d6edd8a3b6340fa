//! A page for phones that have nothing of ours: on the kiosk's own Wi-Fi it shows the offers, reserves one, and gives the activation code that
//! the phone's own settings take (SGP.22 §4.1).
//!
//! It asks the kiosk what any phone asks near by, so quotas, vouchers and the attendant's word hold here as well. Whatever else is asked for,
//! as phones do to find out whether there is a network, is sent to the first page.

mod page;
mod qr;
mod words;

use crate::{Kiosk, Peer, clock::now, reserve::OF_A_PAGE};
use axum::{
    Extension, Form, Router,
    body::Body,
    extract::{DefaultBodyLimit, Path},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    routing::{get, post},
};
use model::{ActivationCode, DeviceFeatures, Offer, Platform, Random, SecretBytes, ServiceSelection};
use nearfield::message::{Authorisation, Refusal, Request, Reserve, Response as Answer, sale_code};
use page::Sale;
use serde::Deserialize;
use std::sync::Arc;
use web::server::Client;
use words::Words;
use zeroize::Zeroizing;

/// The longest form, in bytes.
const FORM: usize = 4_096;

/// What a form says.
#[derive(Deserialize)]
struct Wish {
    class: String,
    /// 32 hexadecimal digits, made with the page: pressing twice reserves once.
    nonce: String,
    #[serde(default)]
    voucher: String,
}

/// The pages.
pub(crate) fn routes(kiosk: Arc<Kiosk>) -> Router {
    let (offering, reserving, showing) = (kiosk.clone(), kiosk.clone(), kiosk.clone());
    let offers = move |client: Extension<Client>, headers: HeaderMap| async move {
        blocking(move || offers(&offering, &client, Words::of(&headers), None)).await
    };
    let reserve = move |client: Extension<Client>, headers: HeaderMap, Form(wish): Form<Wish>| async move {
        blocking(move || reserve(&reserving, &client, Words::of(&headers), wish)).await
    };
    let sale = move |Path(id): Path<String>, headers: HeaderMap| async move {
        blocking(move || sale(&showing, &id, Words::of(&headers))).await
    };
    let home = format!("http://{}/", kiosk.settings().smdp_host());
    Router::new()
        .route("/", get(offers))
        .route("/sales", post(reserve))
        .route("/sales/{id}", get(sale))
        .fallback(move || async move { moved(StatusCode::FOUND, &home) })
        .layer(DefaultBodyLimit::max(FORM))
}

async fn blocking(answer: impl FnOnce() -> Response<Body> + Send + 'static) -> Response<Body> {
    tokio::task::spawn_blocking(answer).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a page was not made");
        html(StatusCode::INTERNAL_SERVER_ERROR, String::new())
    })
}

fn offers(kiosk: &Kiosk, client: &Client, words: &'static Words, said: Option<&Refusal>) -> Response<Body> {
    let request = Request::Catalogue { selection: ServiceSelection::default(), features: features(client) };
    let found: Result<Vec<Offer>, Refusal> = match ask(kiosk, &request) {
        Answer::Offers(offers) => Ok(offers.offers),
        Answer::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::Internal),
    };
    let nonce = hex::encode(crate::Entropy.array::<16>());
    let status = if said.is_some() || found.is_err() { StatusCode::CONFLICT } else { StatusCode::OK };
    let name = &kiosk.settings().name;
    html(status, page::offers(words, name, found.as_deref().map_err(Clone::clone), &nonce, said))
}

fn reserve(kiosk: &Kiosk, client: &Client, words: &'static Words, wish: Wish) -> Response<Body> {
    let mut nonce = [0; 16];
    if hex::decode_to_slice(&wish.nonce, &mut nonce).is_err() {
        return offers(kiosk, client, words, Some(&Refusal::NotUnderstood));
    }
    let voucher = Zeroizing::new(wish.voucher);
    let voucher = Some(voucher.trim()).filter(|v| !v.is_empty()).map(|v| SecretBytes::from(v.as_bytes()));
    let request = Request::Reserve(Box::new(Reserve {
        class_id: wish.class,
        nonce,
        user_id: String::new(),
        features: features(client),
        voucher,
        csr: None,
        packages: false,
    }));
    match ask(kiosk, &request) {
        Answer::Reserved(reserved) => moved(StatusCode::SEE_OTHER, &format!("/sales/{}", reserved.matching_id)),
        Answer::Refused(refusal) => offers(kiosk, client, words, Some(&refusal)),
        _ => offers(kiosk, client, words, Some(&Refusal::Internal)),
    }
}

fn sale(kiosk: &Kiosk, matching_id: &str, words: &'static Words) -> Response<Body> {
    let answer = ask(kiosk, &Request::Await { matching_id: matching_id.to_owned() });
    let code = ActivationCode {
        smdp_address: kiosk.settings().smdp_address.clone(),
        matching_id: matching_id.to_owned(),
        smdp_oid: None,
        confirmation_code: false,
    };
    let (status, sale) = match answer {
        Answer::Authorisation(Authorisation::Granted) => (StatusCode::OK, Sale::Ready(code.to_string())),
        Answer::Authorisation(Authorisation::Waiting(_)) => (StatusCode::OK, Sale::Waits(sale_code(matching_id))),
        Answer::Authorisation(Authorisation::Denied { why }) => (StatusCode::OK, Sale::Denied(why)),
        Answer::Refused(Refusal::UnknownMatchingId) => (StatusCode::NOT_FOUND, Sale::Over),
        _ => (StatusCode::SERVICE_UNAVAILABLE, Sale::Over),
    };
    html(status, page::sale(words, &kiosk.settings().name, &sale))
}

fn ask(kiosk: &Kiosk, request: &Request) -> Answer {
    // A page asks for no certificate, which is all that a session's binding is for.
    kiosk.handle(request, &Peer { binding: [0; 32] }, now())
}

/// A phone of which only its place on the kiosk's Wi-Fi is known; it brings its own card and its own program.
fn features(client: &Client) -> DeviceFeatures {
    DeviceFeatures {
        platform: Platform { os: "any".to_owned(), cpu: "any".to_owned() },
        secure_storage: true,
        hardware_id: format!("{OF_A_PAGE}{}", client.0),
        program_installed: true,
        driver_installed: true,
    }
}

fn html(status: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
        ),
    );
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn moved(status: StatusCode, to: &str) -> Response<Body> {
    let mut response = html(status, String::new());
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}
