use super::StatusCode;

/// Whether sending the same request again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// No: the answer stays the same.
    Never,
    /// Yes, without changing anything, after a while.
    Later,
    /// Yes, from the start of the download (a new session).
    NewSession,
    /// Yes, once the user has corrected something.
    AfterCorrection,
}

/// One row: a status code of an ES9+ function, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The pair.
    pub status: StatusCode,
    /// Where SGP.22 v2 lists it.
    pub clause: &'static str,
    /// What happened.
    pub text: &'static str,
    /// Whether trying again helps.
    pub retry: Retry,
    /// What the user can do.
    pub advice: &'static str,
}

const fn row(
    status: (&'static str, &'static str),
    clause: &'static str,
    text: &'static str,
    retry: Retry,
    advice: &'static str,
) -> Explanation {
    Explanation { status: StatusCode::new(status.0, status.1), clause, text, retry, advice }
}

/// The status codes that ES9+ functions answer with.
pub const TABLE: &[Explanation] = &[
    // InitiateAuthentication
    row(
        ("8.8.1", "3.8"),
        "SGP.22 §5.6.1",
        "the server does not go by the address it was asked at",
        Retry::Never,
        "check the address in the activation code, or scan the code again",
    ),
    row(
        ("8.8.2", "3.1"),
        "SGP.22 §5.6.1",
        "server and card share no root of trust",
        Retry::Never,
        "use a card that trusts this operator's root, or another server",
    ),
    row(
        ("8.8.3", "3.1"),
        "SGP.22 §5.6.1",
        "the server does not support the card's version",
        Retry::Never,
        "update this program, or use another server",
    ),
    row(
        ("8.8.4", "3.7"),
        "SGP.22 §5.6.1",
        "the server has no certificate that the card could verify",
        Retry::Never,
        "use a card that trusts this operator's root, or another server",
    ),
    // AuthenticateClient
    row(
        ("8.1.2", "6.1"),
        "SGP.22 §5.6.3",
        "the certificate of the card's issuer is not valid, or not yet",
        Retry::Never,
        "get a new card certificate, or use another card; if it is new, the server's clock may be wrong",
    ),
    row(
        ("8.1.2", "6.3"),
        "SGP.22 §5.6.3",
        "the certificate of the card's issuer has expired",
        Retry::AfterCorrection,
        "get a new card certificate; if it is new, the server's clock may be wrong",
    ),
    row(
        ("8.1.3", "6.1"),
        "SGP.22 §5.6.3",
        "the card's certificate is not valid, or not yet",
        Retry::Never,
        "get a new card certificate, or use another card; if it is new, the server's clock may be wrong",
    ),
    row(
        ("8.1.3", "6.3"),
        "SGP.22 §5.6.3",
        "the card's certificate has expired",
        Retry::AfterCorrection,
        "get a new card certificate; if it is new, the server's clock may be wrong",
    ),
    row(
        ("8.1", "6.1"),
        "SGP.22 §5.6.2, §5.6.3, §5.6.5",
        "the card's signature does not verify",
        Retry::NewSession,
        "start again; if it stays, what the card sends is changed on its way",
    ),
    row(
        ("8.1", "4.2"),
        "SGP.22 §5.6.2, §5.6.3, §5.6.5",
        "the card refused what the server sent",
        Retry::NewSession,
        "start again; if it stays, the card does not trust this server",
    ),
    row(
        ("8.11.1", "3.9"),
        "SGP.22 §5.6.3",
        "the server does not know the root of the card's certificate",
        Retry::Never,
        "use a card of this operator's root",
    ),
    row(
        ("8.10.1", "3.9"),
        "SGP.22 §5.6.2, §5.6.3, §5.6.5",
        "the server does not know this session (any more)",
        Retry::NewSession,
        "start again",
    ),
    row(
        ("8.2.6", "3.8"),
        "SGP.22 §5.6.3",
        "there is no order by this matching id",
        Retry::AfterCorrection,
        "check the activation code; it may have been used",
    ),
    row(
        ("8.1.1", "3.8"),
        "SGP.22 §5.6.3",
        "there is no order for this card, or it is for another one",
        Retry::Never,
        "use the card that the profile was ordered for, or the activation code of this one",
    ),
    row(
        ("8.2.5", "4.3"),
        "SGP.22 §5.6.3",
        "no profile of the order fits this card or device",
        Retry::Never,
        "ask the operator for another profile",
    ),
    row(
        ("8.1", "4.8"),
        "SGP.22 §5.6.3",
        "the card has no room for the profile",
        Retry::AfterCorrection,
        "delete a profile that is not needed",
    ),
    row(
        ("8.2", "1.2"),
        "SGP.22 §5.6.3",
        "the profile is not released yet",
        Retry::Later,
        "wait until the sale is confirmed, then try again",
    ),
    row(("8.8.5", "4.10"), "SGP.22 §5.6.2, §5.6.3", "the order has expired", Retry::Never, "order again"),
    row(
        ("8.8.5", "6.4"),
        "SGP.22 §5.6.3",
        "the order has been tried too often",
        Retry::Never,
        "order again, or ask the operator",
    ),
    // GetBoundProfilePackage
    row(
        ("8.2", "3.7"),
        "SGP.22 §5.6.2",
        "the profile was bound to an earlier session and can't be bound again, or is not to be had any more",
        Retry::Never,
        "continue with the package that was kept, or order again",
    ),
    row(
        ("8.2.7", "2.2"),
        "SGP.22 §5.6.2",
        "a confirmation code is needed",
        Retry::AfterCorrection,
        "type the confirmation code",
    ),
    row(
        ("8.2.7", "3.8"),
        "SGP.22 §5.6.2",
        "the confirmation code is wrong",
        Retry::AfterCorrection,
        "type the confirmation code again",
    ),
    row(
        ("8.2.7", "6.4"),
        "SGP.22 §5.6.2",
        "the confirmation code was wrong too often",
        Retry::Never,
        "ask the operator for a new code",
    ),
    // ES11: an SM-DS
    row(
        ("8.9.1", "3.8"),
        "SGP.22 §5.8.1",
        "the discovery server does not go by the address it was asked at",
        Retry::Never,
        "check the address of the discovery server",
    ),
    row(
        ("8.9.2", "3.1"),
        "SGP.22 §5.8.1",
        "discovery server and card share no root of trust",
        Retry::Never,
        "use a card that trusts this operator's root, or another discovery server",
    ),
    row(
        ("8.9.3", "3.1"),
        "SGP.22 §5.8.1",
        "the discovery server supports none of the card's versions",
        Retry::Never,
        "update this program, or ask another discovery server",
    ),
    row(
        ("8.9.4", "3.7"),
        "SGP.22 §5.8.1",
        "the discovery server has no certificate under a root that the card trusts",
        Retry::Never,
        "use a card that trusts this operator's root, or another discovery server",
    ),
    row(
        ("8.9.5", "3.9"),
        "SGP.22 §5.8.2, §5.9.2",
        "the discovery server knows no such event for this card",
        Retry::Never,
        "ask the operator for an activation code",
    ),
    // ES12
    row(
        ("8.9.5", "3.3"),
        "SGP.22 §5.9.1",
        "the event is registered already",
        Retry::Never,
        "nothing; or choose another id for the event",
    ),
    row(
        ("8.9", "4.2"),
        "SGP.22 §5.2.6",
        "the discovery server failed",
        Retry::Later,
        "try again later; if it stays, ask the operator for an activation code",
    ),
    // CancelSession
    row(
        ("8.8", "3.10"),
        "SGP.22 §5.6.5",
        "the cancelled session is another server's",
        Retry::Never,
        "nothing; the session ends by itself",
    ),
    // Any function
    row(
        ("1.6", "2.1"),
        "SGP.22 §5.2.6",
        "the server does not understand what it was sent",
        Retry::Never,
        "check the activation code; if it is right, update this program",
    ),
    row(
        ("8.8", "4.2"),
        "SGP.22 §5.2.6",
        "the server failed",
        Retry::Later,
        "try again later; if it stays, tell the operator",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    // R: F3
    #[test]
    fn every_row_says_what_happened_and_what_to_do_and_is_unique() {
        for (index, row) in TABLE.iter().enumerate() {
            assert!(!row.text.is_empty() && !row.advice.is_empty() && row.clause.starts_with("SGP.22 §"));
            let received = StatusCode::received(&row.status.subject, &row.status.reason);
            assert_eq!(received.as_ref(), Some(&row.status));
            assert!(TABLE.iter().skip(index + 1).all(|other| other.status != row.status), "{}", row.status);
        }
    }
}
