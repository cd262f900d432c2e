//! JA-11 to JA-40: what a document is made of.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::blog::shared;

/// Documents of every kind.
const PATHS: [&str; 9] = [
    "/articles",
    "/articles?page[size]=3",
    "/articles/1",
    "/articles/1/author",
    "/articles/3/author",
    "/articles/1/relationships/tags",
    "/people",
    "/comments",
    "/articles/none",
];

async fn get(path: &str) -> Value {
    shared().get(path).send().await.json()
}

/// Every resource object of a document, and every identifier in its relationships.
fn objects(document: &Value) -> (Vec<Value>, Vec<(String, String)>) {
    let data = match &document["data"] {
        Value::Array(list) => list.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    };
    let included = document["included"].as_array().cloned().unwrap_or_default();
    let objects: Vec<Value> = data.into_iter().chain(included).collect();
    let mut ids = Vec::new();
    for relationship in
        objects.iter().filter_map(|one| one["relationships"].as_object()).flat_map(|all| all.values())
    {
        let list = match &relationship["data"] {
            Value::Array(list) => list.clone(),
            Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        ids.extend(list.iter().map(key));
    }
    (objects, ids)
}

fn key(object: &Value) -> (String, String) {
    let text = |wire: &str| object[wire].as_str().unwrap_or_else(|| panic!("{wire} of {object}")).to_owned();
    (text("type"), text("id"))
}

#[tokio::test]
async fn ja_11_ja_12_ja_13_a_document_has_data_errors_or_meta_and_fitting_company() {
    for path in PATHS {
        let document = get(path).await;
        let has = |wire: &str| document.get(wire).is_some();
        assert!(has("data") || has("errors") || has("meta"), "{path}");
        assert!(!(has("data") && has("errors")), "{path}");
        assert!(has("data") || !has("included"), "{path}");
    }
}

#[tokio::test]
async fn ja_14_no_members_beyond_the_standards() {
    let allowed = |object: &Value, wires: &[&str]| {
        let object = object.as_object().unwrap();
        assert!(object.keys().all(|wire| wires.contains(&wire.as_str())), "{object:?}");
    };
    for path in PATHS {
        let document = get(path).await;
        allowed(&document, &["data", "errors", "meta", "jsonapi", "links", "included"]);
        if !path.contains("relationships") {
            for object in objects(&document).0 {
                allowed(&object, &["type", "id", "attributes", "relationships", "links", "meta"]);
            }
        }
        for error in document["errors"].as_array().into_iter().flatten() {
            allowed(error, &["id", "links", "status", "code", "title", "detail", "source", "meta"]);
        }
    }
}

#[tokio::test]
async fn ja_15_self_repeats_the_query() {
    let path = "/articles?sort=-title&filter%5Bpublished%5D=true&page%5Bnumber%5D=2&page%5Bsize%5D=2";
    let document = get(path).await;
    let own = document["links"]["self"].as_str().unwrap().to_owned();
    let again = shared().get(own.strip_prefix(shared().base.as_str()).unwrap()).send().await.json();
    assert_eq!(again, document);
    for piece in ["sort=-title", "filter%5Bpublished%5D=true", "page%5Bnumber%5D=2", "page%5Bsize%5D=2"] {
        assert!(own.contains(piece), "{piece} in {own}");
    }
}

#[tokio::test]
async fn ja_16_ja_44_a_single_target_is_an_object_or_null() {
    assert!(get("/articles/1").await["data"].is_object());
    assert_eq!(get("/articles/1/author").await["data"]["type"], "people");
    let authorless = shared().get("/articles/3/author").send().await.expect(200).json();
    assert_eq!(authorless.get("data"), Some(&Value::Null));
}

#[tokio::test]
async fn ja_17_ja_43_a_collection_is_a_list_whatever_is_in_it() {
    let many = get("/articles").await["data"].as_array().unwrap().len();
    let one = get("/articles?page[size]=1").await["data"].as_array().unwrap().len();
    let none = get("/articles?filter[author]=4711").await["data"].as_array().unwrap().len();
    assert_eq!((many, one, none), (20, 1, 0));
}

#[tokio::test]
async fn ja_18_ja_19_ja_20_ja_21_type_and_id_are_texts_that_identify_one_resource() {
    let mut resources: Vec<((String, String), Value)> = Vec::new();
    for path in ["/articles", "/articles/1", "/people", "/comments"] {
        for object in objects(&get(path).await).0 {
            let key = key(&object);
            assert!(["articles", "people", "tags", "comments"].contains(&key.0.as_str()));
            let attributes = object["attributes"].clone();
            match resources.iter().find(|(known, _)| *known == key) {
                Some((_, known)) => assert_eq!(*known, attributes, "{key:?}"),
                None => resources.push((key, attributes)),
            }
        }
    }
    assert!(resources.len() > 40);
}

#[tokio::test]
async fn ja_22_ja_25_fields_share_one_namespace_and_are_no_foreign_keys() {
    for object in objects(&get("/articles/1").await).0 {
        let names = |wire: &str| -> HashSet<String> {
            object[wire].as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default()
        };
        let (attributes, relationships) = (names("attributes"), names("relationships"));
        assert!(attributes.is_disjoint(&relationships));
        assert!(!attributes.iter().chain(&relationships).any(|wire| wire == "id" || wire == "type"));
        assert!(!attributes.iter().any(|wire| wire.ends_with("_id")));
    }
}

#[tokio::test]
async fn ja_23_ja_26_ja_27_attributes_and_relationships_are_objects_with_data() {
    let article = get("/articles/1").await["data"].clone();
    assert_eq!(
        article["attributes"],
        json!({
            "title": "Article 01", "text": null, "published": false, "created_at": article["attributes"]["created_at"],
        })
    );
    let relationships = article["relationships"].as_object().unwrap();
    let wires: Vec<_> = relationships.keys().map(String::as_str).collect();
    assert_eq!(wires, ["author", "tags", "comments", "subject"]);
    assert!(relationships.values().all(|one| one.get("data").is_some()));
}

#[tokio::test]
async fn ja_31_ja_33_linkage_is_null_nothing_one_or_many_identifiers() {
    let of = |article: &Value, wire: &str| article["data"]["relationships"][wire]["data"].clone();
    let first = get("/articles/1").await;
    assert_eq!(of(&first, "author"), json!({ "type": "people", "id": "2" }));
    let tags = json!([{ "type": "tags", "id": "2" }, { "type": "tags", "id": "3" }]);
    assert_eq!(of(&first, "tags"), tags);
    assert_eq!(of(&first, "subject"), json!({ "type": "people", "id": "7" }));
    assert_eq!(of(&get("/articles/2").await, "subject"), json!({ "type": "tags", "id": "3" }));
    let last = get("/articles/45").await;
    assert_eq!((of(&last, "author"), of(&last, "tags")), (Value::Null, json!([])));
}

#[tokio::test]
async fn ja_34_ja_35_what_is_included_is_one_list_and_fully_linked() {
    for path in ["/articles/1", "/articles", "/comments"] {
        let document = get(path).await;
        let (_, ids) = objects(&document);
        let included = document["included"].as_array().unwrap_or_else(|| panic!("{path}")).clone();
        assert!(included.iter().all(|one| ids.contains(&key(one))), "{path}");
    }
    let comments = get("/comments").await;
    let included: Vec<_> = comments["included"].as_array().unwrap().iter().map(key).collect();
    assert_eq!(included, [("people".to_owned(), "2".to_owned())], "one author is known by id alone");
}

#[tokio::test]
async fn ja_36_no_resource_is_there_twice() {
    for path in ["/articles/1", "/articles?page[size]=100"] {
        let (objects, _) = objects(&get(path).await);
        let keys: HashSet<_> = objects.iter().map(key).collect();
        assert_eq!(keys.len(), objects.len(), "{path}");
        assert!(objects.len() > 3);
    }
}

#[tokio::test]
async fn ja_28_ja_32_ja_37_ja_38_meta_is_an_object_and_links_are_addresses() {
    for path in PATHS {
        let document = get(path).await;
        assert!(document.get("meta").is_none_or(Value::is_object), "{path}");
        for link in document["links"].as_object().into_iter().flat_map(|links| links.values()) {
            let address = link.as_str().or(link["href"].as_str());
            assert!(link.is_null() || address.is_some_and(|to| to.starts_with(&shared().base)), "{link}");
        }
        // Single resources have no URLs here, so they have no `links`.
        for object in objects(&document).0.iter().filter(|_| !path.contains("relationships")) {
            assert!(object.get("links").is_none(), "{object}");
        }
    }
}

#[tokio::test]
async fn ja_40_names_of_members_are_of_allowed_characters() {
    let fits = |wire: &str| {
        let inside = |c: char| c.is_ascii_alphanumeric() || c >= '\u{80}' || "-_ ".contains(c);
        let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c >= '\u{80}');
        ends(wire.chars().next()) && ends(wire.chars().last()) && wire.chars().all(inside)
    };
    for object in objects(&get("/articles/1").await).0 {
        for part in ["attributes", "relationships"] {
            assert!(object[part].as_object().into_iter().flatten().all(|(wire, _)| fits(wire)), "{object}");
        }
    }
}
