//! From the views to text: the one emitter.

mod guard;
pub(crate) mod package;
mod templates;
mod writer;

pub use writer::{MARK, files, single_file};

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use minijinja::{Environment, Error, Value};

use crate::diag::{Diagnostic, Diagnostics, Place, codes};
use crate::parallel::join;
use crate::rust::{ToTemplateValue, View};

/// A module of emitted items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Its name; `mod` for the root items.
    pub ident: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    /// Its items, without a head.
    pub text: String,
}

/// The input of a module: its template, and the values that the template is given.
#[derive(Debug)]
pub struct ModuleInput {
    ident: &'static str,
    about: &'static str,
    template: &'static str,
    value: Value,
}

/// The inputs of all modules of a view.
#[must_use]
pub fn module_inputs(view: &View) -> Vec<ModuleInput> {
    let modules = view.modules().into_iter();
    modules.map(|(ident, about, template, value)| ModuleInput { ident, about, template, value }).collect()
}

/// The templates, compiled.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
    overlay: Option<PathBuf>,
}

impl Templates {
    /// The built-in ones. `overlay` is a folder whose files replace templates of the same name; they are under the same
    /// guard.
    #[must_use]
    pub fn load(overlay: Option<&Path>, diags: &mut Diagnostics) -> Option<Self> {
        let mut environment = guard::environment();
        let mut fine = true;
        for (file, text) in templates::BUILT_IN {
            if let Err(error) = environment.add_template(file, text) {
                diags.push(diagnostic(&error, file, None));
                fine = false;
            }
        }
        if let Some(folder) = overlay {
            fine &= add_overlay(&mut environment, folder, diags);
        }
        fine.then(|| Self { environment, overlay: overlay.map(Path::to_path_buf) })
    }

    /// Renders the modules of an API.
    #[must_use]
    pub fn render(&self, inputs: &[ModuleInput], diags: &mut Diagnostics) -> Option<Vec<Module>> {
        // Each thread takes the next module when it is done with one.
        let next = AtomicUsize::new(0);
        let some = || {
            let mut texts = Vec::new();
            while let Some(module) = inputs.get(next.fetch_add(1, Ordering::Relaxed)) {
                texts.push((module.ident, one(&self.environment, module.template, module.value.clone())));
            }
            texts
        };
        let (mut texts, others) = join(some, some);
        texts.extend(others);
        let mut modules = Vec::new();
        for &ModuleInput { ident, about, template, .. } in inputs {
            let place = texts.iter().position(|(of, _)| *of == ident)?;
            match texts.swap_remove(place).1 {
                Ok(text) => modules.push(Module { ident, about, text }),
                Err(error) => {
                    diags.push(diagnostic(&error, template, self.overlay.as_deref()));
                    return None;
                }
            }
        }
        Some(modules)
    }
}

fn one(environment: &Environment<'_>, template: &str, value: Value) -> Result<String, Error> {
    environment.get_template(template)?.render(value)
}

fn add_overlay(environment: &mut Environment<'static>, folder: &Path, diags: &mut Diagnostics) -> bool {
    let files = match overlay_files(folder) {
        Ok(files) => files,
        Err(error) => {
            let place = Place::File(folder.display().to_string());
            let message = format!("the folder of templates cannot be read: {error}");
            diags.push(Diagnostic::error(codes::OVERLAY, message, place));
            return false;
        }
    };
    let mut fine = true;
    for (file, text) in files {
        let place = Place::File(folder.join(&file).display().to_string());
        if !templates::BUILT_IN.iter().any(|(built_in, _)| *built_in == file) {
            let message = format!("no template is called `{file}`");
            let help = "a file of an overlay replaces the template of the same name, or is included by one that does";
            diags.push(Diagnostic::warning(codes::OVERLAY, message, place).help(help));
        }
        if let Err(error) = environment.add_template_owned(file.clone(), text) {
            diags.push(diagnostic(&error, &file, Some(folder)));
            fine = false;
        }
    }
    fine
}

/// The templates of a folder, in the order of their names.
fn overlay_files(folder: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.file_name().to_string_lossy().into_owned();
        if file.ends_with(".j2") {
            let text = template_text(&entry.path())
                .map_err(|error| std::io::Error::other(format!("`{file}`: {error}")))?;
            files.push((file, text));
        }
    }
    files.sort();
    Ok(files)
}

/// Bytes of a template.
const LARGEST: u64 = 1 << 20;

/// A template's text. The file type is checked before opening, because opening a pipe blocks until there is a writer.
fn template_text(path: &Path) -> std::io::Result<String> {
    let about = std::fs::metadata(path)?;
    if !about.is_file() {
        return Err(std::io::Error::other("a template is a file"));
    }
    let mut text = String::new();
    std::fs::File::open(path)?.take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(std::io::Error::other(format!("a template has at most {} KiB", LARGEST >> 10)));
    }
    Ok(text)
}

/// An error of the engine, with template and line.
fn diagnostic(error: &Error, template: &str, overlay: Option<&Path>) -> Diagnostic {
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
        let session = Value::from(self.session);
        let with_session = |given: &'static str, value: Value| {
            Value::from_pairs([(given, value), ("session", session.clone())])
        };
        let parts = Value::from_pairs([
            ("server", Value::from(self.parts.server)),
            ("client", Value::from(self.parts.client)),
        ]);
        let operations =
            Value::from_pairs([("operations", self.operations.to_template_value()), ("parts", parts)]);
        let mut modules = vec![
            ("mod", "An API.", "root.j2", one("root", self.root.to_template_value())),
            ("style", "The house style.", "style.j2", one("style", self.style.to_template_value())),
            ("types", "What goes over the wire.", "types.j2", one("types", self.types.to_template_value())),
            (
                "schemas",
                "What values must be, for checks.",
                "schemas.j2",
                one("schemas", self.schemas.to_template_value()),
            ),
            ("operations", "Operations: what they take, and how they fail.", "operations.j2", operations),
        ];
        if self.parts.server {
            modules.push((
                "server",
                "What a server implements.",
                "server.j2",
                with_session("groups", self.groups.to_template_value()),
            ));
        }
        if self.parts.client {
            modules.push((
                "client",
                "What a client calls.",
                "client.j2",
                with_session("client", self.client.to_template_value()),
            ));
        }
        if let Some(document) = &self.document {
            let value = one("document", document.to_template_value());
            modules.push((
                "openapi",
                "The document as it goes over the wire: OpenAPI 3.1.",
                "openapi.j2",
                value,
            ));
        }
        modules
    }
}
