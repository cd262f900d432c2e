//! BD-57 to BD-69: paging in common and by number.

use serde_json::{Value, json};

use crate::server::{OLGA, Reply, Server, VERBOSE};

async fn list(query: &str) -> Reply {
    Server::shared().get(&format!("/patients{query}")).as_(OLGA).send().await
}

fn items(reply: &Reply) -> usize {
    reply.data().as_array().unwrap().len()
}

#[tokio::test]
async fn bd_57_a_page_has_20_items_and_at_most_200() {
    assert_eq!(items(&list("").await), 20);
    assert_eq!(items(&list("?per_page=200").await), 98);
    let clamped = list("?per_page=201").await.expect(200);
    assert_eq!(items(&clamped), 98);
    assert_eq!(clamped.meta("url"), "/patients?page=1&per_page=200");
}

#[tokio::test]
async fn bd_58_the_template_makes_the_link_of_any_page() {
    let first = list("?per_page=10").await;
    let template = first.meta("page_tmpl_url");
    assert_eq!(template, "/patients?page={page}&per_page=10");
    let third = template.as_str().unwrap().replace("{page}", "3");
    let page = Server::shared().get(&third).as_(OLGA).send().await.expect(200);
    assert_eq!(page.meta("url"), third);
    assert_eq!(page.data()[0]["patient_id"], 51413 + 20);
}

#[tokio::test]
async fn bd_59_bd_67_the_meta_of_the_guide() {
    let reply =
        Server::shared().get("/patients?per_page=10").as_(OLGA).accept(VERBOSE).send().await.expect(200);
    assert_eq!(
        reply.json()["meta"],
        json!({
            "total": 98, "pages": 10,
            "page_tmpl_url": "/patients?page={page}&per_page=10",
            "url": "/patients?page=1&per_page=10",
            "next_url": "/patients?page=2&per_page=10",
            "last_url": "/patients?page=10&per_page=10"
        })
    );
    assert_eq!(reply.json()["query"], json!({"page": 1, "per_page": 10}));
}

#[tokio::test]
async fn bd_60_a_link_is_absent_if_its_page_does_not_exist() {
    let first = list("?per_page=10").await.json();
    assert_eq!(first["meta"].get("prev_url"), None);
    let middle = list("?per_page=10&page=5").await.json();
    assert_eq!(middle["meta"]["prev_url"], "/patients?page=4&per_page=10");
    assert_eq!(middle["meta"]["next_url"], "/patients?page=6&per_page=10");
    let last = list("?per_page=10&page=10").await.json();
    assert_eq!(last["meta"].get("next_url"), None);
    assert_eq!(last["meta"]["prev_url"], "/patients?page=9&per_page=10");
}

#[tokio::test]
async fn bd_62_bd_63_pages_is_the_total_by_the_size_rounded_up() {
    for (size, pages) in [(10, 10), (98, 1), (97, 2), (1, 98), (49, 2), (200, 1)] {
        let reply = list(&format!("?per_page={size}")).await;
        assert_eq!((reply.meta("total"), reply.meta("pages")), (json!(98), json!(pages)), "{size}");
    }
}

#[tokio::test]
async fn bd_64_links_keep_the_other_parameters() {
    let reply = list("?qs=a%26b%20%D0%B8&per_page=10").await.expect(200);
    assert_eq!(items(&reply), 0);
    let reply = list("?qs=clinic.example&per_page=10").await.expect(200);
    for link in ["url", "next_url", "last_url", "page_tmpl_url"] {
        let link = reply.meta(link);
        let link = link.as_str().unwrap();
        assert!(link.contains("qs=clinic.example") && link.contains("per_page=10"), "{link}");
    }
    let next =
        Server::shared().get(reply.meta("next_url").as_str().unwrap()).as_(OLGA).send().await.expect(200);
    assert_eq!(next.meta("total"), 98);
    let own = list("?qs=a%26b%20%D0%B8").await.meta("url");
    let same = Server::shared().get(own.as_str().unwrap()).as_(OLGA).send().await.expect(200);
    assert_eq!(same.meta("url"), own, "what was encoded stays so");
}

#[tokio::test]
async fn bd_65_links_are_relative_to_the_host() {
    let reply = list("?page=2").await;
    for (wire, link) in reply.json()["meta"].as_object().unwrap() {
        if let Value::String(link) = link {
            assert!(link.starts_with("/patients?"), "{wire}: {link}");
        }
    }
}

#[tokio::test]
async fn bd_66_pages_count_from_1() {
    let (default, first) = (list("?per_page=5").await, list("?per_page=5&page=1").await);
    assert_eq!(default.text, first.text);
    assert_eq!(list("?per_page=5&page=2").await.data()[0]["patient_id"], 51418);
}

#[tokio::test]
async fn bd_68_r_61_an_invalid_page_or_size_is_422() {
    for (query, field) in [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=x", "page"),
        ("page=", "page"),
        ("page=1.0", "page"),
        ("per_page=0", "per_page"),
        ("per_page=-5", "per_page"),
        ("per_page=ten", "per_page"),
    ] {
        let reply = list(&format!("?{query}")).await.expect(422);
        assert_eq!(reply.entry(field)["field"], field, "{query}");
    }
    // Two problems at once are both reported.
    let both = list("?page=0&per_page=x").await.expect(422);
    assert_eq!(both.json()["errors"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn bd_69_a_page_past_the_end_of_a_set_is_404() {
    let server = Server::shared();
    list("?per_page=10&page=11").await.expect(404);
    list("?page=18446744073709551615").await.expect(404);
    list("?page=99999999999999999999999").await.expect(404);
    let empty = server.get("/patients?qs=nobody-at-all").as_(OLGA).send().await.expect(200);
    assert_eq!((items(&empty), empty.meta("total")), (0, json!(0)));
}
