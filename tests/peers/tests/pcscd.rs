//! Our card in the system's smart card service, before programs that know nothing of us; and our own PC/SC code before our own card.

use landfall_peers::{PIN, Pcscd, Pocket, READER, in_state, peer, run};
use model::Iccid;
use std::{
    io::{BufRead, BufReader},
    process::Stdio,
    thread::sleep,
    time::Duration,
};

fn set(cards: usize) -> Option<(Pocket, Pcscd)> {
    let pocket = Pocket::with_cards(cards).expect("a phone with cards");
    let service = Pcscd::start(&pocket).expect("pcscd starts")?;
    Some((pocket, service))
}

fn iccid(text: &str) -> Vec<u8> {
    text.parse::<Iccid>().expect("an ICCID").as_ef().to_vec()
}

const SELECT_USIM: &str = "00A4040407A0000000871002";
const READ_ICCID: [&str; 3] = ["00A4000C023F00", "00A4000C022FE2", "00B000000A"];

// R: A10 F7
#[test]
fn every_pcsc_program_finds_our_card_and_speaks_to_it() {
    let Some((pocket, service)) = set(1) else { return };
    let card = service.insert(&pocket).expect("it is in the reader");
    let scanned = service.ask(&pocket, "pcsc_scan", &["-r"]).expect("pcsc_scan runs");
    assert!(scanned.text.contains(READER), "{scanned:?}");
    let atr = service.ask(&pocket, "opensc-tool", &["-a"]).expect("opensc-tool runs");
    // T=0 first, and the mark of an eUICC.
    assert!(atr.text.trim().starts_with("3b:9f:96:80:3f:c7:82:80:31:e0:73:fe:21"), "{atr:?}");

    let read = service.apdus(&pocket, &READ_ICCID).expect("it answers");
    assert_eq!(read[2], (iccid(&pocket.cards[0]), 0x9000), "EF.ICCID is what the phone says");
    // The FCP of the USIM, in T=0's way: what is announced is fetched.
    let usim = service.apdus(&pocket, &[&format!("{SELECT_USIM}00")]).expect("it answers");
    assert!(usim[0].0.first() == Some(&0x62) && usim[0].1 == 0x9000, "{usim:02X?}");
    // 2G programs are served too.
    let gsm = service.apdus(&pocket, &["A0A40000023F00", "A0A40000022FE2", "A0B000000A"]).expect("it answers");
    assert_eq!(gsm[2], (iccid(&pocket.cards[0]), 0x9000));
    // A command that no card knows, and lengths that do not fit.
    assert_eq!(service.apdu(&pocket, "00FE000000").expect("it answers").1, 0x6D00);
    let wrong = service.apdus(&pocket, &["00A4000C023F00", "00A4000C022FE2", "00B0000B01"]).expect("it answers");
    assert!(wrong[2].1 != 0x9000, "{wrong:02X?}");

    service.remove(&pocket, card).expect("it is taken out");
    let gone = service.ask(&pocket, "opensc-tool", &["-a"]).expect("opensc-tool runs");
    assert!(!gone.succeeded, "the reader is empty again: {gone:?}");
}

// R: A10
#[test]
fn the_pin_guards_our_card_in_a_reader_and_its_tries_outlive_it() {
    let Some((pocket, service)) = set(1) else { return };
    let card = service.insert(&pocket).expect("it is in the reader");
    let code = |digits: &str| {
        let bytes: String = digits.bytes().map(|digit| format!("{digit:02X}")).collect();
        format!("0020000108{bytes:F<16}")
    };
    let (right, wrong) = (code(PIN), code("0000"));
    let imsi = ["00A4000C026F07", "00B0000009"];
    let before = service.apdus(&pocket, &[SELECT_USIM, imsi[0], imsi[1]]).expect("it answers");
    assert_eq!(before[2], (Vec::new(), 0x6982), "no IMSI before the PIN");
    let authenticate = format!("0088008122 10{} 10{}", "11".repeat(16), "22".repeat(16)).replace(' ', "");
    let refused = service.apdus(&pocket, &[SELECT_USIM, &authenticate]).expect("it answers");
    assert_eq!(refused[1], (Vec::new(), 0x6982), "no authentication either");
    let tried = service.apdus(&pocket, &[SELECT_USIM, &wrong]).expect("it answers");
    assert_eq!(tried[1].1, 0x63C2);
    // Power gone in the middle: the try is not forgotten.
    service.remove(&pocket, card).expect("it is taken out");
    let _card = service.insert(&pocket).expect("it is in the reader again");
    let left = service.apdus(&pocket, &[SELECT_USIM, "00200001"]).expect("it answers");
    assert_eq!(left[1].1, 0x63C2);
    let given = service.apdus(&pocket, &[SELECT_USIM, &right, imsi[0], imsi[1], &authenticate]).expect("it answers");
    assert_eq!(given[1].1, 0x9000);
    assert!(given[3].1 == 0x9000 && given[3].0.starts_with(&[0x08, 0x99, 0x99, 0x10]), "{:02X?}", given[3]);
    assert_eq!(given[4], (Vec::new(), 0x9862), "it asks the network to prove itself");
    // A reset takes the PIN back, and nothing else does: programs that share a card share its PIN.
    let reset = service.ask(&pocket, "opensc-tool", &["--reset"]).expect("opensc-tool runs");
    assert!(reset.succeeded, "{reset:?}");
    let after = service.apdus(&pocket, &[SELECT_USIM, imsi[0], imsi[1]]).expect("it answers");
    assert_eq!(after[2].1, 0x6982);
}

