use crate::{Country, Money};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What the user asks of a card (A3): each criterion given must be met; none given means any offer will do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct ServiceSelection {
    /// Least network rate, in kbit/s downlink.
    pub network_rate: Option<u32>,
    /// The operator's name, compared without regard to case.
    pub operator: Option<String>,
    /// The most the user would pay, in the offer's currency.
    pub tariff_limit: Option<Money>,
    /// Countries that the card must all serve.
    pub service_area: Vec<Country>,
    /// The kind of management program that the user wants.
    pub program_kind: Option<String>,
}

/// One criterion of a [`ServiceSelection`], or of what the phone itself must have; names what failed (A4, A5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Criterion {
    /// No product is as fast.
    NetworkRate,
    /// No product of this operator.
    Operator,
    /// Every product costs more, or is priced in another currency.
    TariffLimit,
    /// No product serves all these countries.
    ServiceArea,
    /// No product with this kind of management program.
    ProgramKind,
    /// Each criterion can be met, but not all of them together.
    Combination,
    /// Products match, but no number of theirs is left.
    Stock,
    /// No management program or driver for this OS and CPU, and none is installed.
    Package,
    /// The phone has no secure storage, which the product demands.
    SecureStorage,
}

impl Criterion {
    /// Every criterion.
    pub const ALL: [Self; 9] = [
        Self::NetworkRate,
        Self::Operator,
        Self::TariffLimit,
        Self::ServiceArea,
        Self::ProgramKind,
        Self::Combination,
        Self::Stock,
        Self::Package,
        Self::SecureStorage,
    ];

    /// The criterion's name as it stands in messages and answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NetworkRate => "network-rate",
            Self::Operator => "operator",
            Self::TariffLimit => "tariff-limit",
            Self::ServiceArea => "service-area",
            Self::ProgramKind => "program-kind",
            Self::Combination => "combination",
            Self::Stock => "stock",
            Self::Package => "package",
            Self::SecureStorage => "secure-storage",
        }
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
