//! osmo-hlr, by its VTY (port 4258): one connection an operation, closed after it, so that no key stays in its history. The VTY is neither encrypted nor
//! authenticated: both stand on one machine, or on a network that is the operator's alone. At the log level `debug` osmo-hlr writes keys into its log.
//!
//! Facts of release 1.5.0 (Debian 12), tried out: a command that did it says nothing, or a line that begins with `% Created`, `% Updated`, `% Deleted`;
//! one that did not, any other line that begins with `%`. SendAuthInfo is answered whatever the network access mode is, so barring takes the
//! authentication data out; the mode goes too, which refuses a phone that is known already when it tells where it is.

mod shown;
mod telnet;
mod vty;

use super::{DirectoryError, Standing, SubscriberDirectory, Subscription};
use async_trait::async_trait;
use model::{Algorithm, Imsi, SecretBytes};
use shown::Shown;
use std::{net::SocketAddr, time::Duration};
use vty::Vty;
use zeroize::Zeroizing;

/// How long one operation may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bits of the index in a sequence number: what cards take for granted (TS 33.102 Annex C.3.2).
const IND_BITS: u8 = 5;

/// An osmo-hlr.
#[derive(Debug, Clone)]
pub struct OsmoHlr {
    address: SocketAddr,
    patience: Duration,
}

impl OsmoHlr {
    /// The one whose VTY listens there.
    #[must_use]
    pub const fn new(address: SocketAddr) -> Self {
        Self { address, patience: PATIENCE }
    }

    /// The same, waited for at most so long.
    #[must_use]
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    async fn within<T>(
        &self,
        work: impl Future<Output = Result<T, DirectoryError>> + Send,
    ) -> Result<T, DirectoryError> {
        tokio::time::timeout(self.patience, work).await.unwrap_or(Err(DirectoryError::TimedOut(self.address)))
    }
}

#[async_trait]
impl SubscriberDirectory for OsmoHlr {
    async fn provision(&self, subscription: &Subscription) -> Result<(), DirectoryError> {
        subscription.check()?;
        // Later releases have it (from memory), with parameters that nothing here could try out.
        if matches!(subscription.algorithm, Algorithm::Tuak { .. }) {
            return Err(DirectoryError::Unsupported("TUAK"));
        }
        self.within(async {
            let mut hlr = Subscriber::of(self.address, &subscription.imsi).await?;
            let shown = match hlr.show().await? {
                Some(shown) => shown,
                None => {
                    hlr.tell("create", "create the subscriber").await?;
                    Shown::default()
                }
            };
            hlr.number(&shown, subscription).await?;
            hlr.keys(&shown, subscription).await?;
            if shown.off {
                hlr.tell("update network-access-mode cs+ps", "let the subscriber in").await?;
            }
            Ok(())
        })
        .await
    }

    async fn bar(&self, imsi: &Imsi) -> Result<(), DirectoryError> {
        self.within(async {
            let mut hlr = Subscriber::of(self.address, imsi).await?;
            if hlr.show().await?.is_none() {
                return Ok(());
            }
            hlr.tell("update aud3g none", "take the 3G keys out").await?;
            hlr.tell("update aud2g none", "take the 2G keys out").await?;
            hlr.tell("update network-access-mode none", "keep the subscriber out").await?;
            match hlr.show().await? {
                Some(shown) if shown.has_keys() => Err(DirectoryError::Refused { step: "take the keys out" }),
                _ => Ok(()),
            }
        })
        .await
    }

    async fn remove(&self, imsi: &Imsi) -> Result<(), DirectoryError> {
        self.within(async {
            let mut hlr = Subscriber::of(self.address, imsi).await?;
            match hlr.show().await? {
                Some(_) => hlr.tell("delete", "delete the subscriber").await,
                None => Ok(()),
            }
        })
        .await
    }

