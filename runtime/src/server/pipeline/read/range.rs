//! Reads the requested range.

use http::header::RANGE;

use super::Reader;
use super::faults::violation;
use crate::paging::{KeyRangePage, RangePage, Unreadable, range::read};
use crate::problem::Wording;
use crate::schema::check::ViolationKind;
use crate::server::pipeline::request::RequestedPage;
use crate::style::Paging;

impl Reader<'_> {
    /// Reads a page by positions from `Range`; the first page if it is absent or in another unit.
    pub fn item_range(&mut self, paging: &'static Paging) -> Option<RangePage> {
        let unit = self.head.operation.unit();
        let asked = self.range(paging, |text| read::items(text, unit, paging))?;
        let page = asked.unwrap_or_else(|| RangePage::first(paging));
        self.details.page = Some(RequestedPage::ItemRange { paging, page, explicit: asked.is_some() });
        Some(page)
    }

    /// Reads a page by keys from `Range`; the first page if it is absent.
    pub fn key_range(&mut self, paging: &'static Paging) -> Option<KeyRangePage> {
        let members = self.head.operation.ranges;
        let asked = self.range(paging, |text| read::keys(text, members, paging))?;
        let explicit = asked.is_some();
        let page = asked.unwrap_or_else(|| KeyRangePage::first(paging, members));
        self.details.page = Some(RequestedPage::KeyRange { paging, page: page.clone(), explicit });
        Some(page)
    }

    /// Reads `Range`; it is ignored if `If-Range` does not hold (RFC 9110 §13.1.5).
    fn range<T>(
        &mut self,
        paging: &Paging,
        read: impl FnOnce(&str) -> Result<Option<T>, Unreadable>,
    ) -> Option<Option<T>> {
        let headers = &self.head.parts.headers;
        let mut lines = headers.get_all(RANGE).iter();
        let (Some(line), again) = (lines.next(), lines.next().is_some()) else { return Some(None) };
        if !self.range_counts {
            return Some(None);
        }
        let malformed = |must| Err(Unreadable::Malformed(must));
        let asked = match line.to_str() {
            _ if again => malformed("must be one header".into()),
            Ok(text) => read(text),
            Err(_) => malformed("must be ASCII text".into()),
        };
        match asked {
            Ok(asked) => Some(asked),
            Err(Unreadable::Malformed(must)) => {
                let found = violation("Range", ViolationKind::Unreadable, "malformed", must);
                self.faults.range = Some(found.of_header("Range"));
                None
            }
            Err(Unreadable::Oversize) => {
                let message = format!("must be of at most {} items", paging.limits().size_max);
                let mut found = violation("Range", ViolationKind::Constraint, "too_big", message);
                found.wording = Some(
                    Wording::of("violation.too_many")
                        .placeholder("limit", paging.limits().size_max.to_string()),
                );
                self.refuse(found);
                None
            }
        }
    }
}
