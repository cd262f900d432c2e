//! From the views to text: the one emitter.

mod guard;
pub(crate) mod package;
mod templates;
mod writer;

pub use writer::{MARK, files, single_file};

use std::path::Path;

use minijinja::{Environment, Error, Value};

use crate::diag::{Diagnostic, Diagnostics, Place, codes};
use crate::rust::{Show, View};

/// A module of emitted items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Its name; `mod` for the items beside the modules.
    pub ident: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    /// Its items, without a head.
    pub text: String,
}

/// Renders the modules of an API. `overlay` is a folder whose files replace templates of the same name; they are
/// under the same guard.
#[must_use]
pub fn render(view: &View, overlay: Option<&Path>, diags: &mut Diagnostics) -> Option<Vec<Module>> {
    let environment = load(overlay, diags)?;
    // A thread a module: they are about alike in size, and none looks at another. What a template was given is
    // taken apart there too.
    let texts: Vec<_> = std::thread::scope(|scope| {
        let environment = &environment;
        let render = |(ident, about, template, value)| {
            (ident, about, template, scope.spawn(move || one(environment, template, value)))
        };
        let threads: Vec<_> = view.modules().into_iter().map(render).collect();
        let joined = threads.into_iter().map(|(ident, about, template, thread)| {
            let text = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (ident, about, template, text)
        });
        joined.collect()
    });
    let mut modules = Vec::new();
    for (ident, about, template, text) in texts {
        match text {
            Ok(text) => modules.push(Module { ident, about, text }),
            Err(error) => {
                diags.push(told(&error, template, overlay));
                return None;
            }
        }
    }
    Some(modules)
}

fn one(environment: &Environment<'_>, template: &str, value: Value) -> Result<String, Error> {
    environment.get_template(template)?.render(value)
}

fn load(overlay: Option<&Path>, diags: &mut Diagnostics) -> Option<Environment<'static>> {
    let mut environment = guard::environment();
    let mut fine = true;
    for (file, text) in templates::BUILT_IN {
        if let Err(error) = environment.add_template(file, text) {
            diags.push(told(&error, file, None));
            fine = false;
        }
    }
    let Some(folder) = overlay else { return fine.then_some(environment) };
    let files = match overlay_files(folder) {
        Ok(files) => files,
        Err(error) => {
            let place = Place::File(folder.display().to_string());
            let message = format!("the folder of templates cannot be read: {error}");
            diags.push(Diagnostic::error(codes::OVERLAY, message, place));
            return None;
        }
    };
    for (file, text) in files {
        let place = Place::File(folder.join(&file).display().to_string());
        if !templates::BUILT_IN.iter().any(|(built_in, _)| *built_in == file) {
            let message = format!("no template is called `{file}`");
            let help = "a file of an overlay replaces the template of the same name, or is included by one that does";
            diags.push(Diagnostic::warning(codes::OVERLAY, message, place).help(help));
        }
        if let Err(error) = environment.add_template_owned(file.clone(), text) {
            diags.push(told(&error, &file, overlay));
            fine = false;
        }
    }
    fine.then_some(environment)
}

/// The templates of a folder, in the order of their names.
fn overlay_files(folder: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.file_name().to_string_lossy().into_owned();
        if file.ends_with(".j2") {
            files.push((file, std::fs::read_to_string(entry.path())?));
        }
    }
    files.sort();
    Ok(files)
}

/// An error of the engine, with template and line.
fn told(error: &Error, template: &str, overlay: Option<&Path>) -> Diagnostic {
    let mut innermost = error;
    while let Some(source) =
        std::error::Error::source(innermost).and_then(<dyn std::error::Error>::downcast_ref)
    {
        innermost = source;
    }
    let file = innermost.name().unwrap_or(template);
    let what = innermost.detail().map_or_else(|| innermost.kind().to_string(), str::to_owned);
    let message = match innermost.line() {
        Some(line) => format!("template {file}, line {line}: {what}"),
        None => format!("template {file}: {what}"),
    };
    let file = overlay.map(|folder| folder.join(file)).filter(|path| path.exists());
    let place = file.map_or(Place::Options, |path| Place::File(path.display().to_string()));
    Diagnostic::error(codes::TEMPLATE, message, place)
        .help("templates print the values of their view, which its first comment names; nothing else")
}

impl View {
    /// Modules in their order: name, what it is, template, and what that is given.
    fn modules(&self) -> Vec<(&'static str, &'static str, &'static str, Value)> {
        let one = |given: &'static str, value: Value| Value::from_pairs([(given, value)]);
        let parts = Value::from_pairs([
            ("server", Value::from(self.parts.server)),
            ("client", Value::from(self.parts.client)),
        ]);
        let operations = Value::from_pairs([("operations", self.operations.show()), ("parts", parts)]);
        let mut modules = vec![
            ("mod", "An API.", "root.j2", one("root", self.root.show())),
            ("style", "The house style.", "style.j2", one("style", self.style.show())),
            ("types", "What goes over the wire.", "types.j2", one("types", self.types.show())),
            (
                "schemas",
                "What values must be, for checks.",
                "schemas.j2",
                one("schemas", self.schemas.show()),
            ),
            ("operations", "Operations: what they take, and how they fail.", "operations.j2", operations),
        ];
        if self.parts.server {
            modules.push((
                "server",
                "What a server implements.",
                "server.j2",
                one("groups", self.groups.show()),
            ));
        }
        if self.parts.client {
            modules.push(("client", "What a client calls.", "client.j2", one("client", self.client.show())));
        }
        modules
    }
}
