//! ELP-60 to ELP-73, and the rulings: pages by number, and by row. ELP-74 is R-35.

use std::collections::BTreeSet;

use example_elplano::Planner;
use housestyle::server::Service;
use serde_json::{Value, json};

use super::server::{ElplanoReply, ElplanoRequest, PAVEL, Plano, VERA, new};
use crate::server::Reply;

/// What Pavel is to attend: events 1 to 21.
const EVENTS: &str = "/events";

async fn get(plano: &Plano, path: &str) -> Reply {
    plano.get(path).by(PAVEL).send().await
}

async fn events(query: &str) -> Reply {
    get(Plano::shared(), &format!("{EVENTS}?{query}")).await
}

/// Ids as numbers.
fn numbers(reply: &Reply) -> Vec<i64> {
    reply.ids().iter().map(|id| id.parse().unwrap()).collect()
}

/// The ids of a page that comes after a row.
async fn rows(query: &str) -> Vec<i64> {
    let reply = events(query).await.expect(200);
    assert!(reply.header("deprecation").is_some(), "{query}");
    numbers(&reply)
}

/// A member of `links`; null where it is not there.
fn link(reply: &Reply, wire: &str) -> Value {
    reply.json()["links"][wire].clone()
}

/// A refusal: of which parameter, and in which words.
async fn refused(query: &str) -> (Value, Value) {
    let reply = events(query).await.expect(400);
    let errors = reply.errors();
    assert_eq!((errors.len(), &errors[0]["status"]), (1, &json!("400")), "{query}: {}", reply.text);
    (errors[0]["source"]["parameter"].clone(), errors[0]["detail"].clone())
}

#[tokio::test]
async fn elp_60_r_36_pages_by_row_are_served_and_said_to_be_deprecated() {
    let reply = events("page[last_id]=10&page[size]=3").await.expect(200);
    assert_eq!(numbers(&reply), [9, 8, 7]);
    let deprecated = reply.header("deprecation").unwrap();
    assert!(
        deprecated.strip_prefix('@').is_some_and(|at| at.parse::<i64>().is_ok()),
        "RFC 9745: {deprecated}"
    );
    let all =
        "page[last_id]=10&page[size]=2&page[direction]=asc&page[field]=title&page[field_value]=Seminar 10";
    assert_eq!(rows(all).await, [11, 12]);
    assert_eq!(events("page[number]=1").await.header("deprecation"), None);
    assert_eq!(events("").await.header("deprecation"), None);
}

#[tokio::test]
async fn elp_60_r_36_each_key_of_a_row_asks_for_pages_by_row() {
    assert_eq!(rows("page[direction]=asc").await, (1..=15).collect::<Vec<_>>());
    assert_eq!(rows("page[field]=id").await, (7..=21).rev().collect::<Vec<_>>());
    assert_eq!(rows("page[field_name]=id").await, (7..=21).rev().collect::<Vec<_>>());
    assert_eq!(rows("page[last_id]=3").await, [2, 1]);
    assert_eq!(rows("page[field_value]=x&page[size]=1").await, [21]);
    // The size is of both ways, and alone of that by number.
    assert_eq!(events("page[size]=2").await.expect(200).meta("current_page"), 1);
}

#[tokio::test]
async fn elp_61_the_last_id_is_an_integer_from_0() {
    for last in ["abc", "-1", "1.5", "+1", "1e3", "", " 1", "18446744073709551616"] {
        let (parameter, detail) = refused(&format!("page[last_id]={}", last.replace('+', "%2B"))).await;
        assert_eq!((parameter, detail), (json!("last_id"), json!("must be an integer")), "{last}");
    }
    assert_eq!(rows("page[last_id]=0").await, [0; 0]);
    assert_eq!(rows("page[last_id]=0&page[direction]=asc&page[size]=2").await, [1, 2]);
    assert_eq!(rows("page[last_id]=9223372036854775808&page[size]=2").await, [21, 20]);
    assert_eq!(rows("page[last_id]=18446744073709551615&page[direction]=asc").await, [0; 0]);
    // Of a row that is not there, the place counts.
    assert_eq!(rows("page[last_id]=500&page[size]=1").await, [21]);
}

#[tokio::test]
async fn elp_62_the_direction_is_asc_or_desc_and_descending_by_itself() {
    assert_eq!(rows("page[last_id]=5&page[direction]=asc&page[size]=2").await, [6, 7]);
    assert_eq!(rows("page[last_id]=5&page[direction]=desc&page[size]=2").await, [4, 3]);
    assert_eq!(rows("page[last_id]=5&page[size]=2").await, [4, 3]);
    for direction in ["up", "ASC", "", "1"] {
        assert_eq!(refused(&format!("page[direction]={direction}")).await.0, "direction", "{direction}");
    }
    assert_eq!(refused("page[direction]=asc&page[direction]=asc").await.0, "direction");
}

