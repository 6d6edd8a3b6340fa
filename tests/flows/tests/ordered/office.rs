//! An operator's server, which is told of downloads.

use crate::nord::{HOST, Operator};
use landfall_flows::Shop;
use rsp::{
    cert::{
        Certificate, Role,
        chain::{Crls, Roots, verify_dp},
    },
    es2::{Call, HandleDownloadProgressInfoRequest},
};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering as Atomic},
    },
    time::Duration,
};
use tokio::{net::TcpListener, sync::oneshot, time::sleep};
use web::orderer::identity;
use web::{
    server::{Limits, Ordered, Ordering, Server, Unavailable, es2::routes},
    tls::Clients,
};

/// The server's books.
#[derive(Default)]
pub(crate) struct Desk {
    told: Mutex<Vec<HandleDownloadProgressInfoRequest>>,
    /// How many calls are to fail before one is taken.
    pub(crate) failing: AtomicU32,
    /// Who told.
    by: Mutex<Vec<String>>,
}

impl Ordering for Desk {
    fn es2(&self, client: &Certificate, call: Call) -> Result<Ordered, Unavailable> {
        let Call::HandleDownloadProgressInfo(told) = call else { return Ok(Ordered::NotServed) };
        if self.failing.fetch_update(Atomic::SeqCst, Atomic::SeqCst, |left| left.checked_sub(1)).is_ok() {
            return Err(Unavailable::Internal);
        }
        self.by.lock().expect("whole").push(client.common_name().unwrap_or_default().to_owned());
        self.told.lock().expect("whole").push(*told);
        Ok(Ordered::Taken)
    }
}

/// The server, and where it is: known before it listens.
pub(crate) struct Office {
    pub(crate) desk: Arc<Desk>,
    port: u16,
    stop: Option<oneshot::Sender<()>>,
}

impl Office {
    /// A place for one; nobody is there yet.
    pub(crate) async fn closed() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("it listens").port();
        Self { desk: Arc::default(), port, stop: None }
    }

    /// Where the kiosk tells it of downloads.
    pub(crate) fn url(&self) -> String {
        format!("https://{HOST}:{}", self.port)
    }

    /// Listens from now on, to SM-DP+s under the shop's root alone.
    pub(crate) async fn open(&mut self, operator: &Operator, shop: &Shop) {
        let mut roots = Roots::new();
        roots.add(Certificate::parse(shop.root()).expect("a certificate")).expect("a root");
        let clients = Clients::new(move |certificate, now| {
            verify_dp(certificate, Role::DpTls, &roots, &Crls::default(), Some(now)).map(|_| true)
        });
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.expect("its port");
        let (own, _) = identity(&operator.folder).expect("its files");
        let limits = Limits::default();
        let server = Server::mutual(listener, &own, clients, routes(self.desk.clone(), limits), limits).expect("TLS");
        let (stop, stopped) = oneshot::channel();
        tokio::spawn(server.run(async {
            let _ = stopped.await;
        }));
        self.stop = Some(stop);
    }

    /// What it was told: point, and whether it was a success, once there is so much.
    pub(crate) async fn points(&self, many: usize) -> Vec<(u32, bool)> {
        let told = self.told(many).await;
        told.iter().map(|t| (t.notification_point_id, t.notification_point_status.status.is_executed())).collect()
    }

    /// What it was told, once there is so much.
    pub(crate) async fn told(&self, many: usize) -> Vec<HandleDownloadProgressInfoRequest> {
        let enough = async {
            loop {
                let told = self.desk.told.lock().expect("whole").clone();
                if told.len() >= many {
                    return told;
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), enough).await.unwrap_or_else(|_| {
            panic!("it was told {:?} only", self.desk.told.lock().expect("whole"));
        })
    }

    /// Who told it.
    pub(crate) fn by(&self) -> Vec<String> {
        self.desk.by.lock().expect("whole").clone()
    }
}
