use super::{Authoriser, DecideError, Decision, Denied, Sale, tally};
use model::UnixTime;
use serde::{Deserialize, Serialize};
use store::Transaction;

/// How many cards are given for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Quotas {
    /// To one phone (by hardware id) in a day.
    pub phone_per_day: u32,
    /// To all phones in an hour. A phone can lie about its hardware id; this it can't get around.
    pub per_hour: u32,
    /// To all phones in a day.
    pub per_day: u32,
}

impl Quotas {
    /// None that anybody would reach.
    pub const NONE: Self = Self { phone_per_day: u32::MAX, per_hour: u32::MAX, per_day: u32::MAX };
}

impl Default for Quotas {
    fn default() -> Self {
        Self { phone_per_day: 2, per_hour: 60, per_day: 300 }
    }
}

/// Free within quotas. A sale that is not completed counts too, else reserving again and again would drain the stock.
#[derive(Debug, Clone, Copy)]
pub struct Free {
    /// The quotas.
    pub quotas: Quotas,
}

impl Authoriser for Free {
    fn decide(&self, tx: &Transaction<'_>, sale: &Sale<'_>, now: UnixTime) -> Result<Decision, DecideError> {
        let phone = format!("phone:{}", sale.hardware_id);
        let windows = [(phone.as_str(), tally::DAY), ("hour", tally::HOUR), ("day", tally::DAY)];
        let [of_phone, of_hour, of_day] = tally::count_all(tx, windows, now)?;
        if of_phone > self.quotas.phone_per_day {
            return Err(Denied::QuotaOfPhone.into());
        }
        if of_hour > self.quotas.per_hour {
            return Err(Denied::QuotaOfHour.into());
        }
        if of_day > self.quotas.per_day {
            return Err(Denied::QuotaOfDay.into());
        }
        Ok(Decision::Authorised { by: "free".to_owned() })
    }
}
