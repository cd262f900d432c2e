//! The rulings R-30 to R-34 and R-40 to R-42: documents, what is wrong with them, what they change, and what is returned of
//! what they name.

use serde_json::{Value, json};

use super::server::{
    COLLECTIONS, ElplanoReply, ElplanoRequest, LUCIA, MEDIA, PAVEL, Plano, SAM, VERA, changed, new, one,
};
use crate::server::Reply;

/// A document of a new event of Pavel's own.
fn event(attributes: &Value) -> Value {
    let mut document = new("event", attributes);
    document["data"]["relationships"] = json!({"eventable": one("student", "3")});
    document
}

fn football() -> Value {
    event(&json!({"title": "Rugby", "start_at": "2026-07-01T10:00:00Z", "timezone": "UTC"}))
}

async fn create(plano: &Plano, document: &Value) -> Reply {
    plano.send("POST", "/events", document).by(PAVEL).send().await
}

#[tokio::test]
async fn r_30_what_comes_and_goes_are_documents_of_the_guides_types() {
    let plano = Plano::start();
    for (who, path, ty) in COLLECTIONS {
        let reply = plano.get(path).by(who).send().await.expect(200);
        assert_eq!(reply.header("content-type"), Some(MEDIA), "{path}");
        let data = reply.data();
        for one in data.as_array().unwrap() {
            assert_eq!((&one["type"], one["id"].is_string()), (&json!(ty), true), "{path}");
            assert!(one["attributes"].is_object() && one["attributes"].get("id").is_none(), "{path}");
        }
    }
    for (path, ty) in [("/user", "user"), ("/group", "group"), ("/tasks/1/assignment", "assignment")] {
        assert_eq!(plano.get(path).by(PAVEL).send().await.expect(200).data()["type"], ty);
    }
    // Members that belong elsewhere are refused.
    let plain = json!({"label": {"title": "plain"}});
    plano.send("POST", "/labels", &plain).by(VERA).send().await.refused(400, &[("400", "/data")]);
}

#[tokio::test]
async fn r_31_a_body_comes_in_the_media_type_and_nothing_else() {
    let plano = Plano::start();
    let body = changed("label", "1", &json!({"description": "d"})).to_string();
    let patch = |media: Option<&str>| {
        let request = plano.request("PATCH", "/labels/1").by(VERA);
        media.map_or_else(
            || request,
            |media| plano.request("PATCH", "/labels/1").by(VERA).header("content-type", media),
        )
    };
    for media in [
        "application/vnd.api+json; charset=utf-8",
        "application/vnd.api+json;ext=\"https://x.example\"",
        "application/vnd.api+json; profile=\"https://x.example\"",
        "application/json",
        "application/*",
        "text/plain",
        "nonsense",
        "",
    ] {
        let reply = patch(Some(media)).body(&body).send().await.expect(415);
        assert_eq!((reply.errors().len(), &reply.errors()[0]["status"]), (1, &json!("415")), "{media}");
    }
    patch(None).body(&body).send().await.expect(415);
    for media in [MEDIA, "Application/Vnd.Api+JSON"] {
        patch(Some(media)).body(&body).send().await.expect(200);
    }
    // What has no body has no type.
    plano.get("/labels").by(VERA).send().await.expect(200);
    plano.get("/labels").by(VERA).header("content-type", "text/plain").send().await.expect(200);
    plano.delete("/labels/1").by(VERA).send().await.expect(204);
    let token = "5a4d0000000000000000000000000000000000a1";
    plano.request("PUT", &format!("/invites/{token}")).by(SAM).send().await.expect(200);
}

#[tokio::test]
async fn r_31_a_response_that_may_not_be_plain_is_not_sent() {
    let plano = Plano::shared();
    let with = |accept: &'static str| plano.get("/labels").by(VERA).accept(accept);
    for accept in ["application/vnd.api+json; charset=utf-8", "text/html, application/vnd.api+json;version=1"]
    {
        let reply = with(accept).send().await.expect(406);
        assert_eq!(reply.errors()[0]["status"], "406", "{accept}");
    }
    for accept in [
        "application/vnd.api+json;version=1, application/vnd.api+json",
        "application/vnd.api+json;q=0.5",
        "application/json",
        "text/html",
        "*/*",
        "nonsense",
    ] {
        assert_eq!(with(accept).send().await.expect(200).header("content-type"), Some(MEDIA), "{accept}");
    }
}

