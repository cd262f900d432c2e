//! The macros of housestyle: `#[derive(Handler)]` and `api!`. Use them through the crate `housestyle`, which
//! re-exports them.

use proc_macro::TokenStream;

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
/// - `partial`: what is not written answers 501 in the style's error body: operations of groups that are not listed,
///   and the methods that an impl of a trait of `PATH::server::partial` leaves out.
///
/// A group that is listed and not implemented is an error at its name. Generics and where clauses of the type are
/// those of the impl.
#[proc_macro_derive(Handler, attributes(handler))]
pub fn derive_handler(input: TokenStream) -> TokenStream {
    handler::derive(input.into()).into()
}
