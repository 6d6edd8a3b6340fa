//! The cloud as a program: see the library.

/// A server's requests are many short texts, its database's pages too: the system's allocator took a seventh of its time for them. Its C code gets
/// this one as well. Elsewhere than on Linux that is not to be relied on.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    landfall_cloud::cli::main()
}
