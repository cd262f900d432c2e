//! What generated servers and clients send and accept, over real sockets.

mod support;

mod bodies;
mod bodies_of_any_method;
mod codings;
mod documented;
mod elsewhere;
mod expansions;
mod failures;
mod forms;
mod full;
mod github;
mod hello;
mod idempotent;
mod idempotent_client;
mod link_pages;
mod lists;
mod members;
mod nested_failures;
mod numbers;
mod offset_pages;
mod parameters;
mod representations;
mod requests;
mod resources;
mod routes;
mod spread;
mod stripe;
mod survivors;
mod tagged;
mod token_pages;
mod unions;
mod values;
mod versioned;
mod versioned_accept;
mod versioned_query;
