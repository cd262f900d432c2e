//! Whatever the strings of a document or a style contain, the generated program is the same except for names,
//! literals and docs.

mod strings;

use housestyle_generator::diag::Diagnostics;
use housestyle_generator::ir;
use housestyle_generator::pipeline::Pipeline;
use housestyle_generator::render::{self, Templates};
use housestyle_generator::rust;
use housestyle_generator::{Api, Parts};

/// What breaks out of strings, comments, docs, attributes, macros and blocks somewhere.
const PAYLOADS: [&str; 8] = [
    "\"; } } mod pwned { pub fn pwned() {} } /*",
    "\\\"; pwned!(); //",
    "\n}\npub fn pwned() {}\n#![pwned]\n",
    "\r\n*/ pwned /* \u{2028} pwned \u{2029}",
    "\0\u{1b}[31m\u{202e}\u{2066}\u{200b}\u{feff}pwned",
    "```\n```rust\nstd::process::abort()\n```\n~~~\npwned",
    "{{ pwned }}{% raw %}{# pwned #} ${pwned} {0} {pwned}",
    "r#\"pwned\"# b'x' 'pwned 0x1F _ self Self crate super type",
];

fn lowered(spec: &str) -> ir::ApiModel {
    let path = format!("{}/{spec}", env!("CARGO_MANIFEST_DIR"));
    let mut pipeline = Pipeline::new();
    let lowered = pipeline.lowered(Api::new(path).config()).unwrap_or_else(|| panic!("{:?}", pipeline.diags));
    lowered.ir
}

fn text(api: &ir::ApiModel) -> String {
    let mut diags = Diagnostics::new();
    let (view, _) = rust::view(api, Parts { server: true, client: true });
    let modules = Templates::load(None, &mut diags)
        .and_then(|templates| templates.render(&render::module_inputs(&view), &mut diags))
        .unwrap_or_else(|| panic!("{diags:?}"));
    render::single_file(&modules)
}

/// Keywords and symbols, in order; names are all one, literals are empty, docs are gone.
fn bones(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'/') => while chars.next_if(|c| *c != '\n').is_some() {},
            '"' => {
                while let Some(c) = chars.next() {
                    match c {
                        '\\' => drop(chars.next()),
                        '"' => break,
                        c => assert!(c != '\n' && !c.is_control(), "{c:?} in a literal"),
                    }
                }
                tokens.push("\"\"".to_owned());
            }
            c if c.is_alphanumeric() || c == '_' => {
                assert!(c.is_ascii(), "{c:?} outside of literals");
                let mut word = String::from(c);
                while let Some(c) = chars.next_if(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '#')) {
                    word.push(c);
                }
                assert_ne!(word, "pwned");
                let digits = word.starts_with(|c: char| c.is_ascii_digit());
                tokens.push(if digits || KEYWORDS.contains(&word.as_str()) {
                    word
                } else {
                    "name".to_owned()
                });
            }
            c if c.is_whitespace() => {}
            c => {
                assert!(c.is_ascii(), "{c:?} outside of literals");
                // A comma at the end of a list that is laid out on lines.
                if matches!(c, ')' | ']' | '}' | '>') && tokens.last().is_some_and(|last| last == ",") {
                    tokens.pop();
                }
                tokens.push(c.to_string());
            }
        }
    }
    without_docs(tokens)
}

/// Docs are as many lines as their text has.
fn without_docs(tokens: Vec<String>) -> Vec<String> {
    let doc = ["#", "[", "name", "(", "name", "(", "name", ")", ",", "name", "=", "\"\"", ")", "]"];
    let mut kept: Vec<String> = Vec::new();
    for token in tokens {
        kept.push(token);
        if kept.ends_with(&doc.map(str::to_owned)) {
            kept.truncate(kept.len() - doc.len());
        }
    }
    kept
}

const KEYWORDS: [&str; 28] = [
    "as", "async", "await", "const", "enum", "extern", "false", "fn", "for", "if", "impl", "let", "loop",
    "match", "mod", "move", "mut", "pub", "return", "self", "static", "struct", "super", "trait", "true",
    "type", "unsafe", "use",
];

/// What is appended for the program to compare with: no name is a keyword with it.
const HARMLESS: &str = " plain";

#[test]
fn no_string_gets_out_of_its_place() {
    for spec in ["specs/kitchen.yaml", "specs/library.yaml", "../specs/apis/bestdoctor.yaml"] {
        let clean = lowered(spec);
        let mut harmless = clean.clone();
        strings::change(&mut harmless, &|text| text.push_str(HARMLESS));
        let expected = bones(&text(&harmless));
        for payload in PAYLOADS {
            let mut poisoned = clean.clone();
            strings::change(&mut poisoned, &|text| text.push_str(payload));
            let found = bones(&text(&poisoned));
            let differ = expected.iter().zip(&found).position(|(a, b)| a != b);
            if let Some(at) = differ.or((expected.len() != found.len()).then_some(expected.len() - 1)) {
                let around =
                    |tokens: &[String]| tokens[at.saturating_sub(20)..(at + 10).min(tokens.len())].join(" ");
                panic!("{payload:?}\nclean:    {}\npoisoned: {}", around(&expected), around(&found));
            }
        }
    }
}

#[test]
fn a_string_that_is_nothing_but_payload_is_no_name() {
    for spec in ["specs/kitchen.yaml", "specs/library.yaml"] {
        let clean = lowered(spec);
        for payload in PAYLOADS {
            let mut poisoned = clean.clone();
            strings::change(&mut poisoned, &|text| payload.clone_into(text));
            bones(&text(&poisoned));
        }
    }
}
