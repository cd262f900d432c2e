//! What the guide asks of a client, on the generated one.

use super::api::client::Client;
use super::apps::{APPS, shared};

fn client() -> Client {
    Client::builder(&shared().base).bearer("key").build().unwrap()
}

#[tokio::test]
async fn hk_5_hk_6_the_client_names_the_version() {
    let app =
        client().get_app(super::api::types::AppRef::AppName("app-003".to_owned())).send().await.unwrap();
    assert_eq!(app.name, "app-003");
}

#[tokio::test]
async fn hk_57_the_client_goes_where_next_range_leads() {
    let apps: Vec<_> = client().list_apps().size(40).stream().try_collect().await.unwrap();
    assert_eq!(apps.len(), usize::try_from(APPS).unwrap());
    assert!(apps.is_sorted_by_key(|app| app.id));
    let down: Vec<_> = client().list_apps().descending().stream().try_collect().await.unwrap();
    assert!(down.iter().rev().eq(&apps));
}
