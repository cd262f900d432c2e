//! Documents of resource objects: types that the document does not have.

use housestyle::Related;
use housestyle::Resource as _;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::resources::Client;
use housestyle_wire::resources::operations::{GetBook, ListThings};
use housestyle_wire::resources::server::Things;
use housestyle_wire::resources::types::{Book, Person, Thing};
use serde_json::json;

use crate::support;

fn document(body: &str) -> Client {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.api+json\r\nContent-Length:";
    let (base, _request) = support::stub(format!("{head} {}\r\n\r\n{body}", body.len()));
    Client::builder(&base).build().expect("a client")
}

fn unknown(thing: &Thing) -> serde_json::Value {
    let Thing::Unknown(unknown) = thing else { panic!("{thing:?}") };
    unknown.value().clone()
}

#[tokio::test]
async fn an_unknown_type_does_not_cost_the_list() {
    let client = document(concat!(
        r#"{"data":[{"type":"robot","id":"1","attributes":{"arms":2},"relationships":{"owner":{"data":null}}},"#,
        r#"{"type":"person","id":"2","attributes":{"name":"Ann"}}]}"#
    ));
    let things = client.list_things().send().await.expect("things");
    assert_eq!((things[0].ty(), things[0].id()), ("robot", "1"));
    assert_eq!(unknown(&things[0]), json!({"type": "robot", "id": "1", "arms": 2, "owner": null}));
    assert_eq!(things[1], Thing::Person(Person { id: "2".to_owned(), name: "Ann".to_owned() }));
}

#[tokio::test]
async fn an_unknown_included_type_does_not_cost_the_document() {
    let client = document(concat!(
        r#"{"data":{"type":"book","id":"1","attributes":{"title":"a"},"relationships":{"#,
        r#""maker":{"data":{"type":"robot","id":"1"}},"#,
        r#""parts":{"data":[{"type":"robot","id":"1"},{"type":"robot","id":"2"},{"type":"person","id":"2"}]}}},"#,
        r#""included":[{"type":"robot","id":"1","attributes":{"arms":2,"title":{}}},{"type":"person","id":"2","#,
        r#""attributes":{"name":"Ann"}},{"type":"planet","id":"3","attributes":{"name":4}},{"no":"resource"}]}"#
    ));
    let book = client.get_book("1").send().await.expect("a book");
    let maker = book.maker.expect("a maker");
    assert_eq!((maker.ty(), maker.id(), maker.full()), ("robot", "1", None));
    let parts = book.parts.expect("parts");
    assert_eq!((parts[0].ty(), parts[0].id()), ("robot", "1"));
    let robot = json!({"type": "robot", "id": "1", "arms": 2, "title": {}});
    assert_eq!(unknown(parts[0].full().expect("included")), robot);
    assert_eq!((parts[1].ty(), parts[1].id(), parts[1].full()), ("robot", "2", None));
    let ann = Person { id: "2".to_owned(), name: "Ann".to_owned() };
    assert_eq!(parts[2].full(), Some(&Thing::Person(ann)));
}

/// Answers with what it was given.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::resources)]
struct Shelf(Thing);

impl Things for Shelf {
    async fn list_things(&self, _: Call<ListThings>) -> HandlerResult<Vec<Thing>> {
        Ok(vec![self.0.clone()])
    }

    async fn get_book(&self, _: Call<GetBook>) -> HandlerResult<Book> {
        let maker = None;
        let parts = Some(vec![Related::from(self.0.clone())]);
        Ok(Book { id: "1".to_owned(), title: "a".to_owned(), maker, parts })
    }
}

#[tokio::test]
async fn a_server_does_not_write_an_unknown_type() {
    let client = document(r#"{"data":[{"type":"robot","id":"1","attributes":{"arms":2}}]}"#);
    let shelf = Shelf(client.list_things().send().await.expect("things").remove(0));
    let base = support::start(async |listener| {
        shelf.serve(listener, ServeOptions::default()).await.expect("served")
    });
    for (target, status) in
        [("/things", "500"), ("/books/1?include=parts", "500"), ("/books/1?include=maker", "200")]
    {
        let request = format!("GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        let reply = support::exchange(&base, request.as_bytes());
        assert_eq!(reply.split(' ').nth(1), Some(status), "{target}: {reply}");
        assert!(!reply.contains("arms"), "{reply}");
    }
}
