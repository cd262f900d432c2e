//! Small to write and huge to read: each is refused or read, in time, in little memory and in few words.

use super::folder::{CommandOutput, Folder};

/// More than anyone reads of what is wrong.
const WORDS: usize = 200_000;

const HEAD: &str = "openapi: 3.0.3\ninfo: { title: Clinic, version: \"1\" }\n";

fn run(file: &str, text: &str) -> CommandOutput {
    let output = Folder::with(&[(file, text)]).generate(&[file]);
    assert!(output.err.len() < WORDS, "{file}: {} bytes of words", output.err.len());
    output
}

/// Refused, with this code alone.
fn refused(file: &str, text: &str, code: &str) {
    let output = run(file, text);
    assert_eq!(output.code, 2, "{file}");
    for line in output.err.lines().filter(|line| line.starts_with("error[")) {
        assert!(line.starts_with(&format!("error[{code}]")), "{file}: {line}");
    }
}

/// A document that answers the schema `S0`, out of lines that describe schemas.
fn schemas(lines: impl IntoIterator<Item = String>) -> String {
    let lines: String = lines.into_iter().map(|line| format!("    {line}\n")).collect();
    let answer = "{ application/json: { schema: { $ref: \"#/components/schemas/S0\" } } }";
    let responses = format!("{{ \"200\": {{ description: Fine., content: {answer} }} }}");
    format!(
        "{HEAD}paths: {{ /patients: {{ get: {{ operationId: listPatients, responses: {responses} }} }} }}\n\
         components:\n  schemas:\n{lines}"
    )
}

#[test]
fn nesting() {
    for (text, file, code) in [
        ("[", "lists.yaml", "HS0005"),
        ("{a: ", "mappings.yaml", "HS0005"),
        ("- ", "dashes.yaml", "HS0005"),
        ("? ", "keys.yaml", "HS0013"),
        ("[", "lists.json", "HS0005"),
        ("{\"a\":", "mappings.json", "HS0005"),
    ] {
        refused(file, &text.repeat(100_000), code);
    }
}

#[test]
fn size() {
    refused("large.yaml", &format!("{HEAD}x-a: {}\n", "x".repeat(65 << 20)), "HS0002");
    refused("nodes.yaml", &format!("{HEAD}x-a: [{}]\n", "1,".repeat(5_000_001)), "HS0006");
    refused("documents.yaml", &"---\na: 1\n".repeat(300_000), "HS0010");
    refused("key.yaml", &format!("{HEAD}{}: 1\n", "k".repeat(5_000_000)), "HS0004");
    refused("equal_keys.yaml", &format!("{HEAD}{}", "x-a: 1\n".repeat(100_000)), "HS0009");
}

#[test]
fn aliases() {
    let many = format!("a: &a \"{}\"\nb:\n{}", "x".repeat(100_000), "- *a\n".repeat(20_000));
    refused("aliases.yaml", &many, "HS0007");
    let laughs = (1..12).map(|n| format!("x-{n}: &a{n} [{}]\n", format!("*a{},", n - 1).repeat(9)));
    refused("laughs.yaml", &format!("{HEAD}x-0: &a0 [ha]\n{}", laughs.collect::<String>()), "HS0007");
    let merges = (1..60).map(|n| format!("x-{n}: &a{n} {{ <<: [{}] }}\n", format!("*a{},", n - 1).repeat(4)));
    refused("merges.yaml", &format!("{HEAD}x-0: &a0 {{ a: 1 }}\n{}", merges.collect::<String>()), "HS0007");
}

#[test]
fn numbers() {
    refused(
        "exponent.json",
        &format!("{{\"openapi\": \"3.0.3\", \"x-a\": 1e{}}}", "9".repeat(1_000_000)),
        "HS0004",
    );
    assert_eq!(run("digits.yaml", &format!("{HEAD}paths: {{}}\nx-a: {}\n", "9".repeat(1_000_000))).code, 0);
}

