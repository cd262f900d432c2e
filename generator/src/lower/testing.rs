//! Small documents and styles for the tests of this module.

use std::sync::OnceLock;

use super::lower;
use crate::diag::{Code, Diagnostics, Severity, codes};
use crate::ir::{ApiModel, Member, Object, Operation, Shape, Type, TypeId};
use crate::source::Sources;
use crate::style::Style;
use crate::{spec, style};

/// A style that wraps, pages, links and has representation options.
pub(super) const ACME: &str = r#"
style: acme
version: { in: accept_subtype, vendor: acme, current: v1, options: { alternatives: [compact, full], suffix: verbose } }
success: { body: { data: $payload!, meta: $meta } }
outcomes: { business: { status: 420, message: No } }
paging:
  default: numbered
  numbered: { kind: number, number: page, size: per_page, size_default: 20, size_max: 200, oversize: clamp, past_end: not_found,
    meta: { total: $total, next_url: $next } }
  relative: { kind: keyset, before: before, after: after, size: per_page, size_default: 20, size_max: 200, oversize: clamp,
    by: [created_at, uuid], default_direction: before, meta: { next_url: $next } }
data: { links: { self_member: url, related_suffix: _url }, links_only_with_option: compact }
methods: { post_on_item: patch, patch: merge }
"#;

/// What came of a document.
pub(super) struct Outcome {
    pub api: Option<ApiModel>,
    pub diags: Diagnostics,
}

/// Lowers the document's paths, components and more under the style that adds nothing.
pub(super) fn plain(document: &str) -> Outcome {
    let mut diags = Diagnostics::new();
    let mut sources = Sources::new();
    let style = style::load(style::root(), &mut sources, &mut diags).expect("the root style loads");
    run(document, &style, sources, diags)
}

/// Lowers under [`ACME`].
pub(super) fn acme(document: &str) -> Outcome {
    run(document, acme_style(), Sources::new(), Diagnostics::new())
}

/// Lowers under [`ACME`], changed.
pub(super) fn like_acme(document: &str, change: impl FnOnce(&mut Style)) -> Outcome {
    let mut style = acme_style().clone();
    change(&mut style);
    run(document, &style, Sources::new(), Diagnostics::new())
}

/// Lowers under [`ACME`] with payloads that are resource objects.
pub(super) fn resources(document: &str) -> Outcome {
    like_acme(document, |style| {
        style.success.form = crate::style::PayloadForm::Resources;
        style.success.location = true;
        style.data.links.self_member = None;
        style.version = crate::style::Version::None;
    })
}

fn acme_style() -> &'static Style {
    static STYLE: OnceLock<Style> = OnceLock::new();
    STYLE.get_or_init(load_acme)
}

fn load_acme() -> Style {
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let path = std::env::temp_dir().join(format!("housestyle-lower-{}.yaml", std::process::id()));
    std::fs::write(&path, ACME).expect("the style is written");
    let style = style::load(&path.to_string_lossy(), &mut sources, &mut diags);
    std::fs::remove_file(&path).expect("the style is removed");
    style.unwrap_or_else(|| panic!("{diags:#?}"))
}

fn run(document: &str, style: &Style, mut sources: Sources, mut diags: Diagnostics) -> Outcome {
    let info = if document.contains("\ninfo:") { "" } else { "info: { title: Acme, version: '1' }\n" };
    let text = format!("openapi: 3.0.3\n{info}{document}");
    let file = sources.add_text("acme.yaml", text, &mut diags).unwrap_or_else(|| panic!("{diags:#?}"));
    let spec = spec::load(&file, &mut sources, &mut diags).unwrap_or_else(|| panic!("{diags:#?}"));
    diags = Diagnostics::new();
    let api = lower(&spec, style, &mut diags);
    assert_eq!(api.is_none(), diags.failed(), "{diags:#?}");
    Outcome { api, diags }
}

impl Outcome {
    pub fn api(&self) -> &ApiModel {
        self.api.as_ref().unwrap_or_else(|| panic!("{:#?}", self.diags))
    }

    /// The codes of everything graver than a note, in order.
    pub fn codes(&self) -> Vec<Code> {
        self.diags.iter().filter(|d| d.severity != Severity::Note).map(|d| d.code).collect()
    }

    /// Whether the document is refused for the form of its `x-style`, and for nothing else.
    pub fn refused(&self) -> bool {
        let forms = [codes::EXTENSION_KEY, codes::EXTENSION_VALUE, codes::EXTENSION_PLACE];
        let mut errors = self.diags.iter().filter(|one| one.severity == Severity::Error);
        self.api.is_none() && errors.all(|one| forms.contains(&one.code))
    }

    /// The message and the pointer of the only diagnostic with this code.
    pub fn reported(&self, code: Code) -> (String, String) {
        let found: Vec<_> = self.diags.iter().filter(|d| d.code == code).collect();
        let [one] = found.as_slice() else { panic!("{:#?}", self.diags) };
        let pointer = match &one.place {
            crate::diag::Place::Pointer { pointer, .. } => pointer.clone(),
            other => format!("{other:?}"),
        };
        (one.message.clone(), pointer)
    }

    pub fn operation(&self, id: &str) -> &Operation {
        let operations = &self.api().operations;
        operations.iter().find(|one| one.id == id).unwrap_or_else(|| panic!("no {id} in {operations:#?}"))
    }

    /// The type of a component, as it is read.
    pub fn component(&self, wire: &str) -> &Type {
        self.form(wire, crate::ir::Form::Read)
    }

    pub fn form(&self, wire: &str, form: crate::ir::Form) -> &Type {
        let origin = crate::ir::Origin::Component(wire.to_owned());
        let found = self.api().types.iter().find(|ty| ty.origin == origin && ty.form == form);
        found.unwrap_or_else(|| panic!("no {wire} {form:?} in {:#?}", self.api().types))
    }

    pub fn object(&self, wire: &str) -> &Object {
        object(self.component(wire))
    }

    pub fn shape(&self, id: TypeId) -> &Shape {
        &self.api().ty(id).shape
    }
}

pub(super) fn object(ty: &Type) -> &Object {
    match &ty.shape {
        Shape::Object(object) => object,
        other => panic!("no object: {other:#?}"),
    }
}

impl Object {
    /// The member with this name, for tests.
    pub(super) fn member(&self, wire: &str) -> &Member {
        self.members
            .iter()
            .find(|member| member.wire == wire)
            .unwrap_or_else(|| panic!("no {wire} in {self:#?}"))
    }

    /// The names of the members that the form refuses, for tests.
    pub(super) fn refused_wires(&self) -> Vec<&str> {
        self.refused.iter().map(|refused| refused.wire.as_str()).collect()
    }

    /// The names of the members, for tests.
    pub(super) fn wires(&self) -> Vec<&str> {
        self.members.iter().map(|member| member.wire.as_str()).collect()
    }
}
