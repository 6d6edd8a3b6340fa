//! lpac with our card behind it, at either server. lpac does not verify TLS, so who a server is shows in its signatures alone.

use super::{
    desk::{CODE, Desk},
    inside::{KIOSK, SMDPP, SMDS},
    report::Section,
    smdpp::Smdpp,
};
use crate::{lpac::outcome, run};
use landfall_stage::{Broken, Children, Program};
use serde_json::Value;
use std::{path::Path, process::Command};

/// The order at osmo-smdpp: the largest of the TS.48 profiles.
pub(super) const PROFILE: &str = "TS48v5_SAIP2.3_BERTLV_SUCI";

/// lpac before our card.
struct Lpac<'a> {
    program: &'a Path,
    phone: &'a Program,
    children: &'a Children,
    section: Section,
}

/// Which version of lpac this is.
///
/// # Errors
/// If it does not say.
pub(super) fn version(children: &Children, program: &Path) -> Result<String, Broken> {
    let said = run(children, Command::new(program).arg("version").env("LPAC_APDU", "stdio"))?;
    let version = outcome(&said.text)["data"].as_str().map(str::to_owned);
    version.map(|version| format!("lpac {version}")).ok_or_else(|| Broken::not("lpac does not say its version"))
}

/// lpac before the card of `phone`.
pub(super) fn command(program: &Path, phone: &Program, arguments: &[&str]) -> Command {
    let mut command = Command::new(phone.path());
    command.arg("--data").arg(phone.data()).args(["card", "serve", "--stdio", "--"]).arg(program);
    command.args(arguments).env("LPAC_APDU", "stdio").env("LPAC_HTTP", "curl");
    command
}

/// lpac at our SM-DP+.
///
/// # Errors
/// If our side does not stand.
pub(super) fn at_our_smdp(desk: &Desk, program: &Path, section: Section) -> Result<Section, Broken> {
    let phone = desk.phone("lpac-kiosk")?;
    let mut lpac = Lpac { program, phone: &phone, children: desk.scene.children(), section };
    lpac.step("chip info", Lpac::info);
    let code = desk.order(&[])?;
    let Some(iccid) = lpac.download(&["-a", &code]) else { return Ok(lpac.section) };
    lpac.step("notification process -a -r (install)", |lpac| {
        lpac.done(&["notification", "process", "-a", "-r"])?;
        let there = desk.distributed()?;
        expect(there == 1, format!("{iccid} is distributed in the kiosk's stock"), there)
    });
    lpac.manage(&iccid);
    let code = desk.order_with_code()?;
    lpac.step("profile download with a wrong confirmation code", |lpac| {
        lpac.refused(&["profile", "download", "-a", &code, "-c", "0000"])
    });
    lpac.step("the same order with the right one", |lpac| {
        let said = lpac.done(&["profile", "download", "-a", &code, "-c", CODE])?;
        Ok(format!("{} is there", text(&said["iccid"])))
    });
    desk.order(&["--eid", &lpac.eid()?])?;
    lpac.step(format!("chip defaultsmdp {KIOSK}; profile download"), |lpac| {
        lpac.done(&["chip", "defaultsmdp", KIOSK])?;
        let said = lpac.done(&["profile", "download"])?;
        Ok(format!("{} is there: the order for this EID", text(&said["iccid"])))
    });
    lpac.step("notification process -a -r", |lpac| {
        lpac.done(&["notification", "process", "-a", "-r"])?;
        let there = desk.distributed()?;
        expect(there == 3, "3 numbers are distributed", there)
    });
    lpac.step("notification list", |lpac| {
        let left = lpac.done(&["notification", "list"])?;
        expect(left.as_array().is_some_and(Vec::is_empty), "empty", &left)
    });
    lpac.step("profile discovery at the SM-DP+", |lpac| lpac.discovery(KIOSK));
    lpac.step(format!("profile discovery -s {SMDS}"), |lpac| lpac.found(&[]));
    let announced = desk.order(&["--eid", &lpac.eid()?, "--announce"])?;
    lpac.step("the same, once an order is announced to this EID", |lpac| lpac.found(&[KIOSK]));
    lpac.step("profile download of that order", |lpac| {
        let said = lpac.done(&["profile", "download", "-a", &announced])?;
        Ok(format!("{} is there", text(&said["iccid"])))
    });
    lpac.step("notification process -a -r, and discovery again", |lpac| {
        lpac.done(&["notification", "process", "-a", "-r"])?;
        lpac.found(&[])
    });
    Ok(lpac.section)
}

/// lpac at osmo-smdpp.
///
/// # Errors
/// If our side does not stand.
pub(super) fn at_osmo_smdpp(desk: &Desk, smdpp: &Smdpp, program: &Path, section: Section) -> Result<Section, Broken> {
    let phone = desk.phone("lpac-smdpp")?;
    let mut lpac = Lpac { program, phone: &phone, children: desk.scene.children(), section };
    lpac.step("chip info", Lpac::info);
    let Some(iccid) = lpac.download(&["-s", SMDPP, "-m", PROFILE]) else { return Ok(lpac.section) };
    lpac.manage(&iccid);
    let before = smdpp.notified().len();
    lpac.step("notification process -a -r", |lpac| {
        lpac.done(&["notification", "process", "-a", "-r"])?;
        let verified = smdpp.notified().split_off(before);
        let lines = verified.join("; ");
        let all = ["enable", "disable", "delete"].iter().all(|event| lines.contains(&format!("{event} of {iccid}")));
        expect(all, "osmo-smdpp verified our card's signatures: enable, disable, delete", lines)
    });
    lpac.step("notification list", |lpac| {
        let left = lpac.done(&["notification", "list"])?;
        expect(left.as_array().is_some_and(Vec::is_empty), "empty", &left)
    });
    lpac.step("profile download of an order that is not there", |lpac| {
        lpac.refused(&["profile", "download", "-s", SMDPP, "-m", "NOSUCH"])
    });
    lpac.step("profile discovery", |lpac| lpac.discovery(SMDPP));
    Ok(lpac.section)
}

