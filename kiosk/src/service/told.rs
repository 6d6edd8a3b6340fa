//! What a phone is told of the kiosk's errors.

use super::{es9::Stop, reserve, turned_away};
use crate::{
    authorise::{DecideError, Denied, voucher::VoucherError},
    bind::BindError,
    clock::ClockWrong,
    condition::NotSelling,
    identity::NotValid,
    profile::ProfileError,
    reserve::ReserveError,
    schema::Stage,
    seal::NotOpened,
    stock::Unreadable,
};
use model::UnixTime;
use rsp::reason::{Retry, explain};
use std::fmt::Display;
use tables::{Said, check, table};

const NOW: UnixTime = UnixTime(1_795_000_000);

fn reserving<E: Display + Into<ReserveError>>(error: E) -> Said {
    let text = error.to_string();
    let refusal = reserve::refusal(&error.into(), NOW);
    Said::new(text, refusal.retrying_helps(), refusal.hint())
}

fn selling<E: Display + Into<NotSelling>>(error: E) -> Said {
    let text = error.to_string();
    let refusal = turned_away(&error.into(), NOW);
    Said::new(text, refusal.retrying_helps(), refusal.hint())
}

fn downloading<E: Display + Into<Stop>>(error: E) -> Said {
    let text = error.to_string();
    match error.into() {
        Stop::Kiosk(refusal) => Said::new(text, refusal.retrying_helps(), refusal.hint()),
        Stop::Smdp(refusal) => {
            let row = explain(&refusal.status()).expect("a row of SGP.22's tables");
            Said::new(text, row.retry != Retry::Never, format!("{}.", row.advice))
        }
    }
}

fn profile<E: Display + Into<ProfileError>>(error: E) -> Said {
    downloading(error.into())
}

// R: F3 A4
#[test]
fn every_end_of_a_reservation() {
    check(table! { Denied as reserving:
        Denied::NoVoucher => Denied::NoVoucher, false, "Enter a voucher";
        Denied::BadVoucher => Denied::BadVoucher, false, "typing errors";
        Denied::ExpiredVoucher => Denied::ExpiredVoucher, false, "another voucher";
        Denied::UsedVoucher => Denied::UsedVoucher, false, "another voucher";
        Denied::VoucherBeforeRestore => Denied::VoucherBeforeRestore, false, "another voucher";
        Denied::OtherProduct => Denied::OtherProduct, false, "typing errors";
        Denied::TooManyGuesses => Denied::TooManyGuesses, true, "Wait";
        Denied::QuotaOfPhone => Denied::QuotaOfPhone, true, "Wait";
        Denied::QuotaOfHour => Denied::QuotaOfHour, true, "Wait";
        Denied::QuotaOfDay => Denied::QuotaOfDay, true, "Wait";
    });
    check(table! { DecideError as reserving:
        DecideError::Denied(_) => DecideError::Denied(Denied::QuotaOfDay), true, "Wait";
        DecideError::Sql(_) => DecideError::Sql(store::SqlError::QueryReturnedNoRows), false, "staff";
    });
    check(table! { VoucherError as reserving:
        VoucherError::Denied(_) => VoucherError::Denied(Denied::BadVoucher), false, "typing errors";
        VoucherError::Store(_) => VoucherError::Store(store::Error::Busy), true, "Wait";
    });
    check(table! { ReserveError as reserving:
        ReserveError::SoldOut => ReserveError::SoldOut, false, "another product";
        ReserveError::Denied(_) => ReserveError::Denied(Denied::NoVoucher), false, "Enter a voucher";
        ReserveError::AlreadyWaiting => ReserveError::AlreadyWaiting, true, "Wait";
        ReserveError::TooManyWaiting => ReserveError::TooManyWaiting, true, "Wait";
        ReserveError::Ended(_) => ReserveError::Ended(Stage::Lapsed), false, "Reserve again";
        ReserveError::Store(_) => ReserveError::Store(store::Error::Panicked), false, "staff";
    });
}

// R: F3 F8
#[test]
fn every_reason_to_sell_nothing() {
    let wrong = || ClockWrong { says: UnixTime(0), was: NOW };
    let ended = || NotValid::Ended { which: "EUM", now: NOW, ended: UnixTime(0) };
    check(table! { NotSelling as selling:
        NotSelling::Unreconciled => NotSelling::Unreconciled, false, "staff";
        NotSelling::Clock(_) => NotSelling::Clock(wrong()), false, "clock";
        NotSelling::Certificate(_) => NotSelling::Certificate(ended()), false, "staff";
    });
    check(table! { ClockWrong as selling: ClockWrong { .. } => wrong(), false, "clock"; });
    let begins = NOW;
    check(table! { NotValid as selling:
        NotValid::NotYet { .. } => NotValid::NotYet { which: "DPauth", now: UnixTime(0), begins }, false, "clock";
        NotValid::Ended { .. } => ended(), false, "staff";
    });
}

// R: F3 F1
#[test]
fn every_end_of_a_download() {
    check(table! { BindError as downloading:
        BindError::Unknown => BindError::Unknown, true, "may have been used";
        BindError::NotAuthorised => BindError::NotAuthorised, true, "confirmed";
        BindError::Lapsed => BindError::Lapsed, false, "order again";
        BindError::Over(_) => BindError::Over(Stage::Distributed), true, "may have been used";
        BindError::OtherCard => BindError::OtherCard, false, "ordered for";
        BindError::Again => BindError::Again, true, "may have been used";
        BindError::Store(_) => BindError::Store(store::Error::Busy), true, "Wait";
    });
    check(table! { ProfileError as downloading:
        ProfileError::Stage(Stage::Lapsed) => ProfileError::Stage(Stage::Lapsed), false, "order again";
        ProfileError::Stage(_) => ProfileError::Stage(Stage::Cancelled), true, "may have been used";
        ProfileError::Deleted => ProfileError::Deleted, false, "staff";
        ProfileError::Sealed(_) => ProfileError::Sealed(NotOpened), false, "staff";
        ProfileError::Unreadable(_) => ProfileError::Unreadable(Unreadable), false, "staff";
        ProfileError::Build(_) => ProfileError::Build("file 3F00 is given twice".to_owned()), false, "staff";
        ProfileError::Store(_) => ProfileError::Store(store::Error::Panicked), false, "staff";
    });
    check(table! { NotOpened as profile: NotOpened => NotOpened, false, "staff"; });
    check(table! { Unreadable as profile: Unreadable => Unreadable, false, "staff"; });
}
