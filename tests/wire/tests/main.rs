//! What generated servers and clients send and accept, over real sockets.

mod support;

mod bodies;
mod bodies_of_any_method;
mod failures;
mod parameters;
mod representations;
mod routes;
mod survivors;
mod unions;
mod values;
