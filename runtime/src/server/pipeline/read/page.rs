//! Reads the requested page.

use super::Reader;
use crate::paging::PageRequest;
use crate::paging::read::PageReader;
use crate::paging::response::Anchor;
use crate::schema::check::Fault;
use crate::server::pipeline::list_cursor::CursorList;
use crate::server::pipeline::request::RequestedPage;
use crate::style::EchoPart;

impl Reader<'_> {
    /// The page that the request asks for: the first, if it does not ask for one. A `Range` next to an `If-Range` that does
    /// not hold is ignored (RFC 9110 §13.1.5).
    pub fn page<P: PageRequest>(&mut self, way: &'static P::Way) -> Option<P> {
        let operation = self.head.operation;
        let mut request = PageReader {
            query: self.query.as_ref()?,
            headers: self.range_counts.then_some(&self.head.parts.headers),
            ranges: operation.ranges,
            sort: operation.sort,
            faults: Vec::new(),
            range_fault: None,
            echo: self.details.echo.as_ref().map(|_| Vec::new()),
            explicit: false,
        };
        let sent = P::read(way, &mut request);
        let list = CursorList::new(operation.id, self.head.address.path());
        let page = sent.clone().and_then(|page| opened(page, way, &list, &mut request));
        let PageReader { faults, range_fault, echo, explicit, .. } = request;
        self.faults.parameters.extend(faults);
        self.faults.range = range_fault;
        echo.into_iter().flatten().for_each(|(wire, value)| self.echo(EchoPart::Query, wire, || value));
        // Links repeat the cursor as it was sent.
        self.details.page = sent.map(|page| RequestedPage::new(way, page, explicit));
        page
    }
}

/// The page with the handler's cursor; `None` if it has a cursor of another list, which is noted.
fn opened<P: PageRequest>(
    mut page: P,
    way: &'static P::Way,
    list: &CursorList,
    request: &mut PageReader<'_>,
) -> Option<P> {
    let anchor = page.facts(way).anchor;
    let Some(cursor) = page.cursor_mut() else { return Some(page) };
    match (list.open(cursor).map(str::to_owned), anchor) {
        (Some(own), _) => *cursor = own,
        (None, Some(Anchor::Parameter(wire))) => {
            return request.fault(wire, &Fault::Unlike("is not a cursor of this list".to_owned()));
        }
        (None, Some(Anchor::Range) | None) => return None,
    }
    Some(page)
}
