//! What LPA and server each record of one session (E9), from the bytes that go between them.

use crate::card::Card;
use crate::desk::{ADDRESS, Desk, MATCHING_ID, versions};
use rsp::es9::{InitiateAuthenticationResponse, Request, Response};
use rsp::es10::{AuthenticateResponseOk, Command, GetEuiccChallengeResponse};
use rsp::lpa::{Config, Next, Session};
use rsp::version::{Accepted, Level};
use rsp::{Message, VersionType};

/// A session up to AuthenticateClient: the LPA's record, the server's, and whether the LPA sent an operation type.
fn recorded(desk: &mut Desk, card: &Card) -> (Accepted, Accepted, bool) {
    let config = Config { server_address: ADDRESS.into(), matching_id: Some(MATCHING_ID.into()), ..Config::default() };
    let (mut lpa, mut proof) = (Session::new(config), None);
    loop {
        match lpa.next().clone() {
            Next::Card(command) => {
                let answer = match Command::decode(&command).expect("an ES10 function") {
                    Command::GetEuiccInfo1 => card.info1().encode(),
                    Command::GetEuiccChallenge => GetEuiccChallengeResponse { euicc_challenge: [0xC4; 16] }.encode(),
                    Command::AuthenticateServer(request) => {
                        let mut signed = card.signed1(proof.as_ref().expect("the server's proof"), None);
                        signed.ctx_params1 = request.ctx_params1;
                        let (euicc, eum) = (card.certificate.as_der().to_vec(), card.eum.as_der().to_vec());
                        card.key.finish(AuthenticateResponseOk::unsigned(signed, euicc, eum)).encode()
                    }
                    other => panic!("not this far: {other:?}"),
                };
                lpa.card(Ok::<_, String>(&answer));
            }
            Next::Server(request) => match Request::decode(&request).expect("an ES9+ function") {
                Request::InitiateAuthentication(request) => {
                    let ok = desk.initiate(&request).expect("initiated");
                    proof = Some(ok.clone());
                    let response = InitiateAuthenticationResponse::Ok(Box::new(ok));
                    lpa.server(Ok(&Response::InitiateAuthentication(response).encode()));
                }
                Request::AuthenticateClient(request) => {
                    let checked = desk.server.authenticate_client(&mut desk.sessions, &request, desk.now);
                    let checked = checked.expect("its own");
                    let operation = checked.context().operation_type.is_some();
                    return (lpa.version().expect("negotiated").clone(), checked.accepted().clone(), operation);
                }
                other => panic!("not this far: {other:?}"),
            },
            other => panic!("not this far: {other:?}"),
        }
    }
}

// R: E2
// R: E3
// R: E9
#[test]
fn both_sides_end_with_the_same_record() {
    let v = VersionType::new;
    let (two, three) = (v(2, 2, 2), v(3, 0, 0));
    /// What the card offers, what the server has; where both work, and the server's version if it is sent.
    type Row = (VersionType, Option<VersionType>, &'static [&'static str], Level, Option<&'static str>);
    let table: [Row; 9] = [
        (two, Some(three), &["3.0.0", "2.3.0"], Level::Maximum, Some("3.0.0")),
        (two, Some(three), &["2.3.0"], Level::Minimum, None),
        // A lone version 2 has no place for the server's: both are at the minimum.
        (two, None, &["2.3.0"], Level::Minimum, None),
        (two, None, &["v2.3.0,profileDownload"], Level::Minimum, None),
        (two, None, &["3.0.0", "2.3.0"], Level::Minimum, None),
        (three, None, &["3.1.0"], Level::Maximum, Some("3.1.0")),
        (three, None, &["3.1.0", "2.3.0"], Level::Minimum, None),
        // Functions are not sent.
        (two, Some(three), &["v3.1.0,profileDownload", "v2.3.0,profileDownload"], Level::Maximum, Some("3.1.0")),
        (two, Some(v(2, 5, 0)), &["2.3.0"], Level::Maximum, Some("2.3.0")),
    ];
    for (lowest, highest, server, level, named) in table {
        let row = format!("{lowest} {highest:?} to {server:?}");
        let mut desk = Desk::with(|config| config.versions = versions(server));
        let card = Card { lowest, highest, ..desk.card() };
        let (client, served, operation) = recorded(&mut desk, &card);
        assert_eq!(client, served, "{row}");
        assert_eq!(served.level, level, "{row}");
        assert_eq!(served.server.as_ref(), versions(named.as_slice()).versions().first(), "{row}");
        assert_eq!(operation, level == Level::Maximum, "{row}");
    }
}

// R: E9
#[test]
fn a_server_uses_no_function_that_its_own_version_lacks() {
    // The number alone, which is what is sent, would allow a download.
    let mut desk = Desk::with(|config| config.versions = versions(&["v3.0.0,rpm"]));
    let card = desk.card();
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    let refused = desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect_err("no download");
    assert_eq!(refused, landfall_smdp::Refusal::Operation);
}
