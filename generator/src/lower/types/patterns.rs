//! Members by the pattern of their names (`patternProperties`), and objects that have no members but those that some schema
//! describes (`unevaluatedProperties: false`).

use super::super::codes;
use super::ShapeBuilder;
use super::allof::SchemaPart;
use crate::ir::{Form, Origin, Others, Patterns, TypeId};
use crate::lower::types::TypeRequests;
use crate::spec::{Field, Schema};

/// Keywords by which more members may be described than those that the parts name.
const CONDITIONAL: [Field; 6] = Schema::CONDITIONAL;

impl<'a> ShapeBuilder<'_, 'a> {
    /// What the members are whose names match patterns. Nothing where one of the patterns cannot be enforced, for it is not
    /// known then which names match none.
    pub(super) fn patterns(
        &mut self,
        id: TypeId,
        flat: &[SchemaPart<'a>],
        others: Others,
    ) -> Option<Patterns> {
        let form = self.cx.types.get(id).form;
        // Parts that are not described are reported elsewhere.
        if form == Form::Multipart {
            return None;
        }
        let mut each = Vec::new();
        let mut enforced = true;
        for part in flat {
            let merged = part.node.additional();
            for (written, schema) in part.node.pattern_properties() {
                match self.translated(written) {
                    Ok(pattern) => {
                        let schema =
                            merged.as_ref().and_then(|merged| same(merged, &schema)).unwrap_or(schema);
                        let ty = TypeRequests { cx: self.cx }.use_of(
                            &schema,
                            form.inside_list(),
                            Origin::Entry(id),
                        );
                        each.push((pattern, ty));
                    }
                    Err(problem) => {
                        let message = format!("pattern not enforced: {}", problem.text);
                        let warning = self.cx.warning(codes::PATTERN, message, &schema.pointer());
                        self.cx.push(warning.help(problem.help));
                        enforced = false;
                    }
                }
            }
        }
        (enforced && !each.is_empty()).then(|| Patterns { rest: self.rest(id, flat, others), each })
    }

    /// What the members are that match no pattern: where one schema alone speaks of them, just what that says.
    fn rest(&mut self, id: TypeId, flat: &[SchemaPart<'a>], others: Others) -> Others {
        let [part] = flat else { return others };
        match part.node.unmatched_properties() {
            Some(rest) if rest.is_nothing() => Others::Denied,
            Some(rest) if rest.is_object() && !rest.is_empty() => {
                let merged = part.node.additional();
                let rest = merged.as_ref().and_then(|merged| same(merged, &rest)).unwrap_or(rest);
                let form = self.cx.types.get(id).form.inside_list();
                Others::Kept(TypeRequests { cx: self.cx }.use_of(&rest, form, Origin::Entry(id)))
            }
            None if is_closed(&part.node) => Others::Denied,
            _ => others,
        }
    }

    /// Whether `unevaluatedProperties: false` closes the object of these parts: it is in the schema that all other
    /// parts belong to, and each member that they describe is declared.
    pub(super) fn closes(&mut self, flat: &[SchemaPart<'a>]) -> bool {
        let is_known = |part: &SchemaPart<'_>| !CONDITIONAL.iter().any(|keyword| part.node.has(keyword));
        if !flat.iter().all(is_known) {
            return false;
        }
        // An alternative comes after the schema that lists it, which has just one of its list.
        let base = flat.iter().rfind(|part| part.flat).filter(|part| !part.node.has(Schema::ANY_OF));
        let closing = flat.last().into_iter().chain(base).find(|part| is_closed(&part.node));
        if let Some(part) = closing {
            self.cx.schemas.closed.insert(part.node.id());
        }
        closing.is_some()
    }

    /// Remembers schemas that would have no other members: those that close no object are reported in the end.
    pub(super) fn note_unevaluated(&mut self, flat: &[SchemaPart<'a>]) {
        self.cx
            .schemas
            .unevaluated
            .extend(flat.iter().map(|part| &part.node).filter(|node| is_closed(node)).copied());
    }

    /// Reports each `unevaluatedProperties: false` that closes no object.
    pub(in crate::lower) fn report_unevaluated(&mut self) {
        let mut reported = std::collections::HashSet::new();
        for node in std::mem::take(&mut self.cx.schemas.unevaluated) {
            if !self.cx.schemas.closed.contains(&node.id()) && reported.insert(node.id()) {
                let message = "`unevaluatedProperties` is not enforced here: which members are described is not \
                               known beforehand";
                let at = node.at(Schema::UNEVALUATED_PROPERTIES);
                self.cx.push(self.cx.warning(codes::NOT_ENFORCED, message, &at));
            }
        }
    }
}

fn is_closed(node: &Schema<'_>) -> bool {
    node.unevaluated_properties().is_some_and(|schema| schema.is_nothing())
}

/// The schema that is equal to one of a pattern, in the type of additional members: it has a type.
fn same<'a>(merged: &Schema<'a>, schema: &Schema<'a>) -> Option<Schema<'a>> {
    std::iter::once(*merged).chain(merged.any_of()).find(|one| one.value() == schema.value())
}
