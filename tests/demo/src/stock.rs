//! What the demo's kiosk sells: three products of two operators, in test networks.

use crate::package::Operators;
use landfall_stage::Class;

/// Sold by the attendant; the first number may be an operator-made package.
pub(crate) const ISLAND: &str = "island-week";
/// Free, TUAK.
pub(crate) const ASIA: &str = "asia-month";
/// Free; its keys are deleted from the kiosk once sold.
pub(crate) const HELLO: &str = "hello";
/// Numbers of each.
pub(crate) const COUNT: usize = 3;

pub(crate) fn classes(profile: Option<&Operators>) -> [Class; 3] {
    [
        Class {
            id: ISLAND,
            terms: "name = \"The island, a week\"\noperator = \"Nord Mobile\"\nprice = \"9.90 EUR\"\narea = [\"JP\"]\n\
                    network-rate = 100000\ndata = \"5 GB\"\nvalidity-days = 7\napn = \"nord.test\"\n\
                    authorisation = \"attendant\"\nportable = true\n",
            network: "00101",
            algorithm: "milenage",
            count: COUNT,
            profile: profile.map(|p| (p.file.clone(), p.resolved.iccid)),
        },
        Class {
            id: ASIA,
            terms: "name = \"Asia, a month\"\noperator = \"Nord Mobile\"\nprice = \"29.00 EUR\"\n\
                    area = [\"JP\", \"KR\", \"TH\"]\nnetwork-rate = 300000\ndata = \"unlimited\"\nvalidity-days = 30\n\
                    authorisation = \"free\"\n",
            network: "99901",
            algorithm: "tuak",
            count: COUNT,
            profile: None,
        },
        Class {
            id: HELLO,
            terms: "name = \"First hour\"\noperator = \"Sued Telecom\"\nprice = \"0 EUR\"\narea = [\"KR\"]\n\
                    network-rate = 1000\ndata = \"100 MB\"\nvalidity-days = 1\nauthorisation = \"free\"\n\
                    manner = \"delete\"\n",
            network: "99902",
            algorithm: "milenage",
            count: COUNT,
            profile: None,
        },
    ]
}
