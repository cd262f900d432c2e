//! Forms with nested brackets: of a style whose requests are forms, and of a document that declares them.

use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::bracket_forms::{self, types::NewOrder};
use housestyle_wire::{declared_forms, strict_forms};
use serde_json::{Value, json};

use crate::support;

const FORM: &str = "application/x-www-form-urlencoded";

/// Answers with the JSON of what it got.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::bracket_forms)]
struct Orders;

impl bracket_forms::server::Orders for Orders {
    async fn create_order(
        &self,
        call: Call<bracket_forms::operations::CreateOrder>,
    ) -> HandlerResult<String, bracket_forms::operations::CreateOrderError> {
        Ok(serde_json::to_string(&call.input.body)?)
    }

    async fn change_order(
        &self,
        call: Call<bracket_forms::operations::ChangeOrder>,
    ) -> HandlerResult<String, bracket_forms::operations::ChangeOrderError> {
        Ok(serde_json::to_string(&call.input.body)?)
    }

    async fn create_batch(
        &self,
        call: Call<bracket_forms::operations::CreateBatch>,
    ) -> HandlerResult<String, bracket_forms::operations::CreateBatchError> {
        Ok(serde_json::to_string(&call.input.body)?)
    }

    async fn import(
        &self,
        call: Call<bracket_forms::operations::Import>,
    ) -> HandlerResult<String, bracket_forms::operations::ImportError> {
        Ok(serde_json::to_string(&call.input.body)?)
    }
}

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::strict_forms)]
struct Things;

impl strict_forms::server::Things for Things {
    async fn create_thing(
        &self,
        call: Call<strict_forms::operations::CreateThing>,
    ) -> HandlerResult<String, strict_forms::operations::CreateThingError> {
        Ok(serde_json::to_string(&call.input.body)?)
    }
}

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::declared_forms)]
struct Declared;

impl declared_forms::server::Orders for Declared {
    async fn create_order(
        &self,
        call: Call<declared_forms::operations::CreateOrder>,
    ) -> HandlerResult<String, declared_forms::operations::CreateOrderError> {
        Ok(serde_json::to_string(&call.input.body)?)
    }
}

fn orders() -> String {
    support::start(async |listener| Orders.serve(listener, ServeOptions::default()).await.expect("served"))
}

fn things() -> String {
    support::start(async |listener| Things.serve(listener, ServeOptions::default()).await.expect("served"))
}

fn declared() -> String {
    support::start(async |listener| Declared.serve(listener, ServeOptions::default()).await.expect("served"))
}

/// The status and the JSON of an answer.
fn send(base: &str, method: &str, path: &str, media: &str, body: &str) -> (u16, Value) {
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let reply = support::exchange(base, (head + body).as_bytes());
    let status = reply.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let body = reply.split_once("\r\n\r\n").expect("a body").1;
    (status, serde_json::from_str(body).unwrap_or_else(|_| json!(body)))
}

fn order(base: &str, body: &str) -> (u16, Value) {
    send(base, "POST", "/orders", FORM, body)
}

/// The pointers and messages of the violations of an order.
fn violations(base: &str, body: &str) -> Vec<String> {
    let (status, problem) = order(base, body);
    assert_eq!(status, 422, "{body}: {problem}");
    let all = problem["errors"].as_array().expect("entries").iter();
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    all.map(|entry| format!("{} {}", text(entry, "pointer"), text(entry, "code"))).collect()
}

/// What the client sends as an order, by the pairs of its form, decoded.
async fn sent(body: Value) -> Vec<String> {
    let response = "HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    let (base, received) = support::stub(response);
    let api = bracket_forms::Client::builder(&base).build().expect("a client");
    let body: NewOrder = serde_json::from_value(body).expect("an order");
    api.create_order(body).send().await.expect("an answer");
    let request = received.recv().expect("a request");
    let (head, body) = request.split_once("\r\n\r\n").expect("a head");
    assert!(head.to_ascii_lowercase().contains(&format!("content-type: {FORM}\r\n")), "{head}");
    body.split('&').map(percent).collect()
}

fn percent(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let hex: String = rest.by_ref().take(2).map(char::from).collect();
        bytes.push(u8::from_str_radix(&hex, 16).expect("hex"));
    }
    String::from_utf8(bytes).expect("text")
}

