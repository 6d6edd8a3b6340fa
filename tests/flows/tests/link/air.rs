use app::ports::{InstallError, Installed, PackageInstaller};
use landfall_flows::{
    Phone, Shop, Stock,
    air::{Air, Through},
    wish,
};
use model::{DeviceFeatures, NumberState, ServiceSelection};
use nearfield::{
    message::{PackageKind, SignedPackage},
    sim::Conditions,
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

/// Notes what it was given, which the app has verified.
#[derive(Default)]
pub(crate) struct Shelf(pub(crate) Mutex<Vec<(PackageKind, usize)>>);

impl PackageInstaller for Shelf {
    fn install(&self, kind: PackageKind, package: &SignedPackage) -> Result<Installed, InstallError> {
        self.0.lock().expect("no panic").push((kind, package.bytes.len()));
        Ok(Installed::Yes)
    }
}

/// A phone that takes the management program along.
pub(crate) fn wants_program(name: &str) -> DeviceFeatures {
    DeviceFeatures {
        platform: Stock::platform(),
        secure_storage: true,
        hardware_id: name.to_owned(),
        program_installed: false,
        driver_installed: true,
    }
}

// R: A2 A5 A6
#[tokio::test(start_paused = true)]
async fn the_app_acquires_through_bad_air_and_ten_cuts() {
    let bytes: Vec<u8> = (0..200_000_u32).map(|i| ((i * 31) >> 3) as u8).collect();
    let stock = Stock::new("visitor", "free", 8).with_package(PackageKind::Program, bytes);
    let mut shop = Shop::open(&stock).await;
    for seed in 1..=3 {
        let shelf = Arc::new(Shelf::default());
        let phone = Phone::new("phone", shop.root()).device(wants_program(&format!("phone {seed}")), shelf.clone());
        let before = phone.landfall().vault().expect("the owner").commits();
        let air = Air::new(Conditions::BAD_AIR, seed);
        air.cut_every(Duration::from_millis(550), 10);
        let mut visit = phone
            .visit_by(Box::new(Through::weather(air.clone(), shop.door())))
            .await
            .expect("the kiosk proves itself");
        visit.offers(&ServiceSelection::default()).await.expect("offers");
        let acquired = visit.acquire(&wish("visitor")).await.expect("a card");
        visit.leave().await;
        assert!(acquired.reported);
        assert!(phone.landfall().vault().expect("the owner").commits() - before <= 4, "cuts cost no commits");
        assert_eq!(*shelf.0.lock().expect("no panic"), [(PackageKind::Program, 200_000)]);
        assert_eq!(air.cuts(), 10, "all of them while it was at work");
        let [up, down] = air.counts();
        let loss = (up.lost + down.lost) as f64 / (up.frames + down.frames) as f64;
        assert!(loss > 0.25, "it was bad air: {loss}");
        assert_eq!(shop.count(NumberState::Distributed), seed as usize);
        assert_eq!(shop.count(NumberState::Reserved), 0, "one number for one phone");
    }
    shop.stop().await;
}
