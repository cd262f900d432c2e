//! What requests may expand: `expand` of `x-style`, the paths of members that are an id or an object.

use std::collections::BTreeSet;

use super::annotations::words;
use super::collect::CollectedOperation;
use super::{Context, codes};
use crate::ir::{Expandable, Member, Operation, Payload, Scalar, Shape, TextFormat, TypeId};

/// Checks which members responses may have expanded.
pub(in crate::lower) struct Expansions<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

/// Why a path does not end at a member that can be expanded.
enum PathProblem<'p> {
    /// No object has this member; those that there are.
    Unknown(&'p str, Vec<String>),
    /// The last member is always there, and always the same.
    Fixed,
}

impl<'a> Expansions<'_, 'a> {
    /// Checks the paths against the members of what an operation answers.
    pub fn find_expansion(&mut self, found: &CollectedOperation<'a>, operation: &mut Operation) {
        let Some(paths) = found.annotations.expand() else { return };
        let Some(rules) = &self.cx.style.expansion else { return };
        let (max_depth, prefix) =
            (usize::try_from(rules.max_depth).unwrap_or(usize::MAX), &rules.list_prefix);
        let (types, is_list) = self.answered(operation);
        if types.is_empty() || !operation.styled {
            let message = format!("`{}` answers no object of the style with members to expand", operation.id);
            let pointer = found.annotations.at("expand");
            self.cx.push(self.cx.error(codes::EXPANSION_PATH, message, &pointer).help("drop `expand`"));
            return;
        }
        let steps = prefix.as_ref().filter(|_| is_list).map_or(0, |prefix| prefix.split('.').count());
        found.annotations.mark_effective("expand", &mut self.cx.report);
        let mut expandable = Expandable { paths: Vec::new(), is_list };
        for item in paths {
            let Some(path) = item.value().as_str() else { continue };
            let (message, help) = match self.walk(&types, path) {
                Ok(()) if path.split('.').count() + steps <= max_depth => {
                    expandable.paths.push(path.to_owned());
                    continue;
                }
                Ok(()) => (
                    format!("`{path}` has more members than a request may expand"),
                    format!("`expansion.max_depth` of the style is {max_depth}"),
                ),
                Err(PathProblem::Unknown(step, known)) => (
                    format!("`{path}` does not exist: there is no member `{step}`"),
                    format!("what is there has {}", words(&known)),
                ),
                Err(PathProblem::Fixed) => (
                    format!("`{path}` cannot be expanded: it is always there, and always the same"),
                    "describe it as `anyOf` of an id and an object, or do not require it".to_owned(),
                ),
            };
            self.cx.push(self.cx.error(codes::EXPANSION_PATH, message, &item.pointer()).help(help));
        }
        operation.expansion = (!expandable.paths.is_empty()).then_some(expandable);
    }

    /// The objects that an operation answers or lists, and whether it lists them.
    fn answered(&self, operation: &Operation) -> (Vec<TypeId>, bool) {
        let (mut types, mut is_list) = (Vec::new(), false);
        for success in &operation.successes {
            match &success.payload {
                Payload::Page(ty) | Payload::Resources(ty) => {
                    is_list = true;
                    types.push(ty.id);
                }
                Payload::Resource(ty) => types.push(ty.id),
                Payload::Body(contents) => {
                    for ty in contents.iter().filter_map(|content| content.kind.json()) {
                        is_list |= matches!(self.shape(ty.id), Shape::Array(_));
                        types.push(ty.id);
                    }
                }
                Payload::Nothing
                | Payload::Job
                | Payload::Meta(_)
                | Payload::ToOne(_)
                | Payload::ToMany(_) => {}
            }
        }
        (self.cx.types.objects_within(types.into_iter()), is_list)
    }

    fn walk<'p>(&self, from: &[TypeId], path: &'p str) -> Result<(), PathProblem<'p>> {
        let mut here = from.to_vec();
        let mut steps = path.split('.').peekable();
        while let Some(step) = steps.next() {
            let members = || here.iter().flat_map(|id| self.members(*id));
            let named: Vec<&Member> = members().filter(|member| member.wire == step).collect();
            if named.is_empty() {
                let known: BTreeSet<_> = members().map(|member| member.wire.clone()).collect();
                return Err(PathProblem::Unknown(step, known.into_iter().collect()));
            }
            let varies = |member: &&Member| !member.required || self.is_id_or_object(member.ty.id);
            if steps.peek().is_none() && !named.iter().any(varies) {
                return Err(PathProblem::Fixed);
            }
            here = self.cx.types.objects_within(named.iter().map(|member| member.ty.id));
        }
        Ok(())
    }

    fn members(&self, id: TypeId) -> &[Member] {
        match self.shape(id) {
            Shape::Object(object) => &object.members,
            _ => &[],
        }
    }

    /// Whether a value, or each item of a list, is a text or an object.
    fn is_id_or_object(&self, id: TypeId) -> bool {
        match self.shape(id) {
            Shape::Union(union) => {
                let is_text = |id| matches!(self.shape(id), Shape::Scalar(Scalar::Text(text)) if text.format != TextFormat::Binary);
                let is_object = |id| matches!(self.shape(id), Shape::Object(_));
                union.variants.iter().any(|one| is_text(one.ty.id))
                    && union.variants.iter().any(|one| is_object(one.ty.id))
            }
            Shape::Array(array) => match self.shape(array.items.id) {
                Shape::Union(_) => self.is_id_or_object(array.items.id),
                _ => false,
            },
            _ => false,
        }
    }

    fn shape(&self, id: TypeId) -> &Shape {
        &self.cx.types.get(self.cx.types.behind(id)).shape
    }
}