// R: E7 F7
#[test]
fn our_lpa_manages_our_card_through_pcscd() {
    let Some((pocket, service)) = set(2) else { return };
    let card = service.insert(&pocket).expect("it is in the reader");
    let desk = service.client(&pocket.desk().expect("a desk"));
    let chip = |arguments: &[&str]| desk.ask(&[&["chip", "--reader", READER], arguments].concat()).expect("it does it");
    let (first, second) = (pocket.cards[0].as_str(), pocket.cards[1].as_str());

    let readers = desk.ask(&["readers"]).expect("it lists them");
    assert!(readers.as_array().is_some_and(|names| names.iter().any(|name| name == READER)), "{readers}");
    let info = chip(&["info"]);
    assert_eq!((&info["lowest_svn"], &info["highest_svn"]), (&"2.2.0".into(), &"3.0.0".into()), "{info}");
    assert!(
        info["eid"].as_str().is_some_and(|eid| eid.len() == 32) && info["free_memory"].as_u64() > Some(0),
        "{info}"
    );
    assert_eq!(in_state(&chip(&["list"]), "enabled"), [second]);

    chip(&["enable", first]);
    assert_eq!(in_state(&chip(&["list"]), "enabled"), [first]);
    let read = service.apdus(&pocket, &READ_ICCID).expect("it answers");
    assert_eq!(read[2].0, iccid(first), "as a SIM it is the one that was enabled");
    chip(&["nickname", first, "Japan"]);
    chip(&["disable", first]);
    let list = chip(&["list"]);
    let named = list.as_array().into_iter().flatten().find(|profile| profile["iccid"] == first);
    assert_eq!(
        named.map(|profile| (&profile["nickname"], &profile["state"])),
        Some((&"Japan".into(), &"disabled".into()))
    );
    assert!(in_state(&list, "enabled").is_empty(), "{list}");
    chip(&["delete", first, "--yes"]);
    assert_eq!(in_state(&chip(&["list"]), "disabled"), [second]);
    // What the kiosk is to be told at the next contact, in order, from when its second card was taken into use.
    let told = chip(&["notifications"]);
    let told = told.as_array().into_iter().flatten();
    let told: Vec<_> = told.map(|one| (one["event"].as_str(), one["iccid"].as_str())).collect();
    let expected = [
        ("disable", first),
        ("enable", second),
        ("disable", second),
        ("enable", first),
        ("disable", first),
        ("delete", first),
    ];
    assert_eq!(told, expected.map(|(event, iccid)| (Some(event), Some(iccid))));

    // What is refused is said.
    let again = desk.run(&["chip", "--reader", READER, "delete", first, "--yes"]).expect("it runs");
    assert!(again.refusal().expect("it is not there").contains(first));
    let none = desk.run(&["chip", "--reader", "No such reader", "list"]).expect("it runs");
    assert!(none.refusal().expect("there is none").contains(READER), "it says which there are");

    // The phone knows all of it once it has its card back.
    service.remove(&pocket, card).expect("it is taken out");
    let empty = desk.run(&["chip", "--reader", READER, "list"]).expect("it runs");
    assert!(empty.refusal().expect("the reader is empty").contains("no card"));
    let left = pocket.phone.ask(&["cards"]).expect("it lists them");
    assert_eq!(left.as_array().map(Vec::len), Some(1), "{left}");
    assert!(pocket.enabled().expect("it lists them").is_empty());
}

