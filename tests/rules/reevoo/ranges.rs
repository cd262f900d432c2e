//! RV-6 to RV-19 and RV-32 to RV-44: pages by ranges, on the wire.

use super::server::{
    CLIENTS, GUIDES, QUERY, ReevooReply, ReevooRequest, SECOND, THIRD, list, of, shared, start, with_users,
};

/// Users of the guide's client: 23 of them.
fn users(client: &str) -> String {
    format!("{client}/users")
}

#[tokio::test]
async fn rv_6_hk_12_pages_are_requested_by_header_and_not_by_query() {
    let reply = list(CLIENTS, Some("clients=10-14")).await.expect(206);
    assert_eq!((reply.header("accept-ranges"), reply.content_range()), (Some("clients"), "clients 10-14/53"));
    let same = list(&format!("{CLIENTS}?page=2&per_page=5&limit=5&offset=10"), None).await.expect(206);
    assert_eq!(same.text, list(CLIENTS, None).await.text);
}

#[tokio::test]
async fn rv_7_rv_8_rv_28_both_ends_count_from_zero_and_are_included() {
    let reply = list(CLIENTS, Some("clients=0-19")).await.expect(206);
    assert_eq!((reply.items(), reply.content_range()), (20, "clients 0-19/53"));
    let all = list(CLIENTS, Some("clients=0-199")).await.expect(200).json();
    let one = list(CLIENTS, Some("clients=0-0")).await.expect(206);
    assert_eq!((one.items(), one.content_range()), (1, "clients 0-0/53"));
    assert_eq!(one.json()[0], all[0]);
    let some = list(CLIENTS, Some("clients=7-9")).await.expect(206).json();
    assert_eq!(some.as_array().unwrap()[..], all.as_array().unwrap()[7..10]);
}

#[tokio::test]
async fn rv_9_rv_12_rv_33_r_80_a_2_a_3_without_a_range_the_first_20_and_206_where_there_are_more() {
    let reply = list(CLIENTS, None).await.expect(206);
    assert_eq!((reply.items(), reply.content_range()), (20, "clients 0-19/53"));
    assert_eq!(reply.text, list(CLIENTS, Some("clients=0-19")).await.text);
}

#[tokio::test]
async fn rv_10_rv_32_the_complete_list_is_200_with_or_without_a_range() {
    for range in [None, Some("users=0-19"), Some("users=0-0"), Some("users=0-"), Some("users=-1")] {
        let reply = list(&users(SECOND), range).await.expect(200);
        assert_eq!((reply.items(), reply.content_range()), (1, "users 0-0/1"), "{range:?}");
    }
}

#[tokio::test]
async fn rv_11_fifteen_are_200_and_fifty_three_are_206() {
    let server = start();
    let path = with_users(&server, THIRD, 15).await;
    let fifteen = of(&server, &path, Some("users=0-19")).await.expect(200);
    assert_eq!((fifteen.items(), fifteen.content_range()), (15, "users 0-14/15"));
    let more = of(&server, CLIENTS, Some("clients=0-19")).await.expect(206);
    assert_eq!((more.items(), more.content_range()), (20, "clients 0-19/53"));
}

#[tokio::test]
async fn rv_13_a_8_every_response_of_a_paged_resource_has_its_range() {
    let paths = [CLIENTS.to_owned(), users(GUIDES), users(SECOND), users(THIRD)];
    for path in &paths {
        let unit = if path == CLIENTS { "clients" } else { "users" };
        let ranges =
            [None, Some(format!("{unit}=0-4")), Some(format!("{unit}=-1")), Some("bytes=0-1".to_owned())];
        for range in &ranges {
            let reply = list(path, range.as_deref()).await;
            assert!(matches!(reply.status, 200 | 206), "{} {path} {range:?}", reply.status);
            assert_eq!(reply.header("accept-ranges"), Some(unit), "{path} {range:?}");
            assert!(reply.content_range().starts_with(&format!("{unit} ")), "{path} {range:?}");
        }
    }
    let head = shared().request("HEAD", CLIENTS).edith().send().await.expect(206);
    assert_eq!((head.header("accept-ranges"), head.content_range()), (Some("clients"), "clients 0-19/53"));
}

