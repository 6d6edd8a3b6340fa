//! Over real TCP, through somebody who cuts the connection in the middle of an answer.

use landfall_flows::{Phone, Shop, Stock, wish};
use model::NumberState;
use std::{
    net::SocketAddr,
    sync::Arc,
    sync::atomic::{AtomicU32, Ordering},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Passes bytes on between phones and `kiosk`; every connection but those after the `cuts`th is cut after so many bytes downwards.
async fn cutter(kiosk: SocketAddr, cuts: u32, after: usize) -> (SocketAddr, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = listener.local_addr().expect("bound");
    let done = Arc::new(AtomicU32::new(0));
    let count = done.clone();
    tokio::spawn(async move {
        while let Ok((mut phone, _)) = listener.accept().await {
            let mut kiosk = TcpStream::connect(kiosk).await.expect("it listens");
            if count.load(Ordering::Relaxed) < cuts {
                let (mut from_phone, mut to_phone) = phone.split();
                let (mut from_kiosk, mut to_kiosk) = kiosk.split();
                let down = async {
                    let mut buffer = [0; 512];
                    let mut passed = 0;
                    while passed < after {
                        let Ok(read @ 1..) = from_kiosk.read(&mut buffer).await else { return false };
                        if to_phone.write_all(&buffer[..read]).await.is_err() {
                            return false;
                        }
                        passed += read;
                    }
                    true
                };
                tokio::select! {
                    cut = down => count.fetch_add(u32::from(cut), Ordering::Relaxed),
                    _ = tokio::io::copy(&mut from_phone, &mut to_kiosk) => 0,
                };
            } else {
                tokio::spawn(async move { tokio::io::copy_bidirectional(&mut phone, &mut kiosk).await });
            }
        }
    });
    (address, done)
}

// R: A2 F1
#[tokio::test(flavor = "multi_thread")]
async fn connections_that_break_in_the_middle_of_answers_are_taken_up_again() {
    let mut shop = Shop::open(&Stock::new("visitor", "free", 2)).await;
    let phone = Phone::new("phone", shop.root());
    // Less than the package, and in the middle of a frame.
    let (address, cuts) = cutter(shop.address(), 3, 1_900).await;
    let mut visit = phone.visit(address).await.expect("the kiosk proves itself");
    let acquired = visit.acquire(&wish("visitor")).await.expect("a card");
    visit.leave().await;
    assert!(acquired.reported);
    assert_eq!(cuts.load(Ordering::Relaxed), 3);
    assert_eq!((shop.count(NumberState::Distributed), shop.count(NumberState::Reserved)), (1, 0));
    shop.stop().await;
}
