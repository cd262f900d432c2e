//! What generated servers and clients send and accept, over real sockets.

mod support;

mod bodies;
mod failures;
mod representations;
mod unions;
mod values;
