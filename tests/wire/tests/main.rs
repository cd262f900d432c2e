//! What generated servers and clients send and accept, over real sockets.

mod support;

mod bodies;
mod bodies_of_any_method;
mod codings;
mod elsewhere;
mod expansions;
mod failures;
mod forms;
mod hello;
mod link_pages;
mod members;
mod numbers;
mod parameters;
mod representations;
mod requests;
mod resources;
mod routes;
mod survivors;
mod tagged;
mod unions;
mod values;
mod versioned;
mod versioned_accept;
mod versioned_query;
