//! The rules of Heroku's guide that Reevoo does not take over (HK-5 to HK-7, HK-20, HK-52 to HK-59), against a handler of
//! `specs/apis/heroku.yaml` that keeps its apps in memory. The others are in `reevoo`.
//!
//! No test can check HK-58: ranges with an end alone, and `Prev-Range`, were given up; what is not there is not sent.

mod apps;
mod client;
mod ranges;
mod versions;

housestyle::api! {
    /// Heroku, in its own style.
    pub mod api = "../specs/apis/heroku.yaml", server, client
}
