//! The rules GOAT-1 to GOAT-44 and the rulings, each in a test that begins with its id; those of
//! GOAT-45 to GOAT-62 that the rulings keep, and the duties of a client of RFC 6265 (CK-…).
//!
//! Of the points that the guide leaves open, A1 is with GOAT-8 and the client, A2 is R-10's, A3 is R-18's, A5 is GOAT-39's, A12 is
//! what the document declares, A15 is R-13's; the others are in the names of their tests.

mod accounts;
mod client;
mod codes;
mod contents;
mod envelope;
mod events;
mod methods;
mod rulings;
mod session;
mod visitor;
