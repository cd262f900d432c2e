//! The rules of each guide, by id, against its example over a real socket.

mod bestdoctor;
mod contract;
mod elplano;
mod goat;
mod heroku;
mod jsonapi;
mod reevoo;
mod server;
