//! The rules RV-1 to RV-44, those of the Heroku guide beneath them (HK-n), RFC 9110's on ranges (RG-n), the ambiguities A1 to
//! A13 as they were ruled, and the rulings, each in a test that begins with its id.
//!
//! What no test can or need check:
//! - HK-5 to HK-7, HK-20 and HK-52 to HK-59: not Reevoo's; `heroku` checks them.
//! - HK-44, a JSON Schema of the API is published: the document is one, and where it is published is not the API's business.
//! - HK-45, what docs for people cover: a judgement.
//! - HK-49 and RV-30, CORS: optional, and the style does not have it.
//! - HK-51, warnings in headers: what they are called was never verified.
//! - RV-21, a good reason for refusing what is extra: a judgement; nothing of this API refuses it, which RV-20's test shows.
//! - RV-25 to RV-29 are facts of a template of services; what the rulings made of them is tested under those ids.
//! - RG-12, what caches do with a 206: theirs; that a page has its range is tested.

mod bodies;
mod client;
mod document;
mod headers;
mod http_ranges;
mod paths;
mod ranges;
mod rulings;
mod server;
mod transport;
