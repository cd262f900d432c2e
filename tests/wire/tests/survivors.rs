//! What remains of a document with defects: each costs the operation, schema or scheme that contains it.

use housestyle::Problem;
use housestyle::server::{Call, Credentials, Handler as _, HandlerResult, Login, Security, ServeOptions};
use housestyle_wire::survivors::Client;
use housestyle_wire::survivors::operations::{GetSecond, GetShared, ListPets, PostPets, PutPets};
use housestyle_wire::survivors::server::Pets;
use housestyle_wire::survivors::types::Pet;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::survivors)]
struct Shelter;

impl Login for Shelter {
    type Principal = ();

    async fn login(&self, credentials: &Credentials, _need: &Security) -> Result<(), Problem> {
        credentials.scheme("key").map(drop).ok_or_else(Problem::unauthenticated)
    }
}

/// All methods: an operation that was skipped would be one more.
impl Pets for Shelter {
    async fn list_pets(&self, _: Call<ListPets, ()>) -> HandlerResult<Vec<Pet>> {
        Ok(vec![Pet { name: "Rex".to_owned() }])
    }

    async fn post_pets(&self, _: Call<PostPets, ()>) -> HandlerResult<()> {
        Ok(())
    }

    async fn put_pets(&self, _: Call<PutPets, ()>) -> HandlerResult<()> {
        Ok(())
    }

    async fn get_shared(&self, _: Call<GetShared, ()>) -> HandlerResult<()> {
        Ok(())
    }

    async fn get_second(&self, _: Call<GetSecond, ()>) -> HandlerResult<()> {
        Ok(())
    }
}

fn shelter() -> String {
    support::start(async |listener| Shelter.serve(listener, ServeOptions::default()).await.expect("served"))
}

#[tokio::test]
async fn what_is_left_of_a_document_with_defects_works() {
    let client = Client::builder(&shelter()).api_key("key", "k").build().expect("a client");
    assert_eq!(client.list_pets().send().await.expect("pets")[0].name, "Rex");
    client.post_pets(Pet { name: "Tom".to_owned() }).send().await.expect("kept");
    client.put_pets().send().await.expect("kept");
}

#[tokio::test]
async fn a_path_item_serves_every_path_that_refers_to_it() {
    let client = Client::builder(&shelter()).api_key("key", "k").build().expect("a client");
    client.get_shared().send().await.expect("the first path");
    client.get_second().send().await.expect("the second path");
}

/// Of the alternatives of `listPets` one cannot be read: the other one still guards it. An operation without another is skipped.
#[test]
fn a_scheme_that_cannot_be_read_leaves_nothing_open() {
    let base = shelter();
    for (path, status) in [("/pets", "401"), ("/guarded", "404"), ("/owners", "404"), ("/dangling", "404")] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        let reply = support::exchange(&base, request.as_bytes());
        assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {reply}");
    }
}
