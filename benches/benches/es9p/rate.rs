//! Many clients that keep their connections.

use landfall_flows::{
    Shop, Stock,
    buyer::Buyer,
    raw::{connect, connector},
};
use rsp::es9::Request;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const CONNECTIONS: usize = 64;
const CORES: usize = 2;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(2);

/// What was measured.
pub(crate) struct Rate {
    /// A second: the best of some rounds, since whatever else the machine does only ever slows a round down.
    pub(crate) rate: f64,
    /// Processor time for each, client and server, in µs.
    pub(crate) cpu: f64,
}

pub(crate) fn initiate_authentication() -> Rate {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(CORES).enable_all().build();
    runtime.expect("threads can be made").block_on(async {
        let mut shop = Shop::open(&Stock::new("visitor", "free", 3)).await;
        let buyer = Buyer::new(&shop, "visitor", "phone");
        let request: Arc<[u8]> = request(&buyer).into();
        let answered = Arc::new(AtomicU64::new(0));
        let mut clients = Vec::new();
        for _ in 0..CONNECTIONS {
            clients.push(tokio::spawn(client(connection(&shop, &buyer).await, request.clone(), answered.clone())));
        }
        let (mut best, all, spent) = (0.0, answered.load(Ordering::Relaxed), processor());
        for _ in 0..ROUNDS {
            let (before, start) = (answered.load(Ordering::Relaxed), Instant::now());
            tokio::time::sleep(ROUND).await;
            let count = answered.load(Ordering::Relaxed) - before;
            best = f64::max(best, count as f64 / start.elapsed().as_secs_f64());
        }
        let cpu = (processor() - spent) / (answered.load(Ordering::Relaxed) - all) as f64;
        clients.iter().for_each(tokio::task::JoinHandle::abort);
        shop.stop().await;
        Rate { rate: best, cpu }
    })
}

/// What this process has taken of the processors, in µs.
fn processor() -> f64 {
    const TICK: f64 = 10_000.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    // User and system time (proc(5)), counted from behind the program's name.
    fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() * TICK
}

type Connection = tokio_rustls::client::TlsStream<tokio::net::TcpStream>;

async fn connection(shop: &Shop, buyer: &Buyer) -> Connection {
    connect(&connector(shop.root()), &buyer.address, shop.https()).await.expect("TLS")
}

fn request(buyer: &Buyer) -> Vec<u8> {
    let body = Request::decode(&buyer.initiate()).expect("own encoding").to_json();
    let head = format!(
        "POST /gsma/rsp2/es9plus/initiateAuthentication HTTP/1.1\r\nHost: {}\r\nX-Admin-Protocol: gsma/rsp/v2.3.0\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        buyer.address,
        body.len()
    );
    [head.as_bytes(), &body].concat()
}

async fn client(mut stream: Connection, request: Arc<[u8]>, answered: Arc<AtomicU64>) {
    let mut buffer = vec![0; 16 << 10];
    loop {
        stream.write_all(&request).await.expect("it is kept");
        let mut length = 0;
        while !whole(&buffer[..length]) {
            let read = stream.read(&mut buffer[length..]).await.expect("an answer");
            assert!(read > 0, "the server ends nothing");
            length += read;
        }
        answered.fetch_add(1, Ordering::Relaxed);
    }
}

/// Whether that is an answer to its end; it must be one of success.
fn whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|w| w == b"\r\n\r\n") else { return false };
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(answer));
    const NAME: &[u8] = b"content-length: ";
    let at = answer[..end].windows(NAME.len()).position(|w| w == NAME).expect("it is announced") + NAME.len();
    let digits = answer[at..end].iter().take_while(|byte| byte.is_ascii_digit());
    let length = digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0'));
    if answer.len() < end + 4 + length {
        return false;
    }
    assert!(answer.windows(16).any(|w| w == b"Executed-Success"), "{}", String::from_utf8_lossy(answer));
    true
}
