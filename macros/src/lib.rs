//! The macros of housestyle: `#[derive(Handler)]` and `api!`. Use them through the crate `housestyle`, which
//! re-exports them.

use proc_macro::TokenStream;

mod api;
mod handler;

/// Makes a struct or an enum the handler of an API: implements `housestyle::server::Handler`.
///
/// ```text
/// #[derive(Clone, housestyle::Handler)]
/// #[handler(api = clinic, groups(Patients, Visits))]
/// struct Clinic { … }
/// ```
///
/// - `api = PATH`: the module that was generated. Required.
/// - `groups(A, B)`: the traits of `PATH::server` that the type implements, one a group of operations. Without it:
///   every group of the API. Operations of groups that are not listed are not served.
/// - `unavailable = FUNCTION`: which errors that `?` returns from a handler mean that the service cannot answer for now, instead
///   of an internal failure, for example if a database is locked or gone; a `fn(&(dyn Error + 'static)) -> bool`.
/// - `partial`: what is not implemented answers 501 in the style's error body: operations of groups that are not listed,
///   and the methods that an impl of a trait of `PATH::server::partial` leaves out.
///
/// A group that is listed and not implemented is an error at its name. Generics and where clauses of the type are
/// those of the impl.
#[proc_macro_derive(Handler, attributes(handler))]
pub fn derive_handler(input: TokenStream) -> TokenStream {
    handler::derive(input.into()).into()
}

/// Generates an API in place from its document and its house style.
///
/// ```text
/// mod clinic {
///     housestyle::api!("specs/clinic.yaml", server, client);
/// }
/// housestyle::api!(pub mod archive = "specs/archive.yaml", client, style = "specs/our-style.yaml");
/// ```
///
/// First comes the path of the document, relative to the package's folder (`CARGO_MANIFEST_DIR`). Then, in any order:
///
/// - `server`, `client`: what is emitted in addition to types and operations; without either, both.
/// - `style = "…"`: a built-in style, or a file (with a `/` or an ending such as `.yaml`), relative to the package's
///   folder. Default: the document's `x-style`.
/// - `templates = "…"`: a folder of templates that replace the built-in ones of the same name.
/// - `deny = "…"`, `allow = "…"`: diagnostics that become errors, and those that are silenced: codes like `HS0123`, `warnings`,
///   `notes`, or `skipped` for those after which a part of the document is left out; commas between them.
///
/// The text is the same as a build script's or the command's. A change of any file that was read expands the macro again.
/// Errors are reported at the path; warnings as the use of something deprecated, the only
/// way in which a macro can warn.
#[proc_macro]
pub fn api(input: TokenStream) -> TokenStream {
    api::expand(input.into()).into()
}
