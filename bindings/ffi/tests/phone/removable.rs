//! A removable eUICC behind the platform's way to cards: another phone's, which is as real as ours.

use crate::open;
use app::{EuiccDriver, card::Apdu};
use landfall_ffi::{
    Landfall, LandfallError, OpenSettings, Place, check_secure_element,
    ports::{Ports, SecureElement, SecureElementFailure},
};
use landfall_flows::{Shop, Stock, acquired};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};
use uicc::Transport;

const READER: &str = "SIM1";

struct Slot {
    card: Mutex<EuiccDriver>,
    open: Mutex<BTreeSet<u32>>,
}

impl SecureElement for Slot {
    fn readers(&self) -> Vec<String> {
        vec![READER.to_owned()]
    }

    fn open_channel(&self, reader: String, aid: Vec<u8>) -> Result<u32, SecureElementFailure> {
        if reader != READER {
            return Err(SecureElementFailure::Unreachable { what: "no such reader".to_owned() });
        }
        let opened = self.card.lock().expect("whole").open_channel(&aid);
        let channel = opened.map_err(|error| SecureElementFailure::Unreachable { what: error.to_string() })?.into();
        self.open.lock().expect("whole").insert(channel);
        Ok(channel)
    }

    /// The channel is the platform's to write into the class.
    fn transmit(&self, channel: u32, mut command: Vec<u8>) -> Result<Vec<u8>, SecureElementFailure> {
        if !self.open.lock().expect("whole").contains(&channel) {
            return Err(SecureElementFailure::Unreachable { what: "it is closed".to_owned() });
        }
        command[0] = command[0] & 0xFC | channel as u8;
        let answer = self.card.lock().expect("whole").transmit(&command);
        answer
            .map(|answer| answer.to_bytes())
            .map_err(|error| SecureElementFailure::Unreachable { what: error.to_string() })
    }

    fn close_channel(&self, channel: u32) {
        if self.open.lock().expect("whole").remove(&channel) {
            self.card.lock().expect("whole").close_channel(channel as u8);
        }
    }
}

// R: A6
#[test]
fn a_removable_euicc_is_managed_and_its_way_keeps_the_contract() {
    let mut shop = Shop::closed(&Stock::new("visitor", "free", 1));
    let (phone, iccid) = acquired(&mut shop, "visitor", b"2580");
    let eid = phone.landfall().euiccs().expect("reads")[0];
    let driver = phone.landfall().chip(&eid, Transport::Block).expect("opens");
    let slot: Arc<dyn SecureElement> = Arc::new(Slot { card: Mutex::new(driver), open: Mutex::default() });
    assert_eq!(check_secure_element(slot.clone(), READER.to_owned()), None);
    assert!(check_secure_element(slot.clone(), "SIM2".to_owned()).is_some(), "there is no such reader");

    let temp = tempfile::tempdir().expect("a folder");
    let ports = Ports { secure_element: Some(slot), ..crate::platform::ports(temp.path()) };
    let settings = OpenSettings { folder: temp.path().display().to_string(), cloud_roots: None };
    let landfall = Landfall::open(settings, ports).expect("opens");
    assert_eq!(landfall.removable_readers(), [READER]);
    let removable = landfall.removable(READER.to_owned()).expect("a card");
    landfall_flows::here(async {
        let sims = removable.sims().await.expect("lists");
        assert_eq!(
            (sims[0].iccid.clone(), sims[0].place, sims[0].enabled),
            (iccid.to_string(), Place::Removable, true)
        );
        removable.disable_sim(iccid.to_string()).await.expect("disables");
        removable.set_nickname(iccid.to_string(), "Abroad".to_owned()).await.expect("names");
        let sims = removable.sims().await.expect("lists");
        assert_eq!((sims[0].enabled, sims[0].nickname.as_deref()), (false, Some("Abroad")));
        removable.delete_sim(iccid.to_string()).await.expect("deletes");
        assert!(removable.sims().await.expect("lists").is_empty());
    });
    let other = tempfile::tempdir().expect("a folder");
    let none = open(other.path()).expect("opens").removable(READER.to_owned()).err().expect("there is none");
    assert!(matches!(none, LandfallError::Failed { .. }), "{none:?}");
}
