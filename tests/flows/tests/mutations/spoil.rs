//! Changes that need to know nothing of what a request says.

use crate::tree::{self, Node};
use base64::{Engine, prelude::BASE64_STANDARD};
use model::Random;
use nearfield::sim::Dice;
use serde_json::{Map, Value, json};

/// A body with one random change.
pub(crate) fn spoil(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    match dice.below(14) {
        0 => bits(body, dice),
        1 => bytes(body, dice),
        2 => body[..dice.below(body.len() as u64) as usize].to_vec(),
        3 | 4 => member(body, dice),
        5 => text(body, dice),
        6..=8 => identifier(body, dice),
        9 | 10 => inside(body, dice, |der, dice| bits(der, dice)),
        _ => inside(body, dice, |der, dice| {
            let mut nodes = Node::read(der);
            tree::change(&mut nodes, dice);
            tree::all(&nodes)
        }),
    }
}

fn bits(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut changed = body.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(body.len() as u64) as usize;
        changed[at] ^= 1 << dice.below(8);
    }
    changed
}

fn bytes(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut changed = body.to_vec();
    let at = dice.below(body.len() as u64) as usize;
    match dice.below(3) {
        0 => drop(changed.remove(at)),
        1 => changed.insert(at, dice.roll() as u8),
        _ => {
            let end = body.len().min(at + 1 + dice.below(64) as usize);
            dice.fill(&mut changed[at..end]);
        }
    }
    changed
}

fn members(body: &[u8]) -> Map<String, Value> {
    serde_json::from_slice(body).expect("it was valid")
}

fn written(members: &Map<String, Value>) -> Vec<u8> {
    serde_json::to_vec(members).expect("JSON")
}

/// One of the members, but not this one.
fn any(members: &Map<String, Value>, but: &[&str], dice: &mut Dice) -> String {
    let names: Vec<&String> = members.keys().filter(|name| !but.contains(&name.as_str())).collect();
    names[dice.below(names.len() as u64) as usize].clone()
}

/// A member is gone, of another kind, or another one's.
fn member(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut members = members(body);
    let (name, other) = (any(&members, &[], dice), any(&members, &[], dice));
    let value = match dice.below(8) {
        0 => {
            members.remove(&name);
            return written(&members);
        }
        1 => Value::Null,
        2 => json!(dice.roll()),
        3 => json!([members[&name]]),
        4 => members[&other].clone(),
        5 => json!(""),
        6 => json!("A".repeat(dice.below(70_000) as usize)),
        _ => {
            members.insert("unknown".to_owned(), json!({"a": dice.roll()}));
            return written(&members);
        }
    };
    members.insert(name, value);
    written(&members)
}

/// The text of a member.
fn text(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut members = members(body);
    let name = any(&members, &[], dice);
    let mut chars: Vec<char> = members[&name].as_str().expect("all are texts").chars().collect();
    let at = dice.below(chars.len() as u64) as usize;
    match dice.below(3) {
        0 => chars[at] = char::from(b' ' + (dice.roll() % 95) as u8),
        1 => drop(chars.remove(at)),
        _ => chars.insert(at, ['~', 'é', '=', '\n', '-'][dice.below(5) as usize]),
    }
    members.insert(name, chars.into_iter().collect::<String>().into());
    written(&members)
}

/// The transaction id, where there is one.
fn identifier(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut members = members(body);
    if !members.contains_key("transactionId") {
        return text(body, dice);
    }
    let id: [u8; 20] = dice.array();
    let id = match dice.below(5) {
        0 => hex::encode(&id[..16]),
        // None, or too long.
        1 | 2 => hex::encode_upper(&id[..[0, 17, 18, 20][dice.below(4) as usize]]),
        3 => format!("{}z", hex::encode(&id[..15])),
        _ => members["transactionId"].as_str().expect("a text").to_lowercase(),
    };
    members.insert("transactionId".to_owned(), id.into());
    written(&members)
}

/// The bytes of a member in base64.
fn inside(body: &[u8], dice: &mut Dice, change: impl FnOnce(&[u8], &mut Dice) -> Vec<u8>) -> Vec<u8> {
    let mut members = members(body);
    let name = any(&members, &["transactionId", "smdpAddress"], dice);
    let der = BASE64_STANDARD.decode(members[&name].as_str().expect("a text")).expect("it was valid");
    members.insert(name, BASE64_STANDARD.encode(change(&der, dice)).into());
    written(&members)
}
