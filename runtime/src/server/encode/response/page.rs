//! Pages in a response.

use http::HeaderMap;
use http::header::ACCEPT_RANGES;
use serde::Serialize;
use url::form_urlencoded;

use super::{EncodeError, ResponseBuilder};
use crate::api::{OperationMeta, Present, UndeclaredError};
use crate::codec::json;
use crate::paging::list_cursor::CursorList;
use crate::paging::range::accept_ranges;
use crate::paging::response::{Extent, PageLinks, PageResponse};
use crate::paging::{Page, PageInfo};
use crate::paging::{item_cursor, link_header};
use crate::problem::Outcome;
use crate::server::encode::envelope;

impl ResponseBuilder<'_> {
    pub(super) fn page<T: Serialize + Present>(
        &mut self,
        mut page: Page<T>,
        ends: Option<(String, String)>,
    ) -> Result<(), EncodeError> {
        self.place(&mut page.info, page.items.len(), ends)?;
        if let Some(requested) = &self.context.request.details.page {
            let success = &self.context.operation().api.style.success;
            let body = success.list_body(requested.way.list());
            item_cursor::add_ends(&page.items, requested.way, body, &mut page.info);
        }
        self.present(&mut page.items);
        self.wrap(&mut envelope::payload(|out| json::write(&page.items, out)), Some(&page.info))
    }

    /// Completes what the response says of a page of `shown` items.
    pub(super) fn place(
        &mut self,
        info: &mut PageInfo,
        shown: usize,
        ends: Option<(String, String)>,
    ) -> Result<(), EncodeError> {
        self.validator = info.validator.take();
        let (operation, head) = (self.context.operation(), &self.context.request.head);
        let Some(page) = &self.context.request.details.page else { return Ok(()) };
        // A credential does not belong into bodies, though it came in the query.
        let query = form_urlencoded::parse(head.parts.uri.query().unwrap_or("").as_bytes());
        let query = query.filter(|(wire, _)| !head.secrets.in_query(wire)).collect();
        let mut response = PageResponse {
            info,
            shown,
            ends,
            ranges: operation.ranges,
            explicit: page.explicit,
            list: CursorList::new(operation.id, head.address.path()),
            links: PageLinks { path: head.address.url(), query },
            headers: HeaderMap::new(),
            extent: Extent::Unspecified,
        };
        page.describe(&mut response)?;
        let PageResponse { info, headers, extent, .. } = response;
        self.headers.extend(headers);
        link_header::write(page.way.link_header(), info, &mut self.headers);
        self.part = matches!(extent, Extent::Part { .. });
        let status = |outcome| operation.api.style.response_to(outcome).status;
        let partial = status(Outcome::Partial);
        self.status = match extent {
            Extent::Unspecified => self.status,
            Extent::Part { partial: true } => partial,
            Extent::Whole | Extent::Part { partial: false } if operation.status == partial => {
                status(Outcome::Ok)
            }
            Extent::Whole | Extent::Part { partial: false } => operation.status,
        };
        Ok(())
    }
}

/// Adds the ranges that the operation has to a problem of a range.
pub(in crate::server) fn add_accept_ranges(
    mut error: UndeclaredError,
    operation: &OperationMeta,
) -> UndeclaredError {
    if let UndeclaredError::Problem(problem) = &mut error
        && operation.paging.is_some_and(|paging| paging.range().is_some())
        && matches!(problem.outcome, Outcome::MalformedRange | Outcome::RangeNotSatisfiable)
    {
        problem.headers.entry(ACCEPT_RANGES).or_insert_with(|| accept_ranges(operation.ranges));
    }
    error
}
