//! Uploads and the files that become of them (the guide's 2.4, R-1, R-2, R-31, R-44, R-45): what is taken, where it belongs, and how it
//! comes back.

use serde_json::{Value, json};

use super::server::{DAY, ElplanoReply, ElplanoRequest, LUCIA, MEDIA, PAVEL, Plano, START, VERA, changed};
use crate::server::{Reply, Request};

const PDF: &[u8] = b"%PDF-1.7 notes";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n a picture";
const JPEG: &[u8] = b"\xff\xd8\xff a picture";
const MIB: usize = 1024 * 1024;

/// A form with a file.
fn form(plano: &Plano, kind: &str, filename: &str, bytes: &[u8]) -> Request {
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n{kind}\r\n--x\r\nContent-Disposition: form-data; \
         name=\"file\"; filename=\"{filename}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat();
    plano
        .server
        .request("POST", "/uploads")
        .header("content-type", "multipart/form-data; boundary=x")
        .bytes(body)
}

/// The id of a new upload.
async fn upload(plano: &Plano, who: &str, kind: &str, bytes: &[u8]) -> String {
    let reply = form(plano, kind, "notes.pdf", bytes).by(who).send().await.expect(201);
    reply.json()["id"].as_str().unwrap().to_owned()
}

fn task(uploads: &[&str]) -> Value {
    changed("task", "1", &json!({ "uploads": uploads }))
}

/// What is attached to the task 1, in order.
async fn attached(plano: &Plano) -> Vec<Value> {
    let reply = plano.get("/tasks/1?include=attachments").by(VERA).send().await.expect(200);
    let included = reply.json()["included"].as_array().cloned().unwrap_or_default();
    included
        .into_iter()
        .filter(|one| one["type"] == "attachment")
        .map(|one| one["attributes"].clone())
        .collect()
}

/// The path of the file of an attachment.
fn path(attributes: &Value) -> String {
    let url: &str = attributes["url"].as_str().unwrap();
    url[url.find("/files/").unwrap()..].to_owned()
}

/// The path of a file of this name.
async fn kept(plano: &Plano, filename: &str, bytes: &[u8]) -> String {
    let reply = form(plano, "attachment", filename, bytes).by(VERA).send().await.expect(201);
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    plano.send("PATCH", "/tasks/1", &task(&[&id])).by(VERA).send().await.expect(200);
    path(attached(plano).await.last().unwrap())
}

#[tokio::test]
async fn an_upload_is_answered_in_plain_json_with_what_is_known_of_it() {
    let plano = Plano::start();
    let reply = form(&plano, "attachment", "конспект.pdf", PDF).by(PAVEL).send().await.expect(201);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let mut json = reply.json();
    assert!(json["id"].as_str().is_some_and(|id| !id.is_empty()));
    json["id"].take();
    let metadata = json!({"filename": "конспект.pdf", "size": PDF.len(), "mime_type": "application/pdf"});
    assert_eq!(json, json!({"id": null, "storage": "disk", "metadata": metadata}));
    // The type of a file depends on its bytes, not on its name.
    let picture = form(&plano, "attachment", "notes.pdf", PNG).by(PAVEL).send().await.expect(201);
    assert_eq!(picture.json()["metadata"]["mime_type"], "image/png");
    form(&plano, "attachment", "notes.pdf", PDF).send().await.expect(401);
    plano.server.get("/uploads").by(PAVEL).send().await.expect(405);
    let document = json!({"data": {"type": "upload", "attributes": {"type": "attachment"}}});
    plano.server.request("POST", "/uploads").by(PAVEL).document(&document).send().await.expect(415);
}

