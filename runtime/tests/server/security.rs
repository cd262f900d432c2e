//! The limits in `SECURITY.md` are those of the code.

use housestyle::server::{Limits, ServeOptions};

#[test]
fn the_defaults_that_are_written_down_are_those_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../SECURITY.md");
    let text = std::fs::read_to_string(path).expect("SECURITY.md");
    let shown = format!("{:?} {:?}", ServeOptions::new(), Limits::new());
    for (setting, written, field) in [
        ("connections", "4096", "connections: 4096,"),
        ("connections_per_client", "256", "connections_each: 256,"),
        ("first_byte", "10 s", "first_byte: 10s,"),
        ("headers", "10 s", "headers: 10s,"),
        ("write", "30 s", "write: 30s,"),
        ("drain", "10 s", "drain: 10s,"),
        ("max_headers", "100, and 64 KiB", "max_headers: 100, max_header_bytes: 65536"),
        ("body", "2 MiB", "body: 2097152,"),
        ("upload", "16 MiB", "upload: 16777216,"),
        ("body_time", "30 s", "body_time: 30s,"),
        ("body_rate", "512", "body_rate: 512,"),
        ("bodies", "512 MiB", "bodies: 536870912,"),
        ("bodies_per_client", "64 MiB", "bodies_each: 67108864,"),
        ("responses", "512 MiB", "responses: 536870912,"),
        ("responses_per_client", "64 MiB", "responses_each: 67108864,"),
        ("handler_time", "30 s", "handler_time: Some(30s)"),
    ] {
        assert!(text.contains(&format!("| `{setting}` | {written} |")), "{setting}");
        assert!(shown.contains(field), "{field}: {shown}");
    }
}
