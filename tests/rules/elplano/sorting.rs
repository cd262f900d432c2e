//! ELP-75 to ELP-80 and the ruling R-38: the order of lists.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::server::{ADA, COLLECTIONS, ElplanoReply, ElplanoRequest, PAVEL, Plano, VERA, new};
use crate::server::Reply;

/// Lists that the example serves, and someone who may see each.
fn lists() -> impl Iterator<Item = (&'static str, &'static str)> {
    COLLECTIONS.into_iter().map(|(who, path, _)| (path, who))
}

/// A list, in an order.
async fn sorted(plano: &Plano, (path, who): (&str, &str), query: &str) -> Reply {
    plano.get(&format!("{path}?page[size]=100&{query}")).by(who).send().await.expect(200)
}

async fn events(query: &str) -> Vec<String> {
    sorted(Plano::shared(), ("/events", PAVEL), query).await.ids()
}

/// An attribute of each resource of a list.
fn attributes(reply: &Reply, wire: &str) -> Vec<Value> {
    reply.data().as_array().unwrap().iter().map(|one| one["attributes"][wire].clone()).collect()
}

/// Lists of the document: those that are paged.
fn documented() -> BTreeSet<String> {
    let text = include_str!("../../../specs/apis/elplano.yaml");
    let document: Value = serde_yaml::from_str(text).unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    let lists = paths.filter(|(_, item)| item["get"]["x-style"]["paging"] == true);
    lists
        .map(|(path, item)| {
            assert!(!item["get"]["x-style"]["sort"].is_null(), "{path} cannot be sorted");
            path.clone()
        })
        .collect()
}

#[tokio::test]
async fn elp_75_every_list_can_be_sorted() {
    let documented = documented();
    assert!(lists().all(|(path, _)| documented.contains(path)), "{documented:?}");
    for list in lists() {
        let mut up = sorted(Plano::shared(), list, "sort=id").await.ids();
        let down = sorted(Plano::shared(), list, "sort=-id").await.ids();
        up.reverse();
        assert_eq!(up, down, "{list:?}");
    }
}

#[tokio::test]
async fn elp_76_ascending_but_for_a_minus() {
    let up = events("sort=title").await;
    assert_eq!(up[..3], ["21", "1", "10"], "Football, Seminar 1, Seminar 10");
    let mut down = events("sort=-title").await;
    assert_eq!(down[0], "9", "Seminar 9");
    down.reverse();
    assert_eq!(up, down);
    // A plus is neither.
    assert_eq!(events("sort=%2Btitle").await, events("").await);
}

#[tokio::test]
async fn elp_77_fields_apply_from_left_to_right() {
    let plano = Plano::start();
    for (title, description) in [("bb", "same"), ("aa", "other"), ("cc", "same"), ("dd", "other")] {
        let label = new("label", &json!({"title": title, "description": description}));
        plano.send("POST", "/labels", &label).by(VERA).send().await.expect(201);
    }
    let labels = |query: &'static str| {
        let plano = &plano;
        async move { sorted(plano, ("/labels", VERA), query).await }
    };
    let titles = |reply: &Reply| attributes(reply, "title");
    let all = labels("sort=-description,title").await;
    assert_eq!(titles(&all), ["bb", "cc", "aa", "dd", "exam", "home", "важно"]);
    let all = labels("sort=description,-title").await;
    assert_eq!(titles(&all), ["важно", "home", "exam", "dd", "aa", "cc", "bb"]);
    let all = labels("sort=title,description").await;
    assert_eq!(titles(&all), ["aa", "bb", "cc", "dd", "exam", "home", "важно"]);
    // As the guide has it; all were made at one time.
    assert_eq!(titles(&labels("sort=-created_at,title").await), titles(&all));
    // The encoded comma is a comma.
    assert_eq!(titles(&labels("sort=-created_at%2Ctitle").await), titles(&all));
}

#[tokio::test]
async fn elp_78_the_latest_come_first_by_default() {
    for list in lists() {
        let usual = sorted(Plano::shared(), list, "").await.ids();
        assert_eq!(usual, sorted(Plano::shared(), list, "sort=-id").await.ids(), "{list:?}");
    }
    assert_eq!(events("").await[..3], ["21", "20", "19"]);
}

/// The order of an attribute's values: null before all others.
fn compared(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, Value::String(text)) if text.is_empty() => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        (Value::Number(one), Value::Number(other)) => one.as_i64().cmp(&other.as_i64()),
        (one, other) => one.as_str().cmp(&other.as_str()),
    }
}

#[tokio::test]
async fn elp_79_every_plain_attribute_can_be_sorted_by() {
    let mut told_apart = 0;
    for list in lists() {
        let all = sorted(Plano::shared(), list, "").await.data();
        let Some(first) = all.get(0) else { continue };
        for (wire, value) in first["attributes"].as_object().unwrap() {
            if value.is_object() || value.is_array() {
                continue;
            }
            let up = sorted(Plano::shared(), list, &format!("sort={wire},id")).await;
            let values = attributes(&up, wire);
            let in_order = values.is_sorted_by(|one, other| compared(one, other).is_le());
            assert!(in_order, "{list:?} {wire}: {values:?}");
            told_apart += usize::from(values.iter().any(|value| *value != values[0]));
            let down = sorted(Plano::shared(), list, &format!("sort=-{wire},-id")).await;
            assert!(down.ids().iter().eq(up.ids().iter().rev()), "{list:?} {wire}");
        }
    }
    assert!(told_apart > 10, "{told_apart} attributes have different values");
}

#[tokio::test]
async fn elp_80_r_38_what_cannot_be_sorted_by_is_passed_over() {
    let usual = events("").await;
    for sort in
        ["nothing", "-nothing", "creator", "labels", "recurrence", "event.title", "", "-", ",", "title%20"]
    {
        assert_eq!(events(&format!("sort={sort}")).await, usual, "{sort}");
    }
    assert_eq!(events("sort=nothing,title").await, events("sort=title").await);
    assert_eq!(events("sort=title,,nothing,-id").await, events("sort=title,-id").await);
    // Columns that no document shows order nothing (A16).
    let users = ("/admin/users", ADA);
    let usual = sorted(Plano::shared(), users, "").await.ids();
    for column in ["password_hash", "failed_attempts", "email_key", "student_id"] {
        assert_eq!(sorted(Plano::shared(), users, &format!("sort={column}")).await.ids(), usual, "{column}");
    }
}

#[tokio::test]
async fn r_38_a_tie_is_broken_by_id() {
    let tied = events("sort=status").await;
    assert_eq!(tied, events("sort=id").await, "all of them have one status");
    assert_eq!(events("sort=-status,-id").await, events("").await);
    // So no page repeats an item of another.
    let mut all = BTreeSet::new();
    for number in 1..=6 {
        let path = format!("/events?sort=status&page[size]=4&page[number]={number}");
        all.extend(Plano::shared().get(&path).by(PAVEL).send().await.expect(200).ids());
    }
    assert_eq!(all.len(), 21);
}

#[tokio::test]
async fn elp_77_a_field_that_is_repeated_orders_nothing_any_more() {
    let plano = Plano::shared();
    let sorted = async |sort: &str| {
        plano.get(&format!("/labels?sort={sort}")).by(PAVEL).send().await.expect(200).ids()
    };
    let many = format!("-title,{}id", "title,".repeat(2500));
    assert_eq!(sorted(&many).await, sorted("-title,id").await);
    assert_ne!(sorted(&many).await, sorted("title,id").await);
}
