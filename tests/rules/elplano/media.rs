//! ELP-1 to ELP-6 and ELP-24: what requests and answers are made of.

use serde_json::{Value, json};

use super::server::{ADA, ElplanoReply, ElplanoRequest, MEDIA, Plano, VERA, changed, gets, new};

/// Media types that are not the standard's, among them those that upstream takes for it.
const OTHERS: [&str; 6] =
    ["application/json", "text/x-json", "text/plain", "application/xml", "multipart/form-data", "*/*"];

/// The standard's, with parameters.
const PARAMETERS: [&str; 4] = [
    "application/vnd.api+json; charset=utf-8",
    "application/vnd.api+json;v=1",
    r#"application/vnd.api+json; ext="https://jsonapi.org/ext/atomic""#,
    r#"application/vnd.api+json; profile="https://example.com/profiles/flexible""#,
];

/// Requests with documents that would be taken, one of each verb.
fn writes() -> [(&'static str, &'static str, Value); 5] {
    let label = json!({ "title": "new" });
    [
        ("POST", "/labels", new("label", &label)),
        ("PATCH", "/labels/1", changed("label", "1", &label)),
        ("PUT", "/labels/1", changed("label", "1", &label)),
        ("POST", "/labels/1", changed("label", "1", &label)),
        ("PATCH", "/group", changed("group", "1", &json!({ "title": "new" }))),
    ]
}

/// That each write is a 415 with this media type, or without one, and changes nothing.
async fn is_415(media: Option<&str>) {
    let plano = Plano::start();
    let before = plano.rows().await;
    for (method, path, document) in writes() {
        let mut request = plano.request(method, path).by(VERA).body(&document.to_string());
        if let Some(media) = media {
            request = request.header("content-type", media);
        }
        let reply = request.send().await.expect(415);
        assert_eq!(reply.errors()[0]["status"], "415", "{method} {path} {media:?}");
        assert_eq!(reply.header("content-type"), Some(MEDIA), "{method} {path} {media:?}");
    }
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_1_what_the_guide_does_not_say_is_the_standards() {
    let plano = Plano::shared();
    let get = |path: &str| plano.get(path).by(VERA).send();
    // JA-49, JA-47, JA-83, JA-5, JA-72, about which the guide says nothing.
    let sparse = get("/labels/1?fields%5Blabel%5D=title").await.expect(200).data();
    assert_eq!(sparse["attributes"], json!({ "title": "exam" }));
    get("/labels?include=group").await.blames(400, "include");
    get("/labels?colour=red").await.blames(400, "colour");
    plano.get("/labels").by(VERA).accept(PARAMETERS[0]).send().await.expect(406);
    let foreign = plano.send("POST", "/labels", &new("event", &json!({ "title": "x" })));
    foreign.by(VERA).send().await.refused(409, &[("409", "/data/type")]);
}

#[tokio::test]
async fn elp_3_elp_24_another_media_type_is_415() {
    for media in OTHERS {
        is_415(Some(media)).await;
    }
}

#[tokio::test]
async fn elp_4_elp_24_a_parameter_of_the_media_type_is_415() {
    for media in PARAMETERS {
        is_415(Some(media)).await;
    }
    let plano = Plano::start();
    for media in [MEDIA, "Application/VND.API+json"] {
        for (method, path, document) in writes().iter().skip(1) {
            let request = plano.request(method, path).by(VERA).header("content-type", media);
            request.body(&document.to_string()).send().await.expect(200);
        }
    }
}

#[tokio::test]
async fn elp_5_a_document_without_a_media_type_is_415() {
    is_415(None).await;
    let delete = Plano::start().delete("/labels/3").by(VERA).send().await;
    assert_eq!(delete.status, 204, "without a document there is no need of one: {}", delete.text);
}

#[tokio::test]
async fn elp_6_successes_are_documents_of_the_standard() {
    let plano = Plano::shared();
    for (who, path) in gets() {
        let reply = plano.get(path).by(who).send().await.expect(200);
        assert_eq!(reply.header("content-type"), Some(MEDIA), "{path}");
        let json = reply.json();
        let data = match &json["data"] {
            Value::Array(list) => list.clone(),
            Value::Null => continue,
            one => vec![one.clone()],
        };
        for object in data.iter().chain(json["included"].as_array().into_iter().flatten()) {
            assert!(object["type"].is_string() && object["id"].is_string(), "{path}: {object}");
            assert!(object["attributes"].is_object(), "{path}: {object}");
            let relationships = object["relationships"].as_object();
            for relationship in relationships.into_iter().flat_map(|all| all.values()) {
                assert!(relationship.get("data").is_some(), "{path}: {relationship}");
            }
        }
    }
    let event = plano.get("/events/5").by(VERA).send().await.expect(200).data();
    let members: Vec<_> = event.as_object().unwrap().keys().collect();
    assert_eq!(members, ["type", "id", "attributes", "relationships"]);
    assert_eq!((&event["type"], &event["id"]), (&json!("event"), &json!("5")));
    assert_eq!(event["attributes"]["title"], "Seminar 5");
    let related = |wire: &str| event["relationships"][wire]["data"].clone();
    assert_eq!(related("creator"), json!({ "type": "student", "id": "2" }));
    assert_eq!(related("course"), json!({ "type": "course", "id": "1" }));
    assert_eq!(related("eventable"), json!({ "type": "group", "id": "1" }));
    assert_eq!(related("labels"), json!([{ "type": "label", "id": "1" }, { "type": "label", "id": "3" }]));
    let about = plano.server.get("/").send().await.expect(200);
    assert!(about.json()["meta"].is_object() && about.json().get("data").is_none(), "{}", about.text);
    plano.get("/admin/users").by(ADA).send().await.expect(200);
}
