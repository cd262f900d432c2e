//! Pages by number or row, and by cursor.

use http::StatusCode;
use serde_json::{Value, json};

use super::service;
use crate::http::{Answered, ask};

async fn get(target: &str) -> Answered {
    ask(&format!("GET {target}")).with("host", "shelf.test").of(&service()).await
}

/// Returns parameter and code of each error.
async fn refused(target: &str) -> Vec<(String, String)> {
    let got = get(target).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST, "{target}: {}", got.text);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let errors = got.json()["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| (text(&error["parameter"]), text(&error["code"]))).collect()
}

#[tokio::test]
async fn elp_57_elp_58_elp_59_r_35_numbers_and_sizes_have_bounds() {
    assert_eq!(get("/books").await.json()["meta"], json!({ "current_page": 1, "total_pages": 3 }));
    for (query, parameter, code) in [
        ("page[size]=0", "page[size]", "too_small"),
        ("page[size]=101", "page[size]", "too_big"),
        ("page[size]=x", "page[size]", "wrong_type"),
        ("page[number]=0", "page[number]", "too_small"),
        ("page[number]=-1", "page[number]", "wrong_type"),
        ("page[number]=", "page[number]", "wrong_type"),
    ] {
        assert_eq!(refused(&format!("/books?{query}")).await, [(parameter.into(), code.into())], "{query}");
    }
    let past = get("/books?page[number]=99999999999999999999").await;
    assert_eq!((past.status, past.json()["data"].clone()), (StatusCode::OK, json!([])), "ELP-73");
}

#[tokio::test]
async fn elp_60_elp_66_r_36_rows_where_a_key_is_there_and_a_number_is_not() {
    for (query, data) in [
        ("page[last_id]=7", json!([7, 2, 0, 0, 15])),
        ("page[direction]=asc", json!([999, 2, 0, 1, 15])),
        ("page%5Blast_id%5D=0&page[size]=3&page[field]=title&page[field_value]=abc", json!([0, 5, 3, 0, 3])),
        ("page[field_name]=isbn&page[last_id]=1", json!([1, 4, 0, 0, 15])),
        ("page[field]=id&page[direction]=desc", json!([999, 2, 0, 0, 15])),
    ] {
        let got = get(&format!("/books?{query}")).await;
        assert_eq!(got.json(), json!({ "data": data }), "ELP-71: neither meta nor links; {query}");
        assert_eq!(got.header("deprecation"), "@0");
    }
    for query in ["page[number]=1&page[last_id]=x&page[direction]=up", "page[size]=15"] {
        let got = get(&format!("/books?{query}")).await;
        assert_eq!((got.json()["data"].as_array().map(Vec::len), got.header("deprecation")), (Some(15), ""));
    }
}

#[tokio::test]
async fn elp_39_elp_61_elp_62_elp_63_r_36_rows_that_cannot_be() {
    for (query, parameter, code) in [
        ("page[last_id]=abc", "page[last_id]", "wrong_type"),
        ("page[last_id]=-1", "page[last_id]", "wrong_type"),
        ("page[last_id]=", "page[last_id]", "wrong_type"),
        ("page[last_id]=18446744073709551616", "page[last_id]", "wrong_type"),
        ("page[direction]=up", "page[direction]", "not_in_enum"),
        ("page[field]=shelf", "page[field]", "not_in_enum"),
        ("page[field_name]=shelf", "page[field_name]", "not_in_enum"),
        ("page[field]=title&page[field_name]=title", "page[field_name]", "conflicting"),
        ("page[last_id]=1&page[last_id]=2", "page[last_id]", "repeated"),
        ("page[last_id]=1&page[size]=0", "page[size]", "too_small"),
    ] {
        assert_eq!(refused(&format!("/books?{query}")).await, [(parameter.into(), code.into())], "{query}");
    }
    let both = refused("/books?page[last_id]=x&page[direction]=y").await;
    assert_eq!(both.len(), 2, "all are reported: {both:?}");
}

#[tokio::test]
async fn ja_95_ja_98_ja_100_pages_by_cursor_link_both_ways_or_say_null() {
    let to = |rest: &str| format!("http://shelf.test/loans?page%5Bsize%5D=2{rest}");
    for (query, data, own, prev, next) in [
        ("", json!([1, 2]), "", None, Some("&page%5Bafter%5D=2.izVeVQ")),
        (
            "?page[after]=2.izVeVQ",
            json!([3, 4]),
            "&page%5Bafter%5D=2.izVeVQ",
            Some("&page%5Bbefore%5D=3.izVeVQ"),
            Some("&page%5Bafter%5D=4.izVeVQ"),
        ),
        (
            "?page[after]=6.izVeVQ",
            json!([7]),
            "&page%5Bafter%5D=6.izVeVQ",
            Some("&page%5Bbefore%5D=7.izVeVQ"),
            None,
        ),
        (
            "?page[before]=3.izVeVQ",
            json!([1, 2]),
            "&page%5Bbefore%5D=3.izVeVQ",
            None,
            Some("&page%5Bafter%5D=2.izVeVQ"),
        ),
    ] {
        let links = json!({ "self": to(own), "prev": prev.map(to), "next": next.map(to) });
        let expected = json!({ "data": data, "meta": { "total": 7 }, "links": links });
        assert_eq!(get(&format!("/loans{query}")).await.json(), expected, "{query}");
    }
}

#[tokio::test]
async fn ja_96_ja_99_cursors_and_sizes_that_cannot_be() {
    for (query, parameter, code) in [
        ("page[size]=0", "page[size]", "too_small"),
        ("page[size]=4", "page[size]", "too_big"),
        ("page[size]=two", "page[size]", "wrong_type"),
        ("page[before]=5.izVeVQ&page[after]=2.izVeVQ", "page[after]", "conflicting"),
        ("page[after]=", "page[after]", "invalid"),
        ("page[after]=2", "page[after]", "invalid"),
        ("page[after]=x.izVeVQ", "page[after]", "invalid"),
        ("page[before]=x", "page[before]", "invalid"),
    ] {
        assert_eq!(refused(&format!("/loans?{query}")).await, [(parameter.into(), code.into())], "{query}");
    }
}