#[tokio::test]
async fn rv_14_there_is_one_unit_the_plural_of_the_resource() {
    for (path, unit) in [(CLIENTS.to_owned(), "clients"), (users(GUIDES), "users")] {
        let reply = list(&path, None).await;
        let units: Vec<_> = reply.headers.get_all("accept-ranges").iter().collect();
        assert_eq!(units, [unit]);
    }
    let item = shared().get(GUIDES).edith().range("clients=0-1").send().await.expect(200);
    assert_eq!((item.header("accept-ranges"), item.header("content-range")), (None, None));
}

#[tokio::test]
async fn rv_15_rv_16_rv_34_the_range_is_of_the_records_that_were_sent() {
    for (range, sent, items) in [
        ("clients=0-19", "clients 0-19/53", 20),
        ("clients=20-39", "clients 20-39/53", 20),
        ("clients=40-59", "clients 40-52/53", 13),
        ("clients=52-52", "clients 52-52/53", 1),
        ("clients=52-9999", "clients 52-52/53", 1),
        ("clients=1-99", "clients 1-52/53", 52),
    ] {
        let reply = list(CLIENTS, Some(range)).await.expect(206);
        assert_eq!((reply.content_range(), reply.items()), (sent, items), "{range}");
    }
    for range in ["clients=0-52", "clients=0-53", "clients=0-199"] {
        let complete = list(CLIENTS, Some(range)).await.expect(200);
        assert_eq!((complete.content_range(), complete.items()), ("clients 0-52/53", 53), "{range}");
    }
}

