//! The modules of the crate form layers without import cycles.

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Returns the modules that each module imports, each with a file that does so.
type Graph = BTreeMap<String, BTreeMap<String, PathBuf>>;

#[test]
fn top_level_modules_do_not_import_each_other_in_a_circle() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let graph = graph(&src);
    assert!(graph.len() > 8 && graph["server"].contains_key("problem"), "no imports found: {graph:#?}");
    assert_eq!(circle(&graph), None);
}

#[test]
fn a_circle_is_found() {
    let graph = Graph::from(
        [("a", "b"), ("b", "c"), ("c", "b")]
            .map(|(from, to)| (from.to_owned(), BTreeMap::from([(to.to_owned(), PathBuf::from("x.rs"))]))),
    );
    assert_eq!(circle(&graph).as_deref(), Some("b -> c (x.rs), c -> b (x.rs)"));
}

fn graph(src: &Path) -> Graph {
    let lib = code(&src.join("lib.rs"));
    let modules: BTreeSet<String> =
        regex(r"\bmod (\w+);").captures_iter(&lib).map(|m| m[1].to_owned()).collect();
    let mut owners: BTreeMap<String, String> =
        modules.iter().map(|name| (name.clone(), name.clone())).collect();
    for reexport in regex(r"pub use (\w+)::(?:\w+::)*(?:\{([^}]*)\}|(\w+));").captures_iter(&lib) {
        let names = reexport.get(2).or(reexport.get(3)).map_or("", |names| names.as_str());
        owners.extend(names.split(',').map(|name| (name.trim().to_owned(), reexport[1].to_owned())));
    }
    let path = regex(r"(?:^|[^\w$])crate::(?:\{([^;]*?)\};|(\w+))");
    let mut graph = Graph::new();
    for file in files(src) {
        let inside = file.strip_prefix(src).expect("a file of the crate");
        let first = inside.iter().next().and_then(|first| first.to_str()).unwrap_or_default();
        let module = first.trim_end_matches(".rs");
        let text = code(&file);
        for found in path.captures_iter(&text) {
            let group =
                found.get(1).map_or(&found[0][found[0].find("crate::").unwrap_or(0) + 7..], |g| g.as_str());
            let names = group.split(',').filter_map(|item| item.trim().split(':').next());
            for target in names.filter_map(|name| owners.get(name)).filter(|target| *target != module) {
                let edges = graph.entry(module.to_owned()).or_default();
                edges.entry(target.clone()).or_insert_with(|| inside.to_owned());
            }
        }
    }
    graph.remove("lib");
    graph
}

/// The start of a file's tests.
static TESTS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\n#\[cfg\((?:all\()?test[^\n]*\]\n(?:pub )?mod \w+ \{"));
static COMMENT: LazyLock<Regex> = LazyLock::new(|| regex(r"//[^\n]*"));

/// Returns the text of a file without tests and comments.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("a readable file");
    let text = TESTS.split(&text).next().unwrap_or_default();
    COMMENT.replace_all(text, "").into_owned()
}

/// Returns the Rust files of a folder, without test files.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() {
            found.extend(files(&path));
        } else if !(stem == "tests" || stem == "world" || stem.ends_with("_tests")) {
            found.push(path);
        }
    }
    found
}

/// Returns a description of the first cycle.
fn circle(graph: &Graph) -> Option<String> {
    let mut done = BTreeSet::new();
    graph.keys().find_map(|start| visit(graph, start, &mut Vec::new(), &mut done))
}

fn visit(graph: &Graph, at: &str, trail: &mut Vec<String>, done: &mut BTreeSet<String>) -> Option<String> {
    if let Some(start) = trail.iter().position(|seen| seen == at) {
        let mut around: Vec<&str> = trail[start..].iter().map(String::as_str).collect();
        around.push(at);
        let edge =
            |pair: &[&str]| format!("{} -> {} ({})", pair[0], pair[1], graph[pair[0]][pair[1]].display());
        return Some(around.windows(2).map(edge).collect::<Vec<_>>().join(", "));
    }
    if !done.insert(at.to_owned()) {
        return None;
    }
    trail.push(at.to_owned());
    let found = graph.get(at).into_iter().flatten().find_map(|(target, _)| visit(graph, target, trail, done));
    trail.pop();
    found
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern")
}
