//! Times as integer seconds on the wire, under a style that has them so.

use super::super::codes;
use super::ShapeBuilder;
use super::allof::{SchemaPart, values};
use crate::ir::{Scalar, Shape};
use crate::spec::{Field, Schema};
use crate::style::Times;

/// Keywords that apply to text and not to numbers.
const OF_TEXT: [Field; 4] = [Schema::ENUM, Schema::PATTERN, Schema::MIN_LENGTH, Schema::MAX_LENGTH];

impl<'a> ShapeBuilder<'_, 'a> {
    /// Text of the format `date-time` as the number that it is on the wire; `None` for any other text.
    pub(super) fn shape_of_time(&mut self, flat: &[SchemaPart<'a>]) -> Option<Shape> {
        if self.cx.style.data.times != Times::UnixSeconds {
            return None;
        }
        let format = values(flat, Schema::FORMAT).filter_map(|(_, format)| format.as_str()).last();
        if format != Some("date-time") {
            return None;
        }
        let said: Vec<_> =
            OF_TEXT.iter().flat_map(|key| values(flat, *key).map(move |(node, _)| (*key, node))).collect();
        for (key, pointer) in said.into_iter().map(|(key, node)| (key, node.at(key))).collect::<Vec<_>>() {
            let message = format!(
                "`{key}` of a time is not enforced: under the style `{}` a time is a number of seconds",
                self.cx.style.ident
            );
            self.cx
                .push(self.cx.warning(codes::KEYWORD_NOT_ENFORCED, message, &pointer).help("take it away"));
        }
        Some(Shape::Scalar(Scalar::UnixTime))
    }
}
