//! Encodings of parameters, and of the members of forms.

use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::parameters::Client;
use housestyle_wire::parameters::operations::{
    ReadCarried, ReadCarriedError, ReadForm, ReadFormError, ReadQuery, ReadQueryError,
};
use housestyle_wire::parameters::server::Echo;
use housestyle_wire::parameters::types::{
    Filter, Order, OrderSpan, Point, ReadQueryCreated, ReadQueryCreatedSpan,
};

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::parameters)]
struct Mirror;

/// Each answers with its input, as `Debug` has it.
impl Echo for Mirror {
    async fn read_query(&self, call: Call<ReadQuery>) -> HandlerResult<String, ReadQueryError> {
        Ok(format!("{:?}", call.input))
    }
    async fn read_form(&self, call: Call<ReadForm>) -> HandlerResult<String, ReadFormError> {
        Ok(format!("{:?}", call.input.body))
    }
    async fn read_carried(&self, call: Call<ReadCarried>) -> HandlerResult<String, ReadCarriedError> {
        Ok(format!("{:?}", call.input))
    }
}

fn mirror() -> String {
    support::start(async |listener| Mirror.serve(listener, ServeOptions::default()).await.expect("served"))
}

fn client(base: &str) -> Client {
    Client::builder(base).build().expect("a client")
}

