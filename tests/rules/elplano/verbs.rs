//! ELP-7 to ELP-12 and ELP-14 to ELP-18: what each verb does, and the status that it is answered with.

use serde_json::{Value, json};

use super::server::{
    ADA, ElplanoReply, ElplanoRequest, MEDIA, PAVEL, Plano, START, VERA, changed, gets, new, one,
};
use crate::server::Reply;

/// What may be created: as whom, where, with what, and what goes on where the path has an item.
fn creations() -> Vec<(&'static str, &'static str, Value)> {
    let relationships =
        json!({ "eventable": one("group", "1"), "labels": { "data": [{ "type": "label", "id": "2" }] } });
    let event = json!({ "title": "Exam", "start_at": "2026-06-20T09:00:00Z", "timezone": "UTC" });
    let task = json!({ "title": "Learn" });
    let to =
        json!({ "event": one("event", "1"), "students": { "data": [{ "type": "student", "id": "3" }] } });
    let times =
        json!({ "message": "Soon", "start_at": "2026-06-20T09:00:00Z", "end_at": "2026-06-21T09:00:00Z" });
    let lecturer = json!({ "first_name": "Emmy", "last_name": "Noether", "patronymic": "Max" });
    vec![
        (VERA, "/labels", new("label", &json!({ "title": "new" }))),
        (
            VERA,
            "/events",
            json!({ "data": { "type": "event", "attributes": event, "relationships": relationships } }),
        ),
        (VERA, "/tasks", json!({ "data": { "type": "task", "attributes": task, "relationships": to } })),
        (VERA, "/group/courses", new("course", &json!({ "title": "Sets" }))),
        (VERA, "/group/lecturers", new("lecturer", &lecturer)),
        (VERA, "/group/invites", new("invite", &json!({ "email": "new@elplano.example" }))),
        (ADA, "/admin/announcements", new("announcement", &times)),
    ]
}

/// A resource as it is now.
async fn current(plano: &Plano, path: &str) -> Value {
    plano.get(path).by(VERA).send().await.expect(200).data()
}

/// The resource without when it was changed.
fn timeless(mut data: Value) -> Value {
    data["attributes"]["updated_at"].take();
    data
}

async fn label_write(plano: &Plano, method: &str, attributes: &Value) -> Reply {
    plano.send(method, "/labels/1", &changed("label", "1", attributes)).by(VERA).send().await
}

#[tokio::test]
async fn elp_7_a_get_changes_nothing() {
    let plano = Plano::start();
    let before = plano.rows().await;
    for (who, path) in gets() {
        for method in ["GET", "HEAD"] {
            plano.request(method, path).by(who).send().await.expect(200);
        }
    }
    assert_eq!(plano.rows().await, before);
}

#[tokio::test]
async fn elp_8_elp_16_a_post_on_a_collection_creates() {
    let plano = Plano::start();
    for (who, path, document) in creations() {
        let count = async || plano.get(path).by(who).send().await.expect(200).ids();
        let before = count().await;
        let reply = plano.send("POST", path, &document).by(who).send().await.expect(201);
        assert_eq!(reply.header("content-type"), Some(MEDIA), "{path}");
        let data = reply.data();
        assert_eq!(data["type"], document["data"]["type"], "{path}");
        for (wire, value) in document["data"]["attributes"].as_object().unwrap() {
            let same = &data["attributes"][wire];
            assert_eq!(same, value, "{path}: {wire}");
        }
        let id = data["id"].as_str().expect("a text");
        assert_eq!(reply.header("location"), Some(&*format!("{}/api/v1{path}/{id}", plano.server.base)));
        assert_eq!(
            plano.get(&format!("{path}/{id}")).by(who).send().await.expect(200).data(),
            data,
            "{path}"
        );
        if path != "/events" {
            assert_eq!(count().await.len(), before.len() + 1, "{path}");
        }
    }
}

