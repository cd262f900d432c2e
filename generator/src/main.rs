//! The command `housestyle`.

fn main() -> std::process::ExitCode {
    housestyle_generator::cli::main()
}
