mod attacks;
mod heads;
mod merging;
mod property;
mod restoring;
mod rotating;
mod vector;
mod world;
