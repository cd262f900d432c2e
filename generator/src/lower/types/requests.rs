//! Types that operations and other types ask for: each schema once a form, put into the queue at its first use.

use super::super::Context;
use super::allof::SchemaParts;
use super::forms::FormChooser;
use crate::ir::{Form, Origin, Shape, TypeId, TypeRef};
use crate::spec::Schema;

/// Asks for the types of schemas.
pub(in crate::lower) struct TypeRequests<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> TypeRequests<'_, 'a> {
    /// The use of a schema in a place: `origin` names it if it has no name.
    pub fn use_of(&mut self, schema: &Schema<'a>, form: Form, origin: Origin) -> TypeRef {
        let resolved = self.cx.resolve_schema(schema);
        let id = self.type_of(SchemaParts::one(&resolved.node), form, origin);
        TypeRef { id, nullable: resolved.nullable && !resolved.node.lists_null_alone() }
    }

    /// A component's type under the component's own name.
    fn component(&mut self, schema: &Schema<'a>) {
        let resolved = self.cx.resolve_schema(schema);
        let origin = Origin::Component(schema.component().unwrap_or_default());
        let parts = SchemaParts::one(&resolved.node);
        // One that only goes in has no form in which it comes out.
        let mut forms = [Form::Read, Form::New, Form::Patch, Form::Merge, Form::Multipart].into_iter();
        let known = forms.find(|form| self.cx.types.memo.contains_key(&(parts.key(), *form)));
        // Binary data occurs in forms of parts.
        let usual =
            if self.cx.resolve_schema(&resolved.node).is_binary() { Form::Multipart } else { Form::Read };
        let target = self.type_of(parts, known.unwrap_or(usual), origin.clone());
        if resolved.node != *schema {
            let target = TypeRef { id: target, nullable: resolved.nullable };
            let id = self.cx.types.make(origin, Form::Read, Shape::Alias(target), &schema.pointer());
            self.cx.types.get_mut(id).docs = resolved.docs();
        }
    }

    /// The type of schemas that apply together, in the requested form or an equal one.
    pub fn type_of(&mut self, parts: SchemaParts<'a>, form: Form, origin: Origin) -> TypeId {
        let form = FormChooser { cx: self.cx }.effective_form(&parts, form);
        let key = (parts.key(), form);
        if let Some(&id) = self.cx.types.memo.get(&key) {
            return id;
        }
        let first = parts.first();
        let origin = first.node.component().filter(|_| parts.is_plain()).map_or(origin, Origin::Component);
        let id = self.cx.types.make(origin, form, Shape::Any, &first.node.pointer());
        self.cx.types.memo.insert(key, id);
        self.cx.types.queue.push_back((id, parts));
        id
    }

    /// Every component schema becomes a type, used or not: what is wrong with it is reported either way.
    pub fn lower_components(&mut self) {
        for (wire, schema) in self.cx.root.schemas() {
            self.cx.check_wire(wire, || schema.pointer());
            self.component(&schema);
        }
    }
}
