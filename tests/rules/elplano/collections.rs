//! ELP-48 to ELP-51 and ELP-53 to ELP-59: collections, what is filtered of them, and pages.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::server::{ADA, COLLECTIONS, ElplanoReply, ElplanoRequest, LUCIA, PAVEL, Plano, SAM, VERA, new};
use crate::server::Reply;

async fn get(who: &str, path: &str) -> Reply {
    Plano::shared().get(path).by(who).send().await
}

/// The titles of what a query finds.
async fn titles(who: &str, path: &str) -> Vec<String> {
    let reply = get(who, path).await.expect(200);
    let title = |one: &Value| one["attributes"]["title"].as_str().unwrap().to_owned();
    reply.data().as_array().unwrap().iter().map(title).collect()
}

#[tokio::test]
async fn elp_48_a_collection_is_a_list_of_one_type_and_may_be_empty() {
    for (who, path, ty) in COLLECTIONS {
        let data = get(who, path).await.expect(200).data();
        for one in data.as_array().unwrap_or_else(|| panic!("{path}: {data}")) {
            assert_eq!(one["type"], ty, "{path}");
        }
        let search = if path.contains('?') { '&' } else { '?' };
        let none = get(who, &format!("{path}{search}filter%5Bsearch%5D=%F0%9F%A6%84")).await.expect(200);
        assert_eq!(none.data(), json!([]), "{path}");
    }
    let one = get(VERA, "/labels?filter%5Bsearch%5D=exam").await.data();
    assert_eq!(one.as_array().map(Vec::len), Some(1));
    for path in ["/labels", "/events", "/tasks", "/group/courses", "/classmates"] {
        assert!(get(SAM, path).await.expect(200).data().is_array(), "{path}");
    }
}

#[tokio::test]
async fn elp_49_every_collection_is_there_by_get() {
    for (who, path, _) in COLLECTIONS {
        get(who, path).await.expect(200);
    }
    // And an item is there by GET as well, if it has its own path.
    for path in [
        "/events",
        "/tasks",
        "/group/courses",
        "/group/lecturers",
        "/group/invites",
        "/labels",
        "/classmates",
    ] {
        for id in get(VERA, path).await.expect(200).ids() {
            let one = get(VERA, &format!("{path}/{id}")).await.expect(200).data();
            assert_eq!(one["id"], id, "{path}");
        }
    }
}

#[tokio::test]
async fn elp_50_collections_are_paged_sorted_and_filtered() {
    for (who, path, _) in COLLECTIONS {
        let all = get(who, &format!("{path}?sort=id&page%5Bsize%5D=100")).await.expect(200);
        assert_eq!((all.meta("current_page"), all.meta("total_pages").is_u64()), (json!(1), true), "{path}");
        assert!(all.json()["links"]["self"].is_string(), "{path}");
        let ids = all.ids();
        let mut found = Vec::new();
        for number in 1..=ids.len() {
            let page = format!("{path}?sort=id&page%5Bsize%5D=1&page%5Bnumber%5D={number}");
            found.extend(get(who, &page).await.expect(200).ids());
        }
        assert_eq!(found, ids, "{path}: each is on a page, and on one alone");
        let mut back = get(who, &format!("{path}?sort=-id&page%5Bsize%5D=100")).await.expect(200).ids();
        back.reverse();
        assert_eq!(back, ids, "{path}");
        let searched = get(who, &format!("{path}?filter%5Bsearch%5D=a")).await.expect(200).ids();
        assert!(searched.iter().all(|id| ids.contains(id)), "{path}");
    }
}

#[tokio::test]
async fn elp_51_a_filter_is_a_member_of_a_family() {
    assert_eq!(titles(PAVEL, "/events?filter%5Btype%5D=personal").await, ["Football"]);
    assert_eq!(titles(VERA, "/labels?filter%5Bsearch%5D=EXA").await, ["exam"]);
    assert_eq!(titles(VERA, "/group/courses?filter%5Bactive%5D=false").await, ["Latin"]);
    assert_eq!(
        titles(PAVEL, "/tasks?filter%5Bappointed%5D=true&filter%5Bexpiration%5D=tomorrow").await,
        ["Draw the graph"]
    );
    let banned = get(ADA, "/admin/users?filter%5Bstatus%5D=banned").await.expect(200);
    assert_eq!(banned.ids(), ["6"]);
    for query in [
        "search=exam",
        "filter.search=exam",
        "filter=exam",
        "filter%5Bsearch=exam",
        "filter%5Bsearch%5D%5B%5D=exam",
    ] {
        get(VERA, &format!("/labels?{query}")).await.expect(400);
    }
}

#[tokio::test]
async fn elp_53_several_filters_hold_all_at_once() {
    let count = async |query: &str| {
        get(PAVEL, &format!("/events?page%5Bsize%5D=100&{query}")).await.expect(200).ids().len()
    };
    assert_eq!(count("filter%5Btype%5D=group").await, 20);
    assert_eq!(count("filter%5Blabels%5D=1").await, 4);
    assert_eq!(count("filter%5Btype%5D=group&filter%5Blabels%5D=1").await, 4);
    assert_eq!(count("filter%5Btype%5D=personal&filter%5Blabels%5D=1").await, 0);
    assert_eq!(count("filter%5Bsearch%5D=seminar+1").await, 11);
    assert_eq!(count("filter%5Blabels%5D=1,2&filter%5Bsearch%5D=seminar+1").await, 11);
    assert_eq!(count("filter%5Blabels%5D=1&filter%5Bsearch%5D=seminar+1").await, 2);
    let done = get(LUCIA, "/tasks?filter%5Baccomplished%5D=true&filter%5Bevent_id%5D=1").await.expect(200);
    assert_eq!(done.ids(), ["1"]);
    let other = get(LUCIA, "/tasks?filter%5Baccomplished%5D=true&filter%5Bevent_id%5D=2").await.expect(200);
    assert_eq!(other.data(), json!([]));
}

