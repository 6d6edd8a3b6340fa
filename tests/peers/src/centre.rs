use crate::Pocket;
use landfall_stage::Broken;
use ring::rand::{SecureRandom, SystemRandom};
use std::{
    os::unix::net::UnixDatagram,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};
use uicc::aka::Aka;

/// AMF with the separation bit, as EAP-AKA' demands it (RFC 9048 §3).
const AMF: [u8; 2] = [0x80, 0x00];
/// IND is the lowest 5 bits of a sequence number: a step is a new SEQ.
const STEP: u64 = 32;

/// The authentication centre of an operator with one subscriber, as hostapd asks it (`eap_sim_db=unix:…`): datagrams of text, which
/// hostap's README of `hlr_auc_gw` tells.
pub struct Centre {
    socket: PathBuf,
    resynchronised: Arc<AtomicU64>,
    end: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Centre {
    /// Of the operator whose stock holds the card `iccid`. Its next sequence number is one above `sqn`.
    ///
    /// # Errors
    /// What did not go as it must.
    pub fn open(pocket: &Pocket, iccid: &str, sqn: u64) -> Result<Self, Broken> {
        let row = pocket.stock.row(iccid).and_then(|row| row.keys.as_ref());
        let aka = row.ok_or_else(|| Broken::not("the card is not of this stock"))?.aka()?;
        let socket = pocket.scene.at("centre");
        // What an earlier one left.
        let _ = std::fs::remove_file(&socket);
        let here = UnixDatagram::bind(&socket).map_err(Broken::io("the centre's socket"))?;
        here.set_read_timeout(Some(Duration::from_millis(100))).map_err(Broken::io("the centre's socket"))?;
        let (end, resynchronised) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (ended, counted) = (end.clone(), resynchronised.clone());
        let thread = thread::spawn(move || {
            let mut subscriber = Subscriber { aka, sqn, resynchronised: counted };
            let mut message = [0; 1000];
            while !ended.load(Ordering::Relaxed) {
                let Ok((length, from)) = here.recv_from(&mut message) else { continue };
                let asked = String::from_utf8_lossy(&message[..length]).into_owned();
                if let (Some(answer), Some(from)) = (subscriber.answer(&asked), from.as_pathname()) {
                    // Who asked may have gone away.
                    let _ = here.send_to(answer.as_bytes(), from);
                }
            }
        });
        Ok(Self { socket, resynchronised, end, thread: Some(thread) })
    }

    /// Where hostapd asks it.
    #[must_use]
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// How often the card told it where its count stands.
    #[must_use]
    pub fn resynchronised(&self) -> u64 {
        self.resynchronised.load(Ordering::Relaxed)
    }
}

impl Drop for Centre {
    fn drop(&mut self) {
        self.end.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Subscriber {
    aka: Aka,
    sqn: u64,
    resynchronised: Arc<AtomicU64>,
}

impl Subscriber {
    fn answer(&mut self, asked: &str) -> Option<String> {
        let words: Vec<&str> = asked.split_whitespace().collect();
        match words[..] {
            ["AKA-REQ-AUTH", imsi] => {
                let vector = self.vector()?;
                let parts: [&[u8]; 5] = [&vector.rand, &vector.autn, &vector.ik, &vector.ck, &vector.xres];
                Some(format!("AKA-RESP-AUTH {imsi} {}", parts.map(hex::encode).join(" ")))
            }
            ["SIM-REQ-AUTH", imsi, count] => {
                let mut triplets = Vec::new();
                for _ in 0..count.parse().unwrap_or(3).min(3) {
                    let vector = self.vector()?;
                    let parts: [&[u8]; 3] = [&vector.gsm.kc, &vector.gsm.sres, &vector.rand];
                    triplets.push(parts.map(hex::encode).join(":"));
                }
                Some(format!("SIM-RESP-AUTH {imsi} {}", triplets.join(" ")))
            }
            ["AKA-AUTS", _, auts, rand] => {
                let (auts, rand) = (hex::decode(auts).ok()?, hex::decode(rand).ok()?);
                let auts = auts.try_into().ok()?;
                self.sqn = self.aka.resynchronise(&rand.try_into().ok()?, &auts)?;
                self.resynchronised.fetch_add(1, Ordering::Relaxed);
                None
            }
            _ => None,
        }
    }

    fn vector(&mut self) -> Option<uicc::aka::Vector> {
        let mut rand = [0; 16];
        SystemRandom::new().fill(&mut rand).ok()?;
        self.sqn += STEP;
        self.aka.vector(&rand, self.sqn, &AMF)
    }
}
