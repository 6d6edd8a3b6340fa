use super::*;
use crate::{keys::ExportKey, scheme::Scheme, testing::random, wire::Bytes};
use model::SecretBytes;

fn password(text: &str) -> SecretBytes {
    SecretBytes::from(text.as_bytes())
}

fn register(server: &ServerKeys, name: &str, word: &str, scheme: Scheme, seed: u64) -> Registered {
    let (random, word) = (&mut random(seed), password(word));
    let (client, request) = Registering::begin(&word, random).expect("a short password");
    let response = server.register(name, &request).expect("a request");
    let done = client.finish(&word, &response, scheme, random).expect("a response");
    ServerKeys::record(&done.record).expect("a record");
    done
}

fn log_in(
    server: &ServerKeys,
    (name, word): (&str, &str),
    record: Option<&Bytes>,
    scheme: Scheme,
    seed: u64,
) -> Result<ExportKey, OpaqueError> {
    let (random, word) = (&mut random(seed), password(word));
    let (client, request) = LoggingIn::begin(&word, random)?;
    let (attempt, response) = server.start(name, record, &request, random)?;
    let attempt = Attempt::read(&attempt.to_bytes())?;
    let done = client.finish(&word, &response, scheme, random)?;
    attempt.finish(&done.finish)?;
    Ok(done.export)
}

#[test]
fn a_password_lets_in_and_gives_the_same_key_again() {
    let made = ServerKeys::make(&mut random(1));
    let server = ServerKeys::read(&made.to_bytes()).expect("as kept");
    let done = register(&made, "ann@a.test", "correct horse", Scheme::V1, 2);
    let log_in = |name, word| log_in(&server, (name, word), Some(&done.record), Scheme::V1, 3);
    assert_eq!(log_in(" Ann@A.test ", "correct horse"), Ok(done.export.clone()), "a login is read in either case");
    assert_eq!(log_in("ann@a.test", "Correct horse"), Err(OpaqueError::Password));
}

#[test]
fn another_login_another_server_and_another_scheme_open_nothing() {
    let server = ServerKeys::make(&mut random(1));
    let done = register(&server, "ann", "word", Scheme::CHEAP, 2);
    let wrong = Err(OpaqueError::Password);
    let record = Some(&done.record);
    assert_eq!(log_in(&server, ("ann", "word"), record, Scheme::CHEAP, 3), Ok(done.export.clone()));
    assert_eq!(log_in(&server, ("ben", "word"), record, Scheme::CHEAP, 3), wrong, "a record moved to another login");
    assert_eq!(log_in(&server, ("ann", "word"), record, Scheme::V1, 3), wrong, "a record stretched less");
    let other = ServerKeys::make(&mut random(9));
    assert_eq!(log_in(&other, ("ann", "word"), record, Scheme::CHEAP, 3), wrong, "another server's keys");
}

#[test]
fn nobody_learns_whether_a_login_is_taken() {
    let server = ServerKeys::make(&mut random(1));
    let done = register(&server, "ann", "word", Scheme::CHEAP, 2);
    let (_, request) = Registering::begin(&password("word"), &mut random(3)).expect("a short password");
    let answer = |name| server.register(name, &request).expect("a request");
    assert_eq!(answer("ann"), answer("ann"), "taken since: the answer stays as it was before");
    assert_eq!(answer("ann").0.len(), answer("nobody").0.len());

    let (_, request) = LoggingIn::begin(&password("word"), &mut random(4)).expect("a short password");
    let start = |name, record, seed| server.start(name, record, &request, &mut random(seed)).expect("a request").1.0;
    let (known, unknown, again) =
        (start("ann", Some(&done.record), 5), start("nobody", None, 5), start("nobody", None, 6));
    assert_eq!(known.len(), unknown.len());
    // The first 32 bytes, evaluated by a key of the login, are always the same for one login; all the rest is new each time, of either.
    assert_eq!(unknown[..32], again[..32]);
    assert_eq!(known[..32], start("ann", Some(&done.record), 6)[..32]);
    assert_ne!(unknown[32..64], again[32..64]);
    assert_eq!(log_in(&server, ("nobody", "word"), None, Scheme::CHEAP, 7), Err(OpaqueError::Password));
}

#[test]
fn a_proof_is_good_for_its_own_attempt() {
    let server = ServerKeys::make(&mut random(1));
    let done = register(&server, "ann", "word", Scheme::CHEAP, 2);
    let attempt = |seed| {
        let random = &mut random(seed);
        let (client, request) = LoggingIn::begin(&password("word"), random).expect("a short password");
        let (attempt, response) = server.start("ann", Some(&done.record), &request, random).expect("a request");
        let finished = client.finish(&password("word"), &response, Scheme::CHEAP, random).expect("the password");
        (attempt, finished.finish)
    };
    let ((first, proof), (second, _)) = (attempt(3), attempt(4));
    assert_eq!(second.finish(&proof), Err(OpaqueError::Password));
    assert_eq!(first.finish(&proof), Ok(()));
}

#[test]
fn messages_that_are_none_are_refused() {
    let server = ServerKeys::make(&mut random(1));
    let zero = |length| Bytes::from(vec![0_u8; length]);
    for length in [0, 1, 31, 32, 96, 200, 400] {
        let garbage = zero(length);
        assert_eq!(server.register("ann", &garbage), Err(OpaqueError::Malformed), "{length}");
        assert!(server.start("ann", None, &garbage, &mut random(2)).is_err(), "{length}");
        assert!(Attempt::read(&SecretBytes::new(vec![0; 3])).is_err());
        assert!(ServerKeys::read(&SecretBytes::new(vec![0; length])).is_err(), "{length}");
        let (client, _) = LoggingIn::begin(&password("word"), &mut random(3)).expect("a short password");
        assert!(client.finish(&password("word"), &garbage, Scheme::CHEAP, &mut random(4)).is_err(), "{length}");
    }
}

#[test]
fn a_server_that_sends_the_request_back_is_refused() {
    let random = &mut random(1);
    let server = ServerKeys::make(random);
    let (client, request) = Registering::begin(&password("word"), random).expect("a short password");
    let mut answer = server.register("ann", &request).expect("a request");
    answer.0[..32].copy_from_slice(&request.0);
    let refused = client.finish(&password("word"), &answer, Scheme::CHEAP, random);
    assert_eq!(refused.map(|done| done.record), Err(OpaqueError::Malformed));
}
