//! Conditions on documents of resource objects.

use std::sync::{Arc, Mutex};

use housestyle::Related;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::tagged::operations::{ChangeBook, GetBook, ReprintBook};
use housestyle_wire::tagged::server::Books;
use housestyle_wire::tagged::types::{Book, Person};

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::tagged)]
struct Shelf(Arc<Mutex<Vec<String>>>);

impl Shelf {
    fn book(&self) -> Book {
        let titles = self.0.lock().expect("a lock");
        let author = Person { id: "7".to_owned(), name: "Ann".to_owned() };
        Book {
            id: "1".to_owned(),
            title: titles.last().expect("a title").clone(),
            author: Some(Related::from(author)),
        }
    }

    fn rename(&self, title: &str) {
        self.0.lock().expect("a lock").push(title.to_owned());
    }
}

impl Books for Shelf {
    async fn get_book(&self, _: Call<GetBook>) -> HandlerResult<Book> {
        Ok(self.book())
    }

    async fn change_book(&self, call: Call<ChangeBook>) -> HandlerResult<Book> {
        if call.notify == Some(false) {
            self.rename("changed meanwhile");
        }
        call.context().unchanged(&self.book())?;
        if let Some(title) = &call.body.title {
            self.rename(title);
        }
        Ok(self.book())
    }

    async fn reprint_book(&self, _: Call<ReprintBook>) -> HandlerResult<()> {
        self.rename("reprinted");
        Ok(())
    }
}

fn shelf() -> (Shelf, String) {
    let shelf = Shelf(Arc::new(Mutex::new(vec!["first".to_owned()])));
    let served = shelf.clone();
    let base = support::start(async move |listener| {
        served.serve(listener, ServeOptions::default()).await.expect("served");
    });
    (shelf, base)
}

fn ask(base: &str, line: &str, if_match: &str, title: &str) -> (u16, String) {
    let body = match title {
        "" => String::new(),
        title => format!(r#"{{"data":{{"type":"book","id":"1","attributes":{{"title":"{title}"}}}}}}"#),
    };
    let media = if body.is_empty() { "" } else { "Content-Type: application/vnd.api+json\r\n" };
    let condition = if if_match.is_empty() { String::new() } else { format!("If-Match: {if_match}\r\n") };
    let length = body.len();
    let reply = support::exchange(
        base,
        format!("{line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{media}{condition}Content-Length: {length}\r\n\r\n{body}")
            .as_bytes(),
    );
    let status = reply.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let tag = reply.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap_or_default().to_owned();
    (status, tag)
}

#[test]
fn a_change_of_what_was_read_goes_through_and_a_stale_one_does_not() {
    let (shelf, base) = shelf();
    let (_, tag) = ask(&base, "GET /books/1", "", "");
    // A parameter of the change alone is not one of the book, and the book includes what the response to the change does not.
    assert_eq!(ask(&base, "PATCH /books/1?notify=true", &tag, "second").0, 200);
    assert_eq!(ask(&base, "PATCH /books/1", &tag, "third").0, 412);
    let (_, tag) = ask(&base, "GET /books/1", "", "");
    assert_eq!(ask(&base, "PATCH /books/1?notify=false", &tag, "fourth").0, 412, "the handler looks again");
    assert_eq!(shelf.book().title, "changed meanwhile");
}

#[test]
fn an_action_does_not_run_where_its_condition_fails() {
    let (shelf, base) = shelf();
    let (_, tag) = ask(&base, "GET /books/1", "", "");
    for if_match in ["\"stale\"", &tag] {
        // The entity tag belongs to the book, not to the path of the action.
        assert_eq!(ask(&base, "POST /books/1/reprint", if_match, "").0, 412);
    }
    assert_eq!(shelf.book().title, "first");
    assert_eq!(ask(&base, "POST /books/1/reprint", "", "").0, 204);
    assert_eq!(ask(&base, "GET /books/1", "\"stale\"", "").0, 412);
}
