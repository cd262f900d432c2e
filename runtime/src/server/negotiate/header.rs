//! The version in a header of its own: `X-Api-Version: 3`.

use http::HeaderMap;

use crate::problem::{Entry, Outcome, Problem, Wording};
use crate::server::encode::entries;
use crate::style::{HeaderVersion, Style};

/// The version that a request names, else the current one. None: it is not served, is named twice, or has to be named.
pub(super) fn find(version: &'static HeaderVersion, headers: &HeaderMap) -> Option<&'static str> {
    let mut lines = headers.get_all(&*version.name).iter();
    match (lines.next(), lines.next()) {
        (None, _) => (!version.required).then_some(&*version.current),
        (Some(asked), None) => {
            let mut served = version.served().iter().map(|served| &**served);
            served.find(|served| served.as_bytes() == asked.as_bytes().trim_ascii())
        }
        (Some(_), Some(_)) => None,
    }
}

/// The problem of a version that is not served.
pub(super) fn refused(style: &'static Style, version: &'static HeaderVersion) -> Problem {
    let problem = Problem::new(Outcome::NotAcceptable);
    if style.failure.has_lone_entry() {
        return entries::of_header(style, problem, &version.name);
    }
    let all = version.served().join(", ");
    let one = |served: &'static str| Entry::new("available").header(&*version.name).message(served);
    let wording = Wording::of("outcome.not_acceptable").placeholder("available", all.clone());
    let message = format!("`{}` names no version that is served; there are {all}", &*version.name);
    let entries = version.served().iter().map(|served| one(served));
    problem.message(message).wording(wording).entries(entries)
}
