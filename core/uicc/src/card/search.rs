//! SEARCH RECORD (TS 102 221 §11.1.7).

use super::{
    Card,
    plan::{Effect, Plan, Planned},
    record::sfi,
};
use crate::{
    apdu::Command,
    file::{Operation, Records},
    status::StatusWord,
};

/// How a search goes: where it starts, which way, and where in each record.
pub(super) struct Search<'a> {
    pub(super) from: u8,
    pub(super) backward: bool,
    pub(super) within: Within,
    pub(super) pattern: &'a [u8],
}

/// Where in a record the pattern is looked for.
#[derive(Clone, Copy)]
pub(super) enum Within {
    /// From this byte on.
    Offset(usize),
    /// Behind the first byte of this value.
    After(u8),
    /// Right at its start.
    Start,
}

impl Card {
    pub(super) fn search_record(&self, command: &Command<'_>) -> Planned {
        let target = self.target(self.channel(command.channel())?, sfi(command.p2)?)?;
        let records = Records::of(target.file, target.content)?;
        self.permit(&target, Operation::Read)?;
        let pointer = target.channel.record;
        let search = match (command.p2 & 0x07, command.data) {
            (0x04 | 0x05, pattern) => Search {
                from: start(command.p1, pointer)?,
                backward: command.p2 & 1 != 0,
                within: Within::Offset(0),
                pattern,
            },
            (0x06, [how, what, pattern @ ..]) => enhanced(command.p1, *how, *what, pattern, &records, pointer)?,
            (0x06, _) => return Err(StatusWord::WRONG_LENGTH),
            _ => return Err(StatusWord::WRONG_P1P2),
        };
        let found = search.run(&records)?;
        match found.first() {
            None => Err(StatusWord::NOT_FOUND_IN_RECORDS),
            Some(first) => {
                let channel = target.channel.record(*first);
                Ok(Plan::with(found).effect(Effect::Channel(command.channel(), channel)))
            }
        }
    }
}

impl Search<'_> {
    /// Numbers of the records that have the pattern, in the order of the search.
    ///
    /// # Errors
    /// `6700` for a pattern that is empty or longer than a record, `6A83` if the search starts at no record.
    pub(super) fn run(&self, records: &Records<'_>) -> Result<Vec<u8>, StatusWord> {
        if self.pattern.is_empty() || self.pattern.len() > records.length() {
            return Err(StatusWord::WRONG_LENGTH);
        }
        records.get(self.from)?;
        let matching = |number: &u8| records.get(*number).is_ok_and(|record| self.matches(record));
        Ok(if self.backward {
            (1..=self.from).rev().filter(matching).collect()
        } else {
            (self.from..=records.count()).filter(matching).collect()
        })
    }

    fn matches(&self, record: &[u8]) -> bool {
        let from = match self.within {
            Within::Start => return record.starts_with(self.pattern),
            Within::Offset(offset) => Some(offset),
            Within::After(value) => record.iter().position(|b| *b == value).map(|at| at + 1),
        };
        let part = from.and_then(|from| record.get(from..)).unwrap_or_default();
        part.windows(self.pattern.len()).any(|window| window == self.pattern)
    }
}

/// P1: a record number, `00` the current one.
fn start(p1: u8, pointer: Option<u8>) -> Result<u8, StatusWord> {
    if p1 == 0 { pointer.ok_or(StatusWord::RECORD_NOT_FOUND) } else { Ok(p1) }
}

/// Enhanced search, table 11.13: bits 3 to 1 of the first byte say where it starts, bit 4 what the second byte means.
fn enhanced<'a>(
    p1: u8,
    how: u8,
    what: u8,
    pattern: &'a [u8],
    records: &Records<'_>,
    pointer: Option<u8>,
) -> Result<Search<'a>, StatusWord> {
    let from = match how & 0x07 {
        0x04 | 0x05 => start(p1, pointer)?,
        0x06 => records.next(pointer)?,
        0x07 => records.previous(pointer)?,
        _ => return Err(StatusWord::WRONG_DATA),
    };
    if how & 0xF0 != 0 {
        return Err(StatusWord::WRONG_DATA);
    }
    let within = if how & 0x08 != 0 { Within::After(what) } else { Within::Offset(usize::from(what)) };
    Ok(Search { from, backward: how & 1 != 0, within, pattern })
}
