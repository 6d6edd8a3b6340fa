//! Programs of others that do the same work, linked where they are installed.

pub mod libosmocore;
