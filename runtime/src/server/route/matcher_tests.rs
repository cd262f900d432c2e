//! Tests of the matcher.

use std::cmp::Reverse;

use super::*;
use crate::api::Security;
use crate::style::*;

use Piece::{Literal as L, Param as P};
use Segment::{Literal, Mixed, Param};

const fn style(trailing_slash: TrailingSlash, post_on_item: PostMeaning) -> Style {
    Style {
        path: PathStyle { trailing_slash, ..Style::MINIMAL.path },
        methods: Methods { post_on_item, ..Style::MINIMAL.methods },
        ..Style::MINIMAL
    }
}
static PLAIN: Style = style(TrailingSlash::AsWritten, PostMeaning::NotAllowed);
static SINGLY: Style = Style {
    methods: Methods { post_on_singleton: PostMeaning::Patch, ..Style::MINIMAL.methods },
    ..Style::MINIMAL
};
static LENIENT: Style = style(TrailingSlash::Optional, PostMeaning::Patch);
static API: crate::api::Api =
    crate::api::Api { title: "", version: "", style: &PLAIN, document: None, operations: &[] };

const fn operation(method: Method, path: &'static [Segment], slash: bool) -> OperationMeta {
    OperationMeta {
        api: &API,
        id: "",
        group: "",
        method,
        path,
        slash,
        security: Security { alternatives: &[], optional: false },
        paging: None,
        ranges: &[],
        resource: None,
        include: &[],
        sort: &[],
        list: None,
        rated: false,
        idempotency_key: crate::style::KeyUse::Off,
        status: 200,
        media: &[],
        styled: true,
        body: None,
    }
}

static TABLE: [OperationMeta; 15] = [
    operation(Method::Get, &[], true),
    operation(Method::Get, &[Literal("a")], false),
    operation(Method::Get, &[Literal("a"), Param("id")], false),
    operation(Method::Patch, &[Literal("a"), Param("name")], false),
    operation(Method::Get, &[Literal("a"), Mixed(&[P("id"), L(".json")])], false),
    operation(Method::Post, &[Literal("a"), Mixed(&[P("id"), L(":cancel")])], false),
    operation(Method::Get, &[Literal("a"), Literal("me")], false),
    operation(Method::Post, &[Literal("a"), Literal("me"), Literal("visits")], false),
    operation(Method::Get, &[Literal("a"), Param("id"), Literal("visits")], false),
    operation(Method::Get, &[Literal("s")], true),
    operation(Method::Get, &[Literal("ж b")], false),
    // Hostile: a duplicate, an empty literal, an empty mixed segment.
    operation(Method::Get, &[Literal("a"), Param("again")], false),
    operation(Method::Get, &[Literal("x"), Literal(""), Mixed(&[])], false),
    operation(Method::Delete, &[Literal("a"), Mixed(&[P("id"), L(".j"), P("x")])], false),
    operation(Method::Patch, &[Literal("own")], false),
];

fn matcher(style: &Style) -> Matcher {
    Matcher::new(&TABLE.iter().collect::<Vec<_>>(), style)
}

fn found(style: &Style, method: Method, path: &str) -> Option<usize> {
    match matcher(style).find(Some(method), path) {
        RouteMatch::Operation(index) => Some(index),
        _ => None,
    }
}

fn allow(style: &Style, method: Option<Method>, path: &str) -> Option<String> {
    match matcher(style).find(method, path) {
        RouteMatch::WrongMethod(allowed) => Some(allowed.text()),
        _ => None,
    }
}

#[test]
fn literal_beats_mixed_beats_parameter() {
    let get = |path| found(&PLAIN, Method::Get, path);
    assert_eq!(get("/"), Some(0));
    assert_eq!(get(""), Some(0));
    assert_eq!(get("/a"), Some(1));
    assert_eq!(get("/a/7"), Some(2));
    assert_eq!(get("/a/7.json"), Some(4));
    assert_eq!(get("/a/.json"), Some(2));
    assert_eq!(get("/a/me"), Some(6));
    assert_eq!(get("/a/m%65"), Some(6));
    assert_eq!(get("/a/7%2Ejson"), Some(2));
    assert_eq!(get("/%D0%B6%20b"), Some(10));
    assert_eq!(get("/ж b"), Some(10));
    assert_eq!(get("/a//"), None);
    assert_eq!(get("/x//"), None);
}

