//! What generated servers and clients send and accept, over real sockets.

mod support;

mod codings;
mod elsewhere;
mod failures;
mod representations;
