//! Reads path, query, header and cookie parameters.

use http::HeaderValue;
use http::header::COOKIE;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Reader;
use super::faults::violation;
use crate::api::{Param, Place};
use crate::codec::param::{self, Pairs, Raw, Source, cookie_pairs};
use crate::schema::as_received;
use crate::schema::check::{Violation, ViolationKind};
use crate::style::{EchoPart, InvalidPathParameter};

use crate::server::route::segments::captured;

impl Reader<'_> {
    /// Reads a required parameter.
    pub fn required<T: DeserializeOwned>(&mut self, param: &'static Param) -> Option<T> {
        let before = self.faults.parameters.len();
        let value = self.value(param).and_then(|value| match value {
            Some(value) => param::typed(param, value, &mut self.faults.parameters),
            None => {
                self.refuse(Violation::missing(Some(param.wire)));
                None
            }
        });
        // Reported as an unknown path.
        if param.place == Place::Path
            && self.style.path.invalid_path_parameter == InvalidPathParameter::NotFound
        {
            self.faults.no_such_path |= self.faults.parameters.len() > before;
            self.faults.parameters.truncate(before);
        }
        self.blame(param, before);
        value
    }

    /// Reads a parameter with a default.
    pub fn defaulted<T: DeserializeOwned>(&mut self, param: &'static Param) -> Option<T> {
        self.required(param)
    }

    /// Reads an optional parameter. Returns `Some(None)` if it is absent.
    pub fn optional<T: DeserializeOwned>(&mut self, param: &'static Param) -> Option<Option<T>> {
        let before = self.faults.parameters.len();
        let value = self.value(param).and_then(|value| match value {
            Some(value) => param::typed(param, value, &mut self.faults.parameters).map(Some),
            None => Some(None),
        });
        self.blame(param, before);
        value
    }

    /// Attributes the violations found since `before` to the parameter, if it is a header.
    fn blame(&mut self, param: &'static Param, before: usize) {
        let header = param.place == Place::Header;
        self.faults.parameters[before..].iter_mut().for_each(|violation| violation.header = header);
    }

    fn value(&mut self, param: &'static Param) -> Option<Option<Value>> {
        let policy = &self.style.data;
        let found = &mut self.faults.parameters;
        let (value, part) = match param.place {
            Place::Path => {
                let parts = &self.head.parts;
                let captured = captured(self.head.operation.path, parts.uri.path(), param.wire);
                let raw = captured.map(Raw::percent);
                (param::value(param, Source::One(raw), policy, found), Some(EchoPart::Path))
            }
            Place::Query => {
                self.known.param(param);
                let query = self.query.as_ref()?;
                (param::value(param, Source::Pairs(query), policy, found), Some(EchoPart::Query))
            }
            Place::Header => {
                let lines = self.lines(param.wire)?;
                let raw = lines.as_deref().map(Raw::plain);
                (param::value(param, Source::One(raw), policy, &mut self.faults.parameters), None)
            }
            Place::Cookie => {
                let lines = || self.head.parts.headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes);
                let mut own = cookie_pairs(lines()).filter(|(wire, _)| *wire == param.wire.as_bytes());
                if own.any(|(_, value)| str::from_utf8(value).is_err()) {
                    drop(own);
                    self.refuse(not_text(param.wire));
                    return None;
                }
                (param::value(param, Source::Pairs(&Pairs::cookies(lines())), policy, found), None)
            }
        };
        if let (Some(Some(value)), Some(part)) = (&value, part) {
            self.echo(part, param.wire, || {
                let mut value = value.clone();
                as_received(&mut value, param.schema);
                value
            });
        }
        value
    }

    /// Joins the lines of a header to one list.
    fn lines(&mut self, wire: &'static str) -> Option<Option<String>> {
        let lines = self.head.parts.headers.get_all(wire).iter();
        let texts: Result<Vec<&str>, _> = lines.map(|line| std::str::from_utf8(line.as_bytes())).collect();
        match texts {
            Ok(texts) => Some((!texts.is_empty()).then(|| texts.join(","))),
            Err(_) => {
                self.refuse(not_text(wire));
                None
            }
        }
    }
}

fn not_text(wire: &'static str) -> Violation {
    violation(wire, ViolationKind::Unreadable, "unreadable", "is not UTF-8 text")
}