#[test]
fn a_form_is_read_by_its_schema() {
    let base = orders();
    let body = "name=a+b%26c&paid=true&count=12&rate=1.5&at=2026-01-02T03:04:05Z&big=18446744073709551616\
        &home[city]=R%C3%B6m&home%5Bzip%5D=5&metadata[order]=12&metadata[a/b]=x&prices[x]=7&free[a][b]=1";
    let expected = json!({
        "name": "a b&c", "paid": true, "count": 12, "rate": 1.5, "at": "2026-01-02T03:04:05Z",
        "home": { "city": "Röm", "zip": 5 }, "metadata": { "order": "12", "a/b": "x" }, "prices": { "x": 7 },
        "free": { "a": { "b": "1" } },
    });
    let (status, mut answer) = order(&base, body);
    assert_eq!(answer["big"].to_string(), "1.8446744073709552e+19");
    answer.as_object_mut().expect("an object").shift_remove("big");
    assert_eq!((status, answer), (201, expected));
}

#[test]
fn lists_are_read_with_and_without_indices_in_any_order() {
    let base = orders();
    for tags in ["tags[]=a&tags[]=b", "tags[0]=a&tags[1]=b", "tags[7]=b&name2=&tags[2]=a", "tags=a&tags=b"] {
        let tags = tags.replace("&name2=", "");
        assert_eq!(order(&base, &format!("{tags}&name=x")).1["tags"], json!(["a", "b"]), "{tags}");
    }
    let items = "items[1][price]=q&name=x&items[0][quantity]=2&items[0][price]=p&items[0][options][]=o&items[0][options][]=u";
    let expected = json!([{ "price": "p", "quantity": 2, "options": ["o", "u"] }, { "price": "q" }]);
    assert_eq!(order(&base, items).1["items"], expected);
    let unnumbered = "name=x&items[][price]=p&items[][quantity]=2&items[][price]=q";
    assert_eq!(
        order(&base, unnumbered).1["items"],
        json!([{ "price": "p", "quantity": 2 }, { "price": "q" }])
    );
    let matrix = "name=x&matrix[0][]=1&matrix[0][]=2&matrix[1][]=3&numbers[]=4";
    let (_, answer) = order(&base, matrix);
    assert_eq!((&answer["matrix"], &answer["numbers"]), (&json!([[1, 2], [3]]), &json!([4])));
}

#[test]
fn alternatives_are_told_apart_by_brackets_and_by_their_tag() {
    let base = orders();
    let read = |body: &str| order(&base, &format!("name=x&{body}")).1;
    assert_eq!(read("customer=cus_1")["customer"], "cus_1");
    assert_eq!(read("customer={}")["customer"], "{}");
    assert_eq!(
        read("customer[email]=a@b.c&customer[age]=7")["customer"],
        json!({ "email": "a@b.c", "age": 7 })
    );
    // Both have `kind`; what is a number in one of them is text elsewhere.
    assert_eq!(
        read("payment[days]=3&payment[kind]=transfer")["payment"],
        json!({ "kind": "transfer", "days": 3 })
    );
    assert_eq!(
        read("payment[kind]=card&payment[number]=3")["payment"],
        json!({ "kind": "card", "number": "3" })
    );
}

#[test]
fn an_empty_text_unsets_a_member() {
    let base = orders();
    let (status, answer) = order(&base, "name=&note=&numbers=&tags=&metadata=&home[city]=&home[zip]=1");
    assert_eq!(status, 201, "{answer}");
    let expected = json!({
        "name": "", "note": null, "numbers": null, "tags": [], "metadata": {}, "home": { "city": "", "zip": 1 },
    });
    assert_eq!(answer, expected);
    assert_eq!(
        send(&base, "PATCH", "/orders/1", FORM, "note=&count=&paid=true").1,
        json!({ "note": null, "count": null, "paid": true })
    );
    // A list of one empty text has brackets.
    assert_eq!(order(&base, "name=x&tags[]=").1["tags"], json!([""]));
}

#[test]
fn violations_name_the_place() {
    let base = orders();
    let found = |body: &str| violations(&base, body);
    assert_eq!(
        found("items[0][price]=p&items[1][quantity]=many"),
        ["/name required", "/items/1/price required", "/items/1/quantity wrong_type",]
    );
    assert_eq!(
        found("name=x&count=0&home[zip]=x"),
        ["/count too_small", "/home/city required", "/home/zip wrong_type"]
    );
    assert_eq!(found("name=x&prices[a]=1&prices[b]=x"), ["/prices/b wrong_type"]);
    assert_eq!(
        found("name=x&home[city]=a&home[street]=b&other[a]=1"),
        ["/home/street unknown_field", "/other unknown_field",]
    );
    assert_eq!(found(""), ["/name required"]);
}

