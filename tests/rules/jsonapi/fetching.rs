//! JA-41 to JA-55: includes, fields and order.

use serde_json::{Value, json};

use super::blog::{ARTICLES, MEDIA, shared};

async fn get(path: &str) -> Value {
    shared().get(path).send().await.expect(200).json()
}

fn ids(document: &Value) -> Vec<u32> {
    let data = document["data"].as_array().unwrap();
    data.iter().map(|one| one["id"].as_str().unwrap().parse().unwrap()).collect()
}

fn included(document: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let list = document["included"].as_array().unwrap_or_else(|| panic!("{document}"));
    list.iter().map(|one| (text(&one["type"]), text(&one["id"]))).collect()
}

fn keys(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(ty, id)| ((*ty).to_owned(), (*id).to_owned())).collect()
}

#[tokio::test]
async fn ja_41_ja_53_each_link_can_be_followed() {
    let document = get("/articles?page[number]=2&page[size]=10").await;
    let links = document["links"].as_object().unwrap();
    let wires: Vec<_> = links.keys().map(String::as_str).collect();
    assert_eq!(wires, ["self", "first", "prev", "next", "last"]);
    for (wire, from) in [("self", 11), ("first", 1), ("prev", 1), ("next", 21), ("last", 41)] {
        let path = links[wire].as_str().unwrap().strip_prefix(shared().base.as_str()).unwrap();
        assert_eq!(ids(&get(path).await)[0], from, "{wire}");
    }
    let ends = |document: &Value| {
        let link = |wire: &str| document["links"].get(wire).is_none_or(Value::is_null);
        (link("prev"), link("next"))
    };
    assert_eq!(ends(&get("/articles?page[size]=10").await), (true, false));
    assert_eq!(ends(&get("/articles?page[size]=10&page[number]=5").await), (false, true));
}

#[tokio::test]
async fn ja_42_a_success_is_200() {
    for path in ["/articles", "/articles/1", "/people/1", "/comments"] {
        get(path).await;
    }
}

#[tokio::test]
async fn ja_45_ja_81_what_is_not_there_is_404() {
    for path in ["/articles/4711", "/articles/one", "/people/0", "/articles/4711/author", "/nowhere"] {
        let reply = shared().get(path).send().await.expect(404);
        assert_eq!(reply.json()["errors"][0]["status"], "404", "{path}");
        assert_eq!(reply.header("content-type"), Some(MEDIA));
    }
    shared().delete("/articles/4711").send().await.expect(404);
}

#[tokio::test]
async fn ja_46_the_url_of_a_relationship_returns_its_linkage() {
    let author = get("/articles/1/relationships/author").await;
    assert_eq!(author["data"], json!({ "type": "people", "id": "2" }));
    assert_eq!(get("/articles/3/relationships/author").await["data"], Value::Null);
    let tags = get("/articles/1/relationships/tags").await;
    assert_eq!(tags["data"], json!([{ "type": "tags", "id": "2" }, { "type": "tags", "id": "3" }]));
    assert_eq!(get("/articles/45/relationships/tags").await["data"], json!([]));
    shared().get("/articles/4711/relationships/tags").send().await.expect(404);
}

#[tokio::test]
async fn ja_47_a_path_that_cannot_be_included_is_400() {
    for (path, include) in [
        ("/articles", "publisher"),
        ("/articles", "author.articles"),
        ("/articles/1", "comments.author.name"),
        ("/people/1", "articles"),
        ("/people", "x"),
    ] {
        let reply = shared().get(&format!("{path}?include={include}")).send().await.expect(400);
        assert_eq!(
            reply.json()["errors"][0]["source"],
            json!({ "parameter": "include" }),
            "{path} {include}"
        );
    }
}

#[tokio::test]
async fn ja_48_only_requested_relationships_are_included() {
    assert_eq!(included(&get("/articles/1?include=author").await), keys(&[("people", "2")]));
    let tags = keys(&[("tags", "2"), ("tags", "3")]);
    assert_eq!(included(&get("/articles/1?include=tags").await), tags);
    let none = get("/articles/1?include=").await;
    assert_eq!(none["included"], json!([]), "there, though it is empty");
    let authorless = get("/articles/3?include=author").await;
    assert_eq!(authorless["included"], json!([]));
    let complete = included(&get("/articles/1?include=comments.author").await);
    let expected = [("comments", "1"), ("comments", "2"), ("people", "2"), ("people", "9")];
    assert_eq!(complete.len(), expected.len(), "with what is on the way: {complete:?}");
    assert!(keys(&expected).iter().all(|one| complete.contains(one)));
    let usual = included(&get("/articles/1").await);
    let all = [("people", "7"), ("tags", "3"), ("comments", "2"), ("people", "9")];
    assert!(keys(&all).iter().all(|one| usual.contains(one)), "what the operation says: {usual:?}");
}

#[tokio::test]
async fn ja_49_only_the_requested_fields() {
    let document = get("/articles/1?fields[articles]=title,tags&fields[tags]=&include=tags").await;
    let data = &document["data"];
    assert_eq!(data["attributes"], json!({ "title": "Article 01" }));
    let relationships: Vec<_> = data["relationships"].as_object().unwrap().keys().collect();
    assert_eq!(relationships, ["tags"]);
    for tag in document["included"].as_array().unwrap() {
        let members: Vec<_> = tag.as_object().unwrap().keys().collect();
        assert_eq!(members, ["type", "id"], "{tag}");
    }
    for (query, parameter) in
        [("fields[articles]=name", "fields[articles]"), ("fields[cars]=x", "fields[cars]")]
    {
        let reply = shared().get(&format!("/articles/1?{query}")).send().await.expect(400);
        assert_eq!(reply.json()["errors"][0]["source"], json!({ "parameter": parameter }));
    }
}

#[tokio::test]
async fn ja_50_an_order_that_there_is_not_is_400() {
    for query in ["sort=text", "sort=title,author", "sort=-", "sort=author.name"] {
        let reply = shared().get(&format!("/articles?{query}")).send().await.expect(400);
        assert_eq!(reply.json()["errors"][0]["source"], json!({ "parameter": "sort" }), "{query}");
    }
    let reply = shared().get("/comments?sort=id").send().await.expect(400);
    assert_eq!(reply.json()["errors"][0]["source"], json!({ "parameter": "sort" }));
}

#[tokio::test]
async fn ja_51_ja_52_ja_54_ascending_unless_there_is_a_minus_across_pages() {
    let first: Vec<u32> = (1..=20).collect();
    assert_eq!(ids(&get("/articles?sort=title").await), first);
    let last: Vec<u32> = (ARTICLES - 19..=ARTICLES).rev().collect();
    assert_eq!(ids(&get("/articles?sort=-created_at").await), last);
    let mut all = Vec::new();
    for number in 1..=5 {
        all.extend(ids(&get(&format!("/articles?sort=-id&page[size]=10&page[number]={number}")).await));
    }
    assert_eq!(all, (1..=ARTICLES).rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn ja_55_ja_91_families_are_for_pages_and_filters_encoded_or_not() {
    let plain = get("/articles?filter[author]=5&filter[published]=false&page[size]=1").await;
    let encoded = get("/articles?filter%5Bauthor%5D=5&filter%5bpublished%5d=false&page%5Bsize%5D=1").await;
    assert_eq!(plain["data"], encoded["data"]);
    assert_eq!(ids(&plain).len(), 1);
    assert!(!ids(&plain)[0].is_multiple_of(5), "both filters hold");
    let links = &plain["links"];
    assert!(links["self"].as_str().unwrap().contains("filter%5Bauthor%5D=5"), "{links}");
}
