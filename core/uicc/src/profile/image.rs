//! The record that is written once: `E1 { 80 version, A2 file…, A3 authenticator…, A4 shared codes… }`.
//!
//! File: `80` path, `81` structure (0 DF, 1 ADF, 2 transparent, 3 linear fixed, 4 cyclic, 5 BER-TLV), `82` AID, `83`
//! record length, `84` size, `85` SFI, `86` life cycle status, `A7` access, `88` content, `89` key references of the PIN
//! status template, `8A` path of the link's target, `8B` special file information. Access: `80` records of an EF.ARR
//! (its FID, absent if implied, is `81`), or `82` expanded, or `83` compact, or `84` always.
//! Authenticator: `A0` keys, `81` path of an application, repeated.
//! Keys: `80` algorithm (1 MILENAGE, 2 TUAK, 3 COMP128, 4 test), `81` Ki, `82` OPc or TOPc, `83` size of RES (TUAK: sizes
//! of MAC, RES, CK, IK), `84` rotations, `85` constants, `86` iterations or COMP128's version, `87` most authentications.
//! Shared codes: `80` DF, `81` the DF whose codes it uses.

use super::{Authenticator, LoadError, Profile, State, codec, keys};
use crate::file::{Access, FilePath, FileSpec, LifeCycle, Structure, Tree};
use model::{Iccid, SecretBytes};
use std::collections::BTreeMap;
use tlv::{Reader, Writer};

