//! Alternatives: which one a value is, and what of it is kept.

use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::unions::Client;
use housestyle_wire::unions::operations::{
    AddFish, AddFishError, AddPet, AddPetError, Echo, EchoError, ListPets, ListPetsError,
};
use housestyle_wire::unions::server::Unions;
use housestyle_wire::unions::types::{
    Bird, Cat, Dog, Fish, Goblin, Pet, Run, Salmon, Shark, Untagged, UntaggedJob, UntaggedMixed,
    UntaggedMixedObject, UntaggedModel, UntaggedModelChoice, UntaggedNumber, UntaggedSome, Wait,
};
use serde_json::{Value, json};

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::unions)]
struct Zoo;

impl Unions for Zoo {
    async fn list_pets(&self, _: Call<ListPets>) -> HandlerResult<Vec<Pet>, ListPetsError> {
        Ok(vec![
            Pet::Dog(Dog { kind: "cat".to_owned(), age: Some(3), name: None }),
            Pet::Cat(Cat { kind: "tom".to_owned(), lives: None }),
            Pet::Cat(Cat { kind: "dog".to_owned(), lives: Some(9) }),
            Pet::Bird(Bird { wings: 2 }),
        ])
    }

    async fn add_pet(&self, call: Call<AddPet>) -> HandlerResult<Pet, AddPetError> {
        assert!(!matches!(call.body, Pet::Unknown(_)), "a server refuses what it does not know");
        Ok(call.input.body)
    }

    async fn add_fish(&self, call: Call<AddFish>) -> HandlerResult<Fish, AddFishError> {
        Ok(call.input.body)
    }

    async fn echo(&self, call: Call<Echo>) -> HandlerResult<Untagged, EchoError> {
        Ok(call.input.body)
    }
}

fn zoo() -> String {
    support::start(async |listener| Zoo.serve(listener, ServeOptions::default()).await.expect("served"))
}

/// The status and the body of what the server answers to a JSON body.
fn post(base: &str, path: &str, body: &Value) -> (u16, Value) {
    let body = body.to_string();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let reply = support::exchange(base, request.as_bytes());
    let status = reply.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let (_, body) = reply.split_once("\r\n\r\n").expect("a body");
    (status, serde_json::from_str(body).unwrap_or_else(|_| panic!("{reply}")))
}

