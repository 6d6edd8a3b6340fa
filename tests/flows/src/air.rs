//! Simulated air between the real app and the real kiosk, in tokio's virtual time: frames are lost, overtaken, doubled and damaged, and
//! the link breaks when it is told to.

use crate::Door;
use async_trait::async_trait;
use nearfield::{
    link::{Link, LinkError},
    sim::{Channel, Conditions, Counts},
};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::watch,
    time::{Instant, sleep, sleep_until},
};

/// How long a phone takes to find the kiosk.
const SEARCH: Duration = Duration::from_millis(200);

/// The air between one phone and one kiosk. Clones are the same air.
#[derive(Clone)]
pub struct Air {
    space: Arc<Mutex<Space>>,
    changed: Arc<watch::Sender<()>>,
    conditions: Conditions,
    started: Instant,
}

struct Space {
    up: Channel,
    down: Channel,
    /// Which link is there, if any: the number of those before.
    link: Option<u64>,
    links: u64,
    cuts: u64,
}

impl Air {
    /// Still air.
    #[must_use]
    pub fn new(conditions: Conditions, seed: u64) -> Self {
        let (up, down) = (Channel::new(conditions, seed), Channel::new(conditions, !seed));
        let space = Space { up, down, link: None, links: 0, cuts: 0 };
        Self {
            space: Arc::new(Mutex::new(space)),
            changed: Arc::new(watch::Sender::new(())),
            conditions,
            started: Instant::now(),
        }
    }

    /// Breaks the link, if there is one: what is on its way is gone.
    pub fn cut(&self) {
        let mut space = self.space();
        if space.link.take().is_some() {
            space.cuts += 1;
        }
        let now = self.micros();
        space.up.cut(now);
        space.down.cut(now);
        drop(space);
        self.changed.send_replace(());
    }

    /// Breaks the link `times` times, every `pause`.
    pub fn cut_every(&self, pause: Duration, times: u32) {
        let air = self.clone();
        tokio::spawn(async move {
            for _ in 0..times {
                sleep(pause).await;
                air.cut();
            }
        });
    }

    /// How often a link was broken.
    #[must_use]
    pub fn cuts(&self) -> u64 {
        self.space().cuts
    }

    /// What went through, up and down.
    #[must_use]
    pub fn counts(&self) -> [Counts; 2] {
        let space = self.space();
        [space.up.counts(), space.down.counts()]
    }

    fn ends(&self) -> [End; 2] {
        let mut space = self.space();
        space.links += 1;
        space.link = Some(space.links);
        [true, false].map(|phone| End {
            air: self.clone(),
            link: space.links,
            phone,
            changed: self.changed.subscribe(),
        })
    }

    fn space(&self) -> MutexGuard<'_, Space> {
        self.space.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn micros(&self) -> u64 {
        self.started.elapsed().as_micros() as u64
    }
}

/// Finds the kiosk through the air, again and again.
pub struct Through {
    /// The air.
    pub air: Air,
    /// The kiosk.
    pub kiosk: Door,
    /// How often it is found before it is not found any more.
    pub times: u32,
}

impl Through {
    /// Through still air, as often as one likes.
    #[must_use]
    pub fn still(kiosk: Door) -> Self {
        Self::weather(Air::new(Conditions { bandwidth: 0, ..Conditions::BLE }, 0), kiosk)
    }

    /// Through this air, as often as one likes.
    #[must_use]
    pub const fn weather(air: Air, kiosk: Door) -> Self {
        Self { air, kiosk, times: u32::MAX }
    }
}

#[async_trait]
impl app::ports::Dial for Through {
    async fn dial(&mut self) -> Result<Box<dyn Link>, LinkError> {
        sleep(SEARCH).await;
        let nobody = || LinkError::Lost("nobody answers".to_owned());
        let links = self.kiosk.links().ok_or_else(nobody)?;
        self.times = self.times.checked_sub(1).ok_or_else(nobody)?;
        let [phone, kiosk] = self.air.ends();
        links.accept(Box::new(kiosk), &"the air");
        Ok(Box::new(phone))
    }
}

/// One end of a link.
struct End {
    air: Air,
    link: u64,
    phone: bool,
    changed: watch::Receiver<()>,
}

impl End {
    /// Does what it can with the channel to this end, or from it; else, when to try again.
    async fn until<T>(
        &mut self,
        outgoing: bool,
        mut act: impl FnMut(&mut Channel, u64) -> Result<T, Option<u64>>,
    ) -> Result<T, LinkError> {
        loop {
            self.changed.mark_unchanged();
            let again = {
                let mut space = self.air.space();
                if space.link != Some(self.link) {
                    return Err(LinkError::Lost("it broke".to_owned()));
                }
                let channel = if self.phone == outgoing { &mut space.up } else { &mut space.down };
                match act(channel, self.air.micros()) {
                    Ok(done) => return Ok(done),
                    Err(again) => again,
                }
            };
            let later = async {
                match again {
                    Some(at) => sleep_until(self.air.started + Duration::from_micros(at)).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = later => {}
                _ = self.changed.changed() => {}
            }
        }
    }
}

#[async_trait]
impl Link for End {
    fn mtu(&self) -> usize {
        self.air.conditions.max_frame
    }

    async fn send(&mut self, frame: &[u8]) -> Result<(), LinkError> {
        let sent = |channel: &mut Channel, now| match channel.free_at(now) {
            at if at > now => Err(Some(at)),
            _ => {
                channel.send(frame, now);
                Ok(())
            }
        };
        self.until(true, sent).await?;
        self.air.changed.send_replace(());
        Ok(())
    }

    async fn receive(&mut self) -> Result<Vec<u8>, LinkError> {
        self.until(false, |channel, now| channel.receive(now).ok_or_else(|| channel.next_arrival())).await
    }
}