#[tokio::test]
async fn rv_17_rv_27_a_4_a_6_where_counting_is_dear_the_total_is_a_star() {
    let ask = |range: Option<&str>, body: &str| {
        let request = shared().request("POST", QUERY).edith().json(body);
        match range {
            Some(range) => request.range(range),
            None => request,
        }
    };
    let first = ask(None, "{}").send().await.expect(206);
    assert_eq!((first.content_range(), first.items()), ("clients 0-19/*", 20));
    assert_eq!(first.header("accept-ranges"), Some("clients"));
    let middle = ask(Some("clients=20-29"), "{}").send().await.expect(206);
    assert_eq!((middle.content_range(), middle.items()), ("clients 20-29/*", 10));
    // The last range is short and still 206, because it is not the complete list.
    let last = ask(Some("clients=40-59"), "{}").send().await.expect(206);
    assert_eq!(last.items(), 13);
    assert!(last.content_range().starts_with("clients 40-52/"), "{}", last.content_range());
    // The complete list is 200 if the server knows that it is complete.
    let complete = ask(None, r#"{"search":"BOOKS"}"#).send().await.expect(200);
    assert_eq!(complete.items(), 8);
    assert!(complete.content_range().starts_with("clients 0-7/"), "{}", complete.content_range());
    // Past the end it must count.
    let past = ask(Some("clients=53-60"), "{}").send().await.failed(416, "requested_range_not_satisfiable");
    assert_eq!(past.content_range(), "clients */53");
    let suffix = ask(Some("clients=-3"), "{}").send().await.expect(206);
    assert_eq!(suffix.content_range(), "clients 50-52/53");
    let none = ask(None, r#"{"search":"nobody at all"}"#).send().await.expect(200);
    assert_eq!((none.content_range(), none.items()), ("clients */0", 0));
}

#[tokio::test]
async fn rv_18_rv_19_by_arithmetic_everything_comes_once() {
    let mut ids = Vec::new();
    let mut next = 0;
    let total = loop {
        let reply = list(CLIENTS, Some(&format!("clients={next}-{}", next + 9))).await;
        for client in reply.json().as_array().unwrap() {
            ids.push(client["id"].as_str().unwrap().to_owned());
        }
        let (range, total) = reply.content_range().strip_prefix("clients ").unwrap().split_once('/').unwrap();
        let total: usize = total.parse().unwrap();
        next = range.split_once('-').unwrap().1.parse::<usize>().unwrap() + 1;
        if next == total {
            break total;
        }
    };
    assert_eq!((ids.len(), total), (53, 53));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 53);
}

#[tokio::test]
async fn rv_35_a_range_past_the_end_is_416_with_the_total() {
    for range in ["clients=53-60", "clients=53-", "clients=1000000-1000019", "clients=18446744073709551615-"]
    {
        let reply = list(CLIENTS, Some(range)).await.failed(416, "requested_range_not_satisfiable");
        assert_eq!(reply.content_range(), "clients */53", "{range}");
    }
}

#[tokio::test]
async fn rv_36_rv_42_r_80_a_range_is_cut_to_the_maximum() {
    let server = start();
    let path = with_users(&server, THIRD, 230).await;
    for (range, sent) in [
        ("users=0-", "users 0-199/230"),
        ("users=0-229", "users 0-199/230"),
        ("users=10-9999", "users 10-209/230"),
        ("users=100-", "users 100-229/230"),
        ("users=0-18446744073709551615", "users 0-199/230"),
        ("users=-225", "users 30-229/230"),
        ("users=-9999", "users 30-229/230"),
    ] {
        let reply = of(&server, &path, Some(range)).await.expect(206);
        assert_eq!(reply.content_range(), sent, "{range}");
        let (_, last) = sent.split_once(' ').unwrap().1.split_once('/').unwrap().0.split_once('-').unwrap();
        let first = sent.split_once(' ').unwrap().1.split_once('-').unwrap().0;
        let count = last.parse::<usize>().unwrap() + 1 - first.parse::<usize>().unwrap();
        assert_eq!(reply.items(), count, "{range}");
    }
    let open = list(CLIENTS, Some("clients=40-")).await.expect(206);
    assert_eq!((open.content_range(), open.items()), ("clients 40-52/53", 13));
}

#[tokio::test]
async fn rv_37_r_81_a_suffix_is_the_last_records() {
    let all = list(CLIENTS, Some("clients=0-")).await.expect(200).json();
    let last = list(CLIENTS, Some("clients=-5")).await.expect(206);
    assert_eq!((last.content_range(), last.items()), ("clients 48-52/53", 5));
    assert_eq!(last.json().as_array().unwrap()[..], all.as_array().unwrap()[48..]);
    for range in ["clients=-53", "clients=-60"] {
        let complete = list(CLIENTS, Some(range)).await.expect(200);
        assert_eq!((complete.content_range(), complete.items()), ("clients 0-52/53", 53), "{range}");
    }
}

#[tokio::test]
async fn rv_38_rv_40_rg_5_r_81_a_11_a_range_that_cannot_be_read_is_400() {
    for range in [
        "clients=19-0",
        "clients=5-4",
        "clients=a-b",
        "clients=1.5-3",
        "clients=0x1-0x2",
        "clients=+1-3",
        "clients=-",
        "clients=",
        "clients=--5",
        "clients=1--5",
        "clients=5",
        "clients=0-4,10-14",
        "clients=99999999999999999999-1",
        "clients=0-4; order=desc",
    ] {
        list(CLIENTS, Some(range)).await.failed(400, "bad_request");
        let query = shared().request("POST", QUERY).edith().json("{}").range(range).send().await;
        query.failed(400, "bad_request");
    }
}

#[tokio::test]
async fn rv_39_rg_4_another_unit_is_ignored() {
    let all = list(CLIENTS, None).await;
    for range in ["bytes=0-99", "users=0-4", "client=0-4", "bytes=9-0", "seconds=a,b"] {
        let reply = list(CLIENTS, Some(range)).await.expect(206);
        assert_eq!((reply.content_range(), &reply.text), ("clients 0-19/53", &all.text), "{range}");
    }
}

#[tokio::test]
async fn rv_41_a_7_r_81_an_empty_list_is_200_with_a_star_of_0() {
    for range in [None, Some("users=0-19"), Some("users=5-9"), Some("users=-5"), Some("users=0-")] {
        let reply = list(&users(THIRD), range).await.expect(200);
        assert_eq!((reply.text.as_str(), reply.content_range()), ("[]", "users */0"), "{range:?}");
        assert_eq!(reply.header("accept-ranges"), Some("users"));
    }
}

#[tokio::test]
async fn rv_43_rg_3_r_81_a_6_a_range_counts_for_get_and_for_queries_alone() {
    let server = start();
    let body = r#"{"name":"Ranged"}"#;
    let created = server.request("POST", CLIENTS).edith().json(body).range("clients=900-0").send().await;
    let created = created.expect(201);
    assert_eq!(created.header("content-range"), None);
    let item = format!("{CLIENTS}/{}", created.json()["id"].as_str().unwrap());
    for method in ["PATCH", "PUT"] {
        let changed = server.request(method, &item).edith().json(body).range("clients=0-0").send().await;
        assert_eq!(changed.expect(200).header("content-range"), None, "{method}");
    }
    server.delete(&item).edith().range("clients=x").send().await.expect(200);
    let query =
        server.request("POST", QUERY).edith().json("{}").range("clients=1-2").send().await.expect(206);
    assert_eq!(query.content_range(), "clients 1-2/*");
}

#[tokio::test]
async fn rv_44_rg_6_what_the_client_holds_already_is_304_and_not_206() {
    let part = list(CLIENTS, Some("clients=5-9")).await.expect(206);
    let again = |range: &'static str, etag: &str| {
        shared().get(CLIENTS).edith().range(range).header("if-none-match", etag).send()
    };
    let unchanged = again("clients=5-9", part.etag()).await.expect(304);
    assert_eq!((unchanged.text.as_str(), unchanged.etag()), ("", part.etag()));
    again("clients=5-9", "\"another\"").await.expect(206);
    again("clients=900-", "\"another\"").await.failed(416, "requested_range_not_satisfiable");
}