#[tokio::test]
async fn elp_63_the_field_is_one_to_sort_by_and_its_value_the_last_rows() {
    let by_title = rows("page[field]=title&page[direction]=asc&page[size]=3").await;
    assert_eq!(by_title, [21, 1, 10], "Football, Seminar 1, Seminar 10");
    let after = "page[field]=title&page[direction]=asc&page[size]=3&page[last_id]=10";
    assert_eq!(rows(&format!("{after}&page[field_value]=Seminar%2010")).await, [11, 12, 13]);
    let start = get(Plano::shared(), &format!("{EVENTS}/7")).await.expect(200).data();
    let start = start["attributes"]["start_at"].as_str().unwrap().replace('+', "%2B");
    let after = format!("page[field]=start_at&page[size]=2&page[last_id]=7&page[field_value]={start}");
    assert_eq!(rows(&after).await, [6, 5]);
    // Unknown fields, and values of the wrong type.
    assert_eq!(refused("page[field]=creator").await.0, "field");
    assert_eq!(refused("page[field]=recurrence").await.0, "field");
    assert_eq!(refused("page[field]=password").await.0, "field");
    assert_eq!(refused("page[field]=start_at&page[last_id]=7&page[field_value]=soon").await.0, "field_value");
    assert_eq!(refused("page[field]=title&page[last_id]=7").await.0, "field_value");
}

#[tokio::test]
async fn elp_64_r_36_the_field_goes_by_either_name() {
    let rest = "page[direction]=asc&page[size]=2&page[last_id]=1&page[field_value]=Seminar%201";
    assert_eq!(rows(&format!("page[field]=title&{rest}")).await, [10, 11]);
    assert_eq!(rows(&format!("page[field_name]=title&{rest}")).await, [10, 11]);
    assert_eq!(refused(&format!("page[field_name]=nothing&{rest}")).await.0, "field_name");
    assert_eq!(refused("page[field]=title&page[field_name]=title").await.0, "field_name");
}

/// All ids, from page to page by the last row of each.
async fn walk(plano: &Plano, who: &str, path: &str, field: &str, direction: &str, size: usize) -> Vec<i64> {
    let mut all = Vec::new();
    let mut last: Option<(String, String)> = None;
    loop {
        let mut query =
            url(&[("page[field]", field), ("page[direction]", direction), ("page[size]", &size.to_string())]);
        if let Some((id, value)) = &last {
            query += "&";
            query += &url(&[("page[last_id]", id), ("page[field_value]", value)]);
        }
        let reply = plano.get(&format!("{path}?{query}")).by(who).send().await.expect(200);
        all.extend(numbers(&reply));
        let data = reply.data();
        let data = data.as_array().unwrap();
        assert!(data.len() <= size);
        let Some(row) = data.last().filter(|_| data.len() == size) else { return all };
        let value = &row["attributes"][field];
        let value = value
            .as_str()
            .map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned);
        last = Some((row["id"].as_str().unwrap().to_owned(), value));
    }
}

fn url(pairs: &[(&str, &str)]) -> String {
    let url = reqwest::Url::parse_with_params("http://x/", pairs).unwrap();
    url.query().unwrap().to_owned()
}

