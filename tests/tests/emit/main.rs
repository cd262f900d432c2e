//! What is emitted for small documents: names that collide, layouts that are kept, templates of a user's own.

mod layout;
mod names;
mod overlay;
mod resources;
mod styles;

use housestyle_generator::Api;
use housestyle_generator::diag::{Diagnostics, Severity};
use housestyle_generator::pipeline::Pipeline;
use housestyle_generator::render::Module;

/// A document with these paths and schemas, each in the flow style of YAML.
fn document(paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Clinic, version: '1' }}\npaths: {paths}\ncomponents:\n  schemas: {schemas}\n"
    )
}

/// An operation that answers one schema.
fn answering(schema: &str) -> String {
    let content =
        format!("{{ application/json: {{ schema: {{ $ref: '#/components/schemas/{schema}' }} }} }}");
    format!(
        "{{ /one: {{ get: {{ operationId: one, security: [], responses: {{ '200': {{ description: ok, content: {content} }} }} }} }} }}"
    )
}

fn modules(text: &str, change: impl FnOnce(Api) -> Api) -> (Option<Vec<Module>>, Diagnostics) {
    let mut pipeline = Pipeline::new();
    let api = change(Api::from_text("clinic.yaml", text).server().client());
    let modules = pipeline.modules(api.config());
    (modules, pipeline.diags)
}

/// One module of the document's code.
fn module(text: &str, ident: &str) -> String {
    let (modules, diags) = modules(text, |api| api);
    let modules = modules.unwrap_or_else(|| panic!("{diags:?}"));
    modules.into_iter().find(|module| module.ident == ident).map(|module| module.text).expect(ident)
}

/// The notes of a run, in their words.
fn notes(text: &str) -> Vec<String> {
    let (_, diags) = modules(text, |api| api);
    diags.iter().filter(|d| d.severity == Severity::Note).map(|d| d.message.clone()).collect()
}
