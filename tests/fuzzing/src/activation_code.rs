use model::ActivationCode;

/// What a user scans or types. What reads is written and must read the same, and nothing of it is longer than the text was.
pub(crate) fn activation_code(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match text.parse::<ActivationCode>() {
        Ok(code) => {
            let written = code.to_string();
            assert_eq!(written.parse(), Ok(code.clone()), "{written}");
            assert!(!code.smdp_address.is_empty() && code.smdp_address.len() + code.matching_id.len() < text.len());
            // It goes into a URL and into what an eUICC signs.
            assert!(written.bytes().all(|b| b.is_ascii_graphic()), "{written}");
            assert!(!code.smdp_address.contains(['/', '$', '@', '?', '#']), "{written}");
        }
        Err(error) => assert!(!error.to_string().is_empty() && !error.hint().is_empty()),
    }
}

/// Valid input, to begin from.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let codes = [
        "LPA:1$SMDP.EXAMPLE.TEST$04386-AGYFT-A74Y8-3F815",
        "LPA:1$smdp.example.test:8443$",
        "LPA:1$smdp.example.test$ID$2.999.10",
        "LPA:1$smdp.example.test$ID$2.999.10$1",
        "LPA:1$smdp.example.test$ID$$1$5F$more",
        " lpa:1$a.test$\n",
        "1$a.test",
    ];
    codes.map(|code| code.as_bytes().to_vec()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_codes() {
        for seed in seeds() {
            let text = String::from_utf8(seed).expect("text");
            text.parse::<ActivationCode>().expect("a code");
        }
    }
}
