//! Descriptions of an API and its operations, as generated code declares them, and the results of handlers.

mod cause;
mod declared;
mod handler_result;
mod meta;
mod method;
pub mod operation;
mod present;

pub use crate::codec::multipart::PartMeta;
pub use crate::codec::param::{FormField, Param, ParamEncoding, Place};
pub use crate::codec::path_template::{Piece, Segment};
pub(crate) use cause::boxed;
pub use declared::{
    Declared, DeclaredError, EncodedError, NoError, ReceivedError, StatusSpec, find, find_named,
};
pub use handler_result::{HandlerError, HandlerResult, UndeclaredError, WithMeta};
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) use meta::sent_scheme;
pub use meta::{
    Api, BodyKind, BodyMeta, BodyResource, DocumentPurpose, ListMeta, OperationMeta, PayloadKind,
    RequiredScheme, Scheme, SchemeKind, Security, ServerMeta, ServerVariable, SuccessMeta,
};
pub use method::Method;
pub use operation::Operation;
pub use present::{Clear, Present, Presentation, Zone};