#[test]
fn a_branch_without_the_path_gives_way_to_the_next() {
    assert_eq!(found(&PLAIN, Method::Get, "/a/you/visits"), Some(8));
    assert_eq!(found(&PLAIN, Method::Post, "/a/me/visits"), Some(7));
    assert_eq!(found(&PLAIN, Method::Patch, "/a/you"), Some(3));
    assert_eq!(found(&PLAIN, Method::Delete, "/a/7.jpg"), Some(13));
}

#[test]
fn a_path_is_of_its_most_specific_template_whatever_its_method() {
    assert_eq!(allow(&PLAIN, Some(Method::Delete), "/a/7.json").as_deref(), Some("GET, HEAD, OPTIONS"));
    assert_eq!(allow(&PLAIN, Some(Method::Patch), "/a/7.jpg").as_deref(), Some("DELETE, OPTIONS"));
    assert_eq!(allow(&PLAIN, Some(Method::Get), "/a/7:cancel").as_deref(), Some("POST, OPTIONS"));
    assert_eq!(allow(&PLAIN, Some(Method::Get), "/a/me/visits").as_deref(), Some("POST, OPTIONS"));
    assert_eq!(allow(&PLAIN, Some(Method::Patch), "/a/me").as_deref(), Some("GET, HEAD, OPTIONS"));
    assert_eq!(allow(&PLAIN, Some(Method::Options), "/a/me").as_deref(), Some("GET, HEAD, OPTIONS"));
}

#[test]
fn a_slash_at_the_end_is_the_styles_affair() {
    let get = |style, path| found(style, Method::Get, path);
    assert_eq!((get(&PLAIN, "/a/"), get(&LENIENT, "/a/")), (None, Some(1)));
    assert_eq!((get(&PLAIN, "/s"), get(&LENIENT, "/s")), (None, Some(9)));
    assert_eq!((get(&PLAIN, "/s/"), get(&LENIENT, "/s/")), (Some(9), Some(9)));
}

#[test]
fn allow_lists_what_the_template_of_the_path_takes() {
    assert_eq!(allow(&PLAIN, Some(Method::Post), "/a/7").as_deref(), Some("GET, HEAD, PATCH, OPTIONS"));
    assert_eq!(allow(&PLAIN, None, "/a/7.json").as_deref(), Some("GET, HEAD, OPTIONS"));
    assert_eq!(
        allow(&LENIENT, Some(Method::Put), "/a/7").as_deref(),
        Some("GET, HEAD, POST, PATCH, OPTIONS")
    );
    assert_eq!(matcher(&PLAIN).find(Some(Method::Get), "/b"), RouteMatch::NoPath);
    assert_eq!(matcher(&PLAIN).find(Some(Method::Get), "/a/%ff"), RouteMatch::NoPath);
}

#[test]
fn head_is_get_and_post_on_an_item_is_patch() {
    assert_eq!(found(&PLAIN, Method::Head, "/a/7"), Some(2));
    assert_eq!(found(&PLAIN, Method::Post, "/a/7"), None);
    assert_eq!(found(&LENIENT, Method::Post, "/a/7"), Some(3));
    assert_eq!(found(&LENIENT, Method::Post, "/a/me"), None);
    assert_eq!(found(&LENIENT, Method::Post, "/a/7:cancel"), Some(5));
}

#[test]
fn elp_11_post_on_what_there_is_one_of_is_patch() {
    assert_eq!(
        (found(&SINGLY, Method::Post, "/own"), found(&LENIENT, Method::Post, "/own")),
        (Some(14), None)
    );
    assert_eq!(found(&SINGLY, Method::Post, "/a/me/visits"), Some(7));
    assert_eq!(found(&SINGLY, Method::Post, "/a/7"), None);
}

/// A deterministic pseudo-random number generator.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// Returns whether a template matches a path: a simple reference implementation.
fn fits_plainly(operation: &OperationMeta, path: &str) -> bool {
    let path = path.trim_start_matches('/');
    let texts: Vec<&str> = if path.is_empty() { Vec::new() } else { path.split('/').collect() };
    texts.len() == operation.path.len()
        && operation.path.iter().zip(texts).all(|(segment, text)| match segment {
            Literal(literal) => *literal == text,
            Param(_) => !text.is_empty(),
            Mixed(pieces) => splits(pieces, text),
        })
}

