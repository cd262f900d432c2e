//! Hostile requests: each is answered, and never with 500.

use crate::http::ask;

/// A deterministic pseudo-random number generator.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    fn text(&mut self, of: &[&str], most: usize) -> String {
        (0..self.below(most)).map(|_| of[self.below(of.len())]).collect()
    }
}

const TARGET: &[&str] = &[
    "/",
    "patients",
    "me",
    "5",
    "%",
    "%2",
    "%00",
    "%ff",
    "%2f",
    "..",
    "?",
    "&",
    "=",
    "page",
    "per_page",
    "-",
    "0",
    "99999999999999999999",
    "1e999",
    "before",
    "after",
    "[",
    "]",
    "+",
    ";",
    ",",
    "notes",
    ".txt",
    "chat/messages",
];
const HEADER: &[&str] = &[
    "application",
    "/",
    "json",
    "*",
    ",",
    ";",
    "q=",
    "0",
    "1",
    ".",
    "\"",
    "\\",
    " ",
    "vnd.acme",
    "v1",
    "verbose",
    "+",
    "-",
    "Basic",
    "Token",
    "good",
    "=",
    "é",
    "compact",
    "UTC",
    "Europe/Berlin",
];
const BODY: &[&str] = &[
    "{", "}", "[", "]", "\"", "name", ":", ",", "null", "1", "-0", "1e999", "\\u0000", "\\ud800", "true",
    "phone", "\u{feff}", " ", "born",
];

#[tokio::test]
async fn whatever_comes_is_answered() {
    let mut numbers = Numbers(11);
    for _ in 0..3000 {
        let method = ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "BREW"][numbers.below(8)];
        let target = format!("/{}", numbers.text(TARGET, 8));
        let Ok(_) = target.parse::<http::Uri>() else { continue };
        let mut asking = ask(&format!("{method} {target}")).body(numbers.text(BODY, 12));
        for wire in ["accept", "authorization", "timezone", "content-type", "cookie", "x-request-id"] {
            if numbers.below(3) == 0 {
                asking = asking.with(wire, &numbers.text(HEADER, 8));
            }
        }
        let got = asking.answer().await;
        assert!(got.status.as_u16() < 500, "{method} {target}: {got:?}");
        assert!(
            got.status.is_success() || !got.text.is_empty() || method == "HEAD",
            "{method} {target}: {got:?}"
        );
        assert!(got.text.len() < 40_000, "{method} {target}: {}", got.text.len());
    }
}
