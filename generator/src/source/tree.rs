//! YAML events → one bounded tree, with an explicit stack: nothing here recurses.

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::{Map, Value};

use super::lenient::RepairedText;
use super::limits::{ALIASED, BYTES, DEPTH, MOST_DUPLICATES, NODES};
use super::scalar::{Plain, plain};
use super::trouble::{Trouble, bytes};
use crate::diag::codes;

/// A value with what it costs to copy.
#[derive(Clone)]
struct TreeNode {
    value: Value,
    nodes: usize,
    bytes: usize,
    height: usize,
}

enum Frame {
    List {
        items: Vec<Value>,
        anchor: usize,
        cost: FrameCost,
    },
    Map {
        map: Map<String, Value>,
        keys: Vec<Range<u32>>,
        key: Option<TreeKey>,
        merges: Vec<Value>,
        anchor: usize,
        cost: FrameCost,
    },
}

struct TreeKey {
    text: String,
    at: Range<usize>,
    merge: bool,
}

/// What the children of a frame cost.
#[derive(Default)]
struct FrameCost {
    nodes: usize,
    bytes: usize,
    height: usize,
}

pub(super) struct Builder {
    stack: Vec<Frame>,
    /// The positions of open brackets, with the height of the stack at each.
    brackets: Vec<(usize, usize)>,
    anchors: HashMap<usize, TreeNode>,
    nodes: usize,
    aliased: usize,
    aliased_bytes: usize,
    duplicates: usize,
    root: Option<Value>,
    pub(super) troubles: Vec<Trouble>,
}

/// Reading stopped; the reason is in `troubles`.
struct Stop;

/// The options of the scanner: its own nesting limits lie just above ours, which have a better message.
pub(super) fn options() -> granit_parser::Options {
    granit_parser::options! {
        flow_nesting_limit: DEPTH + 10,
        block_nesting_limit: DEPTH + 10,
        emit_comments: false,
        // The keys of JSON may be longer than YAML's 1024 characters, and real paths are.
        simple_key_max_lookahead: 1 << 20,
    }
}

/// The tree of a text, unless one of the troubles is an error.
pub(super) fn read(text: &str) -> (Option<Value>, Vec<Trouble>) {
    let (tree, troubles) = built(text);
    let broken = |trouble: &Trouble| trouble.code == codes::SYNTAX && !trouble.warning;
    let Some(repaired) = troubles.iter().any(broken).then(|| RepairedText::of(text)).flatten() else {
        return (tree, troubles);
    };
    let (tree, again) = built(&repaired.text);
    // An unclosed quote is better reported where it begins.
    if again.iter().any(|trouble| broken(trouble) && repaired.ends_on_line_of(trouble.at.start)) {
        return (None, troubles);
    }
    let mut troubles = repaired.troubles();
    troubles.extend(again.into_iter().map(|trouble| trouble.moved(|at| repaired.back(at))));
    (tree, troubles)
}

fn built(text: &str) -> (Option<Value>, Vec<Trouble>) {
    let mut builder = Builder {
        stack: Vec::new(),
        brackets: Vec::new(),
        anchors: HashMap::new(),
        nodes: 0,
        aliased: 0,
        aliased_bytes: 0,
        duplicates: 0,
        root: None,
        troubles: Vec::new(),
    };
    let finished = builder.run(text).is_ok() && builder.troubles.iter().all(|t| t.warning);
    (if finished { builder.root } else { None }, builder.troubles)
}

