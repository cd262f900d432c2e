// The handler of the examples in this crate's documentation.

use housestyle::server::{HandlerResult, Call, Credentials, Login, Security};
use housestyle::{Handler, Problem};
use secrecy::ExposeSecret as _;

housestyle::api!(pub mod notes = "docs/notes.yaml", server, openapi);
pub use notes::operations::{CreateNote, CreateNoteError, ListNotes, ListNotesError};
pub use notes::{server::Notes, types::Note};

#[derive(Clone, Handler)]
#[handler(api = notes)]
pub struct Board;

impl Login for Board {
    type Principal = String;

    async fn login(&self, credentials: &Credentials, _: &Security) -> Result<String, Problem> {
        match credentials.authorization("bearer").map(|token| token.expose_secret()) {
            Some("open sesame") => Ok("Ali".to_owned()),
            _ => Err(Problem::unauthenticated()),
        }
    }
}

impl Notes for Board {
    async fn list_notes(&self, _: Call<ListNotes>) -> HandlerResult<Vec<Note>, ListNotesError> {
        Ok(vec![Note { text: "Buy milk".to_owned() }])
    }

    async fn create_note(&self, call: Call<CreateNote, String>) -> HandlerResult<Note, CreateNoteError> {
        let (input, author, _) = call.into_parts();
        Ok(Note { text: format!("{author}: {}", input.body.text) })
    }
}
