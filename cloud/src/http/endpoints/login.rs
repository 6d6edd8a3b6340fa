use crate::http::{
    App, Endpoint, Failed, Method,
    answer::{Answer, ok},
    body::Body,
    from::From,
};
use account::{
    signed::Signed,
    wire::{LoggedIn, LoginFinish, LoginStart, LoginStarted, PasskeySignIn, Session},
};
use axum::extract::State;
use std::sync::Arc;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::Post,
            "/v1/login/start",
            "KE1 of a login; answered alike for a login that nobody has",
            start,
        )
        .takes("LoginStart")
        .answers(&[(200, "LoginStarted")])
        .refuses(&[429]),
        Endpoint::new(Method::Post, "/v1/login/finish", "KE3 of a login: a visitor's token", finish)
            .takes("LoginFinish")
            .answers(&[(200, "LoggedIn")])
            .refuses(&[401]),
        Endpoint::new(Method::Post, "/v1/passkeys/sign-in", "A passkey's token, by its word on a challenge", passkey)
            .takes("PasskeySignIn")
            .answers(&[(200, "Session")])
            .refuses(&[401]),
        Endpoint::new(Method::Post, "/v1/recovery", "A recovery token, by a proof of the sheet", recover)
            .takes("Signed")
            .answers(&[(200, "LoggedIn")])
            .refuses(&[401]),
    ]
}

async fn start(
    State(app): State<Arc<App>>,
    From(address): From,
    Body(request): Body<LoginStart, 16>,
) -> Result<Answer<LoginStarted>, Failed> {
    Ok(ok(app.service().login_start(request, address).await?))
}

async fn finish(State(app): State<Arc<App>>, Body(request): Body<LoginFinish, 16>) -> Result<Answer<LoggedIn>, Failed> {
    Ok(ok(app.service().login_finish(request).await?))
}

async fn recover(State(app): State<Arc<App>>, Body(proof): Body<Signed, 16>) -> Result<Answer<LoggedIn>, Failed> {
    Ok(ok(app.service().recover(&proof).await?))
}

async fn passkey(
    State(app): State<Arc<App>>,
    Body(request): Body<PasskeySignIn, 16>,
) -> Result<Answer<Session>, Failed> {
    Ok(ok(app.service().sign_in_by_passkey(&request).await?))
}
