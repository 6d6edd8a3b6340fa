use crate::{
    any_card,
    args::{Cli, ReadSim, Sim},
    desk,
    failure::Failure,
    operator_keys,
    output::{self, Answer},
    prompt::confirm,
    secret_input,
};
use app::{
    Error, KeptSim, Landfall,
    card::CardError,
    ports::{Clock, SystemClock},
    sim::{Content, PinStatus, ReadFile, Reading},
};
use model::Iccid;
use serde_json::{Value, json};

pub(crate) fn run(cli: &Cli, command: &Sim) -> Result<Answer, Failure> {
    match command {
        Sim::Read(wanted) => read(cli, wanted),
        Sim::List => {
            let sims = desk::open(cli)?.kept_sims()?;
            let lines: Vec<String> = sims.iter().map(line).collect();
            let text = if lines.is_empty() { "No SIM was read yet.".to_owned() } else { lines.join("\n") };
            Ok(Answer::new(text, sims.iter().map(summary).collect()))
        }
        Sim::Show { iccid } => Ok(whole(&kept(&desk::open(cli)?, iccid)?)),
        Sim::Revive { iccid, eid, yes } => {
            let landfall = desk::open(cli)?;
            kept(&landfall, iccid)?;
            if !yes && !confirm(&format!("Make a card of {iccid}, and put the plastic one away?"))? {
                return Err(Failure::Stopped);
            }
            let eid = landfall.revive_sim(iccid, eid.as_ref())?;
            let text = format!("Card {iccid} is here. Give it a PIN: landfall card pin {iccid} set.");
            Ok(Answer::new(text, json!({"iccid": iccid, "eid": eid, "pin_set": false})))
        }
        Sim::Forget { iccid, yes } => {
            let landfall = desk::open(cli)?;
            kept(&landfall, iccid)?;
            if !yes && !confirm(&format!("Forget what was read of {iccid}?"))? {
                return Err(Failure::Stopped);
            }
            landfall.forget_sim(iccid)?;
            Ok(Answer::new(format!("SIM {iccid} is forgotten."), json!({"iccid": iccid, "done": true})))
        }
    }
}

/// What was read of this SIM: nobody is asked about one that is not there.
fn kept(landfall: &Landfall, iccid: &Iccid) -> Result<KeptSim, Failure> {
    let sims = landfall.kept_sims()?;
    sims.into_iter().find(|kept| kept.sim.iccid == *iccid).ok_or_else(|| Error::NoSuchCard(*iccid).into())
}

fn read(cli: &Cli, wanted: &ReadSim) -> Result<Answer, Failure> {
    // Who may not keep it need not read it.
    let landfall = desk::open(cli)?;
    let mut card = any_card::open(cli, &wanted.card)?;
    let mut reading = Reading::open(&mut *card).map_err(no_sim)?;
    match reading.pin_status().map_err(Error::from)? {
        PinStatus::Satisfied => {}
        _ if wanted.without_pin => {}
        PinStatus::Blocked => return Err(Error::Code(app::sim::CodeError::Blocked).into()),
        PinStatus::Required { tries } => {
            output::say(&format!("The SIM asks for its PIN; {tries} tries left."));
            let pin = secret_input::read(wanted.pin_file.as_deref(), "PIN")?;
            reading.verify_pin(&pin).map_err(Error::from)?;
        }
    }
    let sim = reading.read(SystemClock.now()).map_err(Error::from)?;
    let key = wanted.keys.as_deref().map(|file| operator_keys::find(file, &sim.iccid)).transpose()?;
    Ok(whole(&landfall.keep_sim(&sim, key.as_ref())?))
}

/// What answers to none of the two selections is no SIM.
fn no_sim(error: CardError) -> Failure {
    match error {
        CardError::Status { .. } => Failure::NoSim,
        other => Error::from(other).into(),
    }
}

fn line(kept: &KeptSim) -> String {
    let KeptSim { sim, has_key } = kept;
    let imsi = sim.imsi().map(|imsi| imsi.as_str().to_owned()).unwrap_or_default();
    let key = if *has_key { "Ki from its operator's file" } else { "Ki missing" };
    format!("{}\t{imsi}\t{}\t{key}", sim.iccid, sim.operator().unwrap_or_default())
}

fn summary(kept: &KeptSim) -> Value {
    let KeptSim { sim, has_key } = kept;
    json!({
        "iccid": sim.iccid,
        "imsi": sim.imsi(),
        "numbers": sim.numbers(),
        "operator": sim.operator(),
        "message_centre": sim.message_centre(),
        "network": sim.location().map(|(network, _)| network),
        "location_area": sim.location().map(|(_, area)| area),
        "forbidden_networks": sim.forbidden(),
        "ki": if *has_key { "operator-file" } else { "missing" },
        "read": sim.read.to_string(),
    })
}

fn whole(kept: &KeptSim) -> Answer {
    let KeptSim { sim, has_key } = kept;
    let mut lines = vec![format!("ICCID\t{}", sim.iccid)];
    let mut say = |name: &str, value: Option<String>| lines.extend(value.map(|value| format!("{name}\t{value}")));
    say("IMSI", sim.imsi().map(|imsi| imsi.as_str().to_owned()));
    sim.numbers().into_iter().for_each(|number| say("number", Some(number)));
    say("operator", sim.operator());
    say("message centre", sim.message_centre());
    say("last network", sim.location().map(|(network, area)| format!("{network}, location area {area:04X}")));
    sim.forbidden().into_iter().for_each(|network| say("forbidden network", Some(network.to_string())));
    for entry in &sim.phone_book {
        say("phone book", Some(format!("{}\t{}\t{}", entry.number, entry.name, entry.dial)));
    }
    let closed: Vec<&str> =
        sim.files.iter().filter(|file| matches!(file.content, Content::Closed(_))).map(|file| file.name.name).collect();
    say("files read", Some((sim.files.len() - closed.len()).to_string()));
    say("closed to its owner", (!closed.is_empty()).then(|| closed.join(", ")));
    let ki = if *has_key {
        "as its operator's file gives it"
    } else {
        "missing: a SIM does not give it away, so this copy can't authenticate; --keys takes an operator's file"
    };
    say("Ki", Some(ki.to_owned()));
    let mut json = summary(kept);
    json["phone_book"] =
        sim.phone_book.iter().map(|e| json!({"record": e.number, "name": e.name, "number": e.dial})).collect();
    json["files"] = sim.files.iter().map(file).collect();
    Answer::new(lines.join("\n"), json)
}

fn file(file: &ReadFile) -> Value {
    let path: Vec<String> = file.name.path.iter().map(|fid| format!("{fid:04X}")).collect();
    let mut json = json!({"name": file.name.name, "path": path.join("/")});
    match &file.content {
        Content::Transparent(bytes) => json["bytes"] = hex::encode(bytes).into(),
        Content::Records(records) => json["records"] = records.iter().map(hex::encode).collect(),
        Content::Closed(status) => json["closed"] = format!("{status:04X}").into(),
    }
    json
}
