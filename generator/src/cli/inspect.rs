//! `housestyle inspect`.

use clap::{Args, ValueEnum};
use serde_json::Value;

use super::Source;
use super::report::{CommandError, CommandOutput};
use crate::api::Api;
use crate::diag::{Diagnostic, Place, codes};
use crate::pipeline::Pipeline;

#[derive(Debug, Args)]
pub struct Inspect {
    #[command(flatten)]
    source: Source,
    /// The layer
    #[arg(long, value_enum, default_value_t = Stage::Ir)]
    stage: Stage,
    /// Only what bears this name: an operation's id, or a schema's name; in the Rust a module
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Print data as YAML
    #[arg(long)]
    yaml: bool,
}

/// The layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// The document, brought to OpenAPI 3.0
    Spec,
    /// What is recognised of the style in a full document
    Fold,
    /// What the document means under its style
    Ir,
    /// The Rust
    Rust,
}

impl Inspect {
    pub fn run(self) -> Result<CommandOutput, CommandError> {
        let api = self.source.api()?;
        match self.stage {
            Stage::Spec => self.spec(&api),
            Stage::Fold => self.fold(&api),
            Stage::Ir => self.ir(&api),
            Stage::Rust => self.rust(&api),
        }
    }

    fn spec(&self, api: &Api) -> Result<CommandOutput, CommandError> {
        let mut pipeline = Pipeline::new();
        let Some(spec) = pipeline.spec(api.config()) else { return Err(pipeline.into()) };
        let Some(only) = &self.only else { return self.printed(&pipeline, &spec.tree) };
        let operations =
            spec.at("/paths").and_then(Value::as_object).into_iter().flat_map(|paths| {
                paths.values().filter_map(Value::as_object).flat_map(serde_json::Map::values)
            });
        let schemas = spec.at("/components/schemas").and_then(|schemas| schemas.get(only));
        let found = operations.filter(|operation| operation["operationId"] == only.as_str()).chain(schemas);
        self.found(&pipeline, found.collect())
    }

    /// A table, or data with `--yaml` or `--only`.
    fn fold(&self, api: &Api) -> Result<CommandOutput, CommandError> {
        let mut pipeline = Pipeline::new();
        let Some(report) = pipeline.folded(api.config()) else { return Err(pipeline.into()) };
        if self.only.is_none() && !self.yaml {
            return Ok(CommandOutput::printed(report.table()).with(&pipeline.diags, &pipeline.sources));
        }
        let data = serde_json::to_value(&report).map_err(unprintable)?;
        let Some(only) = &self.only else { return self.printed(&pipeline, &data) };
        let operations = data["operations"].as_array().into_iter().flatten();
        self.found(&pipeline, operations.filter(|operation| operation["id"] == only.as_str()).collect())
    }

    fn ir(&self, api: &Api) -> Result<CommandOutput, CommandError> {
        let mut pipeline = Pipeline::new();
        let Some(lowered) = pipeline.lowered(api.config()).filter(|_| !pipeline.diags.failed()) else {
            return Err(pipeline.into());
        };
        let ir = serde_json::to_value(&lowered.ir).map_err(unprintable)?;
        let Some(only) = &self.only else { return self.printed(&pipeline, &ir) };
        let operations = ir["operations"].as_array().into_iter().flatten();
        let operations = operations.filter(|operation| operation["id"] == only.as_str());
        let types = ir["types"].as_array().into_iter().flatten();
        let types = types.filter(|ty| ty["origin"]["Component"] == only.as_str());
        self.found(&pipeline, operations.chain(types).collect())
    }

    fn rust(&self, api: &Api) -> Result<CommandOutput, CommandError> {
        let generated = api.generate()?;
        let text = match &self.only {
            None => Some(generated.text()),
            Some(only) => {
                generated.modules.iter().find(|module| module.ident == only).map(|module| module.text.clone())
            }
        };
        match text {
            Some(text) => Ok(CommandOutput::printed(text).with(&generated.diagnostics, &generated.sources)),
            None => {
                let modules: Vec<_> = generated.modules.iter().map(|module| module.ident).collect();
                Err(self.missing(&format!("the modules are: {}", modules.join(", "))))
            }
        }
    }

    fn found(&self, pipeline: &Pipeline, found: Vec<&Value>) -> Result<CommandOutput, CommandError> {
        match found.as_slice() {
            [] => {
                Err(self
                    .missing("name an operation's id or a schema of `components`, as the document writes it"))
            }
            [one] => self.printed(pipeline, one),
            several => self.printed(pipeline, &Value::from_iter(several.iter().copied().cloned())),
        }
    }

    fn printed(&self, pipeline: &Pipeline, data: &Value) -> Result<CommandOutput, CommandError> {
        let text = match self.yaml {
            true => serde_yaml::to_string(data).map_err(unprintable)?,
            false => format!("{data:#}\n"),
        };
        Ok(CommandOutput::printed(text).with(&pipeline.diags, &pipeline.sources))
    }

    fn missing(&self, help: &str) -> CommandError {
        let only = self.only.as_deref().unwrap_or_default();
        let message = format!("there is no `{only}` in this layer");
        CommandError::option(Diagnostic::error(codes::NOTHING_NAMED, message, Place::Options).help(help))
    }
}

fn unprintable(error: impl std::fmt::Display) -> CommandError {
    let message = format!("the layer cannot be printed: {error}");
    CommandError::option(Diagnostic::error(codes::NOTHING_NAMED, message, Place::Options))
}
