use rsp::apdu::{Collected, StoreData, StoreDataError};

/// The longest ES10 command that is put together, in bytes.
const LARGEST_COMMAND: usize = 64 * 1024;

/// The ES10 command that is being put together, and the channel that it comes on: two LPAs don't mix their blocks.
pub(crate) struct Collector {
    channel: u8,
    blocks: StoreData,
}

impl Default for Collector {
    fn default() -> Self {
        Self { channel: 0, blocks: StoreData::new(LARGEST_COMMAND) }
    }
}

impl Collector {
    /// Takes a block that came on `channel`. One from another channel drops what was under way.
    pub(crate) fn block(&mut self, channel: u8, p1: u8, p2: u8, data: &[u8]) -> Result<Collected, StoreDataError> {
        if channel != self.channel {
            self.blocks.reset();
            self.channel = channel;
        }
        self.blocks.block(p1, p2, data)
    }

    /// The channel was closed, or something was selected on it.
    pub(crate) fn forget(&mut self, channel: u8) {
        if channel == self.channel {
            self.blocks.reset();
        }
    }
}
