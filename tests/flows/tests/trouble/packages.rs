//! Drivers and management programs: only what the operator signed is installed, and only what fits is sold (A5, A6).

use app::{
    Error, checks,
    ports::{InstallError, Installed, PackageInstaller, Unfit},
    session::SessionError,
};
use landfall_flows::{Phone, Shop, Stock, here, wish};
use model::{DeviceFeatures, NumberState, Platform, without};
use nearfield::message::{PackageKind, PackageRefused, Refusal, SignedPackage};
use std::sync::{Arc, Mutex};

/// What was installed; a system that refuses drivers.
#[derive(Default)]
struct Shelf(Mutex<Vec<(PackageKind, Vec<u8>)>>, bool);

impl PackageInstaller for Shelf {
    fn install(&self, kind: PackageKind, package: &SignedPackage) -> Result<Installed, InstallError> {
        if self.1 && kind == PackageKind::Driver {
            return Err(InstallError::Refused("unknown developer".to_owned()));
        }
        self.0.lock().expect("no panic").push((kind, package.bytes.clone()));
        Ok(Installed::Yes)
    }

    fn installed(&self, _kind: PackageKind) -> Option<String> {
        Some("1".to_owned())
    }
}

fn phone(shop: &Shop, platform: Platform, shelf: &Arc<Shelf>) -> Phone {
    let features = DeviceFeatures {
        platform,
        secure_storage: true,
        hardware_id: "phone".to_owned(),
        program_installed: false,
        driver_installed: false,
    };
    Phone::new("phone", shop.root()).device(features, shelf.clone())
}

fn stock() -> Stock {
    Stock::new("visitor", "free", 3)
        .with_package(PackageKind::Program, b"a program".to_vec())
        .with_package(PackageKind::Driver, b"a driver".to_vec())
}

async fn acquire(phone: &Phone, shop: &Shop) -> Result<(), Error> {
    let mut visit = phone.go(shop).await.expect("the kiosk is there");
    let result = visit.acquire(&wish("visitor")).await;
    visit.leave().await;
    result.map(drop)
}

// R: A5 A6
#[tokio::test(start_paused = true)]
async fn what_the_operator_signed_is_installed() {
    let mut shop = Shop::open(&stock()).await;
    let shelf = Arc::new(Shelf::default());
    acquire(&phone(&shop, Stock::platform(), &shelf), &shop).await.expect("a card");
    let mut found = shelf.0.lock().expect("no panic").clone();
    found.sort();
    assert_eq!(found, [(PackageKind::Program, b"a program".to_vec()), (PackageKind::Driver, b"a driver".to_vec())]);
    shop.stop().await;
}

// R: A5 A6
#[tokio::test(start_paused = true)]
async fn a_package_that_was_changed_is_not_installed() {
    let spoil = [
        (
            "UPDATE package SET body = CAST(x'00' || substr(body, 2) AS BLOB) WHERE kind = 'driver'",
            PackageRefused::Hash,
        ),
        // The last bytes of a manifest are the operator's signature.
        (
            "UPDATE package SET manifest = CAST(substr(manifest, 1, length(manifest) - 1) || iif(substr(manifest, -1) = x'00', x'01', x'00') AS BLOB) WHERE kind = 'program'",
            PackageRefused::Signature,
        ),
    ];
    for (sql, expected) in spoil {
        let mut shop = Shop::closed(&stock());
        shop.kiosk().store().write(move |tx| Ok::<_, store::Error>(tx.execute(sql, [])?)).wait().expect("writes");
        shop.start().await;
        let shelf = Arc::new(Shelf::default());
        let phone = phone(&shop, Stock::platform(), &shelf);
        match acquire(&phone, &shop).await {
            Err(Error::Package(InstallError::NotGenuine(why))) => assert_eq!(why, expected),
            other => panic!("{other:?}"),
        }
        let bad = if expected == PackageRefused::Hash { PackageKind::Driver } else { PackageKind::Program };
        assert!(shelf.0.lock().expect("no panic").iter().all(|(kind, _)| *kind != bad));
        assert!(phone.landfall().cards().expect("reads").is_empty(), "nothing was imported");
        shop.stop().await;
    }
}

/// A kiosk sends a package that its operator signed, for this class, system and release; whether it was installed.
fn sent(class: &str, os: &str, release: &str) -> Result<(), Unfit> {
    here(async {
        let mut shop = Shop::closed(&stock());
        let platform = Platform { os: os.to_owned(), ..Stock::platform() };
        let signed = shop.operator().sign_package(PackageKind::Program, class, platform, release, b"a program");
        let signed = signed.expect("signs");
        let put = move |tx: &store::Transaction<'_>| {
            Ok::<_, store::Error>(tx.execute("UPDATE package SET manifest = ?1 WHERE kind = 'program'", [signed])?)
        };
        shop.kiosk().store().write(put).wait().expect("writes");
        shop.start().await;
        let shelf = Arc::new(Shelf::default());
        let result = acquire(&phone(&shop, Stock::platform(), &shelf), &shop).await;
        shop.stop().await;
        let there = shelf.0.lock().expect("no panic").iter().any(|(kind, _)| *kind == PackageKind::Program);
        match result {
            Err(Error::Package(InstallError::Unfit(why))) if !there => Err(why),
            Ok(()) if there => Ok(()),
            other => panic!("{other:?}"),
        }
    })
}

// R: A6
#[test]
fn a_package_for_something_else_is_not_installed() {
    let own = Stock::platform().os;
    assert_eq!(sent("visitor", &own, "1.1"), Ok(()));
    let wrong = [("other", own.as_str(), "1"), ("visitor", "otheros", "1"), ("visitor", own.as_str(), "0.9")];
    for (class, os, release) in wrong {
        let why = sent(class, os, release).expect_err("it is for something else").to_string();
        let named = [class, os, release].into_iter().any(|word| why.contains(word));
        assert!(named, "{why}");
        assert_eq!(without(&[checks::PACKAGE_FITS], || sent(class, os, release)), Ok(()), "the attack works");
    }
}

// R: A6
#[tokio::test(start_paused = true)]
async fn a_system_that_refuses_ends_the_acquisition_before_anything_is_imported() {
    let mut shop = Shop::open(&stock()).await;
    let shelf = Arc::new(Shelf(Mutex::default(), true));
    let phone = phone(&shop, Stock::platform(), &shelf);
    let refused = acquire(&phone, &shop).await.expect_err("no driver").to_string();
    assert!(refused.contains("unknown developer"), "{refused}");
    assert!(phone.landfall().cards().expect("reads").is_empty());
    assert_eq!(shop.count(NumberState::Distributed), 0);
    shop.stop().await;
}

// R: A4 A5
#[tokio::test(start_paused = true)]
async fn a_phone_that_nothing_fits_is_refused_before_a_number_is_reserved() {
    let mut shop = Shop::open(&stock()).await;
    let other = Platform { os: "otheros".to_owned(), cpu: "othercpu".to_owned() };
    let refused = acquire(&phone(&shop, other, &Arc::new(Shelf::default())), &shop).await.expect_err("nothing fits");
    match refused {
        Error::Session(SessionError::Refused(Refusal::PackageUnavailable { detail })) => {
            assert!(detail.contains("otheros"), "{detail}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(shop.count(NumberState::Available), 3);
    shop.stop().await;
}
