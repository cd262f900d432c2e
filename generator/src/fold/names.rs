//! Names in bodies that are the operation's own: `x-style` says those that do not follow from the path.

use serde_json::json;

use super::envelope::MatchedBody;
use super::matched::Difference;
use super::operation::OperationFold;
use crate::lower::body_names::{plural, singular};
use crate::style::Template;

impl OperationFold<'_> {
    /// Says the name of what is returned. Lists that are paged have theirs in `paging`.
    pub(super) fn name_resource(&mut self, bodies: &[MatchedBody<'_>], is_paged: bool) {
        let name = |is_list| {
            let of_kind = bodies.iter().filter(|body| body.is_list == is_list);
            of_kind.filter_map(|body| body.found.items.as_deref()).next()
        };
        let many = name(true).filter(|_| !is_paged);
        let one = name(false);
        let expected = |of: fn(&str) -> String| self.last_segment().map(of);
        let many_as_expected = many.is_none_or(|many| {
            let of_path = self.style.success.list_body(None).own_name() == Some(Template::ITEMS);
            expected(if of_path { str::to_owned } else { plural }).as_deref() == Some(many)
        });
        if many_as_expected && one.is_none_or(|one| expected(singular).as_deref() == Some(one)) {
            return;
        }
        let said = match (one, many) {
            (Some(one), Some(many)) if plural(one) != many => json!({ "one": one, "many": many }),
            (Some(one), _) => json!(one),
            (None, Some(many)) => match singular(many) {
                one if plural(&one) == many => json!(one),
                one => json!({ "one": one, "many": many }),
            },
            (None, None) => return,
        };
        self.said.insert("resource".to_owned(), said);
    }

    /// The last segment of the path that is not a parameter.
    fn last_segment(&self) -> Option<&str> {
        let mut segments = self.path.rsplit('/').filter(|segment| !segment.is_empty());
        segments.find(|segment| !segment.contains('{'))
    }
}

/// A difference of bodies of one kind with names of their own: an operation has one.
pub(super) fn several_names(bodies: &[MatchedBody<'_>]) -> Option<Difference> {
    bodies.iter().enumerate().find_map(|(index, body)| {
        let before = bodies.iter().take(index).filter(|other| other.is_list == body.is_list);
        let known = before.filter_map(|other| other.found.items.as_deref()).next()?;
        let own = body.found.items.as_deref().filter(|own| *own != known)?;
        let expected = format!("the member `{known}`, as in other responses");
        Some(Difference::new(body.at.clone(), &expected, &format!("`{own}`")))
    })
}
