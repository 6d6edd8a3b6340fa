//! What a command changes, first as a batch, then (once that is durable) in memory.
//!
//! A changed file's record: `E3 { 80 version, 81 content, 82 life cycle status }`.

use super::{LoadError, Profile, State, TABLE, codec, part};
use crate::file::{FilePath, LifeCycle, Tree};
use model::{Batch, SecretBytes};
use std::collections::BTreeMap;
use tlv::Writer;

const NAME: &str = "file";

/// New values; what is not named stays.
#[derive(Clone, Default)]
pub(crate) struct Changes {
    pub(crate) state: Option<Box<State>>,
    contents: BTreeMap<FilePath, SecretBytes>,
    life_cycles: BTreeMap<FilePath, LifeCycle>,
}

impl Changes {
    /// A new state.
    pub(crate) fn of_state(state: State) -> Self {
        Self { state: Some(Box::new(state)), ..Self::default() }
    }

    /// A new content of the EF at `path`, which is no link.
    pub(crate) fn of_content(path: FilePath, content: Vec<u8>) -> Self {
        Self { contents: BTreeMap::from([(path, content.into())]), ..Self::default() }
    }

    /// A new life cycle status of the EF at `path`.
    pub(crate) fn of_life_cycle(path: FilePath, life_cycle: LifeCycle) -> Self {
        Self { life_cycles: BTreeMap::from([(path, life_cycle)]), ..Self::default() }
    }

    /// The records to write: the state, and one a changed file.
    pub(crate) fn batch(&self, profile: &Profile) -> Batch {
        let mut batch = Batch::new();
        if let Some(state) = &self.state {
            batch.put(TABLE, profile.id(part::STATE), state.write());
        }
        let paths = self.contents.keys().chain(self.life_cycles.keys().filter(|p| !self.contents.contains_key(*p)));
        for path in paths {
            let Some(file) = profile.tree.get(path) else { continue };
            let content = self.contents.get(path).unwrap_or(&file.content);
            let life_cycle = self.life_cycles.get(path).copied().unwrap_or(file.life_cycle);
            let mut id = profile.id(part::FILE);
            id.extend(path.to_bytes());
            batch.put(TABLE, id, record(content, life_cycle));
        }
        batch
    }

    /// Makes them true in memory.
    pub(crate) fn apply(self, profile: &mut Profile) {
        if let Some(state) = self.state {
            profile.state = *state;
        }
        for (path, content) in self.contents {
            if let Some(file) = profile.tree.get_mut(&path) {
                file.content = content;
            }
        }
        for (path, life_cycle) in self.life_cycles {
            if let Some(file) = profile.tree.get_mut(&path) {
                file.life_cycle = life_cycle;
            }
        }
    }
}

fn record(content: &SecretBytes, life_cycle: LifeCycle) -> SecretBytes {
    let mut w = Writer::with_capacity(content.len() + 64);
    w.nest(0xE3, |w| {
        w.uint(0x80, codec::VERSION);
        w.put(0x81, content.expose());
        w.put(0x82, &[life_cycle.to_byte()]);
    });
    w.finish().into()
}

/// Lays a changed file's record over the tree.
pub(super) fn apply_record(tree: &mut Tree, path: &[u8], value: &[u8]) -> Result<(), LoadError> {
    let inconsistent = |what| LoadError::Inconsistent { part: NAME, what };
    let body = codec::open(value, 0xE3, NAME)?;
    let path = FilePath::from_bytes(path).ok_or(inconsistent("a path"))?;
    let file = tree.get_mut(&path).ok_or(inconsistent("a file that the image does not have"))?;
    let content = body.require(0x81).map_err(LoadError::malformed(NAME))?.value;
    let whole = content.len() == file.content.len();
    if !(whole || file.structure == crate::file::Structure::BerTlv && content.len() <= file.size) {
        return Err(inconsistent("a content of another size"));
    }
    file.content = content.into();
    file.life_cycle = LifeCycle::from_byte(codec::byte(&body, 0x82, NAME)?).ok_or(inconsistent("a life cycle"))?;
    Ok(())
}
