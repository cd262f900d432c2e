//! The rules BD-1 to BD-91 and the rulings, each in a test that begins with its id.
//!
//! What no test can check:
//! - BD-4, a redirect is a 30x: no operation of the API redirects.
//! - BD-10, heavy work runs asynchronously: which work is heavy is a judgement; that it can is BD-9's and R-73's test.
//! - BD-11, resources mirror business processes: a judgement.
//! - BD-89, an option means what each handler makes of it: a permission, not a duty.

mod client;
mod envelope;
mod errors;
mod jobs;
mod login;
mod media;
mod numbered;
mod parameters;
mod relative;
mod rulings;
