//! Everything that generated code uses, under one path. Not part of the public API: it changes with the generator.

mod enums;
mod features;

pub use crate::api::operation::{
    Bytes, Empty, JobLink, Json, KeyedPaged, Located, LocatedResource, Many, MaybeResource, MetaOnly,
    OneResource, Operation, Paged, ResourcePage, Resources, Text, ToMany, ToOne, WithMetaForm,
};
pub use crate::api::{
    Api, BodyKind, BodyMeta, BodyResource, Clear, Declared, DeclaredError, DocumentPurpose, EncodedError,
    FormField, HandlerError, HandlerResult, ListMeta, Method, NoError, OperationMeta, Param, ParamEncoding,
    PartMeta, PayloadKind, Piece, Place, Present, Presentation, ReceivedError, RequiredScheme, Scheme,
    SchemeKind, Security, Segment, ServerMeta, ServerVariable, StatusSpec, SuccessMeta, WithMeta,
};
pub use crate::codec::DecodeError;
pub use crate::codec::multipart::{FilePart, Multipart, ReadParts, WriteParts};
pub use crate::expansion::{ExpandablePaths, ExpandedPaths};
pub use crate::jsonapi::{
    Attributes, IDENTIFIER, Include, Related, RelationshipMeta, Relationships, Resource, ResourceId,
    ResourceMeta, ResourceRefs, ResourceType, SortField, UnknownResource, read_tagged,
};
pub use crate::paging::{
    CursorPage, ItemCursorPage, KeyBound, KeyRangePage, Keyed, KeysetPage, NumberedOrRows, NumberedPage,
    OffsetPage, Page, PageInfo, PageRequest, RangePage, RangeStart, RowsPage,
};
pub use crate::problem::{Entry, Outcome, Problem};
pub use crate::schema::check::any_case;
pub use crate::schema::members::{
    MemberName, Members, ReadObject, WriteObject, chosen, float_member, key, lenient, lenient_float, member,
    object, other, other_float, parsed, required, skip, write_object,
};
pub use crate::schema::union::{UnionValue, no_variant, union, variant};
pub use crate::schema::{
    AdditionalMembers, ArrayRules, FileRules, Format, IntegerRules, Kind, MemberRules, NumberRules,
    ObjectRules, Pattern, PatternRules, Schema, StringRules, UnionRules, UnionTag, Valid, ValidMembers, has,
    valid_members, valid_variant,
};
pub use crate::style::{
    self, AbsentBody, Acceptance, Caching, Check, ClientIds, Cors, CursorPaging, Data, DeepObjectLists,
    Direction, Echo, EchoPart, EdgeLinks, EmptyEntries, EntityTags, Failure, FailureFlag, HeaderName,
    Idempotency, IfMatch, InvalidPathParameter, ItemCursorPaging, ItemRangePaging, KeptFailures,
    KeyRangePaging, KeyUse, KeyedMethod, KeysetPaging, LinkForm, LinkRelation, Locale, Member, MixedStatuses,
    NumberPaging, OffsetPaging, Order, Origins, OutcomeResponse, Outcomes, Oversize, PageLimits, Paging,
    ParamNotation, ParameterName, PastEnd, PayloadForm, PostMeaning, Pretty, Rate, RatedRequests, ReadOnly,
    Report, RequestId, RequestMedia, ResetTime, RowPaging, SameSite, Session, Slot, Sorting, Style, Success,
    Template, Times, Tls, TrailingSlash, UndeclaredParameters, UnknownMembers, Version, ViolationCodes,
    WithoutRange, Zero,
};
pub use crate::value::{Base64, Base64Url, Boxed, Decimal, Link, LinkPath, Locate, Patch, StatusIn};
pub use crate::{__integer_enum as integer_enum, __text_enum as text_enum, __value_type as value_type};
pub use crate::{Date, DateTime, UnixTime, Uri, UriReference, Uuid};
pub use bytes::Bytes as RawBytes;
pub use enums::{from_integer, from_text, valid_value};
pub use serde::de::{Deserialize, Deserializer, Error as ReadError, MapAccess, Visitor};
pub use serde::ser::{Serialize, Serializer};
pub use serde_json::Value;
pub use std::borrow::Cow::Borrowed;
pub use std::collections::BTreeMap as Map;

#[cfg(feature = "client")]
pub use crate::client::{
    Answered, BuildError, CallError, CallOptions, CallResult, CallStream, ClientBuilder, ClientCall,
    ClientCore, DecodeFailure, Dispatch, DispatchBody, LinkCall, ReadForm, ReadMany, Reply, Writer,
};
#[cfg(feature = "server")]
pub use crate::server::{
    AnyHandler, AuthHandler, Authentication, Call, EncodeError, Login, OpenHandler, PartialHandler, Reader,
    Receive, Respond, ResponseBuilder, Table, not_implemented, open, optional_login, required_login,
};
#[cfg(feature = "client")]
pub use futures_core::Stream;
