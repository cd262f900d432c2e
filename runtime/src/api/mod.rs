//! Descriptions of an API and its operations, as generated code states them, and what a handler returns.

mod answer;
mod declared;
mod meta;
pub mod operation;

pub(crate) use answer::boxed;
pub use answer::{Answer, Failure, Undeclared, WithMeta};
pub use declared::{Declared, DeclaredError, Heard, NoError, StatusSpec, Told, find, find_named};
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) use meta::sent_scheme;
pub use meta::{
    Api, BodyKind, BodyMeta, BodyResource, DocumentPurpose, FormField, Method, Need, OperationMeta, Param,
    ParamEncoding, PartMeta, Piece, Place, Scheme, SchemeKind, Security, Segment, ServerMeta, ServerVariable,
    SuccessMeta,
};
pub use operation::Operation;
