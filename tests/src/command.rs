//! The command `housestyle`, as its own package builds it.

fn main() -> std::process::ExitCode {
    housestyle_generator::cli::main()
}