impl Lpac<'_> {
    fn step(&mut self, what: impl Into<String>, act: impl FnOnce(&mut Self) -> Result<String, Broken>) {
        let result = act(self);
        self.section.step(what, result);
    }

    /// Runs it; what it said last.
    fn say(&mut self, arguments: &[&str]) -> Result<Value, Broken> {
        let said = run(self.children, &mut command(self.program, self.phone, arguments))?;
        let quoted = |word: &&str| if word.contains(['$', ' ']) { format!("'{word}'") } else { (*word).to_owned() };
        let words: Vec<String> = arguments.iter().map(quoted).collect();
        self.section.transcript().add(&format!("lpac {}", words.join(" ")), &said);
        Ok(outcome(&said.text))
    }

    fn done(&mut self, arguments: &[&str]) -> Result<Value, Broken> {
        let said = self.say(arguments)?;
        if said["code"] == 0 { Ok(said["data"].clone()) } else { Err(Broken::not(format!("lpac says {said}"))) }
    }

    fn refused(&mut self, arguments: &[&str]) -> Result<String, Broken> {
        let said = self.say(arguments)?;
        let refused = said["code"].as_i64().is_some_and(|code| code != 0);
        let words = format!("refused, as it must be: {}: {}", text(&said["message"]), text(&said["data"]));
        expect(refused, words, said)
    }

    fn info(&mut self) -> Result<String, Broken> {
        let info = self.done(&["chip", "info"])?;
        let (eid, two) = (text(&info["eidValue"]), &info["EUICCInfo2"]);
        let said =
            format!("EID {eid}, SGP.22 {}, profile packages {}", text(&two["svn"]), text(&two["profileVersion"]));
        expect(eid.len() == 32, said, &info)
    }

    fn eid(&mut self) -> Result<String, Broken> {
        Ok(text(&self.done(&["chip", "info"])?["eidValue"]))
    }

    /// A profile's state and name, if it is there.
    fn profile(&mut self, iccid: &str) -> Result<Option<(String, String)>, Broken> {
        let list = self.done(&["profile", "list"])?;
        let own = list.as_array().into_iter().flatten().find(|profile| profile["iccid"] == iccid);
        Ok(own.map(|profile| (text(&profile["profileState"]), text(&profile["profileNickname"]))))
    }

    /// Downloads, and sees the profile and its notification; the ICCID.
    fn download(&mut self, order: &[&str]) -> Option<String> {
        let mut iccid = None;
        self.step("profile download", |lpac| {
            let said = lpac.done(&[&["profile", "download"], order].concat())?;
            iccid = said["iccid"].as_str().map(str::to_owned);
            expect(iccid.is_some(), format!("{} is there", text(&said["iccid"])), &said)
        });
        let found = iccid.clone()?;
        self.step("profile list", |lpac| {
            let profile = lpac.profile(&found)?;
            expect(profile.as_ref().is_some_and(|(state, _)| state == "disabled"), "disabled", format!("{profile:?}"))
        });
        self.step("notification list", |lpac| {
            let list = lpac.done(&["notification", "list"])?;
            let there = list
                .as_array()
                .into_iter()
                .flatten()
                .any(|one| one["iccid"] == *found && one["profileManagementOperation"] == "install");
            expect(there, "install", &list)
        });
        iccid
    }

    /// Enable, nickname, disable, delete.
    fn manage(&mut self, iccid: &str) {
        let becomes = |lpac: &mut Self, arguments: &[&str], wanted: Option<(&str, &str)>| {
            lpac.done(arguments)?;
            let found = lpac.profile(iccid)?;
            let same = found.as_ref().map(|(state, name)| (&**state, &**name)) == wanted;
            let words = wanted.map_or("gone".to_owned(), |(state, name)| format!("{state} {name}"));
            expect(same, words.trim(), format!("{found:?}"))
        };
        for (what, arguments, wanted) in [
            ("profile enable", &["profile", "enable", iccid][..], Some(("enabled", ""))),
            ("profile nickname", &["profile", "nickname", iccid, "Japan"], Some(("enabled", "Japan"))),
            ("profile disable", &["profile", "disable", iccid], Some(("disabled", "Japan"))),
            ("profile delete", &["profile", "delete", iccid], None),
        ] {
            self.step(what, |lpac| becomes(lpac, arguments, wanted));
        }
    }

    /// Our SM-DS names these servers.
    fn found(&mut self, servers: &[&str]) -> Result<String, Broken> {
        let said = self.done(&["profile", "discovery", "-s", SMDS])?;
        let words =
            if servers.is_empty() { "no event".to_owned() } else { format!("an event at {}", servers.join(", ")) };
        expect(said == serde_json::json!(servers), words, said)
    }

    /// An SM-DP+ is no SM-DS: the machine runs as far as it answers.
    fn discovery(&mut self, server: &str) -> Result<String, Broken> {
        let said = self.say(&["profile", "discovery", "-s", server])?;
        let reached = said["message"] == "es11_authenticate_client";
        expect(reached, "our card authenticated the server; an SM-DP+ has no events, and refuses there", said)
    }
}

/// Says `well` if it holds, else what was found.
fn expect(holds: bool, well: impl Into<String>, found: impl std::fmt::Display) -> Result<String, Broken> {
    if holds { Ok(well.into()) } else { Err(Broken::not(found)) }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
