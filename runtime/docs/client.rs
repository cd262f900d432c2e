// A client of the board, in this process, for the examples in this crate's documentation.

pub mod board {
    include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs"));
}

housestyle::api!(pub mod notes = "docs/notes.yaml", client);
pub use notes::{client::Client, operations::*, types::Note};

/// A builder of a client without credentials.
pub fn builder() -> housestyle::client::ClientBuilder<Client> {
    use housestyle::Handler as _;
    use housestyle::client::InProcess;

    Client::builder("http://localhost").transport(InProcess::<_, axum::body::Body>::new(board::Board.router::<()>()))
}

/// A client that may write notes.
pub fn client() -> Client {
    builder().bearer("open sesame").build().expect("a client")
}
