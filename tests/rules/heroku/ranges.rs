//! HK-52 to HK-59: pages by ranges of keys.

use super::apps::{APPS, id, shared, start, time, v3};
use crate::server::Reply;

async fn list(range: Option<&str>) -> Reply {
    let request = v3(shared().get("/apps"));
    range.into_iter().fold(request, |request, range| request.header("range", range)).send().await
}

fn names(reply: &Reply) -> Vec<String> {
    let list = reply.json();
    let apps = list.as_array().unwrap_or_else(|| panic!("{}", reply.text)).clone();
    apps.iter().map(|app| app["name"].as_str().unwrap().to_owned()).collect()
}

fn named(numbers: impl IntoIterator<Item = u32>) -> Vec<String> {
    numbers.into_iter().map(|n| format!("app-{n:03}")).collect()
}

#[tokio::test]
async fn hk_52_a_range_names_a_property_its_bounds_how_many_and_in_which_order() {
    let by_name = list(Some("name app-010..app-019; max=5")).await.expect(206);
    assert_eq!(names(&by_name), named(10..15));
    let down = list(Some("name app-010..app-019; order=desc, max=3")).await.expect(206);
    assert_eq!(names(&down), named([19, 18, 17]));
    let complete = list(Some("name app-010..app-019; max=10")).await.expect(200);
    assert_eq!(names(&complete), named(10..20));
    let open = list(Some("name app-245..")).await.expect(200);
    assert_eq!(names(&open), named(245..APPS));
    let last = list(Some("name ..; order=desc, max=1;")).await.expect(206);
    assert_eq!(names(&last), named([APPS - 1]));
    let ids = list(Some("id ..; max=10;")).await.expect(206);
    assert_eq!(names(&ids).len(), 10);
    let time = format!(
        "updated_at {}..; max=2",
        time(249).to_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    );
    assert_eq!(names(&list(Some(&time)).await.expect(200)), named([1, 0]));
}

#[tokio::test]
async fn hk_53_a_bracket_leaves_a_bound_out() {
    let after = list(Some("name ]app-010..app-013; max=9")).await.expect(200);
    assert_eq!(names(&after), named(11..14));
    let between = list(Some("name ]app-010..app-013[; max=9")).await.expect(200);
    assert_eq!(names(&between), named(11..13));
    let none = list(Some("name ]app-010..app-011[; max=9")).await.expect(200);
    assert_eq!(none.text, "[]");
}

#[tokio::test]
async fn hk_54_without_a_range_by_id_upwards_200_at_most_1000() {
    let mut ids: Vec<_> = (0..APPS).map(|n| id(n).to_string()).collect();
    ids.sort_unstable();
    let ids_of = |reply: &Reply| -> Vec<String> {
        let list = reply.json();
        list.as_array().unwrap().iter().map(|app| app["id"].as_str().unwrap().to_owned()).collect()
    };
    let usual = list(None).await.expect(206);
    assert_eq!(ids_of(&usual), ids[..200]);
    let all = list(Some("id ..; max=1000")).await.expect(200);
    assert_eq!(ids_of(&all), ids);
    let more = list(Some("id ..; max=99999")).await.expect(200);
    assert_eq!(ids_of(&more), ids);
    let asc = list(Some("id ..; order=asc")).await.expect(206);
    assert_eq!(asc.text, usual.text);
}

#[tokio::test]
async fn hk_55_accept_ranges_lists_what_one_may_order_by() {
    for range in [None, Some("name ..; max=2")] {
        let reply = list(range).await;
        assert_eq!(reply.header("accept-ranges"), Some("id, name, updated_at"), "{range:?}");
    }
}

#[tokio::test]
async fn hk_56_content_range_has_what_was_sent_without_a_total() {
    let reply = list(Some("name app-010..; max=5")).await.expect(206);
    assert_eq!(reply.header("content-range"), Some("name app-010..app-014"));
    let complete = list(Some("name app-248..")).await.expect(200);
    assert_eq!(complete.header("content-range"), Some("name app-248..app-249"));
}

#[tokio::test]
async fn hk_57_next_range_leads_through_everything_once() {
    for (first, order) in [
        ("id ..; max=60", None),
        ("name ..; max=60", Some(false)),
        ("name ..; order=desc, max=60", Some(true)),
        ("name app-020..app-219; order=desc, max=60", None),
        ("updated_at ..; max=60", Some(true)),
    ] {
        let mut all = Vec::new();
        let mut range = Some(first.to_owned());
        let mut pages = 0;
        while let Some(asked) = range {
            let reply = list(Some(&asked)).await;
            let next = reply.header("next-range").map(str::to_owned);
            assert_eq!(reply.status, if next.is_some() { 206 } else { 200 }, "{asked}");
            assert_eq!(reply.header("prev-range"), None);
            all.extend(names(&reply));
            range = next;
            pages += 1;
        }
        let mut sorted = all.clone();
        sorted.sort_unstable();
        sorted.dedup();
        let wanted = if first.contains("app-020") { named(20..220) } else { named(0..APPS) };
        assert_eq!(sorted, wanted, "{first}");
        assert_eq!(all.len(), wanted.len(), "each once: {first}");
        assert!(pages >= 4, "{first}");
        match order {
            Some(false) => assert_eq!(all, sorted, "{first}"),
            Some(true) => assert!(all.iter().rev().eq(&sorted), "{first}"),
            None => {}
        }
    }
    let first = list(Some("name ..; max=2")).await.expect(206);
    assert_eq!(first.header("next-range"), Some("name ]app-001..; max=2"));
}

#[tokio::test]
async fn hk_57_a_page_stays_where_it_is_while_apps_come_and_go() {
    let server = start();
    let page = |range: String| {
        let request = v3(server.get("/apps")).header("range", &range);
        async move { request.send().await }
    };
    let first = page("name ..; max=3".to_owned()).await.expect(206);
    v3(server.delete("/apps/app-002")).send().await.expect(200);
    v3(server.post("/apps", r#"{"name":"aaa-first"}"#)).send().await.expect(201);
    let second = page(first.header("next-range").unwrap().to_owned()).await.expect(206);
    assert_eq!(names(&second), named([3, 4, 5]));
}

#[tokio::test]
async fn hk_59_a_bad_range_is_416() {
    for range in [
        "name",
        "owner ..",
        "name app-001",
        "name ..; max=0",
        "name ..; max=x",
        "name ..; max=-1",
        "name ..; order=sideways",
        "name ..; max=1, max=2",
        "name ].., max=1",
    ] {
        let reply = list(Some(range)).await.expect(416);
        assert_eq!(reply.json()["id"], "requested_range_not_satisfiable", "{range}");
    }
    // What is in HTTP's own syntax is of another unit.
    list(Some("bytes=0-9")).await.expect(206);
}
