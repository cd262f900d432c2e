//! BD-81 to BD-91: what `Accept` chooses.

use serde_json::json;

use crate::server::{JOHN, OLGA, Reply, Server, VERBOSE};

async fn me(accept: &str) -> Reply {
    Server::shared().get("/patients/me").as_(JOHN).accept(accept).send().await
}

fn vendor(rest: &str) -> String {
    format!("application/vnd.bestdoctor{rest}")
}

#[tokio::test]
async fn bd_81_accept_chooses_version_and_options() {
    let plain = me(&vendor(".v1+json")).await.expect(200);
    let compact = me(&vendor(".v1.compact+json")).await.expect(200);
    assert_ne!(plain.text, compact.text);
}

#[tokio::test]
async fn bd_82_application_json_is_the_default() {
    let json = me("application/json").await.expect(200);
    assert_eq!(json.header("content-type"), Some("application/json"));
    let without = Server::shared().get("/patients/me").as_(JOHN).send().await.expect(200);
    assert_eq!(json.text, without.text);
}

#[tokio::test]
async fn bd_83_bd_84_bd_85_every_form_of_the_grammar() {
    for rest in [
        "",
        "+json",
        ".v1",
        ".v1+json",
        ".v1.verbose+json",
        ".v1.compact",
        ".v1.full+json",
        ".v1.compact-verbose+json",
        ".v1.full-verbose+json",
        ".verbose+json",
        ".full",
    ] {
        let accept = vendor(rest);
        let reply = me(&accept).await.expect(200);
        assert_eq!(reply.header("content-type"), Some(accept.as_str()));
    }
    for rest in [".v1+xml", ".v1.verbose+yaml"] {
        me(&vendor(rest)).await.expect(406);
    }
}

#[tokio::test]
async fn bd_86_compact_leaves_related_objects_as_links() {
    let patient = me(&vendor(".v1.compact+json")).await.expect(200).data();
    assert_eq!((patient.get("program"), patient.get("slot")), (None, None));
    assert_eq!((&patient["program_url"], &patient["slot_url"]), (&json!("/programs/2"), &json!("/slots/7")));
}

#[tokio::test]
async fn bd_87_full_embeds_every_related_object_and_extra_members() {
    let server = Server::shared();
    let full = vendor(".v1.full+json");
    let appeal = server.get("/appeals/1").as_(JOHN).accept(&full).send().await.expect(200).data();
    assert_eq!(appeal["patient"]["surname"], "Doe");
    assert_eq!(appeal["patient"]["program"]["program_id"], 2);
    let patient = me(&full).await.data();
    assert_eq!(patient["open_appeals"], 1);
    assert_eq!(patient["slot"]["number"], "P-0007");
}

#[tokio::test]
async fn bd_88_verbose_echoes_and_indents() {
    let verbose = me(VERBOSE).await.expect(200);
    assert!(verbose.text.starts_with("{\n  \"data\": {\n"), "{}", verbose.text);
    assert_eq!(verbose.json()["query"], json!({"patient_id": "me"}));
    let suffix = me(&vendor(".v1.compact-verbose+json")).await.expect(200);
    assert_eq!(suffix.json()["query"], json!({"patient_id": "me"}));
    assert_eq!(suffix.data().get("program"), None);
    let minified = me("application/json").await;
    assert!(!minified.text.contains('\n'));
    assert_eq!(minified.data(), verbose.data());
}

#[tokio::test]
async fn bd_91_answers_vary_by_accept() {
    let server = Server::shared();
    for reply in
        [me(VERBOSE).await, me("application/json").await, server.get("/patients").as_(OLGA).send().await]
    {
        let vary: Vec<_> =
            reply.headers.get_all("vary").iter().map(|v| v.to_str().unwrap().to_lowercase()).collect();
        assert!(vary.join(",").contains("accept"), "{vary:?}");
    }
}
