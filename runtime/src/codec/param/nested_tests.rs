//! Forms with nested brackets: what is written is read, for values of any shape.

use super::*;
use crate::codec::param::PAIRS;
use crate::schema::{ArrayRules, ObjectRules, UnionRules, has};
use serde_json::{Map, json};

static ITEM: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
    has("price", &Schema::TEXT).required(),
    has("count", &MAYBE),
    has("parts", &TEXTS),
])));
static MAYBE: Schema = Schema::INT64.or_null();
static TEXTS: Schema = Schema::new(Kind::Array(ArrayRules::of(&Schema::TEXT)));
static ITEMS: Schema = Schema::new(Kind::Array(ArrayRules::of(&ITEM)));
static ROWS: Schema = Schema::new(Kind::Array(ArrayRules::of(&NUMBERS)));
static NUMBERS: Schema = Schema::new(Kind::Array(ArrayRules::of(&Schema::INT64)));
static EITHER: Schema =
    Schema::new(Kind::Union(UnionRules { variants: &[&Schema::TEXT, &ITEM], tag: None, one: false }));
static MAP: Schema = Schema::new(Kind::Object(ObjectRules {
    others: crate::schema::AdditionalMembers::Of(&Schema::BOOLEAN),
    ..ObjectRules::of(&[])
}));
static BODY: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
    has("name", &Schema::TEXT),
    has("ratio", &Schema::NUMBER),
    has("maybe", &MAYBE),
    has("tags", &TEXTS),
    has("items", &ITEMS),
    has("rows", &ROWS),
    has("either", &EITHER),
    has("map", &MAP),
    has("deep", &BODY),
])));

/// Numbers that look random and are the same in each run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn text(&mut self) -> String {
        let all = ["", "a", "[]", "a[b]", "&=+%", "\u{e9}\u{1f600}", " ", "true", "5", "null", "\n", "{}"];
        let length = self.below(3);
        (0..length).map(|_| all[usize::try_from(self.below(12)).expect("small")]).collect()
    }

    fn integer(&mut self) -> i64 {
        let bits = self.below(63);
        i64::try_from(self.below(1 << bits)).expect("below 63 bits") - 3
    }

    fn key(&mut self) -> String {
        ["a", "b c", "0", "\u{e9}", "x.y", "a]"][usize::try_from(self.below(6)).expect("small")].to_owned()
    }

    fn list(&mut self, item: impl Fn(&mut Self) -> Value) -> Value {
        (0..self.below(4)).map(|_| item(self)).collect()
    }

    fn item(&mut self) -> Value {
        let mut item = Map::from_iter([("price".to_owned(), json!(self.text()))]);
        match self.below(3) {
            0 => drop(item.insert("count".to_owned(), Value::Null)),
            1 => drop(item.insert("count".to_owned(), json!(self.integer()))),
            _ => drop(item.insert("parts".to_owned(), self.list(|numbers| json!(numbers.text())))),
        }
        Value::Object(item)
    }

    fn body(&mut self, depth: u32) -> Value {
        let mut body = Map::new();
        for wire in ["name", "ratio", "maybe", "tags", "items", "rows", "either", "map", "deep"] {
            if self.below(3) == 0 {
                continue;
            }
            let value = match wire {
                "name" => json!(self.text()),
                "ratio" => json!(self.integer() as f64 / 8.0),
                "maybe" => json!(self.integer()),
                "tags" => self.list(|numbers| json!(numbers.text())),
                "items" => self.list(Self::item),
                "rows" => self.list(|numbers| numbers.list(|numbers| json!(numbers.integer()))),
                "either" if self.below(2) == 0 => json!(self.text()),
                "either" => self.item(),
                "map" => (0..self.below(3)).map(|_| (self.key(), json!(self.below(2) == 0))).collect(),
                _ if depth > 0 => self.body(depth - 1),
                _ => continue,
            };
            body.insert(wire.to_owned(), value);
        }
        Value::Object(body)
    }
}

/// Whether a value has what a form cannot have: null, what is empty, a bracket in a name.
fn has_no_form(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty() || items.iter().any(has_no_form),
        Value::Object(members) => {
            members.is_empty() || members.iter().any(|(name, value)| name.contains(']') || has_no_form(value))
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

const LISTS: [DeepObjectLists; 2] = [DeepObjectLists::Brackets, DeepObjectLists::Indices];

#[test]
fn what_is_written_is_read() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let (mut written, mut refused) = (0, 0);
    for round in 0..1500 {
        let body = numbers.body(2);
        for empty in [EmptyValues::Reject, EmptyValues::EmptyText] {
            let form = NestedForm { lists: LISTS[round % 2], empty };
            let of_members = body.as_object().expect("an object").values().any(has_no_form);
            match form.write(&body, Some(&BODY)) {
                Ok(text) => {
                    let pairs = Pairs::form(&text).expect("pairs");
                    let found = read_nested(&pairs, &BODY, empty).expect("a form");
                    assert!(crate::schema::check::rules::same(&found, &body), "{body}\n{text}\n{found}");
                    assert!(empty == EmptyValues::EmptyText || !of_members, "{body}");
                    written += 1;
                }
                Err((place, _)) => {
                    assert!(of_members, "{place}: {body}");
                    refused += 1;
                }
            }
        }
    }
    assert!(written > 1000 && refused > 200, "{written} {refused}");
}

#[test]
fn lists_are_written_in_each_way() {
    let write = |lists, value: Value| {
        let form = NestedForm { lists, empty: EmptyValues::Reject };
        form.write(&value, Some(&BODY)).map(|text| text.replace("%5B", "[").replace("%5D", "]"))
    };
    let body = json!({ "tags": ["a", "b"], "items": [{ "price": "p", "parts": ["c"] }] });
    let texts = LISTS.into_iter().chain([DeepObjectLists::Repeat]).map(|lists| write(lists, body.clone()));
    assert_eq!(
        texts.collect::<Result<Vec<_>, _>>().expect("written"),
        [
            "tags[]=a&tags[]=b&items[0][price]=p&items[0][parts][]=c",
            "tags[0]=a&tags[1]=b&items[0][price]=p&items[0][parts][0]=c",
            "tags=a&tags=b&items[0][price]=p&items[0][parts]=c",
        ]
    );
    assert_eq!(write(LISTS[0], json!([])).map_err(|(place, _)| place), Err("body".to_owned()));
    let wide: Vec<Value> = vec![json!("x"); PAIRS + 1];
    assert!(write(LISTS[0], json!({ "tags": wide })).is_ok());
}

#[test]
fn random_names_never_panic() {
    let mut numbers = Numbers(7);
    let pieces =
        ["items", "deep", "tags", "map", "either", "[", "]", "[]", "[0]", "[price]", "=", "&", "=1&", "x"];
    for _ in 0..8_000 {
        let length = numbers.below(24);
        let text: String =
            (0..length).map(|_| pieces[usize::try_from(numbers.below(14)).expect("small")]).collect();
        if let Ok(pairs) = Pairs::form(&text) {
            let _ = read_nested(&pairs, &BODY, EmptyValues::EmptyText);
        }
    }
}
