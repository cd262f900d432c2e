//! The server, in process and over real sockets, against an API written by hand as the generator would emit it.
#![cfg(feature = "server")]

mod answers;
mod asking;
mod checks;
mod conditions;
mod depot;
mod gate;
mod hostile;
mod http;
mod http2;
mod logs;
mod nested;
mod pages;
mod plain;
mod ranges;
mod sample;
mod secrets;
mod serving;
mod shapes;
