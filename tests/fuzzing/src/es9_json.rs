use crate::{
    desk::Desk,
    es9::{heard, signed_anew},
    input::Input,
};
use rsp::es9::{Function, Request, Response};

/// ES9+ in its JSON binding, from both its ends. The first byte says who reads: an SM-DP+ a row of bodies, each behind a byte that
/// names the function and says whether a true eUICC signed it; or an LPA one body of a server.
pub(crate) fn es9_json(data: &[u8]) {
    let mut input = Input::new(data);
    match input.byte() {
        0 => server(input),
        _ => {
            let function = function(input.byte());
            response(function, input.rest());
        }
    }
}

/// The last bit of a byte that says "signed by a true eUICC".
const SIGNED: u8 = 0x80;

fn function(byte: u8) -> Function {
    Function::ALL[usize::from(byte & !SIGNED) % Function::ALL.len()]
}

fn server(mut input: Input<'_>) {
    let mut desk = Desk::new(1);
    while !input.is_empty() {
        let (kind, body) = (input.byte(), input.bytes());
        let Some(mut message) = request(function(kind), body) else { continue };
        if kind & SIGNED != 0 {
            message = signed_anew(message, &desk);
        }
        let asked = message.function();
        if let Some(answer) = desk.answer(message) {
            let body = answer.to_json();
            let read = response(asked, &body).expect("own encoding");
            // What a refusal says beyond its two codes has no place in JSON.
            assert_eq!(read.refusal(), answer.refusal());
        }
    }
}

/// What reads is written and must read the same, and in the other binding too.
fn request(function: Function, body: &[u8]) -> Option<Request> {
    let request = Request::from_json(function, body).map_err(|error| assert!(!error.to_string().is_empty())).ok()?;
    assert_eq!(request.function(), function);
    assert_eq!(Request::from_json(function, &request.to_json()).as_ref().ok(), Some(&request));
    assert_eq!(Request::decode(&request.encode()).as_ref(), Ok(&request));
    let _ = format!("{request:?}");
    Some(request)
}

fn response(function: Function, body: &[u8]) -> Option<Response> {
    let response = Response::from_json(function, body).map_err(|error| assert!(!error.to_string().is_empty())).ok()?;
    assert_eq!(Response::from_json(function, &response.to_json()).as_ref().ok(), Some(&response));
    if let Some(status) = response.refusal() {
        let _ = rsp::reason::explain(status);
    }
    Some(response)
}

/// Valid input, to begin from: both downloads as a server hears them, and what it answers.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for heard in heard() {
        let requests: Vec<Request> = heard.iter().map(|der| Request::decode(der).expect("was sent")).collect();
        for signed in [0, SIGNED] {
            let mut input = vec![0];
            for request in &requests {
                let body = request.to_json();
                input.push(number(request.function()) | signed);
                input.extend(u16::try_from(body.len()).expect("short").to_be_bytes());
                input.extend(body);
            }
            seeds.push(input);
        }
        let mut desk = Desk::new(1);
        for request in requests {
            let function = request.function();
            if let Some(answer) = desk.answer(request) {
                seeds.push([&[1, number(function)], &answer.to_json()[..]].concat());
            }
        }
    }
    let refused = br#"{"header":{"functionExecutionStatus":{"status":"Failed","statusCodeData":{"subjectCode":"8.2.6","reasonCode":"3.8","subjectIdentifier":"x","message":"y"}}}}"#;
    seeds.push([&[1, 1][..], refused].concat());
    seeds
}

fn number(function: Function) -> u8 {
    let place = Function::ALL.iter().position(|one| *one == function).expect("all of them");
    place as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use smdp::order::State;

    #[test]
    fn what_was_heard_once_is_heard_again() {
        let seed = &seeds()[0];
        let (mut input, mut desk) = (Input::new(&seed[1..]), Desk::new(1));
        while !input.is_empty() {
            let kind = input.byte();
            desk.answer(request(function(kind), input.bytes()).expect("was sent"));
        }
        assert_eq!(desk.order.state, State::Installed);
    }

    #[test]
    fn what_was_answered_is_read() {
        let answers: Vec<_> = seeds().into_iter().filter(|seed| seed[0] == 1).collect();
        assert!(answers.len() > 5);
        for seed in answers {
            response(function(seed[1]), &seed[2..]).expect("was answered");
        }
    }
}
