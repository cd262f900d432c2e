//! Names: every identifier of the emitted code, assigned once for the entire API, scope by scope.

mod operations;
mod paging;
mod types;

pub use operations::*;
pub use paging::PagingNames;
pub use types::*;

use super::cases::pascal;
use crate::ir::{ApiModel, StatusSpec};

/// All names of an API.
#[derive(Debug)]
pub struct Names {
    /// Of types and their parts.
    pub types: TypeNames,
    /// Of operations and their parts, by index.
    pub operations: Vec<OperationNames>,
    /// Of groups, by index.
    pub groups: Vec<GroupNames>,
    /// Of the constants of security schemes, by index.
    pub schemes: Vec<super::ident::Ident>,
    /// Of ways to page.
    pub pagings: Vec<PagingNames>,
}

/// A rename that a reader of the code should know of.
#[derive(Debug)]
pub struct Rename {
    /// What has the name: its pointer in the document.
    pub pointer: String,
    /// What it would have been called.
    pub wanted: String,
    /// What it is called.
    pub given: String,
    /// Who has the first choice, where that is a node of the document.
    pub holder: Option<String>,
}

/// Names everything.
#[must_use]
pub fn names(api: &ApiModel) -> (Names, Vec<Rename>) {
    let mut renamed = Vec::new();
    let types = TypeNames::new(api, &mut renamed);
    let operations = name_operations(api, &types, &mut renamed);
    let groups = name_groups(api);
    let schemes = name_schemes(api);
    let pagings = paging::name_pagings(api);
    (Names { types, operations, groups, schemes, pagings }, renamed)
}

/// A status as a name: `NotFound`, `Status420`, `ClientError`, `Default`.
#[must_use]
pub fn status_name(status: StatusSpec) -> String {
    match status {
        StatusSpec::Default => "Default".to_owned(),
        StatusSpec::Range(digit) => match digit {
            1 => "Informational".to_owned(),
            2 => "Success".to_owned(),
            3 => "Redirection".to_owned(),
            4 => "ClientError".to_owned(),
            5 => "ServerError".to_owned(),
            _ => format!("Status{digit}xx"),
        },
        StatusSpec::Exact(code) => phrase(code).map_or_else(|| format!("Status{code}"), pascal),
    }
}

/// The usual phrase of a status (IANA's registry).
#[must_use]
pub const fn phrase(code: u16) -> Option<&'static str> {
    Some(match code {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        507 => "Insufficient Storage",
        _ => return None,
    })
}