// R: E7 F7
#[test]
fn lpac_manages_our_card_through_pcscd() {
    let Some(lpac) = peer::named("LPAC_BIN") else { return };
    let Some((pocket, service)) = set(2) else { return };
    let card = service.insert(&pocket).expect("it is in the reader");
    let done = |arguments: &[&str]| {
        let mut command = service.inside(&lpac);
        command.args(arguments).envs([("LPAC_APDU", "pcsc"), ("LPAC_HTTP", "stdio")]);
        let said = run(pocket.scene.children(), &mut command).expect("it runs");
        assert!(said.succeeded && said.text.contains(r#""code":0"#), "lpac {arguments:?}: {said:?}");
        said.text
    };
    let first = pocket.cards[0].as_str();
    assert!(done(&["chip", "info"]).contains(r#""svn":"2.2.0""#));
    done(&["profile", "enable", first]);
    done(&["profile", "nickname", first, "Japan"]);
    assert!(done(&["profile", "list"]).contains(r#""profileNickname":"Japan""#));
    service.remove(&pocket, card).expect("it is taken out");
    assert_eq!(pocket.enabled().expect("it lists them"), [first]);
}

// R: E7 F7
#[test]
fn our_lpa_downloads_into_our_card_through_pcscd() {
    let Some((pocket, service)) = set(1) else { return };
    let card = service.insert(&pocket).expect("it is in the reader");
    let order = pocket.order().expect("it sells");
    let desk = service.client(&pocket.desk().expect("a desk"));
    let acquire = ["acquire", "--activation-code", &order.code, "--via", &order.via, "--yes", "--reader", READER];
    let acquired = desk.ask(&acquire).expect("it downloads");
    let number = acquired["iccid"].as_str().expect("it has a number");
    assert_eq!(acquired["reported"], true, "{acquired}");
    order.kiosk.kill().expect("it ends");
    let chip = |arguments: &[&str]| desk.ask(&[&["chip", "--reader", READER], arguments].concat()).expect("it does it");
    assert_eq!(in_state(&chip(&["list"]), "disabled"), [number]);
    chip(&["enable", number]);
    let read = service.apdus(&pocket, &READ_ICCID).expect("it answers");
    assert_eq!(read[2].0, iccid(number));
    service.remove(&pocket, card).expect("it is taken out");
    assert_eq!(pocket.enabled().expect("it lists them"), [number]);
}

// R: F3 F7
#[test]
fn who_has_a_card_has_it_alone_unless_it_shares() {
    let Some((pocket, service)) = set(1) else { return };
    let _card = service.insert(&pocket).expect("it is in the reader");
    let desk = service.client(&pocket.desk().expect("a desk"));
    let list = || desk.run(&["chip", "--reader", READER, "list"]).expect("it runs");
    let other = |more: &[&str]| {
        let data = pocket.scene.at("other");
        let mut command = service.inside(pocket.phone.path());
        command.arg("--data").arg(data).args(["chip", "--reader", READER, "delete", &pocket.cards[0]]).args(more);
        // It asks, and nobody answers.
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let started = pocket.scene.children().start(&mut command, |child| (child.stdin.take(), child.stderr.take()));
        let (id, (answer, question)) = started.expect("it starts");
        let mut asked = String::new();
        BufReader::new(question.expect("a pipe")).read_line(&mut asked).expect("it asks");
        assert!(asked.contains(&pocket.cards[0]), "{asked}");
        (id, answer)
    };
    let (holds, _answer) = other(&[]);
    let refused = list();
    assert!(refused.may_be_tried_again(), "{refused:?}");
    assert!(refused.refusal().expect("it is held").contains("another program uses the card"));
    // The service notices a little later that a program was killed.
    let free = || {
        (0..100).any(|_| {
            sleep(Duration::from_millis(50));
            list().succeeded()
        })
    };
    pocket.scene.children().kill(holds).expect("it ends");
    assert!(free());
    // One that shares keeps those away that want it alone, and no others.
    let (shares, _answer) = other(&["--shared"]);
    assert!(list().refusal().expect("it is not alone").contains("another program"));
    pocket.scene.children().kill(shares).expect("it ends");
    assert!(free());
}

// R: B2
#[test]
fn a_sim_in_a_reader_is_read_into_the_vault() {
    let Some((pocket, service)) = set(1) else { return };
    let card = service.insert(&pocket).expect("it is in the reader");
    let desk = service.client(&pocket.desk().expect("a desk"));
    let (pin, wrong) = (pocket.pin.display().to_string(), pocket.scene.at("wrong"));
    std::fs::write(&wrong, "0000").expect("writes");
    let read = ["sim", "read", "--reader", READER];
    let with = |more: &[&str]| desk.run(&[&read[..], more].concat()).expect("it runs");

    let open = with(&["--without-pin"]).answer().expect("its number is open");
    assert_eq!((open["iccid"].as_str(), &open["imsi"]), (Some(pocket.cards[0].as_str()), &serde_json::Value::Null));
    let refused = with(&["--pin-file", &wrong.display().to_string()]).refusal().expect("the PIN is wrong");
    assert!(refused.contains("2 tries left"), "{refused}");
    let sim = with(&["--pin-file", &pin]).answer().expect("it can be read");
    assert!(sim["imsi"].as_str().is_some_and(|imsi| imsi.starts_with("99901")), "{sim}");
    assert_eq!((&sim["operator"], &sim["ki"]), (&"Nord Mobile".into(), &"missing".into()));
    assert!(sim["files"].as_array().is_some_and(|files| files.len() > 20), "{sim}");
    let keys = pocket.stock.file.with_file_name("asia.csv").display().to_string();
    let keyed = with(&["--pin-file", &pin, "--keys", &keys]).answer().expect("its operator's file has it");
    assert_eq!(keyed["ki"], "operator-file");

    service.remove(&pocket, card).expect("it is taken out");
    let kept = desk.ask(&["sim", "list"]).expect("it lists them");
    assert_eq!((kept.as_array().map(Vec::len), &kept[0]["imsi"]), (Some(1), &sim["imsi"]));
    desk.ask(&["sim", "forget", &pocket.cards[0], "--yes"]).expect("it is there");
    assert_eq!(desk.ask(&["sim", "list"]).expect("it lists them"), serde_json::json!([]));
}