#[tokio::test]
async fn elp_65_r_36_rows_come_after_field_and_id_together() {
    // All statuses are the same: the id alone decides, the same way round.
    let same = "page[field]=status&page[field_value]=confirmed&page[last_id]=10&page[size]=3";
    assert_eq!(rows(same).await, [9, 8, 7]);
    assert_eq!(rows(&format!("{same}&page[direction]=asc")).await, [11, 12, 13]);
    // Ids do not follow titles, and many rows have no description: nothing is lost, nothing comes twice.
    for field in ["title", "status", "description", "start_at", "created_at", "end_at"] {
        for direction in ["asc", "desc"] {
            for size in [1, 4, 7] {
                let all = walk(Plano::shared(), PAVEL, EVENTS, field, direction, size).await;
                assert_eq!(all.len(), 21, "{field} {direction} {size}: {all:?}");
                assert_eq!(
                    all.iter().collect::<BTreeSet<_>>().len(),
                    21,
                    "{field} {direction} {size}: {all:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn elp_65_ties_among_others_are_broken_by_id() {
    let plano = Plano::start();
    for (title, description) in
        [("aa1", "same"), ("aa2", "other"), ("aa3", "same"), ("aa4", "zz"), ("aa5", "same")]
    {
        let label = new("label", &json!({"title": title, "description": description}));
        plano.send("POST", "/labels", &label).by(VERA).send().await.expect(201);
    }
    let walked = |direction| walk(&plano, VERA, "/labels", "description", direction, 2);
    assert_eq!(walked("asc").await, [1, 2, 3, 5, 4, 6, 8, 7]);
    assert_eq!(walked("desc").await, [7, 8, 6, 4, 5, 3, 2, 1]);
    // A row that comes in between is not in the way of the pages that follow.
    let label = new("label", &json!({"title": "aa6", "description": "other"}));
    plano.send("POST", "/labels", &label).by(VERA).send().await.expect(201);
    let path = "/labels?page[field]=description&page[direction]=asc&page[last_id]=4&page[field_value]=same";
    assert_eq!(numbers(&plano.get(path).by(VERA).send().await), [6, 8, 7]);
}

#[tokio::test]
async fn elp_66_r_36_a_number_wins_over_keys_of_rows() {
    for keys in
        ["page[last_id]=5", "page[direction]=asc&page[field]=title&page[field_value]=x", "page[last_id]=abc"]
    {
        let reply = events(&format!("page[number]=2&page[size]=4&{keys}")).await.expect(200);
        assert_eq!(numbers(&reply), [17, 16, 15, 14], "{keys}");
        assert_eq!((reply.meta("current_page"), reply.header("deprecation")), (json!(2), None), "{keys}");
    }
}

#[tokio::test]
async fn elp_67_r_35_meta_has_the_page_and_the_total() {
    for (query, current, total) in
        [("page[number]=2&page[size]=5", 2, 5), ("page[size]=21", 1, 1), ("", 1, 2)]
    {
        let reply = events(query).await.expect(200);
        assert_eq!(reply.json()["meta"], json!({"current_page": current, "total_pages": total}), "{query}");
    }
    let none = events("filter[search]=nothing%20like%20this").await.expect(200);
    assert_eq!((none.ids().len(), none.meta("current_page")), (0, json!(1)));
    assert!(none.meta("total_pages").is_u64());
}

fn page(number: u32, size: u32) -> Value {
    json!(format!(
        "{}/api/v1{EVENTS}?page%5Bnumber%5D={number}&page%5Bsize%5D={size}",
        Plano::shared().server.base
    ))
}

#[tokio::test]
async fn elp_68_r_37_links_are_absolute_and_encoded() {
    let links = events("page[size]=5&page[number]=3").await.expect(200).json()["links"].clone();
    let expected = json!({
        "self": page(3, 5), "first": page(1, 5), "prev": page(2, 5), "next": page(4, 5), "last": page(5, 5),
    });
    assert_eq!(links, expected);
    // `self` has the page and its size even if the request does not.
    assert_eq!(link(&events("").await, "self"), page(1, 15));
}

#[tokio::test]
async fn elp_69_r_37_a_link_is_there_where_its_page_is() {
    let members =
        |reply: &Reply| reply.json()["links"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let mut all: Vec<Vec<String>> = Vec::new();
    for number in [1, 2, 3] {
        all.push(members(&events(&format!("page[size]=7&page[number]={number}")).await.expect(200)));
    }
    assert_eq!(all[0], ["self", "next", "last"]);
    assert_eq!(all[1], ["self", "first", "prev", "next", "last"]);
    assert_eq!(all[2], ["self", "first", "prev"]);
    assert_eq!(members(&events("page[size]=100").await), ["self"]);
    assert_eq!(members(&events("filter[search]=nothing").await), ["self"]);
}

#[tokio::test]
async fn elp_70_r_37_links_keep_filters_order_and_all_other_parameters() {
    let query = "filter[scope]=appointed&filter[search]=a b%26c&sort=-title,id&page[size]=5&include=labels&fields[event]=title";
    let own = link(&events(query).await.expect(200), "self");
    let kept = "filter%5Bscope%5D=appointed&filter%5Bsearch%5D=a%20b%26c&sort=-title%2Cid&include=labels&fields%5Bevent%5D=title";
    let expected =
        format!("{}/api/v1{EVENTS}?{kept}&page%5Bnumber%5D=1&page%5Bsize%5D=5", Plano::shared().server.base);
    let plain = |link: &str| link.replace("%2C", ",").replace('+', "%20");
    assert_eq!(plain(own.as_str().unwrap()), plain(&expected));
    // Whoever follows links sees every page in the order of the first.
    let mut path = format!("{EVENTS}?filter%5Bsearch%5D=seminar&sort=title&page%5Bsize%5D=6");
    let mut titles = Vec::new();
    loop {
        let reply = get(Plano::shared(), &path).await.expect(200);
        let data = reply.data();
        titles.extend(
            data.as_array()
                .unwrap()
                .iter()
                .map(|one| one["attributes"]["title"].as_str().unwrap().to_owned()),
        );
        let Some(next) = link(&reply, "next").as_str().map(str::to_owned) else { break };
        path = next.strip_prefix(&format!("{}/api/v1", Plano::shared().server.base)).unwrap().to_owned();
    }
    assert_eq!(titles.len(), 20);
    assert!(titles.is_sorted(), "{titles:?}");
}

#[tokio::test]
async fn elp_71_r_36_pages_by_row_have_neither_meta_nor_links() {
    let reply = events("page[last_id]=10&page[size]=3&include=labels").await.expect(200);
    assert_eq!(reply.members(), ["data", "included"]);
    assert_eq!(events("page[last_id]=0").await.expect(200).members(), ["data"]);
}

#[tokio::test]
async fn elp_73_r_35_past_the_end_there_is_nothing() {
    for number in ["3", "1000", "18446744073709551615", "99999999999999999999999999"] {
        let reply = events(&format!("page[number]={number}")).await.expect(200);
        assert_eq!((reply.data(), reply.meta("total_pages")), (json!([]), json!(2)), "{number}");
        assert!(link(&reply, "next").is_null());
    }
    let reply = events("page[number]=3").await;
    assert_eq!((link(&reply, "prev"), link(&reply, "first")), (page(2, 15), page(1, 15)));
}

#[tokio::test]
async fn elp_74_r_35_without_a_page_there_is_the_first_of_15() {
    let reply = events("").await.expect(200);
    assert_eq!(numbers(&reply), (7..=21).rev().collect::<Vec<_>>());
    assert_eq!(reply.json()["meta"], json!({"current_page": 1, "total_pages": 2}));
    assert_eq!((link(&reply, "next"), link(&reply, "last")), (page(2, 15), page(2, 15)));
}

#[tokio::test]
async fn r_35_an_invalid_page_is_refused() {
    for key in ["size", "number"] {
        let bad: &[&str] =
            if key == "size" { &["0", "101", "-1", "x", "", "1.0"] } else { &["0", "-1", "x", "", "1.0"] };
        for value in bad {
            let (parameter, detail) = refused(&format!("page[{key}]={value}")).await;
            assert_eq!(parameter, key, "{value}");
            assert!(!detail.as_str().unwrap().is_empty());
        }
        assert_eq!(refused(&format!("page[{key}]=1&page[{key}]=2")).await.0, key);
        assert_eq!(refused(&format!("page[{key}][]=1")).await.0.as_str().map(str::is_empty), Some(false));
    }
    assert_eq!(events("page[size]=100").await.expect(200).ids().len(), 21);
    assert_eq!(events("page[size]=1&page[number]=1").await.expect(200).ids(), ["21"]);
    let both = events("page[size]=0&page[number]=x").await.expect(400).errors();
    let parameters: Vec<_> =
        both.iter().map(|error| error["source"]["parameter"].as_str().unwrap()).collect();
    assert_eq!(parameters.into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(["number", "size"]));
}

#[tokio::test]
async fn r_37_links_have_the_public_url_or_the_host_of_the_request() {
    let public = |service: Service<Planner>| {
        service.rate_off().public_url(&"https://api.elplano.app/".parse().unwrap())
    };
    let reply = get(&Plano::start_as(public), EVENTS).await.expect(200);
    let expected = "https://api.elplano.app/api/v1/events?page%5Bnumber%5D=2&page%5Bsize%5D=15";
    assert_eq!(link(&reply, "next"), expected);
    let named = Plano::shared().get(EVENTS).by(PAVEL).header("host", "plan.example:8080");
    let next = link(&named.send().await.expect(200), "next");
    assert!(next.as_str().unwrap().starts_with("http://plan.example:8080/api/v1/events?"), "{next}");
    let behind = Plano::start_as(|service| service.rate_off().behind_tls());
    let own = link(&get(&behind, EVENTS).await.expect(200), "self");
    assert!(own.as_str().unwrap().starts_with(&behind.server.base.replace("http:", "https:")), "{own}");
}
