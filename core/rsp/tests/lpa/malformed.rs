use crate::script::{Script, config};
use landfall_rsp::lpa::{Answer, Next, Outcome, Session};
use proptest::prelude::*;

/// Runs a session in which the answer at `step` is what `change` makes of it; whether it loaded.
fn run_with(step: usize, change: impl Fn(Vec<u8>) -> Vec<u8>) -> bool {
    let mut script = Script::new();
    let mut session = Session::new(config());
    for at in 0..100 {
        let answer = |answer: Vec<u8>| if at == step { change(answer) } else { answer };
        match session.next().clone() {
            Next::Card(command) => session.card(Ok::<_, String>(&answer(script.card(&command)))),
            Next::Server(request) => session.server(Ok(&answer(script.server(&request)))),
            Next::Consent(_) | Next::Commands(_) => session.consent(Answer::Agreed { code: None }),
            Next::Keep(_) => session.kept(Ok(())),
            Next::Done(outcome) => return matches!(*outcome, Outcome::Loaded { .. }),
        }
    }
    panic!("the session does not end")
}

#[test]
fn an_answer_that_is_cut_off_ends_the_session_in_order() {
    for step in 0..30 {
        for keep in [0, 1, 3, 10] {
            run_with(step, |answer| answer.into_iter().take(keep).collect());
        }
    }
    assert!(run_with(100, |answer| answer), "unchanged it loads");
    assert!(!run_with(0, |_| Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn a_changed_answer_never_panics_and_the_session_ends(step in 0usize..20, at: prop::sample::Index, value: u8) {
        run_with(step, |mut answer| {
            if !answer.is_empty() {
                let at = at.index(answer.len());
                answer[at] = value;
            }
            answer
        });
    }
}
