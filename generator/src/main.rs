//! The command `housestyle`.

/// A run makes many small things, on several threads: the system's allocator would take a fifth of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    housestyle_generator::cli::main()
}
