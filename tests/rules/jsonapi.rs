//! The rules of JSON:API 1.1 (JA-1 to JA-94) and of its profile for cursors (JA-95 to JA-100), against a handler of
//! `specs/apis/blog.yaml` that keeps its articles in memory, on both sides; the style is taken as it is.

mod blog;
mod changing;
mod client;
mod creating;
mod cursors;
mod documents;
mod fetching;
mod handlers;
mod linkage;
mod media;
mod queries;

housestyle::api! {
    /// A blog, in JSON:API.
    pub mod api = "../specs/apis/blog.yaml", server, client
}
