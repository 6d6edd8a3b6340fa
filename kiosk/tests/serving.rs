//! The kiosk at work: it listens, its owner's commands reach it at the door, and it stops in order.

mod common;

use common::{Shop, stock};
use landfall_kiosk::{
    Config, Kiosk, Unlock,
    command::{Command, run_alone},
    serve::{self, DoorResponse, Options, Serving},
};
use model::UnixTime;
use std::{sync::Arc, time::Duration};
use store::door::DoorError;
use tokio::sync::watch;

fn now() -> UnixTime {
    UnixTime(std::time::SystemTime::UNIX_EPOCH.elapsed().expect("after 1970").as_secs())
}

// R: A2 A13
#[tokio::test(flavor = "multi_thread")]
async fn the_owners_commands_reach_a_kiosk_that_serves() {
    let mut shop = Shop::at(now());
    shop.stop();
    let data = shop.data();
    let file = shop.write("stock.toml", stock("jp-7", "free", 2).as_bytes());
    assert!(matches!(serve::ask(&data, &Command::Status), Err(DoorError::NobodyHome { .. })));
    run_alone(&data, Command::Status, now()).expect("nobody serves it");

    let config = Config { data: data.clone(), store: store::Options::default(), unlock: Unlock::KeyFile };
    let kiosk = Arc::new(Kiosk::open(config).expect("opens"));
    let options = Options { listen: Some("127.0.0.1:0".to_owned()), ..Options::default() };
    let serving = Serving::start(kiosk, &options).await.expect("listens");
    let code: nearfield::start_code::StartCode = serving.start_code().parse().expect("a start code");
    assert_eq!(code.kiosk, "gate-7");
    let address = serving.address().expect("by TCP");
    let (stopping, stop) = watch::channel(false);
    let running = tokio::spawn(serving.run(stop));

    let held = run_alone(&data, Command::Status, now()).expect_err("it is served");
    assert!(held.retrying_helps && held.error.contains("in use"), "{held:?}");
    let asked = tokio::task::spawn_blocking(move || {
        let done = serve::ask(&data, &Command::StockImport { file }).expect("answers");
        let DoorResponse::Done(done) = done else { panic!("{done:?}") };
        assert_eq!(done.json["numbers"], 2);
        let failed = serve::ask(&data, &Command::SalesAuthorise { sale: "7".to_owned(), by: "anna".to_owned() })
            .expect("answers");
        assert!(matches!(failed, DoorResponse::Failed(failure) if failure.error.contains("no sale 7")));
        let status = serve::ask(&data, &Command::Status).expect("answers");
        let DoorResponse::Done(status) = status else { panic!("{status:?}") };
        assert_eq!(
            (&status.json["numbers"]["available"], &status.json["not_selling"]),
            (&2.into(), &serde_json::Value::Null)
        );
    });
    asked.await.expect("no panic");

    // Garbage on the link harms nobody.
    let mut stray = tokio::net::TcpStream::connect(address).await.expect("listens");
    tokio::io::AsyncWriteExt::write_all(&mut stray, &[0, 3, 1, 2, 3, 0xFF, 0xFF]).await.expect("writes");
    stopping.send(true).expect("it listens");
    tokio::time::timeout(Duration::from_secs(5), running).await.expect("in time").expect("in order");
    shop.start();
}