#[tokio::test]
async fn elp_16_what_is_created_is_returned_in_full() {
    let plano = Plano::start();
    let reply =
        plano.send("POST", "/labels", &new("label", &json!({ "title": "New" }))).by(PAVEL).send().await;
    let time = json!("2026-06-01T12:00:00Z");
    let attributes = reply.expect(201).data()["attributes"].clone();
    assert_eq!(
        attributes,
        json!({
            "title": "new", "description": null, "color": "#428BCA", "text_color": attributes["text_color"],
            "created_at": time, "updated_at": time,
        })
    );
}

#[tokio::test]
async fn elp_9_elp_17_a_patch_leaves_what_it_does_not_name() {
    let plano = Plano::start();
    let before = current(&plano, "/labels/1").await;
    plano.set_time(START + 60);
    let reply = label_write(&plano, "PATCH", &json!({ "title": "test" })).await.expect(200);
    let mut wanted = before.clone();
    wanted["attributes"]["title"] = json!("test");
    assert_eq!(timeless(reply.data()), timeless(wanted));
    assert_eq!(current(&plano, "/labels/1").await, reply.data(), "the answer is what it is now");
    assert_ne!(reply.data()["attributes"]["updated_at"], before["attributes"]["updated_at"]);

    let before = current(&plano, "/events/5").await;
    let document = changed("event", "5", &json!({ "status": "tentative" }));
    let reply = plano.send("PATCH", "/events/5", &document).by(VERA).send().await.expect(200);
    let mut wanted = before.clone();
    wanted["attributes"]["status"] = json!("tentative");
    assert_eq!(timeless(reply.data()), timeless(wanted), "relationships stay as well");
    let relationships = json!({ "course": { "data": null } });
    let document = json!({ "data": { "type": "event", "id": "5", "relationships": relationships } });
    let reply = plano.send("PATCH", "/events/5", &document).by(VERA).send().await.expect(200).data();
    assert_eq!(reply["relationships"]["course"]["data"], Value::Null);
    assert_eq!(reply["relationships"]["labels"], before["relationships"]["labels"]);
    assert_eq!(reply["attributes"]["title"], before["attributes"]["title"]);
}

#[tokio::test]
async fn elp_10_a_patch_takes_any_number_of_attributes() {
    let plano = Plano::start();
    for attributes in [
        json!({ "description": "for exams" }),
        json!({ "title": "exams", "description": null }),
        json!({ "title": "test", "description": "for tests", "color": "#000" }),
    ] {
        let label = label_write(&plano, "PATCH", &attributes).await.expect(200).data();
        for (wire, value) in attributes.as_object().unwrap() {
            assert_eq!(&label["attributes"][wire], value, "{attributes}");
        }
    }
    let before = timeless(current(&plano, "/labels/1").await);
    for document in [changed("label", "1", &json!({})), json!({ "data": { "type": "label", "id": "1" } })] {
        let reply = plano.send("PATCH", "/labels/1", &document).by(VERA).send().await.expect(200);
        assert_eq!(timeless(reply.data()), before);
    }
}

#[tokio::test]
async fn elp_11_a_post_on_a_resource_is_a_patch() {
    let (by_post, by_patch) = (Plano::start(), Plano::start());
    for (who, path, document) in [
        (VERA, "/labels/1", changed("label", "1", &json!({ "description": "x" }))),
        (VERA, "/events/5", changed("event", "5", &json!({ "title": "Other" }))),
        (VERA, "/group/courses/1", changed("course", "1", &json!({ "active": false }))),
        (ADA, "/admin/announcements/1", changed("announcement", "1", &json!({ "message": "x" }))),
    ] {
        let patched = by_patch.send("PATCH", path, &document).by(who).send().await.expect(200);
        let posted = by_post.send("POST", path, &document).by(who).send().await.expect(200);
        assert_eq!(posted.json(), patched.json(), "{path}");
        assert_eq!(posted.header("location"), None, "{path}");
    }
    let user = json!({ "data": { "type": "user", "id": "3", "attributes": { "locale": "es" } } });
    let reply = by_post.send("POST", "/user", &user).by(PAVEL).send().await.expect(200);
    assert_eq!(reply.data()["attributes"]["locale"], "es");
    by_patch.send("PATCH", "/user", &user).by(PAVEL).send().await.expect(200);
    // All but what is random at first.
    let rows = async |plano: &Plano| {
        let mut rows = plano.rows().await;
        rows.retain(|(table, _)| !["letters", "user_tokens"].contains(&table.as_str()));
        rows
    };
    assert_eq!(rows(&by_post).await, rows(&by_patch).await);
    let missing = changed("label", "404", &json!({ "title": "x" }));
    by_post.send("POST", "/labels/404", &missing).by(VERA).send().await.refused(404, &[("404", "")]);
}

