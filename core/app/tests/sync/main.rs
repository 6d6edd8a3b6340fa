//! Phones of one account, and a server in memory that is honest until a test says otherwise.

mod book;
mod lies;
mod losses;
mod together;
mod world;
