//! The macros of housestyle: `#[derive(Handler)]` and `api!`. Use them through the crate `housestyle`, which
//! re-exports them.
//!
//! `api!` runs the generator while the crate is compiled and puts the generated modules where it stands. `derive(Handler)`
//! makes a type the handler of an API, whichever way the API was generated.

use proc_macro::TokenStream;

mod api;
mod handler;

/// Makes a struct or an enum the handler of an API: implements `housestyle::server::Handler`.
///
/// ```
/// use housestyle::server::{Call, HandlerResult};
/// use housestyle::{Handler, Problem};
/// use clinic::operations::*;
/// use clinic::{server::Patients, types::Patient};
///
/// housestyle::api!(pub mod clinic = "tests/ui/clinic.yaml", server);
///
/// #[derive(Clone, Handler)]
/// #[handler(api = clinic, groups(Patients))]
/// struct Clinic {
///     patients: Vec<Patient>,
/// }
///
/// impl Patients for Clinic {
///     async fn list_patients(&self, _: Call<ListPatients>) -> HandlerResult<Vec<Patient>, ListPatientsError> {
///         Ok(self.patients.clone())
///     }
///
///     async fn create_patient(&self, call: Call<CreatePatient>) -> HandlerResult<Patient, CreatePatientError> {
///         let id = self.patients.len() as i64 + 1;
///         Ok(Patient { patient_id: id, name: call.body.name.clone(), born: call.body.born })
///     }
///
///     async fn get_patient(&self, call: Call<GetPatient>) -> HandlerResult<Patient, GetPatientError> {
///         let patient = self.patients.iter().find(|patient| patient.patient_id == call.patient_id);
///         Ok(patient.cloned().ok_or_else(Problem::not_found)?)
///     }
/// }
///
/// let service = Clinic { patients: Vec::new() }.into_service();
/// # drop(service);
/// assert_eq!(Clinic::api().title, "Clinic");
/// ```
///
/// - `api = PATH`: the module that was generated. Required.
/// - `groups(A, B)`: the traits of `PATH::server` that the type implements, one for each group of operations. Without it:
///   every group of the API. Operations of groups that are not listed are not served.
/// - `unavailable = FUNCTION`: which errors that `?` returns from a handler mean that the service is unavailable (503), for
///   example a locked database; a `fn(&(dyn Error + 'static)) -> bool`. Other errors are internal.
/// - `partial`: operations without an implementation respond 501 in the error body of the style. These are operations of groups
///   that are not listed, and methods that an impl of a trait in `PATH::server::partial` leaves out.
///
/// A group that is listed and not implemented is an error at its name. The impl has the generics and where clauses of the type.
#[proc_macro_derive(Handler, attributes(handler))]
pub fn derive_handler(input: TokenStream) -> TokenStream {
    handler::derive(input.into()).into()
}

/// Generates an API from its document and its house style, where the macro stands.
///
/// ```
/// mod clinic {
///     housestyle::api!("tests/ui/clinic.yaml", server);
/// }
/// // The same, as a module, with warnings denied:
/// housestyle::api!(pub mod archive = "tests/ui/clinic.yaml", server, deny = "warnings");
///
/// let patient = archive::types::Patient { patient_id: 7, name: "Ada".to_owned(), born: Default::default() };
/// assert_eq!(patient.name, "Ada");
/// # let _: Option<clinic::types::Patient> = None;
/// ```
///
/// The first argument is the path of the document, relative to the folder of the package (`CARGO_MANIFEST_DIR`). The others can
/// be in any order:
///
/// - `server`, `client`: what is emitted in addition to types and operations. Both, if neither is named.
/// - `openapi`: the document as it goes over the wire, as well: a service serves it with `.document(…)`.
/// - `full`: the document spells out what goes over the wire, and not payloads alone.
/// - `style = "…"`: a built-in style, or a file (with a `/` or an extension such as `.yaml`), relative to the folder of the
///   package. Without it the document's `x-style` decides.
/// - `templates = "…"`: a folder of templates that replace the built-in ones of the same name.
/// - `deny = "…"`, `allow = "…"`: diagnostics that become errors, or are silenced: codes (`HS0123`), `warnings`, `notes`, or
///   `skipped` for those that leave a part of the document out, separated by commas.
///
/// The text is the same as that of a build script or of the command. If a file that was read changes, the macro is expanded
/// again. An error in a file is an error at the path. A warning appears as the use of a deprecated item, because a macro has no other
/// way to warn.
#[proc_macro]
pub fn api(input: TokenStream) -> TokenStream {
    api::expand(input.into()).into()
}