#[tokio::test]
async fn elp_12_elp_17_a_put_replaces() {
    let plano = Plano::start();
    label_write(&plano, "PATCH", &json!({ "description": "for exams" })).await.expect(200);
    let reply = label_write(&plano, "PUT", &json!({ "title": "test" })).await.expect(200);
    assert_eq!(current(&plano, "/labels/1").await, reply.data());
    let attributes = reply.data()["attributes"].clone();
    let of = |wire: &str| attributes[wire].clone();
    assert_eq!(of("title"), "test");
    assert_eq!((of("description"), of("color")), (Value::Null, json!("#428BCA")), "null, and the default");
    assert_eq!(of("created_at"), "2026-06-01T12:00:00Z", "read-only members stay");

    let attributes = json!({ "title": "Other", "start_at": "2026-06-20T09:00:00Z", "timezone": "UTC" });
    let relationships = json!({ "eventable": one("student", "2") });
    let document = json!({
        "data": { "type": "event", "id": "5", "attributes": attributes, "relationships": relationships }
    });
    let data = plano.send("PUT", "/events/5", &document).by(VERA).send().await.expect(200).data();
    assert_eq!(
        (&data["attributes"]["end_at"], &data["attributes"]["status"]),
        (&Value::Null, &json!("confirmed"))
    );
    let related = |wire: &str| data["relationships"][wire]["data"].clone();
    assert_eq!((related("course"), related("labels")), (Value::Null, json!([])));
    assert_eq!(related("eventable"), json!({ "type": "student", "id": "2" }));
    let bare = label_write(&plano, "PUT", &json!({ "color": "#000" })).await;
    bare.refused(400, &[("400", "/data/attributes/title")]);
}

#[tokio::test]
async fn elp_14_elp_18_a_delete_removes_and_is_204() {
    let plano = Plano::start();
    for (who, path) in [
        (VERA, "/labels/1"),
        (VERA, "/tasks/1"),
        (VERA, "/events/5"),
        (VERA, "/group/courses/1"),
        (VERA, "/group/lecturers/1"),
        (ADA, "/admin/announcements/1"),
        (ADA, "/admin/users/8"),
    ] {
        plano.get(path).by(who).send().await.expect(200);
        let reply = plano.delete(path).by(who).send().await.expect(204);
        assert_eq!((&*reply.text, reply.header("content-type")), ("", None), "{path}");
        plano.get(path).by(who).send().await.refused(404, &[("404", "")]);
        plano.delete(path).by(who).send().await.refused(404, &[("404", "")]);
    }
    let left = plano.get("/labels").by(VERA).send().await.ids();
    assert_eq!(left, ["3", "2"], "the others stay");
    plano.delete("/group").by(VERA).send().await.expect(204);
    assert_eq!(plano.get("/group").by(VERA).send().await.expect(200).data(), Value::Null);
}

#[tokio::test]
async fn elp_15_a_get_is_200_with_the_resources() {
    let plano = Plano::shared();
    for (who, path) in gets() {
        let reply = plano.get(path).by(who).send().await.expect(200);
        assert!(reply.json().get("data").is_some(), "{path}: {}", reply.text);
    }
    let label = current(plano, "/labels/2").await;
    assert_eq!((&label["id"], &label["attributes"]["title"]), (&json!("2"), &json!("home")));
}
