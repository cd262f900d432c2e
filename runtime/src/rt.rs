//! What generated code names, under one short path. No part of the public promise: it changes with the generator.

pub use crate::answer::{Answer, Failure, WithMeta};
pub use crate::base64::{Base64, Base64Url};
pub use crate::boxed::Boxed;
pub use crate::decimal::Decimal;
pub use crate::declared::{Declared, DeclaredError, Heard, NoError, StatusSpec, Told};
pub use crate::decode::DecodeError;
pub use crate::emitted::{any_case, from_integer, from_text, key, valid_value};
pub use crate::link::{Link, LinkPath, Locate};
pub use crate::members::{
    Key, Members, ReadObject, WriteObject, chosen, lenient, member, object, other, parsed, required, skip,
    write_object,
};
pub use crate::meta::{
    Api, BodyKind, BodyMeta, BodyResource, DocumentPurpose, FormField, Method, Need, OperationMeta, Param,
    ParamEncoding, PartMeta, Piece, Place, Scheme, SchemeKind, Security, Segment, ServerMeta, ServerVariable,
    SuccessMeta,
};
pub use crate::multipart::{FilePart, Multipart, ReadParts, WriteParts};
pub use crate::operation::{
    BesideMeta, Bytes, Empty, JobLink, Json, KeyedPaged, Located, LocatedResource, Many, MaybeResource,
    MetaOnly, OneResource, Operation, Paged, ResourcePage, Resources, Text, ToMany, ToOne,
};
pub use crate::outcome::Outcome;
pub use crate::page::{
    CursorPage, Keyed, KeysetPage, NumberedOrRows, NumberedPage, Page, PageInfo, RowsPage,
};
pub use crate::patch::Patch;
pub use crate::pattern::Pattern;
pub use crate::present::{Clear, Present, Presentation};
pub use crate::problem::{Entry, Problem};
pub use crate::range::{KeyBound, KeyRangePage, RangePage, RangeStart};
pub use crate::resource::{
    Attributes, IDENTIFIER, Include, Related, RelationshipMeta, Relationships, Resource, ResourceId,
    ResourceMeta, ResourceRefs, ResourceType, SortField, told,
};
pub use crate::schema::{
    ArrayRules, FileRules, Format, IntegerRules, Kind, MemberRules, NumberRules, ObjectRules, Others, Schema,
    StringRules, Tag, UnionRules, has,
};
pub use crate::status::StatusIn;
pub use crate::style::{
    AbsentBody, Acceptance, Caching, Check, Cors, Data, Direction, Echo, EchoPart, Ends,
    Failure as FailureStyle, Language, LinkForm, ListKeys, Locale, Member, Mixed, Order, Origins, Oversize,
    Paging, PagingKind, ParameterName, PastEnd, PathMisfit, PayloadForm, PostOnItem, Pretty, Query, Rate,
    Rated, Reaction, ReadOnly, Report, RequestId, RequestMedia, Rows, SameSite, Session, Slot, Sort, Style,
    Success, Template, Times, Tls, ToldBy, TrailingSlash, Unasked, Undeclared, UnknownMembers, Version,
};
pub use crate::union::{Picked, no_variant, union, variant};
pub use crate::valid::{Valid, ValidMembers, valid_members, valid_variant};
pub use crate::{__integer_enum as integer_enum, __text_enum as text_enum, __value_type as value_type};
pub use crate::{Date, DateTime, UnixTime, Uri, UriReference, Uuid};
pub use bytes::Bytes as RawBytes;
pub use serde::de::{Deserialize, Deserializer, Error as ReadError, MapAccess, Visitor};
pub use serde::ser::{Serialize, Serializer};
pub use serde_json::Value;
pub use std::collections::BTreeMap as Map;

#[cfg(feature = "client")]
pub use crate::client::{
    Answered, BuildError, CallError, CallOptions, CallResult, CallStream, ClientBuilder, ClientCall,
    ClientCore, Dispatch, DispatchBody, Followed, ReadForm, ReadMany, Reply, Unread, Writer,
};
#[cfg(feature = "server")]
pub use crate::server::{
    Call, EncodeError, Login, Open, Partial, Reader, Receive, Respond, ResponseBuilder, Table, not_written,
    open, optional_login, required_login,
};
#[cfg(feature = "client")]
pub use futures_core::Stream;