impl Builder {
    fn run(&mut self, text: &str) -> Result<(), Stop> {
        let mut documents = 0;
        for next in Parser::new_from_str_with_options(text, options()) {
            let (event, span) = match next {
                Ok(next) => next,
                Err(error) => {
                    let open = self.brackets.last().map(|(at, _)| *at);
                    return self.stop(Trouble::of_scan(&error, text, open));
                }
            };
            let at = bytes(&span);
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        return self.stop(
                            Trouble::new(codes::MORE_DOCUMENTS, "a second YAML document in one file", at)
                                .help("keep one document in a file: `---` begins another"),
                        );
                    }
                }
                Event::Scalar(value, style, anchor, tag) => {
                    self.scalar(&value, style, anchor, tag.as_deref(), at)?;
                }
                Event::SequenceStart(_, anchor, _) => {
                    self.bracket(text, at.start);
                    self.open(at, Frame::List { items: Vec::new(), anchor, cost: FrameCost::default() })?;
                }
                Event::MappingStart(_, anchor, _) => {
                    self.bracket(text, at.start);
                    self.open(at, Frame::map(anchor))?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(at)?,
                Event::Alias(id) => self.alias(id, at)?,
                _ => {}
            }
        }
        if self.root.is_none() {
            return self.stop(
                Trouble::new(codes::EMPTY_FILE, "the file holds nothing", 0..0)
                    .help("check that it is the file that is meant, and that it was saved"),
            );
        }
        Ok(())
    }

    fn stop(&mut self, trouble: Trouble) -> Result<(), Stop> {
        self.troubles.push(trouble);
        Err(Stop)
    }

    /// Remembers where a list or a mapping in brackets begins.
    fn bracket(&mut self, text: &str, start: usize) {
        if matches!(text.as_bytes().get(start), Some(b'[' | b'{')) {
            self.brackets.push((start, self.stack.len()));
        }
    }

    fn open(&mut self, at: Range<usize>, frame: Frame) -> Result<(), Stop> {
        if self.stack.len() >= DEPTH {
            return self.stop(Trouble::too_deep(at));
        }
        if let Some(Frame::Map { key: None, .. }) = self.stack.last() {
            return self.stop(
                Trouble::new(codes::KEY_NOT_SCALAR, "a key that is a list or a mapping", at)
                    .help("keys are text; quote a key that begins with `[` or `{`"),
            );
        }
        self.stack.push(frame);
        Ok(())
    }

    fn close(&mut self, at: Range<usize>) -> Result<(), Stop> {
        let (value, anchor, cost) = match self.stack.pop() {
            Some(Frame::List { items, anchor, cost }) => (Value::Array(items), anchor, cost),
            Some(Frame::Map { mut map, merges, anchor, cost, .. }) => {
                for merged in merges {
                    merge(&mut map, merged);
                }
                (Value::Object(map), anchor, cost)
            }
            None => return Ok(()),
        };
        self.brackets.pop_if(|(_, height)| *height == self.stack.len());
        let node = TreeNode { value, nodes: cost.nodes + 1, bytes: cost.bytes, height: cost.height + 1 };
        self.add(node, anchor, at)
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        at: Range<usize>,
    ) -> Result<(), Stop> {
        if let Some(Frame::Map { key: key @ None, keys, map, .. }) = self.stack.last_mut() {
            let merge = text == "<<" && style == ScalarStyle::Plain && tag.is_none();
            if map.contains_key(text) {
                self.duplicates += 1;
                let first = map.keys().position(|k| k == text).and_then(|n| keys.get(n).cloned());
                let trouble = Trouble::new(
                    codes::DUPLICATE_KEY,
                    format!("the key `{text}` is given twice"),
                    at.clone(),
                );
                let trouble = match first {
                    Some(first) => trouble.related(first.start as usize..first.end as usize, "first here"),
                    None => trouble,
                };
                *key = Some(TreeKey { text: text.to_owned(), at, merge: false });
                if self.duplicates > MOST_DUPLICATES {
                    return Err(Stop);
                }
                self.troubles.push(trouble);
                return Ok(());
            }
            *key = Some(TreeKey { text: text.to_owned(), at, merge });
            return Ok(());
        }
        let value = self.value(text, style, tag, &at);
        let node = TreeNode { value, nodes: 1, bytes: text.len(), height: 0 };
        self.add(node, anchor, at)
    }

    fn value(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, at: &Range<usize>) -> Value {
        let resolved = match tag.map(|tag| (tag.core_suffix(), tag)) {
            None if style != ScalarStyle::Plain => return Value::String(text.to_owned()),
            Some((Some("str"), _)) => return Value::String(text.to_owned()),
            None | Some((Some("int" | "float" | "bool" | "null"), _)) => plain(text),
            Some((_, tag)) => {
                let message =
                    format!("the tag `{}` is not allowed here; the value is read as text", tag.original());
                self.troubles.push(Trouble::warning(codes::TAG, message, at.clone()));
                return Value::String(text.to_owned());
            }
        };
        match resolved {
            Plain::Exact(value) => value,
            Plain::Inexact(value) => {
                let message = format!("`{text}` is larger than 64 bits hold; it is taken as {value}");
                self.troubles.push(Trouble::warning(codes::NUMBER_INEXACT, message, at.clone()));
                value
            }
        }
    }

    /// Copies what an alias names, within the budget.
    fn alias(&mut self, id: usize, at: Range<usize>) -> Result<(), Stop> {
        if let Some(Frame::Map { key: None, .. }) = self.stack.last() {
            let text = match self.anchors.get(&id).map(|node| &node.value) {
                Some(Value::String(text)) => text.clone(),
                _ => {
                    return self.stop(Trouble::new(
                        codes::KEY_NOT_SCALAR,
                        "an alias as a key must name a text",
                        at,
                    ));
                }
            };
            return self.scalar(&text, ScalarStyle::DoubleQuoted, 0, None, at);
        }
        let Some(node) = self.anchors.get(&id) else {
            // The parser knows the anchor, so its node is one that is still open.
            return self.stop(
                Trouble::new(codes::ALIAS_CYCLE, "this alias is inside the node that it names", at)
                    .help("an alias copies a complete node; a schema refers to itself by `$ref`"),
            );
        };
        self.aliased += node.nodes;
        self.aliased_bytes += node.bytes;
        if self.aliased > ALIASED || self.aliased_bytes > BYTES {
            let message =
                format!("aliases expand to more than {ALIASED} nodes or {} MiB of text", BYTES >> 20);
            return self.stop(Trouble::new(codes::TOO_MANY_ALIASES, message, at));
        }
        if self.stack.len() + node.height > DEPTH {
            return self.stop(Trouble::too_deep(at));
        }
        let node = node.clone();
        self.add(node, 0, at)
    }

    /// Puts a finished node where it belongs.
    fn add(&mut self, node: TreeNode, anchor: usize, at: Range<usize>) -> Result<(), Stop> {
        // Children were counted when they were added.
        self.nodes += 1;
        if self.nodes + self.aliased > NODES {
            return self.stop(Trouble::too_many_nodes(at));
        }
        if anchor != 0 {
            self.keep(anchor, &node, &at)?;
        }
        let TreeNode { value, nodes, bytes, height } = node;
        match self.stack.last_mut() {
            None => self.root = Some(value),
            Some(Frame::List { items, cost, .. }) => {
                cost.take(nodes, bytes, height);
                items.push(value);
            }
            Some(Frame::Map { map, keys, key, merges, cost, .. }) => {
                let Some(key) = key.take() else { return Ok(()) };
                cost.take(nodes, bytes + key.text.len(), height);
                if !key.merge {
                    if !map.contains_key(&key.text) {
                        keys.push(narrow(&key.at));
                        map.insert(key.text, value);
                    }
                } else if mergeable(&value) {
                    merges.push(value);
                } else {
                    return self.stop(
                        Trouble::new(codes::MERGE_KEY, "`<<` merges mappings, and this is not a mapping", at)
                            .help("quote the key if a member named `<<` is meant"),
                    );
                }
            }
        }
        Ok(())
    }

    /// Remembers an anchored node. That is a copy too, so it counts against the same budget.
    fn keep(&mut self, anchor: usize, node: &TreeNode, at: &Range<usize>) -> Result<(), Stop> {
        self.aliased += node.nodes;
        self.aliased_bytes += node.bytes;
        if self.aliased > ALIASED || self.aliased_bytes > BYTES {
            let message =
                format!("anchors and aliases take more than {ALIASED} nodes or {} MiB of text", BYTES >> 20);
            return self.stop(Trouble::new(codes::TOO_MANY_ALIASES, message, at.clone()));
        }
        self.anchors.insert(anchor, node.clone());
        Ok(())
    }
}

impl Frame {
    fn map(anchor: usize) -> Self {
        let (map, keys, merges) = (Map::new(), Vec::new(), Vec::new());
        Self::Map { map, keys, key: None, merges, anchor, cost: FrameCost::default() }
    }
}

impl FrameCost {
    fn take(&mut self, nodes: usize, bytes: usize, height: usize) {
        self.nodes += nodes;
        self.bytes += bytes;
        self.height = self.height.max(height);
    }
}

fn narrow(at: &Range<usize>) -> Range<u32> {
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    narrow(at.start)..narrow(at.end)
}

fn mergeable(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().all(Value::is_object),
        _ => false,
    }
}

/// Explicit keys win over merged ones, and earlier mappings of a list over later ones.
fn merge(into: &mut Map<String, Value>, merged: Value) {
    match merged {
        Value::Object(members) => {
            for (key, value) in members {
                into.entry(key).or_insert(value);
            }
        }
        Value::Array(items) => items.into_iter().for_each(|item| merge(into, item)),
        _ => {}
    }
}
