//! The operator's commands over the data, whether it is this process's own or one's that serves.

mod agency;
mod answer;
mod failure;
mod run;
mod subscribers;

pub use answer::Answer;
pub use failure::Failure;
pub use run::{Command, run};
