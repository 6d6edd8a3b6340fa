//! Tells operators of downloads: whatever waits for one, in order, again and again until it was taken. A task an operator, so that one
//! whose server is slow or gone holds up neither the others nor any download.

use super::{ServeError, https::tls_identity, stopped};
use crate::{Kiosk, clock::now, orders::news};
use rsp::{cert::chain::Roots, es2};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;
use web::{
    client::{Client, HttpError, Patience},
    tls::{Kind, Trust},
};

/// How often it is looked for what waits.
const EVERY: Duration = Duration::from_secs(1);
const AT_ONCE: u32 = 32;
const PATIENCE: Patience = Patience { connect: Duration::from_secs(10), answer: Duration::from_secs(20) };

/// Tells one operator.
pub(super) struct Teller {
    kiosk: Arc<Kiosk>,
    requester: String,
    /// Its server's name, with a port if it has one.
    server: String,
    path: String,
}

impl Teller {
    /// One for each operator that is to be told.
    pub(super) fn all(kiosk: &Arc<Kiosk>) -> Result<Vec<Self>, ServeError> {
        let clients = kiosk.settings().clients.iter();
        let told = clients.filter_map(|client| Some((client.requester.clone(), client.notify.as_deref()?)));
        told.map(|(requester, url)| {
            let (server, path) = place(url).ok_or_else(|| ServeError::Notify(url.to_owned()))?;
            let teller = Self { kiosk: kiosk.clone(), requester, server, path };
            // What is no name is found now, and not when the first download is to be told.
            teller.client().map_err(|_| ServeError::Notify(url.to_owned()))?;
            Ok(teller)
        })
        .collect()
    }

    /// Tells until the kiosk stops. What was not told then waits for the next start.
    pub(super) async fn run(self, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.look() => {}
                () = stopped(&mut stop) => return,
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = stopped(&mut stop) => return,
            }
        }
    }

    /// Tells what is due, by a connection of its own: roots and revocation lists are those of now.
    async fn look(&self) {
        let (requester, mut client) = (self.requester.clone(), None);
        let due = self.ask(move |kiosk| news::due(kiosk.store(), &requester, AT_ONCE, now())).await;
        for waiting in due.unwrap_or_default() {
            let told = match self.tell(&mut client, waiting.body).await {
                Ok(()) => self.ask(move |kiosk| news::taken(kiosk.store(), waiting.seq)).await,
                Err(error) => {
                    // A status is a word about this one; else nobody is there, for the others neither.
                    let all = !matches!(error, HttpError::Status(_));
                    tracing::warn!(%error, requester = self.requester, "an operator could not be told of a download");
                    let noted = self.ask(move |kiosk| news::not_taken(kiosk.store(), waiting.seq, all, now())).await;
                    if all {
                        return;
                    }
                    noted
                }
            };
            if told.is_none() {
                return;
            }
        }
    }

    async fn tell(&self, client: &mut Option<Client>, body: Vec<u8>) -> Result<(), HttpError> {
        let client = match client {
            Some(client) => client,
            none => none.insert(self.client()?),
        };
        client.call(&self.path, body).await.map(drop)
    }

    fn client(&self) -> Result<Client, HttpError> {
        let trust = Trust::new(Roots::clone(&self.kiosk.client_roots()), self.kiosk.server().config().crls.clone())
            .of(Kind::Operator);
        Ok(Client::mutual(&self.server, trust, &tls_identity(&self.kiosk))?.patience(PATIENCE))
    }

    /// Asks the database on a thread that may wait for it; what fails is logged.
    async fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Kiosk) -> Result<T, store::Error> + Send + 'static,
    ) -> Option<T> {
        let kiosk = self.kiosk.clone();
        match tokio::task::spawn_blocking(move || job(&kiosk)).await {
            Ok(Ok(done)) => Some(done),
            Ok(Err(error)) => {
                tracing::error!(%error, "what operators are to be told can't be read or written");
                None
            }
            Err(error) => {
                tracing::error!(%error, "telling operators failed");
                None
            }
        }
    }
}

/// Server and path of `https://NAME[:PORT][/PATH]`; without a path, the standard's.
fn place(url: &str) -> Option<(String, String)> {
    let rest = url.strip_prefix("https://")?;
    let (server, path) = rest.split_once('/').unwrap_or((rest, ""));
    let fine = path.bytes().all(|b| b.is_ascii_graphic());
    let path = match path {
        "" => format!("{}{}", es2::PATH, es2::Function::HandleDownloadProgressInfo),
        path => format!("/{path}"),
    };
    (fine && !server.is_empty()).then(|| (server.to_owned(), path))
}

#[cfg(test)]
mod tests {
    use super::place;

    // R: E7
    #[test]
    fn an_operator_is_told_at_the_standards_path_or_at_its_own() {
        let at = |url: &str| place(url).map(|(server, path)| format!("{server} {path}"));
        let standard = "op.example /gsma/rsp2/es2plus/handleDownloadProgressInfo";
        assert_eq!(at("https://op.example").as_deref(), Some(standard));
        assert_eq!(at("https://op.example/").as_deref(), Some(standard));
        assert_eq!(at("https://op.example:8443/es2/in").as_deref(), Some("op.example:8443 /es2/in"));
        for wrong in ["op.example", "http://op.example", "https://", "https:///x", "https://op.example/a b"] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }
}