const NAME: &str = "image";
const INCONSISTENT: fn(&'static str) -> LoadError = |what| LoadError::Inconsistent { part: NAME, what };

pub(super) fn write(profile: &Profile) -> SecretBytes {
    let room: usize = profile.tree.iter().map(|(_, file)| file.content.len() + 160).sum();
    let mut w = Writer::with_capacity(room + 1024);
    w.nest(0xE1, |w| {
        w.uint(0x80, codec::VERSION);
        for (path, file) in profile.tree.iter() {
            w.nest(0xA2, |w| write_file(w, path, file));
        }
        for (index, authenticator) in profile.authenticators.iter().enumerate() {
            w.nest(0xA3, |w| {
                w.nest(0xA0, |w| keys::write(w, &authenticator.keys));
                for (path, _) in profile.applications.iter().filter(|(_, used)| **used == index) {
                    w.put(0x81, &path.to_bytes());
                }
            });
        }
        for (scope, source) in &profile.state.codes.shared {
            w.nest(0xA4, |w| {
                w.put(0x80, &scope.to_bytes());
                w.put(0x81, &source.to_bytes());
            });
        }
    });
    w.finish().into()
}

pub(super) fn read(iccid: Iccid, bytes: &[u8], state: State) -> Result<Profile, LoadError> {
    let mut body = codec::open(bytes, 0xE1, NAME)?;
    let (tree, applications) = (Tree::default(), BTreeMap::new());
    let mut profile = Profile { iccid, tree, authenticators: Vec::new(), applications, state };
    while let Some(object) = body.next().map_err(LoadError::malformed(NAME))? {
        let inside = object.children();
        match object.tag.0 {
            0xA2 => {
                let path = codec::path(&inside, 0x80, NAME)?;
                profile.tree.put(path, read_file(&inside)?);
            }
            0xA3 => read_authenticator(&inside, &mut profile)?,
            0xA4 => {
                let scope = codec::path(&inside, 0x80, NAME)?;
                profile.state.codes.shared.insert(scope, codec::path(&inside, 0x81, NAME)?);
            }
            _ => {}
        }
    }
    check(&profile)?;
    Ok(profile)
}

/// What the rest of the crate relies on.
fn check(profile: &Profile) -> Result<(), LoadError> {
    let tree = &profile.tree;
    if !tree.get(&FilePath::mf()).is_some_and(FileSpec::is_df) {
        return Err(INCONSISTENT("no MF"));
    }
    for (path, file) in tree.iter() {
        if path.parent().is_some_and(|df| !tree.get(&df).is_some_and(FileSpec::is_df)) {
            return Err(INCONSISTENT("a file outside all DFs"));
        }
        if file
            .link
            .as_ref()
            .is_some_and(|to| tree.get(to).is_none_or(|t| t.link.is_some() || t.structure != file.structure))
        {
            return Err(INCONSISTENT("a link to nothing"));
        }
    }
    if profile.state.authenticators.len() != profile.authenticators.len() {
        return Err(INCONSISTENT("keys and sequence numbers don't match"));
    }
    Ok(())
}

fn read_authenticator(inside: &Reader<'_>, profile: &mut Profile) -> Result<(), LoadError> {
    let damaged = LoadError::malformed(NAME);
    let keys = keys::read(&inside.require(0xA0).map_err(damaged)?.children()).ok_or(INCONSISTENT("keys"))?;
    let aka = keys.aka().map_err(|_| INCONSISTENT("keys"))?;
    let index = profile.authenticators.len();
    profile.authenticators.push(Authenticator { keys, aka });
    let mut objects = *inside;
    while let Some(object) = objects.next().map_err(damaged)? {
        if object.tag.0 == 0x81 {
            let path = FilePath::from_bytes(object.value).ok_or(INCONSISTENT("a path"))?;
            profile.applications.insert(path, index);
        }
    }
    Ok(())
}

fn write_file(w: &mut Writer, path: &FilePath, file: &FileSpec) {
    w.put(0x80, &path.to_bytes());
    let (kind, aid, record) = match &file.structure {
        Structure::Df => (0, None, None),
        Structure::Adf { aid } => (1, Some(aid.as_slice()), None),
        Structure::Transparent => (2, None, None),
        Structure::LinearFixed { record } => (3, None, Some([*record])),
        Structure::Cyclic { record } => (4, None, Some([*record])),
        Structure::BerTlv => (5, None, None),
    };
    w.put(0x81, &[kind]);
    w.put_some(0x82, aid);
    w.put_some(0x83, record.as_ref().map(<[u8; 1]>::as_slice));
    w.uint(0x84, file.size as u64);
    w.put_some(0x85, file.sfi.map(|sfi| [sfi]).as_ref().map(<[u8; 1]>::as_slice));
    w.put(0x86, &[file.life_cycle.to_byte()]);
    w.nest(0xA7, |w| match &file.access {
        Access::Referenced { ef_arr, records } => {
            w.put(0x80, &records.iter().flat_map(|(se, record)| [*se, *record]).collect::<Vec<_>>());
            w.put_some(0x81, ef_arr.map(u16::to_be_bytes).as_ref().map(<[u8; 2]>::as_slice));
        }
        Access::Expanded(rule) => w.put(0x82, rule),
        Access::Compact(rule) => w.put(0x83, rule),
        Access::Always => w.put(0x84, &[]),
    });
    w.put(0x88, file.content.expose());
    w.put(0x89, &file.pin_status);
    w.put_some(0x8A, file.link.as_ref().map(FilePath::to_bytes).as_deref());
    w.put(0x8B, &[file.special]);
}

fn read_file(inside: &Reader<'_>) -> Result<FileSpec, LoadError> {
    let damaged = LoadError::malformed(NAME);
    let value = |tag: u32| inside.require(tag).map(|object| object.value).map_err(damaged);
    let record = || match codec::byte(inside, 0x83, NAME)? {
        0 => Err(INCONSISTENT("a record length")),
        record => Ok(record),
    };
    let structure = match codec::byte(inside, 0x81, NAME)? {
        0 => Structure::Df,
        1 => Structure::Adf { aid: value(0x82)?.to_vec() },
        2 => Structure::Transparent,
        3 => Structure::LinearFixed { record: record()? },
        4 => Structure::Cyclic { record: record()? },
        5 => Structure::BerTlv,
        _ => return Err(INCONSISTENT("a structure")),
    };
    let size = usize::try_from(codec::number(inside, 0x84, NAME)?).map_err(|_| INCONSISTENT("a size"))?;
    let link = match inside.find(0x8A).map_err(damaged)? {
        Some(object) => Some(FilePath::from_bytes(object.value).ok_or(INCONSISTENT("a path"))?),
        None => None,
    };
    let content = value(0x88)?;
    let own = link.is_none() && !matches!(structure, Structure::Df | Structure::Adf { .. } | Structure::BerTlv);
    if own && content.len() != size {
        return Err(INCONSISTENT("a content of another size"));
    }
    Ok(FileSpec {
        structure,
        size,
        sfi: codec::optional_byte(inside, 0x85, NAME)?,
        life_cycle: LifeCycle::from_byte(codec::byte(inside, 0x86, NAME)?).ok_or(INCONSISTENT("a life cycle"))?,
        access: read_access(&inside.require(0xA7).map_err(damaged)?.children())?,
        content: content.into(),
        pin_status: value(0x89)?.to_vec(),
        link,
        special: codec::byte(inside, 0x8B, NAME)?,
    })
}

fn read_access(inside: &Reader<'_>) -> Result<Access, LoadError> {
    let damaged = LoadError::malformed(NAME);
    let first = inside.peek().map_err(damaged)?.ok_or(INCONSISTENT("an access rule"))?;
    match first.tag.0 {
        0x80 => {
            let (pairs, _) = first.value.as_chunks::<2>();
            let fid = inside.find(0x81).map_err(damaged)?.map(|o| o.as_array().map(u16::from_be_bytes));
            let records = pairs.iter().map(|[se, record]| (*se, *record)).collect();
            Ok(Access::Referenced { ef_arr: fid.transpose().map_err(damaged)?, records })
        }
        0x82 => Ok(Access::Expanded(first.value.to_vec())),
        0x83 => Ok(Access::Compact(first.value.to_vec())),
        0x84 => Ok(Access::Always),
        _ => Err(INCONSISTENT("an access rule")),
    }
}