#[tokio::test]
async fn elp_54_brackets_and_values_are_percent_decoded() {
    let labels = async |query: &str| get(VERA, &format!("/labels?{query}")).await.expect(200).ids();
    let encoded = labels("filter%5Bsearch%5D=exam&page%5Bsize%5D=2").await;
    for query in [
        "filter[search]=exam&page[size]=2",
        "filter%5bsearch%5d=exam&page%5bsize%5d=2",
        "filter%5Bsearch]=%65xa%6D&page[size%5D=2",
        "%66ilter%5Bsearch%5D=exam&page%5Bsize%5D=%32",
    ] {
        assert_eq!(labels(query).await, encoded, "{query}");
    }
    assert_eq!(encoded, ["1"]);
    assert_eq!(labels("filter%5Bsearch%5D=%D0%B2%D0%B0%D0%B6%D0%BD%D0%BE").await, ["3"]);
    for space in ["%20", "+"] {
        assert_eq!(
            titles(PAVEL, &format!("/events?filter%5Bsearch%5D=seminar{space}17")).await,
            ["Seminar 17"]
        );
    }
    let plus = get(PAVEL, "/events?filter%5Bsearch%5D=seminar%2B17").await.expect(200);
    assert_eq!(plus.data(), json!([]), "a plus is a space, an encoded one is a plus");
}

#[tokio::test]
async fn elp_55_a_bad_value_of_a_filter_is_400_and_so_is_an_unknown_filter() {
    for (who, path, wire, value) in [
        (VERA, "/events", "scope", "all"),
        (VERA, "/events", "type", "both"),
        (VERA, "/events", "labels", "1;2"),
        (VERA, "/events", "labels", ""),
        (VERA, "/events", "search", ""),
        (VERA, "/tasks", "event_id", "x"),
        (VERA, "/tasks", "event_id", "1.5"),
        (VERA, "/tasks", "expiration", "never"),
        (VERA, "/tasks", "appointed", "maybe"),
        (VERA, "/group/courses", "active", "1x"),
        (VERA, "/activity/events", "action", "removed"),
        (VERA, "/audit/events", "type", "x"),
        (ADA, "/admin/users", "status", "x"),
        (VERA, "/labels", "colour", "red"),
        (VERA, "/labels", "scope", "authored"),
    ] {
        let reply = get(who, &format!("{path}?filter%5B{wire}%5D={value}")).await.blames(400, wire);
        assert_eq!(reply.errors()[0]["status"], "400", "{path}");
    }
    let both = get(VERA, "/events?filter%5Bscope%5D=all&filter%5Btype%5D=both").await.expect(400);
    let blamed: HashSet<_> =
        both.errors().iter().map(|error| error["source"]["parameter"].to_string()).collect();
    assert_eq!(blamed, HashSet::from(["\"scope\"".to_owned(), "\"type\"".to_owned()]));
    get(VERA, "/labels?filter%5Bsearch%5D=a&filter%5Bsearch%5D=b").await.blames(400, "search");
}

#[tokio::test]
async fn elp_56_a_page_has_a_number_and_a_size() {
    let page = async |number: u32, size: u32| {
        let reply =
            get(PAVEL, &format!("/events?page%5Bnumber%5D={number}&page%5Bsize%5D={size}")).await.expect(200);
        assert_eq!(reply.meta("current_page"), number);
        reply.ids()
    };
    assert_eq!(page(1, 3).await, ["21", "20", "19"]);
    assert_eq!(page(2, 3).await, ["18", "17", "16"]);
    assert_eq!(page(3, 10).await, ["1"]);
    assert_eq!(get(PAVEL, "/events?page%5Bnumber%5D=2").await.expect(200).ids().len(), 6);
}

#[tokio::test]
async fn elp_57_a_page_has_15_items_by_default() {
    for query in ["", "?page%5Bnumber%5D=1", "?sort=-id"] {
        let reply = get(PAVEL, &format!("/events{query}")).await.expect(200);
        assert_eq!((reply.ids().len(), reply.meta("total_pages")), (15, json!(2)), "{query}");
    }
}

#[tokio::test]
async fn elp_58_a_size_is_from_1_to_100() {
    let plano = Plano::start();
    for number in 0..110 {
        let label = new("label", &json!({ "title": format!("label {number}") }));
        plano.send("POST", "/labels", &label).by(VERA).send().await.expect(201);
    }
    for (size, many) in [("1", 1), ("15", 15), ("100", 100)] {
        let reply = plano.get(&format!("/labels?page%5Bsize%5D={size}")).by(VERA).send().await.expect(200);
        assert_eq!(reply.ids().len(), many);
    }
    for size in ["0", "101", "-1", "99999999999999999999", "x", "1.5", "", "1e1", "+5"] {
        let path = format!("/labels?page%5Bsize%5D={}", size.replace('+', "%2B"));
        plano.get(&path).by(VERA).send().await.blames(400, "size");
    }
}

#[tokio::test]
async fn elp_59_a_number_begins_at_1() {
    get(PAVEL, "/events?page%5Bnumber%5D=1").await.expect(200);
    for number in ["0", "-1", "x", "1.5", "", "0x1"] {
        get(PAVEL, &format!("/events?page%5Bnumber%5D={number}")).await.blames(400, "number");
    }
    let both = get(PAVEL, "/events?page%5Bnumber%5D=0&page%5Bsize%5D=0").await.expect(400);
    assert_eq!(both.errors().len(), 2, "{}", both.text);
}
