//! Includes the module that a build script generated.

/// Creates a module from the file that a build script generated with `housestyle_generator::Api::build`. It only compiles in
/// a package with a build script (`OUT_DIR`):
///
/// ```ignore
/// housestyle::include_api!(pub mod clinic);                        // $OUT_DIR/clinic.rs
/// housestyle::include_api!(pub mod clinic = "clinic_v2");          // $OUT_DIR/clinic_v2.rs
/// housestyle::include_api! {
///     /// The API of the clinic.
///     #[cfg(feature = "clinic")]
///     pub(crate) mod clinic
/// }
/// ```
///
/// The name is that of the document's file in snake case, or the one set with `.named(…)`.
#[macro_export]
macro_rules! include_api {
    ($(#[$attribute:meta])* $visibility:vis mod $ident:ident $(;)?) => {
        $(#[$attribute])*
        $visibility mod $ident {
            ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", ::core::stringify!($ident), ".rs"));
        }
    };
    ($(#[$attribute:meta])* $visibility:vis mod $ident:ident = $file:literal $(;)?) => {
        $(#[$attribute])*
        $visibility mod $ident {
            ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", $file, ".rs"));
        }
    };
}
