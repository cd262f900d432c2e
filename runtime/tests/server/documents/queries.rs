//! Query options: sort, include and fields.

use serde_json::json;

use super::{answer, ask, errors_of, failure};

async fn order(query: &str) -> String {
    let got = ask(&format!("GET /books?{query}")).await;
    let title = got.json()["data"][0]["attributes"]["title"].as_str().expect("a title").to_owned();
    title.split(' ').next().unwrap_or("").to_owned()
}

#[tokio::test]
async fn r_38_an_order_is_whole_and_what_does_not_order_is_ignored() {
    for (query, whole) in [
        ("", "-id"),
        ("sort=", "-id"),
        ("sort=title", "title,id"),
        ("sort=-printed,title", "-printed,title,id"),
        ("sort=secret,-title", "-title,-id"),
        ("sort=secret", "-id"),
    ] {
        assert_eq!(order(query).await, whole, "{query}");
    }
    let got = ask("GET /books?sort=title&sort=printed").await;
    assert_eq!(errors_of(&got), failure(400, &[("400", "repeated", "sort")]));
}

#[tokio::test]
async fn ja_47_ja_49_paths_and_fields_that_are_not_known_are_400() {
    let got = ask("GET /books/1?include=author.books&fields[book]=secret&fields[shelf]=room").await;
    let expected = [
        ("400", "unknown_path", "include"),
        ("400", "unknown_field", "book"),
        ("400", "unknown_type", "shelf"),
    ];
    assert_eq!(errors_of(&got), failure(400, &expected));
    let got = ask("GET /library?include=author").await;
    assert_eq!(errors_of(&got), failure(400, &[("400", "unknown_path", "include")]));
}

#[tokio::test]
async fn what_cannot_be_read_is_of_its_parameter_and_no_two_errors_are_equal() {
    for (line, parameter) in [
        ("GET /books?filter[search]=%00", "search"),
        ("GET /books?filter[search]=%ff", "search"),
        ("GET /books?filter[search]=a&page[size]=%ff", "size"),
        ("GET /books?filter[search]=a&sort=%ff", "sort"),
        ("GET /books?filter[search]=a&%ff=1&%ff=1", "%ff"),
        ("GET /books/1?include=%00", "include"),
        ("GET /books/1?fields[book]=%ff", "book"),
    ] {
        let got = ask(line).await;
        assert_eq!(errors_of(&got), failure(400, &[("400", "unreadable", parameter)]), "{line}");
        assert!(!got.text.contains("pointer"), "{}", got.text);
    }
    let got = ask("GET /books/1?include=a,a,b").await;
    assert_eq!(got.json()["errors"].as_array().map(Vec::len), Some(2), "{}", got.text);
}

#[tokio::test]
async fn r_39_ja_83_what_is_not_declared_is_400() {
    let got = ask("GET /books?filter[odd]=1&page[odd]=1&x&x=2&filter[search]=a").await;
    // Two outcomes that the style treats alike are reported together.
    let expected = [("400", "undeclared", "odd"), ("400", "undeclared", "x")];
    assert_eq!(errors_of(&got), failure(400, &expected));
    for odd in ["fields[book", "fields[book]x=title", "fields[book][title]", "fields[]", "fields"] {
        let got = ask(&format!("GET /books/1?{odd}")).await;
        assert_eq!(
            (got.status.as_u16(), &got.json()["errors"][0]["code"]),
            (400, &json!("undeclared")),
            "{odd}"
        );
    }
    let got = ask("GET /books/1/author?include=author&fields[book]=title&sort=title").await;
    assert_eq!(errors_of(&got).1.len(), 3, "linkage has none of them");
    assert_eq!(
        errors_of(&ask("GET /books/1?sort=title").await),
        failure(400, &[("400", "undeclared", "sort")])
    );
}

#[tokio::test]
async fn a_key_in_the_query_is_known_everywhere() {
    for target in
        ["GET /books?key=secret", "GET /books/1?key=secret", "GET /books?page[number]=1&page%5Bsize%5D=3"]
    {
        assert_eq!(ask(target).await.status, 200, "{target}");
    }
}

#[tokio::test]
async fn elp_35_elp_39_a_parameter_is_named_by_its_inner_key() {
    let got = ask("GET /books?page[size]=abc&page[number]=0").await;
    let expected = [("400", "too_small", "number"), ("400", "wrong_type", "size")];
    assert_eq!(errors_of(&got), failure(400, &expected));
    let source = &got.json()["errors"][0]["source"];
    assert_eq!(source, &json!({"parameter": "number"}));
}

#[tokio::test]
async fn ja_87_a_header_is_reported_as_a_header() {
    let got = answer(crate::http::ask("GET /books").with("x-trace", "many")).await;
    assert_eq!(got.json()["errors"][0]["source"], json!({"header": "x-trace"}));
}
