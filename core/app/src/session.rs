//! A session with a kiosk: the near-field connection over links that come and go.

use crate::{OsRandom, ports::Dial};
use nearfield::{
    Closed, KioskIdentity, Millis, RequestRefused,
    client::{Config, Connection, Event},
    link::{Link, LinkError},
    message::{MessageError, Refusal, Request, Response},
};
use std::time::Duration;
use store::crash;
use tokio::time::{Instant, sleep, sleep_until};

/// Links tried for one request before giving up, counted anew whenever something arrives.
const MAX_DIALS: u32 = 6;
const REDIAL_PAUSE: Duration = Duration::from_millis(300);

/// Why a session ended or a request was not answered.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// No link to the kiosk can be had, or they all broke.
    #[error("the kiosk can't be reached: {0}")]
    Link(#[from] LinkError),
    /// The session is over.
    #[error(transparent)]
    Closed(#[from] Closed),
    /// The request can't be sent.
    #[error(transparent)]
    Request(#[from] RequestRefused),
    /// The kiosk's answer is not one.
    #[error("the kiosk's answer can't be read: {0}")]
    Answer(#[from] MessageError),
    /// The kiosk answered something else.
    #[error("the kiosk answered another question")]
    Unexpected,
    /// The kiosk said no.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl SessionError {
    /// Whether the same may succeed later, nothing else being changed.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Link(error) => error.retrying_helps(),
            Self::Closed(why) => why.retrying_helps(),
            Self::Request(error) => error.retrying_helps(),
            Self::Answer(error) => error.retrying_helps(),
            Self::Unexpected => false,
            Self::Refused(refusal) => refusal.retrying_helps(),
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Link(error) => error.hint(),
            Self::Closed(why) => why.hint(),
            Self::Request(error) => error.hint(),
            Self::Answer(error) => error.hint(),
            Self::Unexpected => "Update the program on the phone, or tell the staff.",
            Self::Refused(refusal) => refusal.hint(),
        }
    }

    /// Whether the kiosk does not know the session any more, as after a restart: a new one may go on.
    #[must_use]
    pub const fn is_forgotten(&self) -> bool {
        matches!(self, Self::Closed(Closed::SessionForgotten))
    }
}

/// Bytes of an answer: how many arrived, and of how many once that is known.
pub type Progress<'a> = &'a mut (dyn FnMut(u64, Option<u64>) + Send);

/// A session with one kiosk.
pub struct Session {
    connection: Connection,
    dial: Box<dyn Dial>,
    link: Option<Box<dyn Link>>,
    started: Instant,
    dials: u32,
}

impl Session {
    /// Connects and has the kiosk prove itself.
    ///
    /// # Errors
    /// [`SessionError`]; trying again may help where the kiosk could not be reached.
    pub async fn connect(mut dial: Box<dyn Dial>, config: Config) -> Result<Self, SessionError> {
        let link = dial.dial().await?;
        let connection = Connection::new(config, link.mtu(), Millis(0), &mut OsRandom::new());
        let mut session = Self { connection, dial, link: Some(link), started: Instant::now(), dials: 1 };
        session.until(|event| matches!(event, Event::Connected { .. }).then_some(Ok(())), &mut |_, _| ()).await?;
        Ok(session)
    }

    /// A new session with the kiosk, in place of one that it forgot. What was bound to the old one is worth nothing in it.
    ///
    /// # Errors
    /// As [`Session::connect`].
    pub async fn begin_anew(&mut self, config: Config) -> Result<(), SessionError> {
        self.link = None;
        let link = self.dial.dial().await?;
        self.connection = Connection::new(config, link.mtu(), self.now(), &mut OsRandom::new());
        (self.link, self.dials) = (Some(link), 1);
        self.until(|event| matches!(event, Event::Connected { .. }).then_some(Ok(())), &mut |_, _| ()).await
    }

    /// Who the kiosk is.
    ///
    /// # Errors
    /// [`SessionError::Unexpected`] before the handshake, which [`Session::connect`] waits for.
    pub fn kiosk(&self) -> Result<&KioskIdentity, SessionError> {
        self.connection.kiosk().ok_or(SessionError::Unexpected)
    }

    /// Hash of the first handshake.
    ///
    /// # Errors
    /// As [`Session::kiosk`].
    pub fn binding(&self) -> Result<[u8; 32], SessionError> {
        self.connection.binding().ok_or(SessionError::Unexpected)
    }

    /// Asks, and waits for the answer. A refusal is an error.
    ///
    /// # Errors
    /// [`SessionError`].
    pub async fn ask(&mut self, request: &Request, progress: Progress<'_>) -> Result<Response, SessionError> {
        let wanted = self.connection.request(request, self.now())?;
        if let Err(error) = self.transmit().await {
            self.redial(error).await?;
        }
        crash::point("phone.request.sent");
        let response = self
            .until(
                |event| match event {
                    Event::Response { id, response } if id == wanted => Some(response.map_err(SessionError::from)),
                    _ => None,
                },
                progress,
            )
            .await?;
        crash::point("phone.answer.received");
        match response {
            Response::Refused(refusal) => Err(refusal.into()),
            other => Ok(other),
        }
    }

    /// Says goodbye. The kiosk keeps what is durable and forgets the session.
    pub async fn close(mut self) {
        let now = self.now();
        self.connection.close(now);
        if let Some(link) = &mut self.link {
            while let Some(frame) = self.connection.poll_transmit(now) {
                if link.send(&frame).await.is_err() {
                    break;
                }
            }
        }
    }

    fn now(&self) -> Millis {
        Millis(self.started.elapsed().as_millis() as u64)
    }

    async fn until<T>(
        &mut self,
        mut wanted: impl FnMut(Event) -> Option<Result<T, SessionError>>,
        progress: Progress<'_>,
    ) -> Result<T, SessionError> {
        loop {
            while let Some(event) = self.connection.poll_event() {
                match event {
                    Event::Closed(why) => return Err(why.into()),
                    Event::LinkDead => self.link = None,
                    Event::Progress { received, total, .. } => progress(received, total),
                    other => {
                        if let Some(result) = wanted(other) {
                            return result;
                        }
                    }
                }
            }
            if let Err(error) = self.turn().await {
                self.redial(error).await?;
            }
        }
    }

    /// Sends what is to be sent.
    async fn transmit(&mut self) -> Result<(), LinkError> {
        let now = self.now();
        let Some(link) = &mut self.link else { return Err(LinkError::Lost("it carries nothing".to_owned())) };
        while let Some(frame) = self.connection.poll_transmit(now) {
            link.send(&frame).await?;
            crash::point("phone.frame.sent");
        }
        Ok(())
    }

    /// Sends what is to be sent, then waits for a frame or a timer.
    async fn turn(&mut self) -> Result<(), LinkError> {
        self.transmit().await?;
        let Some(link) = &mut self.link else { return Err(LinkError::Lost("it carries nothing".to_owned())) };
        let timer = async {
            match self.connection.poll_timeout() {
                Some(at) => sleep_until(self.started + Duration::from_millis(at.0)).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            frame = link.receive() => {
                let frame = frame?;
                crash::point("phone.frame.received");
                self.dials = 0;
                let now = Millis(self.started.elapsed().as_millis() as u64);
                if let Err(refused) = self.connection.handle_frame(&frame, now) {
                    tracing::debug!(%refused, "a frame was thrown away");
                }
            }
            () = timer => {
                let now = Millis(self.started.elapsed().as_millis() as u64);
                self.connection.handle_timeout(now);
            }
        }
        Ok(())
    }

    async fn redial(&mut self, mut error: LinkError) -> Result<(), SessionError> {
        let now = self.now();
        self.link = None;
        self.connection.link_lost(now);
        while self.dials < MAX_DIALS {
            self.dials += 1;
            match self.dial.dial().await {
                Ok(link) => {
                    let now = self.now();
                    self.connection.reconnect(link.mtu(), now, &mut OsRandom::new());
                    self.link = Some(link);
                    return Ok(());
                }
                Err(failed) => error = failed,
            }
            sleep(REDIAL_PAUSE).await;
        }
        Err(error.into())
    }
}
