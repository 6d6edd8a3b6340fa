use landfall_account::{
    order::{BadAssertion, Refusal},
    receipt::ChainError,
    rights::Denied,
    signed::SignedError,
};
use tables::{check, table};

// R: F3
#[test]
fn every_refusal_says_what_happened_and_what_to_do() {
    let mut rows = table! { Refusal:
        Refusal::Signer => Refusal::Signer, true, "newest manifest";
        Refusal::Signature => Refusal::Signature, false, "forged";
        Refusal::Passkey(_) => Refusal::Passkey(BadAssertion::User), false, "finger";
        Refusal::Unreadable => Refusal::Unreadable, false, "Update";
        Refusal::Power => Refusal::Power, false, "recovery sheet";
        Refusal::Account => Refusal::Account, false, "forged";
        Refusal::Device => Refusal::Device, false, "device that it is for";
        Refusal::Epoch => Refusal::Epoch, false, "anew";
        Refusal::Counter => Refusal::Counter, false, "anew";
        Refusal::Deadline => Refusal::Deadline, false, "clock";
        Refusal::Grace => Refusal::Grace, false, "after its grace";
        Refusal::Cards => Refusal::Cards, false, "Look up";
        Refusal::Rights(_) => Refusal::Rights(Denied::Expired), false, "anew";
    };
    rows.extend(table! { BadAssertion:
        BadAssertion::Unreadable => BadAssertion::Unreadable, false, "own site";
        BadAssertion::Type => BadAssertion::Type, false, "own site";
        BadAssertion::Challenge => BadAssertion::Challenge, false, "own site";
        BadAssertion::Origin => BadAssertion::Origin, false, "own site";
        BadAssertion::Party => BadAssertion::Party, false, "own site";
        BadAssertion::User => BadAssertion::User, false, "PIN";
        BadAssertion::Signature => BadAssertion::Signature, false, "own site";
    });
    rows.extend(table! { ChainError:
        ChainError::Forged(_) => ChainError::Forged(1), false, "lies";
        ChainError::Unreadable(_) => ChainError::Unreadable(1), false, "Update";
        ChainError::Foreign(_) => ChainError::Foreign(1), false, "lies";
        ChainError::Missing(_) => ChainError::Missing(1), true, "holds some back";
        ChainError::Reordered(_) => ChainError::Reordered(1), true, "Fetch";
        ChainError::Branched(_) => ChainError::Branched(1), false, "rotate";
        ChainError::UnknownOrder(_) => ChainError::UnknownOrder(1), false, "lies";
        ChainError::Outcome(_) => ChainError::Outcome(1), false, "lies";
    });
    rows.extend(table! { Denied:
        Denied::Nothing => Denied::Nothing, false, "owner";
        Denied::Signature => Denied::Signature, false, "of one's own";
        Denied::Unreadable => Denied::Unreadable, false, "Update";
        Denied::Account => Denied::Account, false, "of one's own";
        Denied::Wider => Denied::Wider, false, "of one's own";
        Denied::Depth => Denied::Depth, false, "of one's own";
        Denied::Expired => Denied::Expired, false, "anew";
        Denied::Revoked => Denied::Revoked, false, "anew";
        Denied::NotGiven => Denied::NotGiven, false, "owner";
        Denied::Role => Denied::Role, false, "link";
    });
    rows.extend(table! { SignedError:
        SignedError::Signature => SignedError::Signature, false, "lies";
        SignedError::Unreadable => SignedError::Unreadable, false, "Update";
    });
    check(rows);
}
