//! The types of a house style. Each axis is declared once, with all its mechanisms.
//!
//! The generator reads a style from its file (feature `generator`) and writes it into the generated code as a constant,
//! which the runtime uses. [`Text`] and [`List`] hold owned values when they are read, and borrowed ones in the constant.

#[macro_use]
mod declare;

mod caching;
mod check;
mod cors;
mod data;
mod failure;
mod headers;
mod idempotency;
#[cfg(feature = "generator")]
mod lint;
mod locale;
mod login;
mod media;
mod methods;
mod minimal;
mod outcome;
mod paging;
mod path;
mod query;
mod rate;
mod style;
mod success;
mod template;
mod transport;
mod version;

#[cfg(feature = "generator")]
pub mod grammar;
#[cfg(feature = "generator")]
pub mod read;
#[cfg(feature = "generator")]
pub mod texts;

use std::borrow::Cow;

pub use caching::{Caching, EntityTags, IfMatch};
pub use check::Check;
pub use cors::{Cors, Origins};
pub use data::{
    AbsentBody, ClientIds, Data, Enums, FormatType, Formats, LinkForm, Links, ReadOnly, Reject, Times,
    UnknownMembers,
};
pub use failure::{
    EmptyEntries, Failure, FailureFlag, MixedStatuses, ParamNotation, ParameterName, Report, ViolationCodes,
    ViolationGroup,
};
pub use headers::{HeaderName, Headers, RequestId};
pub use idempotency::{Idempotency, KeptFailures, KeyFault, KeyUse, KeyedMethod};
#[cfg(feature = "generator")]
pub use lint::{
    BodyRules, CaseRule, DepthRule, EnumRules, ForbiddenRule, GrammaticalNumber, LimitRules, Lint, LintLevel,
    LintMethod, LintRule, MethodsRule, NameCase, NumberRule, OperationRules, ParameterRules, PathRules,
    RequiredRule, Requirement, RuleOptions, SchemaRules, StatusKey, StatusesRule, StyleFile, TagRules,
};
pub use locale::{Language, Languages, Locale, Texts};
pub use login::{Login, SameSite, Session};
pub use media::{Acceptance, EmptyValues, Media, OnlyMedia, RequestMedia};
pub use methods::{Methods, PatchBody, PostMeaning, PutBody};
pub use outcome::{Outcome, OutcomeResponse, Outcomes};
#[cfg(feature = "generator")]
pub use outcome::{OutcomeRule, OutcomeRules};
pub use paging::{
    CursorPaging, Direction, EdgeLinks, ItemCursorPaging, ItemRangePaging, KeyRangePaging, KeysetPaging,
    LinkRelation, NumberPaging, OffsetPaging, Order, Oversize, PageLimits, Pagination, Paging, PagingKind,
    PastEnd, RangeUnit, RowPaging, WithoutRange, Zero,
};
pub use path::{InvalidPathParameter, PathStyle, TrailingSlash};
pub use query::{
    DeepObjectLists, Expansion, Filtering, Include, Parameters, Sorting, SparseFields, UndeclaredParameters,
};
pub use rate::{Rate, RatedRequests, ResetTime};
pub use style::{Calls, Style};
pub use success::{Echo, EchoPart, Json, PayloadForm, Pretty, Success, SuccessMeta};
pub use template::{EntrySlot, FailureSlot, Member, PageSlot, Slot, SlotKind, SuccessSlot, Template};
pub use transport::{Tls, Transport};
pub use version::{
    AcceptParameter, AcceptSubtype, HeaderVersion, QueryVersion, ServedVersions, Version, VersionField,
    VersionOptions,
};

/// Text of a style.
pub type Text = Cow<'static, str>;

/// A list of a style.
pub type List<T> = Cow<'static, [T]>;

/// An entry of a mapping whose keys the style chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "generator", derive(serde::Serialize))]
pub struct Named<T> {
    /// Its key.
    pub name: Text,
    /// Its value.
    pub value: T,
}
