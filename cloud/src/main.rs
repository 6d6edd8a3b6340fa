//! The cloud as a program: see the library.

fn main() -> std::process::ExitCode {
    landfall_cloud::cli::main()
}
