//! One acquisition over three kinds of links: TCP dies in the middle of a package, then Bluetooth (its chunks, which overtake one another),
//! then the phone is held to the kiosk's NFC reader. The flow notices nothing.

use crate::air::{Shelf, wants_program};
use async_trait::async_trait;
use landfall_flows::{Door, Phone, Shop, Stock, wish};
use model::NumberState;
use nearfield::{
    discovery::Hint,
    link::{Link, LinkError},
    message::PackageKind,
};
use net::kiosks::Target;
use radio::{
    ble::chunks::{Cutter, Joiner},
    choice::{Opener, Radios, Way},
    nfc::{IsoDep, Nfc},
};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

const PACKAGE: usize = 150_000;
/// Each of the first two links carries so much to the phone.
const CARRIED: usize = 50_000;

/// Passes one connection on to `kiosk` until it has carried enough; then nobody is there any more.
async fn once(kiosk: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = listener.local_addr().expect("bound");
    tokio::spawn(async move {
        let (mut phone, _) = listener.accept().await.expect("it calls");
        drop(listener);
        let mut kiosk = TcpStream::connect(kiosk).await.expect("it listens");
        let (mut from_phone, mut to_phone) = phone.split();
        let (mut from_kiosk, mut to_kiosk) = kiosk.split();
        let down = async {
            let (mut buffer, mut passed) = ([0; 512], 0);
            while passed < CARRIED
                && let Ok(read @ 1..) = from_kiosk.read(&mut buffer).await
                && to_phone.write_all(&buffer[..read]).await.is_ok()
            {
                passed += read;
            }
        };
        tokio::select! {
            () = down => (),
            _ = tokio::io::copy(&mut from_phone, &mut to_kiosk) => (),
        }
    });
    address
}

/// Two ends that exchange chunks, every third of which is overtaken by the next.
struct Chunked {
    out: mpsc::Sender<Vec<u8>>,
    incoming: mpsc::Receiver<Vec<u8>>,
    cutter: Cutter,
    joiner: Joiner,
    held: Option<Vec<u8>>,
    sent: usize,
    /// How much is sent before the link dies.
    left: usize,
}

impl Chunked {
    fn pair() -> [Self; 2] {
        let (up, from_phone) = mpsc::channel(64);
        let (down, from_kiosk) = mpsc::channel(64);
        [(up, from_kiosk, usize::MAX), (down, from_phone, CARRIED)].map(|(out, incoming, left)| {
            // A phone that has never heard of a greater MTU.
            let (cutter, joiner) = (Cutter::new(20), Joiner::default());
            Self { out, incoming, cutter, joiner, held: None, sent: 0, left }
        })
    }

    async fn put(&self, chunk: Vec<u8>) -> Result<(), LinkError> {
        self.out.send(chunk).await.map_err(|_| LinkError::Lost("it is gone".to_owned()))
    }
}

#[async_trait]
impl Link for Chunked {
    fn mtu(&self) -> usize {
        self.cutter.mtu()
    }

    async fn send(&mut self, frame: &[u8]) -> Result<(), LinkError> {
        for chunk in self.cutter.cut(frame) {
            self.left = self.left.checked_sub(chunk.len()).ok_or(LinkError::Lost("out of reach".to_owned()))?;
            self.sent += 1;
            if self.sent.is_multiple_of(3) {
                self.held = Some(chunk);
                continue;
            }
            self.put(chunk).await?;
            if let Some(overtaken) = self.held.take() {
                self.put(overtaken).await?;
            }
        }
        Ok(())
    }

    async fn receive(&mut self) -> Result<Vec<u8>, LinkError> {
        loop {
            let chunk = self.incoming.recv().await.ok_or(LinkError::Lost("it is gone".to_owned()))?;
            if let Some(frame) = self.joiner.take(&chunk) {
                return Ok(frame);
            }
        }
    }
}

/// A radio that finds the kiosk once.
struct Ble {
    kiosk: Door,
    opened: AtomicU32,
}

#[async_trait]
impl Opener for Ble {
    fn opens(&self, way: &Way) -> bool {
        matches!(way, Way::Ble(_))
    }

    async fn open(&self, _: &Way) -> Result<Box<dyn Link>, LinkError> {
        if self.opened.fetch_add(1, Ordering::Relaxed) > 0 {
            return Err(LinkError::Lost("it is not heard".to_owned()));
        }
        let [phone, kiosk] = Chunked::pair();
        self.kiosk.links().expect("it serves").accept(Box::new(kiosk), &"ble");
        Ok(Box::new(phone))
    }
}

/// The kiosk's reader, with the phone held to it.
struct Held {
    phone: Nfc,
    exchanges: Arc<AtomicU32>,
}

impl IsoDep for Held {
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, String> {
        self.exchanges.fetch_add(1, Ordering::Relaxed);
        Ok(self.phone.process_command_apdu(command))
    }
}

// R: A2 F1
#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_dies_in_mid_package_is_replaced_by_another_kind() {
    let bytes: Vec<u8> = (0..PACKAGE as u32).map(|i| ((i * 31) >> 3) as u8).collect();
    let stock = Stock::new("visitor", "free", 2).with_package(PackageKind::Program, bytes);
    let mut shop = Shop::open(&stock).await;
    let shelf = Arc::new(Shelf::default());
    let phone = Phone::new("phone", shop.root()).device(wants_program("phone"), shelf.clone());

    let ble = Arc::new(Ble { kiosk: shop.door(), opened: AtomicU32::new(0) });
    let (card, reader, exchanges) = (Nfc::new(), Nfc::new(), Arc::new(AtomicU32::new(0)));
    let radios = Radios::tcp().with(ble.clone()).with_nfc(card.clone());
    let ways = [Way::Nfc, Way::Ble(Hint([7; 4])), Way::Tcp(once(shop.address()).await.to_string())];
    let target = Target::by(radios, ways).expect("all three are there");

    // The user, once Bluetooth has died as well.
    let (watched, held) = (ble.clone(), Held { phone: card, exchanges: exchanges.clone() });
    let kiosk = shop.door();
    tokio::spawn(async move {
        while watched.opened.load(Ordering::Relaxed) == 0 || watched.kiosk.links().is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        let tapping = reader.clone();
        tokio::task::spawn_blocking(move || tapping.tag(Box::new(held))).await.expect("no panic").expect("it is ours");
        kiosk.links().expect("it serves").accept(reader.next().await.expect("a tap"), &"nfc");
    });

    let mut visit = phone.visit_by(Box::new(target.dial)).await.expect("the kiosk proves itself");
    let acquired = visit.acquire(&wish("visitor")).await.expect("a card");
    visit.leave().await;
    assert!(acquired.reported);
    assert_eq!(*shelf.0.lock().expect("no panic"), [(PackageKind::Program, PACKAGE)]);
    assert_eq!(ble.opened.load(Ordering::Relaxed), 1);
    // A third of the package and the whole profile came by NFC, 240 bytes at a time.
    let count = exchanges.load(Ordering::Relaxed);
    assert!(count > 200, "{count} exchanges");
    assert_eq!((shop.count(NumberState::Distributed), shop.count(NumberState::Reserved)), (1, 0));
    shop.stop().await;
}
