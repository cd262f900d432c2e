//! The way from page to page by the last row, where a style has that beside numbers: its answers have no links.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;
use url::Url;

use crate::codec::{DecodeError, json};
use crate::style::{NumberPaging, Paging, RowPaging};

use super::form::Answered;

/// What a request by rows asks for.
pub(super) struct AskedRows {
    rows: &'static RowPaging,
    /// The field that orders.
    field: String,
    /// Items a page.
    size: u64,
}

/// The query of the page after a row.
pub(super) type AfterRow = Vec<(&'static str, String)>;

impl AskedRows {
    /// None where the request asks for a page by its number.
    pub(super) fn of(url: &Url, paging: &'static Paging) -> Option<Self> {
        let Paging::Number(NumberPaging { number, size, after_row: Some(rows), .. }) = paging else {
            return None;
        };
        let of =
            |wire: &str| url.query_pairs().find(|(key, _)| key == wire).map(|(_, text)| text.into_owned());
        let field = rows.field.iter().find_map(|wire| of(wire));
        let by_rows = field.is_some()
            || [&rows.id, &rows.value, &rows.direction].into_iter().any(|wire| of(wire).is_some());
        if !by_rows || of(number).is_some() {
            return None;
        }
        let asked = of(size).and_then(|text| text.parse().ok());
        // A server may send no more than the most there is, whatever is asked for.
        let size =
            asked.unwrap_or(u64::from(paging.limits().size_default)).min(u64::from(paging.limits().size_max));
        Some(Self { rows, field: field.unwrap_or_else(|| rows.default_field.to_string()), size })
    }

    /// Where an answer of so many items leads; none where it is the last.
    ///
    /// # Errors
    /// Its last row does not tell what the next page comes after.
    pub(super) fn after(&self, answer: &Answered, items: usize) -> Result<Option<AfterRow>, DecodeError> {
        if (items as u64) < self.size || items == 0 {
            return Ok(None);
        }
        let row = answer.last_row()?;
        let mut after = vec![(&*self.rows.id, row.id)];
        if self.field != "id" {
            let value = row.attributes.get(&self.field).and_then(|value| plain(value)).ok_or_else(|| {
                DecodeError::of(format!("the last row has no `{}`, which orders", self.field), &answer.body)
            })?;
            after.push((&*self.rows.value, value));
        }
        Ok(Some(after))
    }
}

/// A row of an answer, as far as the next page is told by it.
#[derive(serde::Deserialize)]
pub(super) struct Row {
    id: String,
    #[serde(default)]
    attributes: BTreeMap<String, Box<RawValue>>,
}

impl Answered {
    fn last_row(&self) -> Result<Row, DecodeError> {
        let no_row = || DecodeError::of("a list of resources was expected", &self.body);
        let items: Vec<Box<RawValue>> = self.json().map_err(|_| no_row())?;
        json::read(items.last().ok_or_else(no_row)?.get().as_bytes())
    }
}

/// A value as a query has it; none where it is null, a list or an object.
fn plain(value: &RawValue) -> Option<String> {
    match json::read(value.get().as_bytes()).ok()? {
        Value::String(text) => Some(text),
        Value::Number(_) | Value::Bool(_) => Some(value.get().to_owned()),
        _ => None,
    }
}