#[tokio::test]
async fn r_32_an_error_has_its_status_as_text_and_its_pointer_even_to_a_missing_member() {
    let reply = create(Plano::shared(), &new("event", &json!({"title": "no"}))).await;
    let reply = reply.refused(
        400,
        &[
            ("422", "/data/attributes/title"),
            ("400", "/data/attributes/start_at"),
            ("400", "/data/attributes/timezone"),
            ("400", "/data/relationships/eventable"),
        ],
    );
    for error in reply.errors() {
        let mut members: Vec<_> = error.as_object().unwrap().keys().map(String::as_str).collect();
        members.sort_unstable();
        assert_eq!(members, ["detail", "source", "status"]);
    }
    let filter =
        Plano::shared().get("/events?filter[type]=x&page[size]=x").by(PAVEL).send().await.expect(400);
    let mut parameters: Vec<_> = filter.errors().iter().map(|e| e["source"]["parameter"].clone()).collect();
    parameters.sort_by_key(Value::to_string);
    assert_eq!(parameters, ["size", "type"]);
}

#[tokio::test]
async fn r_33_what_is_missing_is_400_and_what_is_wrong_is_422() {
    let plano = Plano::shared();
    let labels = |document: Value| plano.send("POST", "/labels", &document).by(VERA).send();
    labels(json!({})).await.refused(400, &[("400", "/data")]);
    labels(json!({"meta": {}})).await.refused(400, &[("400", "/data")]);
    labels(json!({"data": {"type": "label"}})).await.refused(400, &[("400", "/data/attributes/title")]);
    labels(new("label", &json!({}))).await.refused(400, &[("400", "/data/attributes/title")]);
    for title in [json!(""), json!("a,b"), json!(5), Value::Null, json!("x".repeat(256))] {
        labels(new("label", &json!({"title": title})))
            .await
            .refused(422, &[("422", "/data/attributes/title")]);
    }
    let both = [("400", "/data/attributes/title"), ("422", "/data/attributes/color")];
    labels(new("label", &json!({"color": "red"}))).await.refused(400, &both);
    let mut document = football();
    document["data"]["relationships"]["eventable"] = json!({"data": null});
    create(plano, &document).await.refused(422, &[("422", "/data/relationships/eventable/data")]);
    document["data"]["relationships"]["eventable"] = one("label", "1");
    create(plano, &document).await.refused(422, &[("422", "/data/relationships/eventable/data/type")]);
    assert_eq!(plano.get("/labels").by(VERA).send().await.ids(), ["3", "2", "1"]);
}

#[tokio::test]
async fn r_34_patch_and_post_change_and_put_replaces() {
    let plano = Plano::start();
    let full = json!({"title": "all", "description": "d", "color": "#112233"});
    let made = plano.send("POST", "/labels", &new("label", &full)).by(VERA).send().await.expect(201);
    assert_eq!(made.data()["id"], "4");
    let attributes = |reply: Reply| {
        let data = reply.expect(200).data();
        let of = |wire: &str| data["attributes"][wire].clone();
        (of("title"), of("description"), of("color"))
    };
    let send = |method: &'static str, attributes: Value| {
        plano.send(method, "/labels/4", &changed("label", "4", &attributes)).by(VERA).send()
    };
    let kept = attributes(send("PATCH", json!({"title": "patched"})).await);
    assert_eq!(kept, (json!("patched"), json!("d"), json!("#112233")));
    let kept = attributes(send("POST", json!({"description": null})).await);
    assert_eq!(kept, (json!("patched"), Value::Null, json!("#112233")));
    attributes(send("PATCH", json!({"description": "again"})).await);
    // What a replacement does not say is as at first.
    let kept = attributes(send("PUT", json!({"title": "put"})).await);
    assert_eq!(kept, (json!("put"), Value::Null, json!("#428BCA")));
    send("PUT", json!({"color": "#112233"})).await.refused(400, &[("400", "/data/attributes/title")]);
    let gone = plano.delete("/labels/4").by(VERA).send().await.expect(204);
    assert_eq!((gone.text.as_str(), gone.header("content-type")), ("", None));
    plano.get("/labels/4").by(VERA).send().await.expect(404);
    send("POST", json!({"title": "gone"})).await.expect(404);
}