#[tokio::test]
async fn an_avatar_is_a_picture_and_an_attachment_a_pdf_or_png_each_of_its_size() {
    let plano = Plano::start();
    let of = |start: &[u8], size: usize| {
        let mut bytes = start.to_vec();
        bytes.resize(size, b'.');
        bytes
    };
    for (kind, bytes, taken) in [
        ("avatar", of(PNG, 5 * MIB), true),
        ("avatar", of(JPEG, 100), true),
        ("avatar", of(PNG, 5 * MIB + 1), false),
        ("avatar", PDF.to_vec(), false),
        ("attachment", of(PDF, 10 * MIB), true),
        ("attachment", of(PDF, 10 * MIB + 1), false),
        ("attachment", PNG.to_vec(), true),
        ("attachment", JPEG.to_vec(), false),
        ("attachment", b"<html>".to_vec(), false),
        ("attachment", Vec::new(), false),
    ] {
        let size = bytes.len();
        let reply = form(&plano, kind, "file", &bytes).by(PAVEL).send().await;
        assert_eq!(reply.status, if taken { 201 } else { 400 }, "{kind} {size}: {}", reply.text);
    }
    // Neither is there another kind.
    let reply = form(&plano, "report", "file", PDF).by(PAVEL).send().await;
    assert!([400, 422].contains(&reply.status), "{}", reply.text);
}

#[tokio::test]
async fn an_upload_is_named_by_who_sent_it_and_where_its_kind_belongs() {
    let plano = Plano::start();
    let (notes, picture) =
        (upload(&plano, VERA, "attachment", PDF).await, upload(&plano, VERA, "avatar", PNG).await);
    let strange = upload(&plano, LUCIA, "attachment", PDF).await;
    for wrong in [picture.as_str(), &strange, "nonsense", "00000000-0000-4000-8000-000000000000"] {
        let uploads = [notes.as_str(), wrong];
        plano.send("PATCH", "/tasks/1", &task(&uploads)).by(VERA).send().await.refused(400, &[("400", "")]);
        assert_eq!(attached(&plano).await.len(), 0, "all of them, or none");
    }
    let avatar = |id: &str| changed("user", "2", &json!({ "avatar": id }));
    plano.send("PATCH", "/user", &avatar(&notes)).by(VERA).send().await.expect(400);
    let user = plano.send("PATCH", "/user", &avatar(&picture)).by(VERA).send().await.expect(200);
    let file = plano
        .server
        .get(&path(&json!({"url": user.data()["attributes"]["avatar"]})))
        .send()
        .await
        .expect(200);
    assert_eq!(file.header("content-type"), Some("image/png"));
    assert_eq!(file.header("content-disposition"), Some("inline; filename=\"notes.pdf\""));
}

#[tokio::test]
async fn naming_the_same_upload_again_attaches_it_once() {
    let plano = Plano::start();
    let (one, other) =
        (upload(&plano, VERA, "attachment", PDF).await, upload(&plano, VERA, "attachment", PNG).await);
    // A request that is sent once more, since its answer was lost; and one that names an upload twice.
    for uploads in [vec![&*one], vec![&*one], vec![&*other, &*one, &*other]] {
        plano.send("PATCH", "/tasks/1", &task(&uploads)).by(VERA).send().await.expect(200);
    }
    let types: Vec<_> = attached(&plano).await.iter().map(|one| one["mime_type"].clone()).collect();
    assert_eq!(types, ["application/pdf", "image/png"]);
    // To an assignment too, and there apart from the task.
    let own = upload(&plano, PAVEL, "attachment", PDF).await;
    let assignment = json!({"data": {"type": "assignment", "attributes": {"uploads": [own, own]}}});
    for _ in 0..2 {
        plano.send("PATCH", "/tasks/1/assignment", &assignment).by(PAVEL).send().await.expect(200);
    }
    let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM attachments WHERE upload_id = $1")
        .bind(&own)
        .fetch_one(&plano.pool)
        .await
        .unwrap();
    assert_eq!(rows, 1);
}

