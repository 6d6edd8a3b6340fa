//! The JSON binding of ES9+ (SGP.22 §6.5.2): every message with its members, kept in `tests/snapshots/json.txt`; what is taken although
//! it is not written so; what is refused.

use crate::samples::{Sample, es9};
use landfall_rsp::es9::{Function, Request, Response, json::JsonError};
use serde_json::{Value, json};

const SNAPSHOT: &str = include_str!("../snapshots/json.txt");

/// A sample of ES9+ in the JSON binding.
enum Either {
    Request(Request),
    Response(Function, Response),
}

impl Either {
    fn json(&self) -> Vec<u8> {
        match self {
            Self::Request(request) => request.to_json(),
            Self::Response(_, response) => response.to_json(),
        }
    }
}

fn of(Sample { name, encoded, .. }: &Sample) -> Either {
    if !name.contains("Response") {
        return Either::Request(Request::decode(encoded).expect("a sample"));
    }
    let response = Response::decode(encoded).expect("a sample");
    let function = match response {
        Response::InitiateAuthentication(_) => Function::InitiateAuthentication,
        Response::AuthenticateClient(_) | Response::AuthenticateClientEs11(_) => Function::AuthenticateClient,
        Response::GetBoundProfilePackage(_) => Function::GetBoundProfilePackage,
        Response::CancelSession(_) => Function::CancelSession,
        Response::NotificationAccepted => Function::HandleNotification,
    };
    Either::Response(function, response)
}

fn request(name: &str) -> (Request, Value) {
    match of(&named(name)) {
        Either::Request(request) => {
            let members = serde_json::from_slice(&request.to_json()).expect("JSON");
            (request, members)
        }
        Either::Response(..) => panic!("{name} is a response"),
    }
}

fn response(name: &str) -> (Function, Response, Value) {
    match of(&named(name)) {
        Either::Response(function, response) => {
            let members = serde_json::from_slice(&response.to_json()).expect("JSON");
            (function, response, members)
        }
        Either::Request(_) => panic!("{name} is a request"),
    }
}

fn named(name: &str) -> Sample {
    es9().into_iter().find(|sample| sample.name == name).unwrap_or_else(|| panic!("no sample {name}"))
}

fn read(function: Function, members: &Value) -> Result<Request, JsonError> {
    Request::from_json(function, &serde_json::to_vec(members).expect("JSON"))
}

fn read_answer(function: Function, members: &Value) -> Result<Response, JsonError> {
    Response::from_json(function, &serde_json::to_vec(members).expect("JSON"))
}

/// `members` with one of them changed.
fn with(members: &Value, name: &str, value: impl Into<Value>) -> Value {
    let mut changed = members.clone();
    changed[name] = value.into();
    changed
}

fn without(members: &Value, name: &str) -> Value {
    let mut changed = members.clone();
    changed.as_object_mut().expect("an object").remove(name).unwrap_or_else(|| panic!("no {name}"));
    changed
}

fn text<'a>(members: &'a Value, name: &str) -> &'a str {
    members[name].as_str().unwrap_or_else(|| panic!("{name} is a text"))
}

// R: E7
#[test]
fn bodies_stay_as_they_are() {
    let lines: Vec<String> = es9()
        .iter()
        .map(|sample| format!("{} {}", sample.name, String::from_utf8(of(sample).json()).expect("text")))
        .collect();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/json.txt");
        std::fs::write(path, lines.join("\n") + "\n").expect("the snapshot is writable");
        return;
    }
    for (now, then) in lines.iter().zip(SNAPSHOT.lines()) {
        assert_eq!(now, then, "UPDATE_SNAPSHOTS=1 writes the snapshot anew");
    }
    assert_eq!(lines.len(), SNAPSHOT.lines().count());
}

// R: E7
#[test]
fn what_is_written_is_read_as_the_same() {
    for sample in es9() {
        let name = sample.name;
        match of(&sample) {
            Either::Request(request) => {
                let again = Request::from_json(request.function(), &request.to_json()).expect(name);
                assert_eq!(hex::encode(again.encode()), hex::encode(&sample.encoded), "{name}");
            }
            Either::Response(function, response) => {
                let again = Response::from_json(function, &response.to_json()).expect(name);
                assert_eq!(again.to_json(), response.to_json(), "{name}");
                match response.refusal() {
                    // The number that ASN.1 has for a refusal is not in JSON; subject and reason are.
                    Some(status) => assert_eq!(again.refusal(), Some(status), "{name}"),
                    None => assert_eq!(hex::encode(again.encode()), hex::encode(&sample.encoded), "{name}"),
                }
            }
        }
    }
}