#[test]
fn hostile_forms_are_refused() {
    let base = orders();
    let found = |body: &str| violations(&base, &format!("name=x&{body}"));
    for (body, place) in [
        ("name=y", "/name"),
        ("home[city]=a&home[city]=b", "/home/city"),
        ("home[city]=a&home=b", "/home"),
        ("home=b&home[city]=a", "/home"),
        ("paid=true&paid[x]=1", "/paid"),
        ("items[a][price]=p", "/items/a"),
        ("items[-1][price]=p", "/items/-1"),
        ("items[99999999999999999999][price]=p", "/items/99999999999999999999"),
        ("home[city=a", "/home"),
        ("home]city[=a", "/home]city"),
        ("home[city]x=a", "/home"),
        ("home[]=a", "/home"),
        ("home=%7B%22city%22:1%7D", "/home"),
        ("[name]=x", "/"),
        ("=x", "/"),
    ] {
        let all = found(body);
        assert!(all.len() == 1 && all[0].starts_with(&format!("{place} ")), "{body}: {all:?}");
    }
    // An index orders items; it makes no room for others.
    assert_eq!(
        order(&base, "name=x&items[999999999][price]=q&items[7][price]=p").1["items"],
        json!([{ "price": "p" }, { "price": "q" }])
    );
    assert_eq!(found(&format!("free{}=1", "[a]".repeat(1000))), ["/free unreadable"]);
    assert_eq!(order(&base, &format!("name=x&{}", "tags[]=a&".repeat(5000))).0, 400);
    assert_eq!(order(&base, "name=%zz").0, 400);
    assert_eq!(order(&base, "name=%ff").0, 400);
    let wide: String = (0..4000).map(|index| format!("&metadata[{index}]=x")).collect();
    assert_eq!(
        order(&base, &format!("name=x{wide}")).1["metadata"].as_object().map(|map| map.len()),
        Some(4000)
    );
}

