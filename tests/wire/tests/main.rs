//! What generated servers and clients send and accept, over real sockets.

mod support;

mod failures;
mod representations;
