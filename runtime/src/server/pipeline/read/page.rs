//! Reads the requested page.

use super::Reader;
use crate::paging::PageRequest;
use crate::paging::list_cursor::CursorList;
use crate::paging::read::PageReader;
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
            list: CursorList::new(operation.id, self.head.address.path()),
            faults: Vec::new(),
            range_fault: None,
            echo: self.details.echo.as_ref().map(|_| Vec::new()),
            explicit: false,
        };
        let page = P::read(way, &mut request);
        let PageReader { faults, range_fault, echo, explicit, .. } = request;
        self.faults.parameters.extend(faults);
        self.faults.range = range_fault;
        echo.into_iter().flatten().for_each(|(wire, value)| self.echo(EchoPart::Query, wire, || value));
        self.details.page = page.clone().map(|page| RequestedPage::new(way, page, explicit));
        page
    }
}
