//! Commands from afar (RPM): ordered at the real kiosk, asked for by the real app over HTTPS, carried out by its card.

mod attacks;
mod scene;
mod trouble;
mod versions;
mod whole;