    async fn standing(&self, imsi: &Imsi) -> Result<Standing, DirectoryError> {
        self.within(async {
            let shown = Subscriber::of(self.address, imsi).await?.show().await?;
            Ok(match shown {
                None => Standing::Missing,
                Some(shown) if shown.has_keys() => Standing::Served { seen: shown.seen },
                Some(_) => Standing::Barred,
            })
        })
        .await
    }
}

/// One subscriber of an osmo-hlr that is listened to.
struct Subscriber {
    vty: Vty,
    imsi: Imsi,
}

impl Subscriber {
    async fn of(address: SocketAddr, imsi: &Imsi) -> Result<Self, DirectoryError> {
        Ok(Self { vty: Vty::open(address).await?, imsi: imsi.clone() })
    }

    /// What it has; none if it doesn't know the subscriber.
    async fn show(&mut self) -> Result<Option<Shown>, DirectoryError> {
        let answer = self.ask("show").await?;
        if answer.lines().any(|line| line.starts_with("% No subscriber for imsi")) {
            return Ok(None);
        }
        Shown::read(&answer, &self.imsi).map(Some).ok_or(DirectoryError::Refused { step: "show the subscriber" })
    }

    async fn ask(&mut self, what: &str) -> Result<Zeroizing<String>, DirectoryError> {
        let line = Zeroizing::new(format!("subscriber imsi {} {what}", self.imsi.as_str()));
        self.vty.ask(&line).await
    }

    /// Tells it what to change.
    async fn tell(&mut self, what: &str, step: &'static str) -> Result<(), DirectoryError> {
        let answer = self.ask(what).await?;
        let mut said = answer.lines().filter(|line| line.starts_with('%'));
        let done = said.all(|line| ["% Created", "% Updated", "% Deleted"].iter().any(|good| line.starts_with(good)));
        if done { Ok(()) } else { Err(DirectoryError::Refused { step }) }
    }

    async fn number(&mut self, shown: &Shown, of: &Subscription) -> Result<(), DirectoryError> {
        let wanted = of.msisdn.as_ref().map_or("none", |number| number.as_str());
        if shown.msisdn.as_deref().unwrap_or("none") == wanted {
            return Ok(());
        }
        // Its number is the only thing of a subscriber that must not be another's.
        self.tell(&format!("update msisdn {wanted}"), "set the number").await.map_err(|error| match error {
            DirectoryError::Refused { .. } => DirectoryError::NumberTaken,
            other => other,
        })
    }

    /// What is there already is left alone: setting it anew would begin its sequence numbers anew.
    async fn keys(&mut self, shown: &Shown, of: &Subscription) -> Result<(), DirectoryError> {
        let ki = hex(&of.ki);
        let (second, third) = match &of.algorithm {
            Algorithm::Comp128 { version } => (Some(format!("comp128v{version}")), None),
            Algorithm::Milenage { opc } => (None, Some(opc)),
            Algorithm::Tuak { .. } => return Err(DirectoryError::Unsupported("TUAK")),
        };
        match second {
            Some(algorithm) if !shown.second(&algorithm, &of.ki) => {
                let what = Zeroizing::new(format!("update aud2g {algorithm} ki {}", *ki));
                self.tell(&what, "set the 2G keys").await?;
            }
            None if shown.has_second() => self.tell("update aud2g none", "take the 2G keys out").await?,
            _ => {}
        }
        match third {
            Some(opc) if !shown.third("milenage", &of.ki, opc) => {
                let what = format!("update aud3g milenage k {} opc {} ind-bitlen {IND_BITS}", *ki, *hex(opc));
                self.tell(&Zeroizing::new(what), "set the 3G keys").await
            }
            None if shown.has_third() => self.tell("update aud3g none", "take the 3G keys out").await,
            _ => Ok(()),
        }
    }
}

fn hex(bytes: &SecretBytes) -> Zeroizing<String> {
    Zeroizing::new(hex::encode(bytes.expose()))
}
