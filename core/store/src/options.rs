use std::time::Duration;

/// What a commit waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Until the disk has it (`synchronous=FULL`). The only choice for data that anybody relies on.
    #[default]
    Full,
    /// For nothing (`synchronous=OFF`): a power cut loses or damages it. For scratch data, and for the test that
    /// proves that the other choice is needed.
    None,
}

/// How a store runs. The default is right for kiosk and phone.
#[derive(Debug, Clone)]
pub struct Options {
    /// What a commit waits for.
    pub durability: Durability,
    /// How many jobs may wait for the writer; a further `write` blocks until there is room.
    pub queue: usize,
    /// The most jobs in one commit.
    pub batch: usize,
    /// The most readers at the same time; a further `read` waits for one to end.
    pub readers: usize,
    /// After how many pages of 4 KiB the write-ahead log is folded into the file. More of them spare a busy server writes, since what is changed again
    /// and again is folded in once; they cost a longer log, which is read at the first opening after a crash.
    pub checkpoint: u32,
    /// How long SQLite waits for another process's lock (a backup tool, say).
    pub busy_timeout: Duration,
    /// Run `PRAGMA quick_check` when opening: its time grows with the file.
    pub check: bool,
    /// Added to every commit, as a slow disk would. For benches and tests.
    pub sync_delay: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            durability: Durability::Full,
            queue: 4096,
            batch: 1024,
            readers: 4,
            checkpoint: 1000,
            busy_timeout: Duration::from_secs(5),
            check: false,
            sync_delay: Duration::ZERO,
        }
    }
}