/// The status and the body of the answer to a `GET` with this query.
fn get(base: &str, query: &str) -> (u16, String) {
    let request = format!("GET /query?{query} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    status_and_body(&support::exchange(base, request.as_bytes()))
}

fn post(base: &str, form: &str) -> (u16, String) {
    let head = "POST /form HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded";
    let request = format!("{head}\r\nContent-Length: {}\r\n\r\n{form}", form.len());
    status_and_body(&support::exchange(base, request.as_bytes()))
}

fn status_and_body(reply: &str) -> (u16, String) {
    let status = reply[9..12].parse().expect("a status");
    let body = reply.split_once("\r\n\r\n").expect("a body").1;
    (status, serde_json::from_str(body).unwrap_or_else(|_| body.to_owned()))
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn point(x: i64, y: i64) -> Point {
    Point { x: Some(x), y: Some(y) }
}

#[test]
fn lists_in_deep_objects_are_read_with_brackets_with_indices_and_repeated() {
    let base = mirror();
    let both = ReadQuery { expand: Some(texts(&["a", "b"])), ..ReadQuery::new() };
    for query in [
        "expand[]=a&expand[]=b",
        "expand%5B%5D=a&expand%5b%5d=b",
        "expand[0]=a&expand[1]=b",
        "expand[1]=b&expand[0]=a",
        "expand=a&expand=b",
    ] {
        assert_eq!(get(&base, query), (200, format!("{both:?}")), "{query}");
    }
    let filter =
        Filter { ids: Some(vec![1, 2]), places: Some(vec![point(1, 2), point(3, 4)]), ..Filter::default() };
    let nested = ReadQuery { filter: Some(filter), ..ReadQuery::new() };
    for query in [
        "filter[ids][]=1&filter[ids][]=2&filter[places][][x]=1&filter[places][][y]=2&filter[places][][x]=3&filter[places][][y]=4",
        "filter[ids][0]=1&filter[ids][1]=2&filter[places][0][x]=1&filter[places][0][y]=2&filter[places][1][x]=3&filter[places][1][y]=4",
        "filter[ids]=1&filter[ids]=2&filter[places][7][x]=3&filter[places][7][y]=4&filter[places][5][x]=1&filter[places][5][y]=2",
    ] {
        assert_eq!(get(&base, query), (200, format!("{nested:?}")), "{query}");
    }
}

#[test]
fn a_deep_object_or_a_number_is_read_as_either() {
    let base = mirror();
    let number = ReadQuery { created: Some(ReadQueryCreated::Integer(5)), ..ReadQuery::new() };
    assert_eq!(get(&base, "created=5"), (200, format!("{number:?}")));
    let span = ReadQueryCreatedSpan { gt: Some(5), lt: None };
    let span = ReadQuery { created: Some(ReadQueryCreated::Span(span)), ..ReadQuery::new() };
    assert_eq!(get(&base, "created[gt]=5"), (200, format!("{span:?}")));
}

#[test]
fn what_no_schema_knows_in_brackets_is_refused_and_never_dropped() {
    let base = mirror();
    for query in [
        "filter[unknown]=x",
        "filter[at][z]=1",
        "filter=x",
        "filter[]=x",
        "filter[at]=1&filter[at][x]=2",
        "filter[q][x]=1",
        "filter[ids][x]=1",
        "filter[q=1",
        "expand[x]=a",
        "created[eq]=5",
        "created[gt]=x",
    ] {
        let (status, body) = get(&base, query);
        assert_eq!(status, 400, "{query}: {body}");
    }
    let (_, body) = get(&base, "filter[at][z]=1");
    assert!(body.contains(r#"{"parameter":"filter","code":"unknown_field""#), "{body}");
    let (status, body) = get(&base, "labels[any]=x");
    assert_eq!((status, body.contains(r#"labels: Some({"any": "x"})"#)), (200, true), "{body}");
}

#[tokio::test]
async fn what_a_client_writes_into_the_query_arrives() {
    let base = mirror();
    let awkward = ["a b", "1,2", "x|y", "&=+#%", "[é]", "/?:@!$'()*;"];
    let input = ReadQuery {
        expand: Some(texts(&awkward)),
        created: Some(ReadQueryCreated::Span(ReadQueryCreatedSpan { gt: Some(1), lt: Some(2) })),
        filter: Some(Filter {
            at: Some(point(1, 2)),
            ids: Some(vec![3, 4]),
            places: Some(vec![Point { x: Some(5), y: None }, Point { x: None, y: Some(6) }]),
            q: Some("[a]=b".to_owned()),
        }),
        labels: Some([("a b".to_owned(), "c&d".to_owned())].into()),
        raw: Some(awkward.concat()),
        raws: Some(texts(&awkward)),
        flag: Some(false),
        note: Some(String::new()),
        tags: Some(Vec::new()),
        size: 5,
        pipes: Some(texts(&["a b", "1,2"])),
        pipes_each: Some(texts(&awkward)),
        spaces: Some(texts(&["x|y", "1,2"])),
        spaces_each: Some(texts(&awkward)),
        commas: Some(texts(&awkward)),
        count: Some(-7),
        price: Some(35625.0),
    };
    let call = client(&base)
        .read_query()
        .expand(input.expand.clone().expect("given"))
        .created(input.created.clone().expect("given"))
        .filter(input.filter.clone().expect("given"))
        .labels(input.labels.clone().expect("given"))
        .raw(input.raw.clone().expect("given"))
        .raws(input.raws.clone().expect("given"))
        .flag(false)
        .note("")
        .tags(Vec::new())
        .size(5)
        .pipes(input.pipes.clone().expect("given"))
        .pipes_each(input.pipes_each.clone().expect("given"))
        .spaces(input.spaces.clone().expect("given"))
        .spaces_each(input.spaces_each.clone().expect("given"))
        .commas(input.commas.clone().expect("given"))
        .count(-7)
        .price(35625.0);
    assert_eq!(call.send().await.expect("read"), format!("{input:?}"));
}

/// The target of the request that a call sends.
macro_rules! target {
    ($call:ident => $chain:expr) => {{
        let (base, request) = support::stub(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n\"\"",
        );
        let $call = client(&base);
        $chain.send().await.expect("answered");
        let request = request.recv().expect("a request");
        // Which has its default always.
        request.split(' ').nth(1).expect("a target").replace("&size=20", "").replace("size=20&", "")
    }};
}

#[tokio::test]
async fn the_client_writes_the_forms_of_the_document() {
    let raw = target!(api => api.read_query().raw("a/b:c"));
    assert_eq!(raw, "/query?raw=a/b:c");
    let raws = target!(api => api.read_query().raws(texts(&["a/b", "c,d"])));
    assert_eq!(raws, "/query?raws=a/b,c%2Cd");
    let expand = target!(api => api.read_query().expand(texts(&["a", "b"])));
    assert_eq!(expand, "/query?expand%5B%5D=a&expand%5B%5D=b");
    let each = target!(api => api.read_query().pipes_each(texts(&["a", "b"])));
    assert_eq!(each, "/query?pipes_each=a&pipes_each=b");
    let price = target!(api => api.read_query().price(35625.0));
    assert_eq!(price, "/query?price=35625");
    let tags = target!(api => api.read_query().tags(Vec::new()));
    assert_eq!(tags, "/query?tags=");
}

#[test]
fn a_parameter_without_a_value_means_what_its_type_says() {
    let base = mirror();
    let flag = ReadQuery { flag: Some(true), ..ReadQuery::new() };
    let note = ReadQuery { note: Some(String::new()), ..ReadQuery::new() };
    let tags = ReadQuery { tags: Some(Vec::new()), ..ReadQuery::new() };
    for (name, input) in [("flag", flag), ("note", note), ("tags", tags), ("size", ReadQuery::new())] {
        for query in [name.to_owned(), format!("{name}=")] {
            assert_eq!(get(&base, &query), (200, format!("{input:?}")), "{query}");
        }
    }
    assert_eq!(get(&base, "count").0, 400, "without `allowEmptyValue`, nothing is no number");
}

#[test]
fn whole_numbers_are_read_as_json_has_them() {
    let base = mirror();
    for (query, count) in [("count=5.0", 5), ("count=1e3", 1000), ("count=-0", 0)] {
        let input = ReadQuery { count: Some(count), ..ReadQuery::new() };
        assert_eq!(get(&base, query), (200, format!("{input:?}")), "{query}");
    }
    for query in ["count=5.5", "count=1e-3", "count=05", "count=+5", "count=5%20"] {
        assert_eq!(get(&base, query).0, 400, "{query}");
    }
}

#[tokio::test]
async fn a_value_with_its_own_delimiter_is_refused_before_it_is_sent() {
    let api = client("http://127.0.0.1:9");
    let refused = |error: String| assert!(error.contains("delimiter"), "{error}");
    refused(api.read_query().pipes(texts(&["a|b"])).send().await.expect_err("refused").to_string());
    refused(api.read_query().spaces(texts(&["a b", "c"])).send().await.expect_err("refused").to_string());
    let carried = || api.read_carried(texts(&["s"]), texts(&["l"]), texts(&["m"]));
    refused(carried().x_list(texts(&["a,b"])).send().await.expect_err("refused").to_string());
    let empty = api.read_query().commas(texts(&[""])).send().await.expect_err("refused").to_string();
    assert!(empty.contains("empty list"), "{empty}");
    let blank = carried().x_text(" a").send().await.expect_err("refused").to_string();
    assert!(blank.contains("whitespace"), "{blank}");
}

#[tokio::test]
async fn delimiters_that_are_encoded_arrive_as_part_of_the_value() {
    let base = mirror();
    let input = ReadCarried {
        simple: texts(&["a,b", "c/d", "é"]),
        label: texts(&["a.b", "..", "c"]),
        matrix: texts(&["a;b", "c=d", "e,f"]),
        x_list: Some(texts(&["a b", "c;d"])),
        x_text: Some("a, b".to_owned()),
        a_not_b: Some(texts(&["a,b", "c;d", "e f"])),
    };
    let call = client(&base)
        .read_carried(input.simple.clone(), input.label.clone(), input.matrix.clone())
        .x_list(input.x_list.clone().expect("given"))
        .x_text("a, b")
        .a_not_b(input.a_not_b.clone().expect("given"));
    assert_eq!(call.send().await.expect("read"), format!("{input:?}"));
}

fn order() -> Order {
    Order {
        meta: Some([("a b".to_owned(), "1&2".to_owned()), ("c".to_owned(), "d".to_owned())].into()),
        ids: Some(vec![1, 2]),
        pipes: Some(texts(&["a", "b c"])),
        span: Some(OrderSpan { since: Some(1), until: Some(2) }),
        path: Some("a/b:c".to_owned()),
        numbers: Some(vec![7, 8]),
        at: Some(point(1, 2)),
        items: Some(vec![point(3, 4), point(5, 6)]),
        tags: Some(texts(&["x", "y"])),
    }
}

#[tokio::test]
async fn a_form_arrives_as_it_was_written() {
    assert_eq!(client(&mirror()).read_form(order()).send().await.expect("read"), format!("{:?}", order()));
}

#[tokio::test]
async fn the_members_of_a_form_are_written_as_encoding_says() {
    let (base, request) =
        support::stub("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n\"\"");
    client(&base).read_form(order()).send().await.expect("answered");
    let request = request.recv().expect("a request");
    let mut pairs: Vec<&str> = request.split_once("\r\n\r\n").expect("a body").1.split('&').collect();
    pairs.sort_unstable();
    let mut expected = [
        "meta%5Ba%20b%5D=1%262",
        "meta%5Bc%5D=d",
        "ids=1,2",
        "pipes=a%7Cb%20c",
        "since=1",
        "until=2",
        "path=a/b:c",
        "numbers=%5B7%2C8%5D",
        "at=%7B%22x%22%3A1%2C%22y%22%3A2%7D",
        "items=%7B%22x%22%3A3%2C%22y%22%3A4%7D",
        "items=%7B%22x%22%3A5%2C%22y%22%3A6%7D",
        "tags=x",
        "tags=y",
    ];
    expected.sort_unstable();
    assert_eq!(pairs, expected);
}

#[test]
fn forms_are_read_with_brackets_whatever_their_encoding() {
    let base = mirror();
    let meta = Order { meta: Some([("a".to_owned(), "1".to_owned())].into()), ..Order::default() };
    assert_eq!(post(&base, "meta[a]=1"), (200, format!("{meta:?}")));
    let ids = Order { ids: Some(vec![1, 2]), ..Order::default() };
    for form in ["ids=1,2", "ids=1%2C2", "ids[]=1&ids[]=2", "ids[0]=1&ids[1]=2"] {
        assert_eq!(post(&base, form), (200, format!("{ids:?}")), "{form}");
    }
    let at = Order { at: Some(point(1, 2)), ..Order::default() };
    for form in ["at[x]=1&at[y]=2", "at=%7B%22x%22:1,%22y%22:2%7D"] {
        assert_eq!(post(&base, form), (200, format!("{at:?}")), "{form}");
    }
    let items = Order { items: Some(vec![point(1, 2), point(3, 4)]), ..Order::default() };
    for form in [
        "items[0][x]=1&items[0][y]=2&items[1][x]=3&items[1][y]=4",
        "items[][x]=1&items[][y]=2&items[][x]=3&items[][y]=4",
        "items=%7B%22x%22:1,%22y%22:2%7D&items=%7B%22x%22:3,%22y%22:4%7D",
        "items=%5B%7B%22x%22:1,%22y%22:2%7D,%7B%22x%22:3,%22y%22:4%7D%5D",
    ] {
        assert_eq!(post(&base, form), (200, format!("{items:?}")), "{form}");
    }
    let tags = Order { tags: Some(texts(&["x", "y"])), ..Order::default() };
    for form in ["tags=x&tags=y", "tags[]=x&tags[]=y", "tags[1]=y&tags[0]=x"] {
        assert_eq!(post(&base, form), (200, format!("{tags:?}")), "{form}");
    }
    let numbers = Order { numbers: Some(vec![7, 8]), ..Order::default() };
    for form in ["numbers=%5B7,8%5D", "numbers=7&numbers=8", "numbers[]=7&numbers[]=8"] {
        assert_eq!(post(&base, form), (200, format!("{numbers:?}")), "{form}");
    }
    assert_eq!(post(&base, "at=x").0, 422);
    assert_eq!(post(&base, "at[x]=1&at[x]=2").0, 422);
}