/// SGP.22 §6.5.2.6 to §6.5.2.10, member by member.
// R: E7
#[test]
fn members_are_called_as_the_standard_calls_them() {
    let table: [(&str, &[&str]); 5] = [
        (
            "InitiateAuthenticationRequest",
            // The last one is since v3.
            &["euiccChallenge", "euiccInfo1", "smdpAddress", "lpaRspCapability"],
        ),
        ("AuthenticateClientRequest", &["transactionId", "authenticateServerResponse"]),
        ("GetBoundProfilePackageRequest", &["transactionId", "prepareDownloadResponse"]),
        ("HandleNotification", &["pendingNotification"]),
        ("CancelSessionRequestEs9", &["transactionId", "cancelSessionResponse"]),
    ];
    for (name, members) in table {
        check_members(&request(name).1, members, name);
    }
    let table: [(&str, &[&str]); 5] = [
        (
            "InitiateAuthenticationResponse/ok",
            &[
                "header",
                "transactionId",
                "serverSigned1",
                "serverSignature1",
                "euiccCiPKIdToBeUsed",
                "serverCertificate",
            ],
        ),
        (
            "AuthenticateClientResponse/ok",
            &["header", "transactionId", "profileMetadata", "smdpSigned2", "smdpSignature2", "smdpCertificate"],
        ),
        ("GetBoundProfilePackageResponse/ok", &["header", "transactionId", "boundProfilePackage"]),
        ("CancelSessionResponseEs9/ok", &["header"]),
        // A refusal has its header and nothing else.
        ("AuthenticateClientResponse/error and status", &["header"]),
    ];
    for (name, members) in table {
        check_members(&response(name).2, members, name);
    }
}

fn check_members(object: &Value, expected: &[&str], name: &str) {
    let found: Vec<&str> = object.as_object().expect("an object").keys().map(String::as_str).collect();
    let sorted = |mut names: Vec<&str>| {
        names.sort_unstable();
        names.join(" ")
    };
    assert_eq!(sorted(found), sorted(expected.to_vec()), "{name}");
}

/// What strict clients look at.
// R: E7
#[test]
fn signatures_and_key_ids_travel_as_whole_data_objects() {
    let (_, _, ok) = response("InitiateAuthenticationResponse/ok");
    assert!(text(&ok, "serverSignature1").starts_with("XzdA"), "5F37 40");
    assert!(text(&ok, "euiccCiPKIdToBeUsed").starts_with("BA"), "04");
    assert_eq!(text(&ok, "transactionId"), "01020304", "hexadecimal, and no base64");
    assert_eq!(ok["header"]["functionExecutionStatus"]["status"], "Executed-Success");
    let (_, _, refused) = response("AuthenticateClientResponse/error and status");
    let data = &refused["header"]["functionExecutionStatus"]["statusCodeData"];
    assert_eq!((&data["subjectCode"], &data["reasonCode"]), (&json!("8.2"), &json!("1.2")));
}

/// Law 8: what is not known is skipped, on both sides.
// R: E1 E7
#[test]
fn members_that_are_not_known_are_skipped() {
    let strange = json!({"a": [1, null, {"b": "c"}]});
    for sample in es9() {
        let mut members: Value = serde_json::from_slice(&of(&sample).json()).expect("JSON");
        members["vendorSpecific"] = strange.clone();
        members["header"]["vendorSpecific"] = strange.clone();
        match of(&sample) {
            Either::Request(request) => {
                let again = read(request.function(), &members).expect(sample.name);
                assert_eq!(again.to_json(), request.to_json(), "{}", sample.name);
            }
            Either::Response(function, response) => {
                let again = read_answer(function, &members).expect(sample.name);
                assert_eq!(again.to_json(), response.to_json(), "{}", sample.name);
            }
        }
    }
}