fn splits(pieces: &[Piece], text: &str) -> bool {
    match pieces.split_first() {
        None => text.is_empty(),
        Some((L(literal), rest)) => text.strip_prefix(literal).is_some_and(|text| splits(rest, text)),
        Some((P(_), rest)) => (1..=text.len()).any(|end| splits(rest, &text[end..])),
    }
}

/// Returns the precedence of the segment at `at`, the most specific first; of mixed segments with as much text, the
/// first in the table.
fn rank(table: &[&'static OperationMeta], of: &OperationMeta, at: usize) -> (u8, Reverse<usize>, usize) {
    match &of.path[at] {
        Literal(_) => (0, Reverse(0), 0),
        Mixed(pieces) => {
            let text: usize =
                pieces.iter().map(|piece| if let L(text) = piece { text.len() } else { 0 }).sum();
            let begins = |one: &&OperationMeta| {
                one.path.len() > at && (0..=at).all(|at| shape(one, at) == shape(of, at))
            };
            (1, Reverse(text), table.iter().position(begins).expect("it is in the table"))
        }
        Param(_) => (2, Reverse(0), 0),
    }
}

/// Returns a segment of a template without parameter names.
fn shape(of: &OperationMeta, at: usize) -> String {
    match &of.path[at] {
        Literal(text) => format!("={text}"),
        Param(_) => "{}".to_owned(),
        Mixed(pieces) => pieces.iter().map(|piece| if let L(text) = piece { text } else { "{}" }).collect(),
    }
}

/// Returns whether the first template takes precedence for a path that both match.
fn goes_before(table: &[&'static OperationMeta], one: &OperationMeta, other: &OperationMeta) -> bool {
    let differing = (0..one.path.len()).find(|at| shape(one, *at) != shape(other, *at));
    differing.is_some_and(|at| rank(table, one, at) < rank(table, other, at))
}

#[test]
fn any_table_is_searched_as_a_plain_search_would() {
    const SEGMENTS: [Segment; 8] = [
        Literal("a"),
        Literal("b.a"),
        Param("x"),
        Param("y"),
        Mixed(&[P("x"), L(".a")]),
        Mixed(&[L("b"), P("x")]),
        Mixed(&[P("x"), L("."), P("y"), L("a")]),
        Mixed(&[P("x"), P("y")]),
    ];
    let mut numbers = Numbers(7);
    for _ in 0..500 {
        let mut table: Vec<&'static OperationMeta> = Vec::new();
        for _ in 0..numbers.below(6) {
            let path: Vec<Segment> = (0..numbers.below(4)).map(|_| numbers.one(&SEGMENTS)).collect();
            let method = numbers.one(&[Method::Get, Method::Patch]);
            table.push(Box::leak(Box::new(operation(method, path.leak(), false))));
        }
        let matcher = Matcher::new(&table, &PLAIN);
        for _ in 0..20 {
            let segment =
                |numbers: &mut Numbers| numbers.one(&["a", "b", "b.a", "x.y.a", "ba", "..a", "a.a"]);
            let path: String = (0..numbers.below(4)).map(|_| format!("/{}", segment(&mut numbers))).collect();
            let fitting: Vec<_> = table.iter().filter(|one| fits_plainly(one, &path)).collect();
            let left = |one: &&&OperationMeta| !fitting.iter().any(|other| goes_before(&table, other, one));
            let mut of = fitting.iter().filter(|one| left(one)).map(|one| one.method);
            match matcher.find(Some(Method::Get), &path) {
                RouteMatch::Operation(index) => {
                    let found = table[index];
                    assert!(found.method == Method::Get && fits_plainly(found, &path), "{path}");
                    assert!(left(&&found), "{path} {table:?}");
                }
                RouteMatch::WrongMethod(_) => {
                    assert!(
                        of.all(|method| method == Method::Patch) && !fitting.is_empty(),
                        "{path} {table:?}"
                    );
                }
                RouteMatch::NoPath => assert!(fitting.is_empty(), "{path} {table:?}"),
            }
        }
    }
}
