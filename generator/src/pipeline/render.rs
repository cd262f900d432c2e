//! Render: makes the text of every module.

use super::load::CompiledTemplates;
use super::{NamedApi, Pipeline, RenderedApi};
use crate::parallel::DeferredDrop;
use crate::render;

impl Pipeline {
    pub(super) fn render(&mut self, named: NamedApi, templates: CompiledTemplates) -> Option<RenderedApi> {
        let CompiledTemplates { templates, diags } = templates;
        self.diags.extend(diags);
        let inputs = render::module_inputs(&named.view);
        let modules = templates?.render(&inputs, &mut self.diags)?;
        let features = named.view.features();
        let inputs = DeferredDrop::new((named, inputs));
        (!self.diags.failed()).then_some(RenderedApi { modules, features, inputs })
    }
}