#[tokio::test]
async fn r_34_relationships_are_kept_by_patch_and_replaced_by_put() {
    let plano = Plano::start();
    let send = |method: &'static str, data: Value| {
        plano.send(method, "/group/courses/2", &json!({"data": data})).by(VERA).send()
    };
    let teachers = |reply: Reply| {
        let data = reply.expect(200).data()["relationships"]["lecturers"]["data"].clone();
        data.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let course = |more: Value| {
        let mut data = json!({"type": "course", "id": "2", "attributes": {"title": "Матанализ"}});
        data["relationships"] = more;
        data
    };
    assert_eq!(teachers(send("PATCH", course(json!({}))).await).len(), 2);
    let one = json!({"lecturers": {"data": [{"type": "lecturer", "id": "2"}]}});
    assert_eq!(teachers(send("POST", course(one)).await), ["2"]);
    assert_eq!(teachers(send("PATCH", course(json!({"lecturers": {"data": []}}))).await), [""; 0]);
    let both =
        json!({"lecturers": {"data": [{"type": "lecturer", "id": "2"}, {"type": "lecturer", "id": "1"}]}});
    assert_eq!(teachers(send("PUT", course(both)).await).len(), 2);
    assert_eq!(teachers(send("PUT", course(json!({}))).await), [""; 0]);
}

#[tokio::test]
async fn r_34_post_on_a_singleton_is_patch() {
    let plano = Plano::start();
    let send = |method: &'static str, path: &'static str, ty: &str, attributes: Value| {
        plano.send(method, path, &new(ty, &attributes)).by(PAVEL).send()
    };
    let status = |data: Value| (data["attributes"]["message"].clone(), data["attributes"]["emoji"].clone());
    let made =
        send("POST", "/status", "user_status", json!({"message": "m", "emoji": "tada"})).await.expect(200);
    assert_eq!(status(made.data()), (json!("m"), json!("tada")));
    let kept = send("POST", "/status", "user_status", json!({"message": null})).await.expect(200);
    assert_eq!(status(kept.data()), (Value::Null, json!("tada")));
    let put = send("PUT", "/status", "user_status", json!({"message": "n"})).await.expect(200);
    assert_eq!(status(put.data()), (json!("n"), json!("speech_balloon")));
    let path = "/tasks/1/assignment";
    send("POST", path, "assignment", json!({"accomplished": true, "report": "r"})).await.expect(200);
    let kept = send("POST", path, "assignment", json!({"report": "s"})).await.expect(200).data();
    assert_eq!(
        (&kept["attributes"]["accomplished"], &kept["attributes"]["report"]),
        (&json!(true), &json!("s"))
    );
    let put = send("PUT", path, "assignment", json!({"report": "t"})).await.expect(200).data();
    assert_eq!(put["attributes"]["accomplished"], json!(false));
    let user = send("POST", "/user", "user", json!({"timezone": "Europe/Madrid"})).await.expect(200).data();
    assert_eq!(user["attributes"]["timezone"], "Europe/Madrid");
    // The group's `POST` is the document's own, which creates.
    let group = plano.send("POST", "/group", &new("group", &json!({"number": "S-1"}))).by(SAM).send().await;
    group.expect(201);
    send("POST", "/group", "group", json!({"number": "S-2"})).await.expect(403);
}

