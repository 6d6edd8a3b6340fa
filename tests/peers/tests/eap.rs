//! Our card authenticates a computer on a network: wpa_supplicant's EAP methods take it through PC/SC, hostapd is the network.

use landfall_peers::{Centre, PIN, Pcscd, Pocket, READER, peer, run};
use std::{process::Stdio, thread, time::Duration};

const PORT: &str = "18120";

/// hostapd as an authentication server that asks `centre`, in the network of `service`.
fn network(pocket: &Pocket, service: &Pcscd, centre: &Centre) -> u32 {
    let at = |name: &str| pocket.scene.at(name).display().to_string();
    let write = |name: &str, text: String| std::fs::write(pocket.scene.at(name), text).expect("writes");
    write("users", "\"0\"*\tAKA\n\"1\"*\tSIM\n\"6\"*\tAKA'\n".to_owned());
    write("clients", "127.0.0.1 secret\n".to_owned());
    let (users, clients, socket) = (at("users"), at("clients"), centre.socket().display());
    write(
        "hostapd.conf",
        format!(
            "driver=none\neap_server=1\neap_user_file={users}\neap_sim_db=unix:{socket}\nradius_server_clients={clients}\n\
             radius_server_auth_port={PORT}\n"
        ),
    );
    let log = std::fs::File::create(pocket.scene.at("hostapd.log")).expect("a log");
    let mut command = service.inside("hostapd");
    command.arg(at("hostapd.conf")).stdin(Stdio::null()).stderr(Stdio::null()).stdout(log);
    let (id, ()) = pocket.scene.children().start(&mut command, |_| ()).expect("hostapd starts");
    for _ in 0..200 {
        if std::fs::read_to_string(pocket.scene.at("hostapd.log")).is_ok_and(|log| log.contains("AP-ENABLED")) {
            return id;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("hostapd does not serve");
}

/// Whether the network lets the card in by this method.
fn attaches(pocket: &Pocket, service: &Pcscd, method: &str, pin: &str) -> bool {
    let conf = pocket.scene.at("eap.conf");
    let text = format!(
        "pcsc_reader={READER}\nnetwork={{\n ssid=\"peers\"\n key_mgmt=WPA-EAP\n eap={method}\n pcsc=\"\"\n pin=\"{pin}\"\n}}\n"
    );
    std::fs::write(&conf, text).expect("writes");
    let mut command = service.inside("eapol_test");
    command.arg("-c").arg(&conf).args(["-a", "127.0.0.1", "-p", PORT, "-s", "secret", "-t", "15"]);
    let said = run(pocket.scene.children(), &mut command).expect("eapol_test runs");
    let success = said.text.lines().last() == Some("SUCCESS");
    assert_eq!(said.succeeded, success, "{}", said.text);
    success
}

// R: A10 A11 F7
#[test]
fn our_card_attaches_by_eap_sim_aka_and_aka_prime() {
    if !peer::from_debian(&["hostapd", "eapol_test"]) {
        return;
    }
    let pocket = Pocket::with_cards(1).expect("a phone with a card");
    let Some(service) = Pcscd::start(&pocket).expect("pcscd starts") else { return };
    let _card = service.insert(&pocket).expect("it is in the reader");
    let centre = Centre::open(&pocket, &pocket.cards[0], 1 << 20).expect("its operator's");
    let hostapd = network(&pocket, &service, &centre);
    for method in ["AKA", "SIM", "AKA'"] {
        assert!(attaches(&pocket, &service, method, PIN), "{method}");
    }
    assert_eq!(centre.resynchronised(), 0);
    assert!(!attaches(&pocket, &service, "AKA", "0000"), "not without its PIN");

    // The centre has lost its count: the card says where it stands, and is let in.
    pocket.scene.children().kill(hostapd).expect("it ends");
    drop(centre);
    let centre = Centre::open(&pocket, &pocket.cards[0], 0).expect("its operator's");
    let _hostapd = network(&pocket, &service, &centre);
    assert!(attaches(&pocket, &service, "AKA", PIN));
    assert_eq!(centre.resynchronised(), 1);
}
