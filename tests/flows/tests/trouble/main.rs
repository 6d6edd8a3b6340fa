//! The main flow when something goes otherwise: restarts, refusals, waiting, packages, lost results, changed minds. In virtual time, over
//! still air, between the real app and the real kiosk.

mod at_once;
mod cancelling;
mod outbox;
mod packages;
mod restarts;
mod retry;
mod returning;
mod sales;
mod selection;