/// Sixty schemas, each of which has the next one twice: written out, more than there are atoms.
#[test]
fn doubling() {
    let next = |n: usize| format!("{{ $ref: \"#/components/schemas/S{}\" }}", n + 1);
    let last = || "S60: { type: object, properties: { a: { type: string } } }".to_owned();
    for kind in ["allOf", "oneOf", "anyOf"] {
        let lines = (0..60).map(|n| format!("S{n}: {{ {kind}: [{next}, {next}] }}", next = next(n)));
        assert_eq!(run("doubling.yaml", &schemas(lines.chain([last()]))).code, 0, "{kind}");
    }
    let members = (0..60)
        .map(|n| format!("S{n}: {{ type: object, properties: {{ a: {n0}, b: {n0} }} }}", n0 = next(n)));
    assert_eq!(run("members.yaml", &schemas(members.chain([last()]))).code, 0);
}

#[test]
fn chains() {
    let next = |n: usize| format!("$ref: \"#/components/schemas/S{}\"", n + 1);
    let references =
        (0..2000).map(|n| format!("S{n}: {{ {} }}", next(n))).chain(["S2000: { type: string }".to_owned()]);
    refused("references.yaml", &schemas(references), "HS0057");
    for (kind, code) in [("allOf", 2), ("oneOf", 0), ("anyOf", 0)] {
        let lines =
            (0..1000).map(|n| format!("S{n}: {{ {kind}: [{{ {} }}, {{ type: object, properties: {{ m{n}: {{ type: string }} }} }}] }}", next(n)));
        let last = "S1000: { type: object, properties: { a: { type: string } } }".to_owned();
        assert_eq!(run("chain.yaml", &schemas(lines.chain([last]))).code, code, "{kind}");
    }
    let members = (0..1000)
        .map(|n| format!("S{n}: {{ type: object, required: [a], properties: {{ a: {{ {} }} }} }}", next(n)));
    let last = "S1000: { type: object, properties: { a: { type: string } } }".to_owned();
    assert_eq!(run("members.yaml", &schemas(members.chain([last]))).code, 0);
}

#[test]
fn patterns() {
    let open = "(".repeat(100_000);
    let nested = format!("{}{}", "(a|".repeat(50_000), ")".repeat(50_000));
    let classes = "[".repeat(100_000);
    for pattern in [open, nested, classes] {
        let output =
            run("pattern.yaml", &schemas([format!("S0: {{ type: string, pattern: \"{pattern}\" }}")]));
        assert_eq!(output.code, 0, "{}", output.err);
        assert!(output.err.contains("warning[HS0239]"), "{}", output.err);
    }
}

#[test]
fn names() {
    let long = "a".repeat(1_000_000);
    refused(
        "member.yaml",
        &schemas([format!("S0: {{ properties: {{ ? {long} : {{ type: string }} }} }}")]),
        "HS0209",
    );
    let parameters: String = (0..20_000).map(|n| format!("/{{a{n}}}")).collect();
    let path = format!(
        "{HEAD}paths:\n  ? \"{parameters}\"\n  : {{ get: {{ operationId: a, responses: {{ \"200\": {{ description: Fine. }} }} }} }}\n"
    );
    refused("path.yaml", &path, "HS0209");
    let symbols = (1..1000).map(|n| format!("\"{}\"", "-".repeat(n))).collect::<Vec<_>>().join(", ");
    assert_eq!(run("symbols.yaml", &schemas([format!("S0: {{ type: string, enum: [{symbols}] }}")])).code, 0);
}

/// Thousands of mistakes are reported in a screenful or two, and counted.
#[test]
fn mistakes() {
    let paths = (0..5000).map(|n| {
        format!("  /p{n}: {{ get: {{ operationId: same, responses: {{ \"200\": {{ $ref: \"#/nothing\" }} }} }} }}\n")
    });
    let output = run("mistakes.yaml", &format!("{HEAD}paths:\n{}", paths.collect::<String>()));
    assert_eq!(output.code, 2);
    let undeclared = (0..2000).map(|n| {
        format!("  /p{n}/{{a}}: {{ get: {{ responses: {{ \"200\": {{ description: Fine. }} }} }} }}\n")
    });
    let output = run("warnings.yaml", &format!("{HEAD}paths:\n{}", undeclared.collect::<String>()));
    assert_eq!(output.code, 0, "{}", output.err);
}