#[tokio::test]
async fn rg_6_rg_9_all_ranges_share_a_tag_and_if_range_asks_for_it() {
    let server = start();
    let page = async |range: &str, if_range: &str| {
        let request = server.get(CLIENTS).edith().range(range);
        let request = if if_range.is_empty() { request } else { request.header("if-range", if_range) };
        request.send().await.expect(206)
    };
    let etag = page("clients=0-9", "").await.etag().to_owned();
    assert_eq!(page("clients=10-19", "").await.etag(), etag);
    let part = page("clients=30-34", &etag).await;
    assert_eq!((part.content_range(), part.etag()), ("clients 30-34/53", &*etag));
    server.post(CLIENTS, r#"{"name":"Another"}"#).edith().send().await.expect(201);
    let first = page("clients=30-34", &etag).await;
    assert_eq!(first.content_range(), "clients 0-19/54");
    assert_ne!(first.etag(), etag);
    let past = server.get(CLIENTS).edith().range("clients=900-").header("if-none-match", first.etag());
    past.send().await.expect(304);
}

#[tokio::test]
async fn r_83_a_stale_if_match_stops_actions_and_gets_too() {
    let server = start();
    let item = GUIDES;
    let before = server.get(item).edith().send().await.expect(200);
    for (method, path) in
        [("POST", format!("{item}/actions/disable")), ("GET", item.to_owned()), ("POST", CLIENTS.to_owned())]
    {
        let request = server.request(method, &path).edith().header("if-match", "\"stale\"");
        let request = if method == "POST" { request.json(r#"{"name":"Conditional"}"#) } else { request };
        request.send().await.failed(412, "precondition_failed");
    }
    let after = server.get(item).edith().send().await.expect(200);
    assert_eq!(after.text, before.text);
}
