//! The server, in process and over real sockets, with APIs in the shape of generated code.
#![cfg(feature = "server")]

mod answers;
mod asking;
mod checks;
mod conditions;
mod depot;
mod documents;
mod gate;
mod hostile;
mod http;
mod http2;
mod logs;
mod nested;
mod pages;
mod plain;
mod ranges;
mod rpc;
mod sample;
mod secrets;
mod security;
mod serving;
#[cfg(feature = "sessions")]
mod sessions;
mod shapes;
mod shares;
mod shelf;
mod unread;
mod unsent;