#[tokio::test]
async fn r_40_ids_and_types_are_those_of_the_url() {
    let plano = Plano::start();
    let mut chosen = new("label", &json!({"title": "chosen"}));
    chosen["data"]["id"] = json!("99");
    plano.send("POST", "/labels", &chosen).by(VERA).send().await.refused(403, &[("403", "/data/id")]);
    let foreign = new("labels", &json!({"title": "foreign"}));
    plano.send("POST", "/labels", &foreign).by(VERA).send().await.refused(409, &[("409", "/data/type")]);
    for method in ["PATCH", "POST", "PUT"] {
        let send = |document: Value| plano.send(method, "/labels/1", &document).by(VERA).send();
        let title = json!({"title": "other"});
        send(changed("label", "2", &title)).await.refused(409, &[("409", "/data/id")]);
        send(changed("event", "1", &title)).await.refused(409, &[("409", "/data/type")]);
    }
    let label = plano.get("/labels/1").by(VERA).send().await.data();
    assert_eq!(label["attributes"]["title"], "exam");
}

#[tokio::test]
async fn r_40_a_document_of_a_singleton_may_have_its_id_and_no_other() {
    let plano = Plano::start();
    plano.send("PATCH", "/status", &new("user_status", &json!({}))).by(VERA).send().await.expect(200);
    for (path, ty, attributes) in [
        ("/group", "group", json!({"number": "ПМ-18"})),
        ("/user", "user", json!({"timezone": "UTC"})),
        ("/status", "user_status", json!({"message": "m"})),
    ] {
        let own = plano.get(path).by(VERA).send().await.expect(200).data()["id"].clone();
        for method in ["PATCH", "PUT"] {
            let send = |document: Value| plano.send(method, path, &document).by(VERA).send();
            send(changed(ty, own.as_str().unwrap(), &attributes)).await.expect(200);
            send(new(ty, &attributes)).await.expect(200);
            send(changed(ty, "4711", &attributes)).await.refused(409, &[("409", "/data/id")]);
            send(changed("label", own.as_str().unwrap(), &attributes))
                .await
                .refused(409, &[("409", "/data/type")]);
        }
    }
    let path = "/tasks/1/assignment";
    let own = plano.get(path).by(LUCIA).send().await.expect(200).data()["id"].clone();
    let send = |id: &str| plano.send("PATCH", path, &changed("assignment", id, &json!({"report": "r"})));
    send(own.as_str().unwrap()).by(LUCIA).send().await.expect(200);
    send("4711").by(LUCIA).send().await.refused(409, &[("409", "/data/id")]);
}

#[tokio::test]
async fn r_40_what_a_document_does_not_have_is_passed_over_and_what_is_not_there_is_404() {
    let plano = Plano::start();
    let mut document = football();
    document["data"]["attributes"]["mood"] = json!({"deep": [1]});
    document["data"]["relationships"]["friends"] = json!({"data": [{"type": "student", "id": "1"}]});
    document["data"]["meta"] = json!({"x": 1});
    document["jsonapi"] = json!({"version": "1.1"});
    let made = create(&plano, &document).await.expect(201).data();
    assert_eq!((made["attributes"].get("mood"), made["relationships"].get("friends")), (None, None));
    for (wire, reference, place) in [
        ("course", one("course", "404"), "/data/relationships/course"),
        ("course", one("course", "x"), "/data/relationships/course"),
        ("eventable", one("group", "2"), "/data/relationships/eventable"),
        ("eventable", one("student", "404"), "/data/relationships/eventable"),
        (
            "labels",
            json!({"data": [{"type": "label", "id": "1"}, {"type": "label", "id": "9"}]}),
            "/data/relationships/labels/data/1",
        ),
    ] {
        let mut document = football();
        document["data"]["relationships"][wire] = reference.clone();
        create(&plano, &document).await.refused(404, &[("404", place)]);
        let patch = json!({"data": {"type": "event", "id": "22", "relationships": {wire: reference}}});
        plano.send("PATCH", "/events/22", &patch).by(PAVEL).send().await.refused(404, &[("404", place)]);
    }
    assert_eq!(
        plano.get("/events/22").by(PAVEL).send().await.expect(200).data()["relationships"],
        made["relationships"]
    );
}