#[tokio::test]
async fn an_upload_that_nothing_names_goes_after_a_day() {
    let plano = Plano::start();
    let (named, unnamed) =
        (upload(&plano, VERA, "attachment", PDF).await, upload(&plano, VERA, "attachment", PDF).await);
    plano.send("PATCH", "/tasks/1", &task(&[&named])).by(VERA).send().await.expect(200);
    let file = |id: &str| plano.server.get(&format!("/files/{id}")).send();
    plano.set_time(START + DAY);
    plano.planner.clean().await.unwrap();
    file(&unnamed).await.expect(200);
    plano.set_time(START + DAY + 1);
    plano.planner.clean().await.unwrap();
    file(&named).await.expect(200);
    file(&unnamed).await.expect(404);
    plano.send("PATCH", "/tasks/1", &task(&[&unnamed])).by(VERA).send().await.expect(400);
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_under_its_name() {
    let plano = Plano::start();
    let mut large = PDF.to_vec();
    large.resize(MIB + 17, b'.');
    let path = kept(&plano, "конспект 1.pdf", &large).await;
    let get = plano.server.get(&path).header("origin", "https://app.example").send().await.expect(200);
    assert!(get.text.as_bytes() == large, "the bytes of before");
    let name = "attachment; filename=\"________ 1.pdf\"; \
                filename*=UTF-8''%D0%BA%D0%BE%D0%BD%D1%81%D0%BF%D0%B5%D0%BA%D1%82%201.pdf";
    for (wire, value) in [
        ("content-type", "application/pdf"),
        ("content-length", &*large.len().to_string()),
        ("content-disposition", name),
        ("x-content-type-options", "nosniff"),
        ("access-control-allow-origin", "*"),
    ] {
        assert_eq!(get.header(wire), Some(value), "{wire}");
    }
    assert!(get.header("access-control-expose-headers").unwrap().contains("content-disposition"));
    let head = plano.server.request("HEAD", &path).send().await.expect(200);
    let length = large.len().to_string();
    assert_eq!((head.text.as_str(), head.header("content-length")), ("", Some(length.as_str())));
}

#[tokio::test]
async fn a_missing_file_is_encoded_as_any_failure() {
    fn is_failure(reply: Reply, status: u16) -> String {
        let reply = reply.expect(status);
        assert_eq!((reply.header("content-type"), reply.members()), (Some(MEDIA), vec!["errors".to_owned()]));
        assert!(reply.header("x-request-id").is_some(), "{:?}", reply.headers);
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        reply.errors()[0]["detail"].as_str().unwrap().to_owned()
    }
    let plano = Plano::shared();
    let ask =
        |verb: &str, path: &str| plano.server.request(verb, path).header("origin", "https://app.example");
    for path in ["/files/00000000-0000-4000-8000-000000000000", "/files/nonsense", "/files/%ff"] {
        let english = is_failure(ask("GET", path).send().await, 404);
        let russian = ask("GET", path).language("ru").send().await;
        assert_eq!(russian.header("content-language"), Some("ru"));
        assert!(russian.header("vary").unwrap().contains("Accept-Language"));
        let russian = is_failure(russian, 404);
        assert!(!english.is_empty() && !russian.is_ascii(), "{english} {russian}");
        assert_eq!(ask("HEAD", path).send().await.expect(404).text, "");
        let wrong = ask("DELETE", path).send().await;
        assert_eq!(wrong.header("allow"), Some("GET, HEAD, OPTIONS"));
        is_failure(wrong, 405);
        let options = ask("OPTIONS", path).send().await.expect(204);
        assert_eq!(options.header("allow"), Some("GET, HEAD, OPTIONS"));
        let preflight =
            ask("OPTIONS", path).header("access-control-request-method", "GET").send().await.expect(204);
        assert!(preflight.header("access-control-allow-methods").unwrap().contains("GET"));
    }
    is_failure(ask("GET", "/files/").send().await, 404);
    is_failure(ask("GET", "/files/a/b").send().await, 404);
}
