//! Bodies that are merged, parts that are files, texts with rules, and members by pattern.

use housestyle::Patch;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::bodies::Client;
use housestyle_wire::bodies::operations::{
    KeepMaps, KeepMapsError, MergePet, MergePetError, PutPet, PutPetError, Say, SayError, Upload, UploadError,
};
use housestyle_wire::bodies::server::Bodies;
use housestyle_wire::bodies::types::{self, Pet, PetMergePatch};

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::bodies)]
struct Desk;

impl Bodies for Desk {
    async fn merge_pet(&self, call: Call<MergePet>) -> HandlerResult<String, MergePetError> {
        let PetMergePatch { name, age, tag, home } = call.input.body;
        Ok(format!("{name:?} {age:?} {tag:?} {:?}", home.map(|home| (home.city, home.street))))
    }

    async fn put_pet(&self, call: Call<PutPet>) -> HandlerResult<Pet, PutPetError> {
        Ok(call.input.body)
    }

    async fn upload(&self, call: Call<Upload>) -> HandlerResult<String, UploadError> {
        let body = call.input.body;
        let scans = body.scans.map(|scans| scans.len());
        let photo = body.photo.map(|photo| photo.bytes.len());
        Ok(format!("{:?} {photo:?} {:?} {scans:?}", body.raw.bytes, body.note))
    }

    async fn say(&self, call: Call<Say>) -> HandlerResult<String, SayError> {
        Ok(call.input.body)
    }

    async fn keep_maps(&self, call: Call<KeepMaps>) -> HandlerResult<types::Maps, KeepMapsError> {
        Ok(call.input.body)
    }
}

fn desk() -> String {
    support::start(async |listener| Desk.serve(listener, ServeOptions::default()).await.expect("served"))
}

/// The status and the body of an answer.
fn send(base: &str, method: &str, path: &str, media: &str, body: &[u8]) -> (u16, String) {
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let reply = support::exchange(base, &[head.as_bytes(), body].concat());
    let status = reply.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, reply.split_once("\r\n\r\n").expect("a body").1.to_owned())
}

#[tokio::test]
async fn null_of_a_merge_removes_any_member_that_is_not_required() {
    let base = desk();
    let merge = |body: &str| send(&base, "PATCH", "/pets/1", "application/merge-patch+json", body.as_bytes());
    assert_eq!(
        merge(r#"{"age":null,"tag":null,"home":{"street":null}}"#),
        (200, r#""None Null Null Value((None, Null))""#.to_owned())
    );
    assert_eq!(merge(r#"{"home":null}"#).1, r#""None Absent Absent Null""#);
    let (status, problem) = merge(r#"{"name":null}"#);
    assert!(status == 422 && problem.contains("/name"), "{status} {problem}");
    // Replacing the resource is not a merge.
    assert_eq!(send(&base, "PUT", "/pets/1", "application/json", br#"{"name":"a","age":null}"#).0, 422);
    let client = Client::builder(&base).build().expect("a client");
    let sent = PetMergePatch { age: Patch::Null, ..PetMergePatch::default() };
    assert_eq!(client.merge_pet(sent).send().await.expect("merged"), "None Null Absent Absent");
}

#[test]
fn a_part_without_a_schema_or_of_another_media_type_is_a_file() {
    let part = |wire: &str, media: &str, body: &[u8]| {
        let head = format!(
            "--b\r\nContent-Disposition: form-data; name=\"{wire}\"; filename=\"f\"\r\nContent-Type: {media}\r\n\r\n"
        );
        [head.as_bytes(), body, b"\r\n"].concat()
    };
    let body = [
        part("raw", "application/octet-stream", b"\xff\x00"),
        part("photo", "image/png", b"\x89PNG"),
        part("note", "text/plain", b"hi"),
        part("scans", "application/pdf", b"\xfe"),
        part("scans", "application/pdf", b"\xfd"),
        b"--b--\r\n".to_vec(),
    ];
    let answer = send(&desk(), "POST", "/files", "multipart/form-data; boundary=b", &body.concat());
    assert_eq!(answer, (200, r#""b\"\\xff\\0\" Some(4) Some(\"hi\") Some(2)""#.to_owned()));
}

#[test]
fn a_text_keeps_the_rules_of_its_schema() {
    let base = desk();
    let say = |text: &str| send(&base, "POST", "/text", "text/plain", text.as_bytes()).0;
    assert_eq!((say("ab"), say("a"), say("a1")), (200, 422, 422));
}

#[test]
fn members_by_pattern_and_unevaluated_ones_are_kept() {
    let base = desk();
    let maps = |body: &str| send(&base, "POST", "/maps", "application/json", body.as_bytes());
    let body = r#"{"numbers":{"n1":1},"rest":{"a":"b","c":true},"any":{"a":"b","x-y":[1]}}"#;
    assert_eq!(maps(body), (200, body.to_owned()));
    for bad in [r#"{"numbers":{"n1":"x"}}"#, r#"{"rest":{"c":1}}"#] {
        assert_eq!(maps(bad).0, 422, "{bad}");
    }
}
