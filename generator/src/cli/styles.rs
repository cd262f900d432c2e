//! `housestyle styles`.

use clap::{Args, Subcommand};

use super::report::{CommandError, CommandOutput};
use crate::diag::{Diagnostic, Place, codes};
use crate::lower;
use crate::pipeline::Pipeline;
use crate::style;

#[derive(Debug, Args)]
pub struct Styles {
    #[command(subcommand)]
    action: Option<StylesAction>,
}

#[derive(Debug, Subcommand)]
enum StylesAction {
    /// List the built-in styles (the default)
    List,
    /// Print the file of a built-in style
    Show {
        /// Its name
        #[arg(value_name = "NAME")]
        style: String,
    },
    /// Print the JSON Schema of style files, for editors
    Schema,
    /// Print the reference of style files, as Markdown
    Reference,
    /// Print the reference of `x-style`, the extension of documents, as Markdown
    Annotations,
}

impl Styles {
    pub fn run(self) -> Result<CommandOutput, CommandError> {
        match self.action.unwrap_or(StylesAction::List) {
            StylesAction::List => list(),
            StylesAction::Show { style } => show(&style),
            StylesAction::Schema => Ok(CommandOutput::printed(format!("{:#}\n", style::json_schema()))),
            StylesAction::Reference => Ok(CommandOutput::printed(style::reference())),
            StylesAction::Annotations => Ok(CommandOutput::printed(lower::annotations_reference())),
        }
    }
}

fn list() -> Result<CommandOutput, CommandError> {
    let mut pipeline = Pipeline::new();
    let width = style::builtin().iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for (name, _) in style::builtin() {
        let about =
            style::load(name, &mut pipeline.sources, &mut pipeline.diags).and_then(|style| style.about);
        let line = format!("{name:width$}  {}", about.unwrap_or_default());
        text.push_str(line.trim_end());
        text.push('\n');
    }
    if pipeline.diags.failed() { Err(pipeline.into()) } else { Ok(CommandOutput::printed(text)) }
}

fn show(name: &str) -> Result<CommandOutput, CommandError> {
    match style::builtin().iter().find(|(known, _)| *known == name) {
        Some((_, text)) => Ok(CommandOutput::printed(*text)),
        None => {
            let known: Vec<_> = style::builtin().iter().map(|(name, _)| *name).collect();
            Err(CommandError::option(
                Diagnostic::error(
                    codes::STYLE_UNKNOWN,
                    format!("there is no built-in style `{name}`"),
                    Place::Options,
                )
                .help(format!("the built-in styles are: {}", known.join(", "))),
            ))
        }
    }
}