// R: E7
#[test]
fn base64_without_padding_or_with_line_breaks_is_taken() {
    let (asked, members) = request("InitiateAuthenticationRequest");
    let function = asked.function();
    assert!(text(&members, "euiccChallenge").ends_with("=="), "16 bytes need padding");
    for change in [
        |text: &str| text.trim_end_matches('=').to_owned(),
        |text: &str| text.as_bytes().chunks(20).map(|line| format!("{}\r\n", String::from_utf8_lossy(line))).collect(),
        |text: &str| text.replace('/', "\\/"),
    ] {
        let mut body = String::from("{");
        for name in ["euiccChallenge", "euiccInfo1", "lpaRspCapability"] {
            let changed = change(text(&members, name)).replace('\r', "\\r").replace('\n', "\\n");
            body.push_str(&format!("\"{name}\":\"{changed}\",\n"));
        }
        body.push_str("\"smdpAddress\":\"a.b\"}");
        let read = Request::from_json(function, body.as_bytes()).unwrap_or_else(|error| panic!("{error}: {body}"));
        assert_eq!(read.to_json(), asked.to_json());
    }
}

// R: E7
#[test]
fn hexadecimal_of_either_case_is_taken() {
    let (asked, members) = request("CancelSessionRequestEs9");
    for id in ["aAbBcCdD", "aabbccdd", "AABBCCDD"] {
        let read = read(asked.function(), &with(&members, "transactionId", id)).expect(id);
        let Request::CancelSession(read) = read else { panic!("another function") };
        assert_eq!(read.transaction_id.to_string(), "AABBCCDD");
    }
}

/// Without it, or with null in its place, an answer that has all members is a success; older servers do so.
// R: E7
#[test]
fn a_success_without_a_header_is_one() {
    for name in [
        "InitiateAuthenticationResponse/ok",
        "AuthenticateClientResponse/ok",
        "GetBoundProfilePackageResponse/ok",
        "CancelSessionResponseEs9/ok",
    ] {
        let (function, response, members) = response(name);
        for bare in [without(&members, "header"), with(&members, "header", Value::Null)] {
            assert_eq!(read_answer(function, &bare).expect(name).to_json(), response.to_json(), "{name}");
        }
    }
}

// R: E7
#[test]
fn the_longer_name_of_the_key_id_is_taken() {
    let (function, response, members) = response("InitiateAuthenticationResponse/ok");
    let id = text(&members, "euiccCiPKIdToBeUsed").to_owned();
    let renamed = with(&without(&members, "euiccCiPKIdToBeUsed"), "euiccCiPKIdentifierToBeUsed", id);
    assert_eq!(read_answer(function, &renamed).expect("v3's name").to_json(), response.to_json());
}

/// A refusal that a server can't word is one all the same; none of its members is needed.
// R: E7
#[test]
fn a_refusal_is_one_whatever_is_missing_in_it() {
    let table = [
        (json!({"status": "Failed"}), "1.6", "4.2"),
        (json!({"status": "Expired"}), "1.6", "4.2"),
        (json!({"status": "Failed", "statusCodeData": {"subjectCode": "8.1", "reasonCode": "4.8"}}), "8.1", "4.8"),
        (json!({"status": "Failed", "statusCodeData": {"subjectCode": "what", "reasonCode": "?"}}), "1.6", "4.2"),
    ];
    for function in [
        Function::InitiateAuthentication,
        Function::AuthenticateClient,
        Function::GetBoundProfilePackage,
        Function::CancelSession,
    ] {
        for (status, subject, reason) in &table {
            let answer = json!({"header": {"functionExecutionStatus": status}});
            let read = read_answer(function, &answer).unwrap_or_else(|error| panic!("{error}: {answer}"));
            let code = read.refusal().unwrap_or_else(|| panic!("{answer} is no success"));
            assert_eq!((&*code.subject, &*code.reason), (*subject, *reason), "{answer}");
        }
    }
}

// R: E7
#[test]
fn what_is_missing_or_of_another_kind_is_refused() {
    for sample in es9() {
        let (function, members, is_request) = match of(&sample) {
            Either::Request(request) => (request.function(), request.to_json(), true),
            Either::Response(_, response) if response.refusal().is_some() => continue,
            Either::Response(function, response) => (function, response.to_json(), false),
        };
        let members: Value = serde_json::from_slice(&members).expect("JSON");
        let refused = |changed: &Value| match is_request {
            true => read(function, changed).err(),
            false => read_answer(function, changed).err(),
        };
        for name in members.as_object().expect("an object").keys() {
            let optional = matches!(name.as_str(), "header" | "lpaRspCapability" | "euiccVersions");
            if !optional {
                assert!(refused(&without(&members, name)).is_some(), "{} without {name}", sample.name);
                assert!(refused(&with(&members, name, Value::Null)).is_some(), "{}: {name} null", sample.name);
            }
            assert!(refused(&with(&members, name, 7)).is_some(), "{}: {name} a number", sample.name);
            // Of the members, one is a list.
            let list = name == "eventEntries";
            assert_eq!(refused(&with(&members, name, json!([]))).is_some(), !list, "{}: {name} a list", sample.name);
        }
    }
}

