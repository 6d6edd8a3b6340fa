//! HTTPS between app and kiosk, and the user who is asked.

use crate::{Phone, Shop};
use app::{
    ports::{Commands, Consents, Decision, Es9, Proposal, RemotePackage, ServerError, Servers},
    session::Progress,
};
use async_trait::async_trait;
use model::SecretBytes;
use rsp::{
    cert::chain::{Crls, Roots},
    es9::{Function, Request},
};
use std::collections::VecDeque;
use std::net::SocketAddr;
use web::{
    client::Client,
    tls::{Kind, Trust},
};

/// A phone's way to a shop's SM-DP+.
pub struct Online(Client);

impl Online {
    /// From `phone`, which must trust the shop's root, to where the shop listens now.
    #[must_use]
    pub fn new(phone: &Phone, shop: &Shop) -> Self {
        let trust = Trust::new(phone.landfall().trusted().expect("reads"), Crls::default());
        let client = Client::new(&shop.kiosk().settings().smdp_address, trust).expect("a name");
        Self(client.via(Some(shop.https().to_string())))
    }

    /// The same, losing what `lost` says.
    pub fn losing(self, lost: impl FnMut(Function) -> Option<Lost> + Send + 'static) -> Lossy {
        Lossy { inner: self, lost: Box::new(lost) }
    }
}

#[async_trait]
impl Es9 for Online {
    async fn ask(&mut self, der: Vec<u8>, progress: Progress<'_>) -> Result<Vec<u8>, ServerError> {
        let request = Request::decode(&der).expect("the app's own");
        match self.0.ask(&request, progress).await {
            Ok(answer) => Ok(answer.encode()),
            Err(error) => {
                Err(ServerError { what: error.to_string(), retrying_helps: error.retrying_helps(), hint: error.hint() })
            }
        }
    }
}

/// A phone's way to whatever servers are named, all of which are where one shop listens.
pub struct Network {
    roots: Roots,
    https: SocketAddr,
    /// Whom it was asked to connect to.
    pub named: Vec<String>,
    kinds: Option<Kind>,
}

impl Network {
    /// From `phone` to where the shop listens now.
    #[must_use]
    pub fn new(phone: &Phone, shop: &Shop) -> Self {
        let roots = phone.landfall().trusted().expect("reads");
        Self { roots, https: shop.https(), named: Vec::new(), kinds: None }
    }

    /// That takes servers of either kind wherever it is sent.
    #[must_use]
    pub fn credulous(self) -> Self {
        Self { kinds: Some(Kind::Either), ..self }
    }

    fn connect(&mut self, address: &str, kind: Kind) -> Result<Box<dyn Es9>, ServerError> {
        self.named.push(address.to_owned());
        let trust = Trust::new(self.roots.clone(), Crls::default()).of(self.kinds.unwrap_or(kind));
        let client = Client::new(address, trust).expect("a name");
        Ok(Box::new(Online(client.via(Some(self.https.to_string())))))
    }
}

impl Servers for Network {
    fn smds(&mut self, address: &str) -> Result<Box<dyn Es9>, ServerError> {
        self.connect(address, Kind::SmDs)
    }

    fn of_event(&mut self, address: &str) -> Result<Box<dyn Es9>, ServerError> {
        self.connect(address, Kind::Either)
    }
}

/// What is lost on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// The request: the server never hears of it.
    Request,
    /// The answer: the server has done what was asked.
    Answer,
}

/// A way on which things are lost.
pub struct Lossy {
    inner: Online,
    lost: Box<dyn FnMut(Function) -> Option<Lost> + Send>,
}

#[async_trait]
impl Es9 for Lossy {
    async fn ask(&mut self, der: Vec<u8>, progress: Progress<'_>) -> Result<Vec<u8>, ServerError> {
        let lost = (self.lost)(Request::decode(&der).expect("the app's own").function());
        let broke = || ServerError { what: "the network is gone".to_owned(), retrying_helps: true, hint: "Wait." };
        if lost == Some(Lost::Request) {
            return Err(broke());
        }
        let answer = self.inner.ask(der, progress).await;
        if lost == Some(Lost::Answer) { Err(broke()) } else { answer }
    }
}

/// A user who says what was written down before, and then agrees to everything.
#[derive(Debug, Default)]
pub struct User {
    says: VecDeque<Decision>,
    /// What was asked.
    pub asked: Vec<Proposal>,
    /// Which commands were shown.
    pub commanded: Vec<RemotePackage>,
}

impl User {
    /// Who agrees.
    #[must_use]
    pub fn agreeing() -> Self {
        Self::default()
    }

    /// Who says this first.
    #[must_use]
    pub fn saying(says: impl IntoIterator<Item = Decision>) -> Self {
        Self { says: says.into_iter().collect(), ..Self::default() }
    }

    /// Who types these confirmation codes, one after the other, and puts it off then.
    #[must_use]
    pub fn typing<'c>(codes: impl IntoIterator<Item = &'c str>) -> Self {
        let typed = |code: &str| Decision::Agreed { code: Some(SecretBytes::from(code.as_bytes())) };
        let says = codes.into_iter().map(typed);
        Self::saying(says.chain(std::iter::repeat_n(Decision::Postponed, 4)))
    }
}

#[async_trait]
impl Consents for User {
    async fn consent(&mut self, proposal: &Proposal) -> Decision {
        self.asked.push(proposal.clone());
        self.says.pop_front().unwrap_or(Decision::Agreed { code: None })
    }
}

#[async_trait]
impl Commands for User {
    async fn agree(&mut self, package: &RemotePackage) -> Decision {
        self.commanded.push(package.clone());
        self.says.pop_front().unwrap_or(Decision::Agreed { code: None })
    }
}
