//! Compile errors of wrong uses of the macros: each file of `ui`, with the compiler's errors next to it.
//!
//! The texts are those of the compiler that `rust-toolchain` or CI pins; `TRYBUILD=overwrite` writes them anew.

use std::path::Path;

#[test]
fn macros_point_at_what_is_wrong() {
    // `api!` looks for documents below the folder of its package: here, that of trybuild.
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../tests/trybuild/housestyle-macros");
    std::fs::create_dir_all(&package).expect("a folder");
    for file in ["clinic.yaml", "broken.yaml", "closed.yaml"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui").join(file);
        std::fs::copy(from, package.join(file)).expect("a document");
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/handler_*.rs");
    cases.compile_fail("tests/ui/api_*.rs");
}