#[test]
fn another_media_type_is_unsupported() {
    let base = orders();
    assert_eq!(send(&base, "POST", "/orders", "application/json", r#"{"name":"x"}"#).0, 415);
    assert_eq!(
        send(&base, "POST", "/orders", "application/x-www-form-urlencoded; charset=utf-8", "name=x").0,
        201
    );
    assert_eq!(
        send(&base, "POST", "/orders", "application/x-www-form-urlencoded; charset=latin1", "name=x").0,
        415
    );
    // What is no object, and what is not of the style, stays JSON.
    assert_eq!(send(&base, "POST", "/batches", "application/json", "[1,2]"), (200, json!([1, 2])));
    assert_eq!(send(&base, "POST", "/batches", FORM, "a=1").0, 415);
    assert_eq!(send(&base, "POST", "/imports", "application/json", r#"{"name":"x"}"#).0, 200);
    assert_eq!(send(&base, "POST", "/imports", FORM, "name=x").0, 415);
}

#[tokio::test]
async fn the_client_writes_brackets() {
    let body = json!({
        "name": "a b&c=d+e", "paid": false, "count": 3, "home": { "city": "x", "zip": 4 },
        "items": [{ "price": "p", "quantity": 2, "options": ["o", "u"] }, { "price": "q" }],
        "tags": ["a", "b"], "matrix": [[1], [2, 3]], "metadata": { "order": "12" }, "free": { "a": [1, "x"] },
        "payment": { "kind": "transfer", "days": 3 },
    });
    let expected = [
        "name=a b&c=d+e",
        "paid=false",
        "count=3",
        "home[city]=x",
        "home[zip]=4",
        "items[0][price]=p",
        "items[0][quantity]=2",
        "items[0][options][]=o",
        "items[0][options][]=u",
        "items[1][price]=q",
        "tags[]=a",
        "tags[]=b",
        "matrix[0][]=1",
        "matrix[1][]=2",
        "matrix[1][]=3",
        "metadata[order]=12",
        "free[a][]=1",
        "free[a][]=x",
        "payment[kind]=transfer",
        "payment[days]=3",
    ];
    assert_eq!(sent(body).await, expected);
    let unset = json!({ "name": "x", "note": null, "numbers": null, "tags": [], "metadata": {} });
    assert_eq!(sent(unset).await, ["name=x", "note=", "tags=", "numbers=", "metadata="]);
}

#[tokio::test]
async fn a_value_arrives_as_it_was_given() {
    let base = orders();
    let api = bracket_forms::Client::builder(&base).build().expect("a client");
    for body in [
        json!({ "name": "", "tags": [""], "note": " \u{e9}\n", "numbers": [0, -1] }),
        json!({ "name": "1", "rate": 2.0, "customer": "5", "metadata": { "a b": "", "c": "[]" } }),
        json!({ "name": "x", "customer": { "email": "a", "age": 1 }, "items": [{ "price": "", "quantity": null }] }),
        json!({ "name": "x", "tags": [], "prices": {}, "items": [], "matrix": [[], [1]] }),
    ] {
        let value: NewOrder = serde_json::from_value(body.clone()).expect("an order");
        let echo = api.create_order(value).send().await.expect("an answer");
        let echo: Value = serde_json::from_str(&echo).expect("JSON");
        let given: NewOrder = serde_json::from_value(body.clone()).expect("an order");
        assert_eq!(serde_json::from_value::<NewOrder>(echo).expect("an order"), given, "{body}");
    }
    let mut wide = NewOrder::new("x".to_owned());
    wide.big = Some(18_446_744_073_709_551_616);
    let echo = api.create_order(wide.clone()).send().await.expect("an answer");
    assert_eq!(echo, r#"{"name":"x","big":18446744073709551616}"#);
    let patch = serde_json::from_value(json!({ "note": null, "count": 3, "tags": [] })).expect("a patch");
    let echo = api.change_order("1".to_owned()).body(patch).send().await.expect("an answer");
    assert_eq!(echo, r#"{"note":null,"count":3,"tags":[]}"#);
}

#[tokio::test]
async fn what_a_form_cannot_have_is_invalid_input() {
    let api = bracket_forms::Client::builder("http://127.0.0.1:9").build().expect("a client");
    for (body, place) in [
        // An empty text is null, and null is an empty text.
        (json!({ "name": "x", "note": "" }), "note"),
        (json!({ "name": "x", "numbers": [] }), "numbers"),
        (json!({ "name": "x", "metadata": { "a[b": "1" } }), "metadata[a[b]"),
        (json!({ "name": "x", "metadata": { "": "1" } }), "metadata[]"),
        (json!({ "name": "nul\u{0}" }), "name"),
    ] {
        let value: NewOrder = serde_json::from_value(body).expect("an order");
        let error = api.create_order(value).send().await.expect_err("invalid input").to_string();
        assert!(error.contains(&format!("`{place}`")), "{place}: {error}");
    }
    let base = things();
    let api = strict_forms::Client::builder(&base).build().expect("a client");
    for (body, place) in [
        (json!({ "size": null }), "size"),
        (json!({ "size": 1, "tags": [] }), "tags"),
        (json!({ "size": 1, "home": {} }), "home"),
        (json!({ "size": 1, "free": { "a": null } }), "free[a]"),
        // It would arrive as the number.
        (json!({ "size": 1, "either": "5" }), "either"),
    ] {
        let value = serde_json::from_value(body).expect("a thing");
        let error = api.create_thing(value).send().await.expect_err("invalid input").to_string();
        assert!(error.contains(&format!("`{place}`")), "{place}: {error}");
    }
    let sound = json!({ "size": 1, "note": "", "tags": [""], "home": { "city": "" }, "either": "x", "free": { "a": 5 } });
    let value = serde_json::from_value(sound).expect("a thing");
    let echo = api.create_thing(value).send().await.expect("an answer");
    assert_eq!(echo, r#"{"size":1,"note":"","tags":[""],"home":{"city":""},"either":"x","free":{"a":"5"}}"#);
}

#[tokio::test]
async fn a_declared_deep_object_has_lists_of_objects() {
    let base = declared();
    let read = |body: &str| send(&base, "POST", "/orders", FORM, body).1;
    let body = "name=x&home[city]=a&home[rooms][0][name]=r&home[rooms][0][size]=3&home[rooms][0][lamps][]=l\
        &items[0][price]=p&items[0][quantity]=2&tags=&metadata[a]=1&customer[email]=e&customer[age]=4";
    let expected = json!({
        "name": "x",
        "home": { "city": "a", "rooms": [{ "name": "r", "size": 3, "lamps": ["l"] }] },
        "items": [{ "price": "p", "quantity": 2 }], "tags": "", "metadata": { "a": "1" },
        "customer": { "email": "e", "age": 4 },
    });
    assert_eq!(read(body), expected);
    let api = declared_forms::Client::builder(&base).build().expect("a client");
    let value = serde_json::from_value(expected.clone()).expect("an order");
    let echo = api.create_order(value).send().await.expect("an answer");
    assert_eq!(serde_json::from_str::<Value>(&echo).expect("JSON"), expected);
    for (body, place) in [
        (json!({ "name": "x", "items": [] }), "items"),
        (json!({ "name": "x", "home": { "city": "a", "rooms": [] } }), "home[rooms]"),
        (json!({ "name": "x", "metadata": {} }), "metadata"),
    ] {
        let value = serde_json::from_value(body).expect("an order");
        let error = api.create_order(value).send().await.expect_err("invalid input").to_string();
        assert!(error.contains(&format!("`{place}`")), "{place}: {error}");
    }
}