/// The pointers of what is wrong with a body.
fn refused(base: &str, path: &str, body: &Value) -> Vec<String> {
    let (status, problem) = post(base, path, body);
    assert!((400..500).contains(&status), "{body}: {status} {problem}");
    let entries = problem["errors"].as_array().expect("entries").iter();
    entries.map(|entry| entry["pointer"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_tag_is_written_by_the_variant() {
    let reply = support::exchange(&zoo(), b"GET /pets HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    let (_, body) = reply.split_once("\r\n\r\n").expect("a body");
    assert_eq!(
        body,
        r#"[{"kind":"dog","age":3},{"kind":"tom"},{"kind":"cat","lives":9},{"wings":2,"kind":"bird"}]"#
    );
}

#[tokio::test]
async fn a_constructor_sets_the_tags_that_its_unions_fix() {
    let client = Client::builder(&zoo()).build().expect("a client");
    assert_eq!(Dog::new(), Dog { kind: "dog".to_owned(), age: None, name: None });
    assert_eq!(Dog::default(), Dog::new());
    assert_eq!(Salmon::new(), Salmon { fishtype: "salmon".to_owned(), length: None, iswild: None });
    assert_eq!((Goblin::new().fishtype.as_str(), Goblin::new().sharktype.as_str()), ("shark", "goblin"));
    // Two values mean a cat.
    assert_eq!(Cat::new("tom".to_owned()).kind, "tom");
    let dog = Pet::Dog(Dog { age: Some(3), ..Dog::new() });
    assert_eq!(client.add_pet(dog.clone()).send().await.expect("a dog"), dog);
    let goblin = Fish::Shark(Shark::Goblin(Goblin { jaw: Some(2), ..Goblin::new() }));
    assert_eq!(client.add_fish(goblin.clone()).send().await.expect("a fish"), goblin);
}

#[tokio::test]
async fn a_tag_that_no_member_holds_goes_both_ways() {
    let base = zoo();
    let client = Client::builder(&base).build().expect("a client");
    let bird = Pet::Bird(Bird { wings: 2 });
    assert_eq!(client.add_pet(bird.clone()).send().await.expect("a bird"), bird);
    assert_eq!(refused(&base, "/pets", &json!({"wings": 2})), ["/kind"]);
    assert_eq!(refused(&base, "/pets", &json!({"kind": "cow"})), ["/kind"]);
    assert_eq!(refused(&base, "/pets", &json!({"kind": "bird", "wings": 2, "x": 1})), ["/x"]);
    assert_eq!(refused(&base, "/pets", &json!({"name": "x", "kind": "dog", "age": "old"})), ["/age"]);
}

fn pets(body: &str) -> (String, std::sync::mpsc::Receiver<String>) {
    support::stub(format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ))
}

#[tokio::test]
async fn an_unknown_alternative_does_not_cost_the_list() {
    let (base, _request) = pets(r#"[{"kind":"cow","milk":[1.50]},{"kind":"dog","age":4.0}]"#);
    let client = Client::builder(&base).build().expect("a client");
    let pets = client.list_pets().send().await.expect("pets");
    assert_eq!(pets[0], Pet::Unknown(json!({"kind": "cow", "milk": [1.5]})));
    assert_eq!(pets[1], Pet::Dog(Dog { kind: "dog".to_owned(), age: Some(4), name: None }));
}

#[tokio::test]
async fn the_error_of_an_alternative_is_at_the_member_at_fault() {
    let (base, _request) = pets(r#"[{"kind":"dog"},{"age":"old","kind":"dog","name":"x"}]"#);
    let client = Client::builder(&base).build().expect("a client");
    let failure = format!("{:?}", client.list_pets().send().await.expect_err("no age"));
    assert!(failure.contains("/1/age"), "{failure}");
}

#[tokio::test]
async fn two_levels_of_heirs_keep_every_member() {
    let base = zoo();
    let client = Client::builder(&base).build().expect("a client");
    let goblin = json!({"fishtype": "shark", "length": 3, "sharktype": "goblin", "age": 7, "jaw": 2});
    assert_eq!(post(&base, "/fish", &goblin), (200, goblin));
    let sent = Goblin {
        fishtype: String::new(),
        length: Some(3),
        sharktype: "any".to_owned(),
        age: None,
        jaw: Some(2),
    };
    let Fish::Shark(Shark::Goblin(back)) =
        client.add_fish(Fish::Shark(Shark::Goblin(sent))).send().await.expect("a fish")
    else {
        panic!("a goblin")
    };
    assert_eq!((back.fishtype.as_str(), back.sharktype.as_str(), back.jaw), ("shark", "goblin", Some(2)));
    let salmon = Fish::Salmon(Salmon { fishtype: "salmon".to_owned(), length: None, iswild: Some(true) });
    assert_eq!(client.add_fish(salmon.clone()).send().await.expect("a fish"), salmon);
    assert_eq!(refused(&base, "/fish", &json!({"fishtype": "shark", "sharktype": "bull"})), ["/sharktype"]);
}

#[tokio::test]
async fn what_a_client_can_send_a_server_takes() {
    let client = Client::builder(&zoo()).build().expect("a client");
    let run = Run { id: "1".to_owned(), at: "noon".to_owned() };
    for sent in [
        Untagged { job: Some(UntaggedJob::Run(run)), ..Untagged::default() },
        Untagged { job: Some(UntaggedJob::Wait(Wait { id: "1".to_owned() })), ..Untagged::default() },
        Untagged { number: Some(UntaggedNumber::Integer(5)), ..Untagged::default() },
        Untagged { number: Some(UntaggedNumber::Number(5.5)), ..Untagged::default() },
        Untagged { some: Some(UntaggedSome { x: Some(1), y: Some(2), note: None }), ..Untagged::default() },
        Untagged { model: Some(UntaggedModel::Text("new".to_owned())), ..Untagged::default() },
        Untagged { model: Some(UntaggedModel::Choice(UntaggedModelChoice::Gpt)), ..Untagged::default() },
        Untagged {
            mixed: Some(UntaggedMixed::Object(UntaggedMixedObject {
                x: Some(1),
                y: Some(2),
                note: Some("n".to_owned()),
            })),
            ..Untagged::default()
        },
    ] {
        assert_eq!(client.echo(sent.clone()).send().await.expect("taken"), sent);
    }
}

#[test]
fn any_of_keeps_the_members_of_all_that_fit_and_asks_for_one() {
    let base = zoo();
    let body = json!({"some": {"x": 1, "note": "n", "y": 2}, "model": "gpt"});
    assert_eq!(post(&base, "/untagged", &body), (200, body));
    assert_eq!(refused(&base, "/untagged", &json!({"some": {"note": "n"}})), ["/some"]);
    assert_eq!(refused(&base, "/untagged", &json!({"mixed": {"note": "n"}})), ["/mixed"]);
}

#[test]
fn one_of_that_would_lose_a_member_is_refused() {
    let base = zoo();
    assert_eq!(refused(&base, "/untagged", &json!({"either": {"a": 1, "b": 2}})), ["/either"]);
    assert_eq!(post(&base, "/untagged", &json!({"either": {"a": 1}})).0, 200);
}
