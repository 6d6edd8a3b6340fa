//! DER as a tree, to be changed in its structure.

use model::Random;
use nearfield::sim::Dice;
use tlv::{Reader, Tag};

#[derive(Clone)]
pub(crate) enum Node {
    Leaf(Tag, Vec<u8>),
    Branch(Tag, Vec<Node>),
}

impl Node {
    /// The objects in `bytes`.
    pub(crate) fn read(bytes: &[u8]) -> Vec<Self> {
        let mut reader = Reader::new(bytes);
        let mut nodes = Vec::new();
        while let Ok(Some(object)) = reader.next() {
            let first = object.tag.0.to_be_bytes().into_iter().find(|byte| *byte != 0).unwrap_or(0);
            nodes.push(match first & 0x20 {
                0 => Self::Leaf(object.tag, object.value.to_vec()),
                _ => Self::Branch(object.tag, Self::read(object.value)),
            });
        }
        nodes
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        match self {
            Self::Leaf(tag, value) => tlv::encode(*tag, value),
            Self::Branch(tag, children) => tlv::encode(*tag, &all(children)),
        }
    }

    /// The parts of a branch.
    pub(crate) fn children(&mut self) -> &mut Vec<Self> {
        match self {
            Self::Branch(_, children) => children,
            Self::Leaf(tag, _) => panic!("{tag:?} has no parts"),
        }
    }

    fn size(&self) -> usize {
        match self {
            Self::Leaf(..) => 1,
            Self::Branch(_, children) => 1 + children.iter().map(Self::size).sum::<usize>(),
        }
    }
}

/// Their encoding.
pub(crate) fn all(nodes: &[Node]) -> Vec<u8> {
    nodes.iter().flat_map(Node::write).collect()
}

/// Changes one of all these nodes, at whatever depth.
pub(crate) fn change(nodes: &mut Vec<Node>, dice: &mut Dice) {
    let total: usize = nodes.iter().map(Node::size).sum();
    if total > 0 {
        let at = dice.below(total as u64) as usize;
        change_at(nodes, at, dice);
    }
}

fn change_at(nodes: &mut Vec<Node>, mut at: usize, dice: &mut Dice) {
    for place in 0..nodes.len() {
        let size = nodes[place].size();
        if at == 0 {
            return change_one(nodes, place, dice);
        }
        if at < size {
            return change_at(nodes[place].children(), at - 1, dice);
        }
        at -= size;
    }
}

fn change_one(nodes: &mut Vec<Node>, place: usize, dice: &mut Dice) {
    match dice.below(7) {
        0 => drop(nodes.remove(place)),
        1 => nodes.insert(place, nodes[place].clone()),
        2 => {
            let other = dice.below(nodes.len() as u64) as usize;
            nodes.swap(place, other);
        }
        3 => {
            let tag = Tag(u32::from([0x04_u8, 0x30, 0x80, 0xA0, 0x02, 0x0C, 0x5A][dice.below(7) as usize]));
            nodes[place] = Node::Leaf(tag, all(&nodes[place..=place]));
        }
        4 => nodes.insert(place, Node::Leaf(Tag(0x9F7E), vec![0; dice.below(200) as usize])),
        _ => nodes[place] = changed(&nodes[place], dice),
    }
}

/// The node with another value.
fn changed(node: &Node, dice: &mut Dice) -> Node {
    match node {
        Node::Branch(tag, _) => Node::Branch(*tag, Vec::new()),
        Node::Leaf(tag, value) => {
            let mut value = value.clone();
            match dice.below(5) {
                0 => value.clear(),
                1 => drop(value.pop()),
                2 => value.push(dice.roll() as u8),
                3 => dice.fill(&mut value),
                _ => {
                    if let Some(byte) = value.last_mut() {
                        *byte ^= 1 << dice.below(8);
                    }
                }
            }
            Node::Leaf(*tag, value)
        }
    }
}
