//! The kiosk as a program: see the library.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::from(2)
}