#[tokio::test]
async fn r_41_relationships_are_linkage_and_include_narrows_included() {
    let plano = Plano::shared();
    let get = |path: &str| plano.get(path).by(PAVEL).send();
    let event = get("/events/5").await.expect(200);
    let expected = json!({
        "creator": one("student", "2"),
        "course": one("course", "1"),
        "eventable": one("group", "1"),
        "labels": {"data": [{"type": "label", "id": "1"}, {"type": "label", "id": "3"}]},
    });
    assert_eq!(event.data()["relationships"], expected);
    let included = |reply: &Reply| {
        let all = reply.json()["included"].as_array().cloned().unwrap_or_default();
        all.iter()
            .map(|one| format!("{} {}", one["type"].as_str().unwrap(), one["id"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(included(&event), ["label 1", "label 3"]);
    let named = get("/events/5?include=labels").await.expect(200);
    assert_eq!(named.json()["included"], event.json()["included"]);
    let none = get("/events/5?include=").await.expect(200);
    assert_eq!((included(&none), none.data()["relationships"].clone()), (Vec::new(), expected));
    let user = get("/classmates/2").await.expect(200);
    assert_eq!(included(&user), ["user 2"]);
    for path in ["creator", "course", "labels.events", "nothing", "labels,creator", "Labels"] {
        get(&format!("/events/5?include={path}")).await.blames(400, "include");
    }
    get("/labels?include=events").await.blames(400, "include");
    get("/tasks/statistics?include=x").await.blames(400, "include");
}

#[tokio::test]
async fn r_41_fields_are_those_that_were_requested() {
    let plano = Plano::shared();
    let get = |path: &str| plano.get(path).by(PAVEL).send();
    let reply = get("/events/5?fields[event]=title,labels&fields[label]=color").await.expect(200).json();
    let members = |value: &Value| value.as_object().map(|all| all.keys().cloned().collect::<Vec<_>>());
    assert_eq!(members(&reply["data"]["attributes"]), Some(vec!["title".to_owned()]));
    assert_eq!(members(&reply["data"]["relationships"]), Some(vec!["labels".to_owned()]));
    assert_eq!(reply["included"].as_array().unwrap().len(), 2);
    for label in reply["included"].as_array().unwrap() {
        assert_eq!(members(&label["attributes"]), Some(vec!["color".to_owned()]));
    }
    let list = get("/events?fields[event]=").await.expect(200).json();
    for event in list["data"].as_array().unwrap() {
        assert_eq!(members(event), Some(vec!["type".to_owned(), "id".to_owned()]));
    }
    // The rest of `included` stays, though nothing refers to it (JA-35).
    for query in ["fields[event]=title", "fields[label]="] {
        let reply = get(&format!("/events/5?{query}")).await.expect(200).json();
        assert_eq!(reply["included"].as_array().unwrap().len(), 2, "{query}");
    }
}

#[tokio::test]
async fn r_42_what_is_created_says_where_it_is() {
    let plano = Plano::start();
    for (path, document) in [
        ("/labels", new("label", &json!({"title": "here"}))),
        ("/group/courses", new("course", &json!({"title": "here"}))),
        ("/group/invites", new("invite", &json!({"email": "new@elplano.example"}))),
        ("/events", {
            let mut document = football();
            document["data"]["relationships"]["eventable"] = one("group", "1");
            document
        }),
    ] {
        let made = plano.send("POST", path, &document).by(VERA).send().await.expect(201);
        let id = made.data()["id"].as_str().unwrap().to_owned();
        let location = made.header("location").unwrap_or_else(|| panic!("no location: {path}"));
        assert_eq!(location, format!("{}/api/v1{path}/{id}", plano.server.base));
        if let Some(own) = made.data()["links"].get("self") {
            assert_eq!(own, location);
        }
        let there = plano.get(&format!("{path}/{id}")).by(VERA).send().await.expect(200);
        assert_eq!(there.data()["attributes"], made.data()["attributes"]);
    }
}