/// Each refusal says which member it is about: whoever debugs a client reads nothing else.
// R: E7 F3
#[test]
fn a_refusal_names_the_member_and_what_is_wrong() {
    let cases: [(&str, &str, &str, &str); 14] = [
        ("InitiateAuthenticationRequest", "euiccChallenge", "~~~", "euiccChallenge is not base64"),
        ("InitiateAuthenticationRequest", "euiccChallenge", "AAAA", "euiccChallenge: "),
        ("InitiateAuthenticationRequest", "euiccInfo1", "vyAA!", "euiccInfo1 is not base64"),
        ("InitiateAuthenticationRequest", "euiccInfo1", "vyA=", "euiccInfo1: "),
        ("InitiateAuthenticationRequest", "lpaRspCapability", "MAA=", "lpaRspCapability: "),
        ("AuthenticateClientRequest", "transactionId", "0102030", "transactionId is not hexadecimal"),
        ("AuthenticateClientRequest", "transactionId", "010203zz", "transactionId is not hexadecimal"),
        ("AuthenticateClientRequest", "transactionId", "", "transactionId: "),
        ("AuthenticateClientRequest", "transactionId", "010203040506070809101112131415161718", "transactionId: "),
        ("AuthenticateClientRequest", "authenticateServerResponse", "vzgA", "authenticateServerResponse: "),
        ("GetBoundProfilePackageRequest", "prepareDownloadResponse", "", "prepareDownloadResponse: "),
        ("HandleNotification", "pendingNotification", "MAA=", "pendingNotification: "),
        ("CancelSessionRequestEs9", "cancelSessionResponse", "-_-_", "cancelSessionResponse is not base64"),
        ("CancelSessionRequestEs9", "cancelSessionResponse", "v0EA", "cancelSessionResponse: "),
    ];
    for (name, member, value, said) in cases {
        let (asked, members) = request(name);
        let error = read(asked.function(), &with(&members, member, value)).expect_err(value).to_string();
        assert!(error.starts_with(said), "{name}, {member} = {value:?}: {error}");
    }
    let cases: [(&str, &str, &str, &str); 5] = [
        ("InitiateAuthenticationResponse/ok", "serverSignature1", "XzcA", "serverSignature1: "),
        ("InitiateAuthenticationResponse/ok", "euiccCiPKIdToBeUsed", "MAA=", "euiccCiPKIdToBeUsed: "),
        ("InitiateAuthenticationResponse/ok", "serverCertificate", "BAA=", "serverCertificate: "),
        ("AuthenticateClientResponse/ok", "smdpSigned2", "MAA=", "smdpSigned2: "),
        ("GetBoundProfilePackageResponse/ok", "boundProfilePackage", "MAA=", "boundProfilePackage: "),
    ];
    for (name, member, value, said) in cases {
        let (function, _, members) = response(name);
        let error = read_answer(function, &with(&members, member, value)).expect_err(value).to_string();
        assert!(error.starts_with(said), "{name}, {member} = {value:?}: {error}");
    }
}

// R: E7
#[test]
fn what_is_no_json_is_refused() {
    for body in ["", "{", "[]", "null", "\"\"", "{}{}", "{\"transactionId\":\"01\",\"transactionId\":\"02\"}", "\u{0}"]
    {
        for function in
            [Function::InitiateAuthentication, Function::AuthenticateClient, Function::GetBoundProfilePackage]
        {
            assert!(Request::from_json(function, body.as_bytes()).is_err(), "{function}: {body}");
            assert!(Response::from_json(function, body.as_bytes()).is_err(), "{function}: {body}");
        }
    }
    let deep = format!("{{\"x\":{}", "[".repeat(100_000));
    assert!(Request::from_json(Function::HandleNotification, deep.as_bytes()).is_err(), "and no stack is used up");
    assert!(Request::from_json(Function::HandleNotification, &[0xFF, 0xFE]).is_err());
}
