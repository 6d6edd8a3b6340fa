use super::world::{World, record, text};
use crate::log::Told;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone)]
enum Op {
    Put {
        phone: usize,
        id: u8,
    },
    End {
        phone: usize,
        id: u8,
    },
    EndBeside {
        phone: usize,
    },
    Sync {
        phone: usize,
    },
    /// Reads, sends, and never hears the answer.
    Lost {
        phone: usize,
    },
    /// Sends without reading first.
    Blind {
        phone: usize,
    },
    Kill {
        phone: usize,
    },
    Rotate,
}

fn op() -> impl Strategy<Value = Op> {
    let (phone, id) = (0..3_usize, 1..4_u8);
    prop_oneof![
        6 => (phone.clone(), id.clone()).prop_map(|(phone, id)| Op::Put { phone, id }),
        1 => (phone.clone(), id).prop_map(|(phone, id)| Op::End { phone, id }),
        1 => phone.clone().prop_map(|phone| Op::EndBeside { phone }),
        3 => phone.clone().prop_map(|phone| Op::Sync { phone }),
        1 => phone.clone().prop_map(|phone| Op::Lost { phone }),
        1 => phone.clone().prop_map(|phone| Op::Blind { phone }),
        2 => phone.prop_map(|phone| Op::Kill { phone }),
        1 => Just(Op::Rotate),
    ]
}

/// What became of each text that somebody wrote.
#[derive(Default)]
struct Texts {
    written: BTreeMap<String, u8>,
    /// Its user saw it and wrote over it, or ended it.
    replaced: BTreeSet<String>,
}

impl Texts {
    fn replace(&mut self, world: &World, phone: usize, record: crate::log::RecordId) {
        if let Some(view) = world.phones[phone].replica.view(&record) {
            self.replaced.insert(text(&view.content));
        }
    }

    fn run(&mut self, world: &mut World, op: &Op, step: usize) {
        match *op {
            Op::Put { phone, id } => {
                if world.phones[phone].replica.has_ended(&record(id)) {
                    return;
                }
                self.replace(world, phone, record(id));
                let text = format!("text {step}");
                world.put(phone, id, &text);
                self.written.insert(text, id);
            }
            Op::End { phone, id } => {
                self.replace(world, phone, record(id));
                world.end(phone, id);
            }
            Op::EndBeside { phone } => {
                let beside = world.phones[phone].replica.views().find(|view| view.content.conflict_of.is_some());
                if let Some(beside) = beside {
                    self.replace(world, phone, beside.record);
                    world.phones[phone].replica.end(beside.record);
                }
            }
            Op::Sync { phone } => world.sync(phone).expect("honest"),
            Op::Lost { phone } => {
                world.pull(phone).expect("honest");
                world.push(phone);
            }
            Op::Blind { phone } => drop(world.push(phone)),
            Op::Kill { phone } => world.kill(phone),
            Op::Rotate => world.rotate(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    // R: B4 F1
    #[test]
    fn devices_come_to_the_same_and_nothing_is_lost_or_doubled(ops in prop::collection::vec(op(), 1..40)) {
        let mut world = World::new(3);
        let mut texts = Texts::default();
        for (step, op) in ops.iter().enumerate() {
            texts.run(&mut world, op, step);
        }
        for _ in 0..4 {
            for phone in 0..3 {
                world.sync(phone).expect("honest");
            }
        }
        let shown: Vec<String> = world.shown(0).into_values().collect();
        prop_assert_eq!(world.shown(1), world.shown(0));
        prop_assert_eq!(world.shown(2), world.shown(0));
        let once: BTreeSet<&String> = shown.iter().collect();
        prop_assert_eq!(once.len(), shown.len(), "nothing is there twice");
        let told_ended: BTreeSet<String> = world.phones.iter().flat_map(|phone| &phone.told).filter_map(|told| match told {
            Told::Ended { content, .. } => Some(text(content)),
            _ => None,
        }).collect();
        for (text, id) in &texts.written {
            let ended = world.phones[0].replica.has_ended(&record(*id));
            let there = shown.contains(text) || texts.replaced.contains(text) || told_ended.contains(text) || ended;
            prop_assert!(there, "{} is lost", text);
        }
        for phone in &world.phones {
            prop_assert_eq!((phone.replica.waiting(), phone.replica.to_reseal(world.keys.keyring.epoch())), (0, 0));
        }
    }
}
