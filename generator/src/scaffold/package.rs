//! The files of a new package, out of the templates of the folder `new`.

use std::path::Path;

use super::carried::PackageInput;
use super::origin::CrateSource;
use super::request::Request;
use crate::diag::Diagnostics;
use crate::ir::{ApiModel, Operation};
use crate::output::Target;
use crate::pipeline::NamedApi;
use crate::render;
use crate::rust::printable::views;
use crate::rust::{self, HandlerMethod, Ident, Lit, Markdown, Remark, Shell, ToTemplateValue as _, Toml};
use crate::style::Outcome;

/// The package's folder and what it depends on.
#[derive(Debug, Clone, Copy)]
pub struct PackageSite<'a> {
    /// Its folder.
    pub folder: &'a Path,
    /// Where its crates come from.
    pub origin: &'a CrateSource,
    /// Document and style in it.
    pub carried: &'a PackageInput,
}

views! {
    /// A package.
    Package {
        /// Its name in `Cargo.toml`.
        package: Toml,
        /// Its name in Rust.
        library: Ident,
        /// The version of the crates, if they come from the registry.
        version: Option<Toml>,
        /// The folder of the runtime, if they do not.
        runtime: Option<Toml>,
        /// The folder of the generator, if they do not.
        generator: Option<Toml>,
        /// The document, from the package's folder.
        spec: Lit,
        /// The same, in prose.
        spec_path: Markdown,
        /// The style that the build script names.
        style: Option<Lit>,
        /// The generated module.
        module: Ident,
        /// Its name as text, for the build script.
        named: Lit,
        /// The API's title, in a comment.
        title: Remark,
        /// The API's title, in prose.
        heading: Markdown,
        /// Whether there is a login.
        secured: bool,
        /// The groups of operations.
        groups: Vec<Group>,
        /// Their modules, in the order of the alphabet.
        modules: Vec<Ident>,
        /// An operation of the client that takes no argument.
        plain: Option<Ident>,
        /// A request as text, which an operation takes.
        probe: Option<Lit>,
        /// Whether it is laid out on its own line.
        probe_below: bool,
        /// The status of what is not written yet.
        not_implemented: Lit,
        /// The status of a path that is not served.
        not_served: Lit,
        /// Whether clients have sessions.
        session: bool,
    }

    /// A group of operations and its file of handlers.
    Group {
        /// The module of its handlers.
        module: Ident,
        /// The trait.
        handler: Ident,
        /// The generated module.
        api: Ident,
        /// What it is called, in a comment.
        title: Remark,
        /// What it is called, in prose.
        heading: Markdown,
        /// What it is.
        docs: Option<Remark>,
        /// Whether signatures name generated types.
        types: bool,
        /// Whether they name some of them with their module.
        types_by_path: bool,
        /// Whether they name types that the document deprecates.
        deprecated_types: bool,
        /// Whether they name some operation with its module.
        operations_by_path: bool,
        /// Whether signatures name the principal.
        principal: bool,
        /// Its operations.
        operations: Vec<Handler>,
    }

    /// An operation.
    Handler {
        /// Its names and types.
        method: HandlerMethod,
        /// Whether the client's method for it has no arguments and is not deprecated.
        plain: bool,
        /// How its signature is laid out: in a `line`, `tall`, tall with the brace `below`, or with
        /// the answer `broken` too.
        layout: &'static str,
        /// Method and path, in a comment.
        route: Remark,
        /// What it does, in a comment.
        summary: Option<Remark>,
        /// What it does, in prose.
        about: Markdown,
        /// The arguments of a `curl` that calls it.
        curl: Vec<Shell>,
    }
}

/// The files, but those that are carried over.
pub fn targets(named: &NamedApi, site: &PackageSite<'_>, diags: &mut Diagnostics) -> Option<Vec<Target>> {
    let package = package(&named.ir, site);
    let mut files: Vec<(String, &str, minijinja::Value)> = FILES
        .iter()
        .map(|(file, template)| ((*file).to_owned(), *template, package.to_template_value()))
        .collect();
    for group in &package.groups {
        let file = format!("src/handlers/{}.rs", group.module.plain());
        files.push((file, "group.rs.j2", group.to_template_value()));
    }
    let texts =
        render::package::texts(files.iter().map(|(_, template, view)| (*template, view.clone())), diags)?;
    let paths = files.into_iter().map(|(file, ..)| file);
    Some(paths.zip(texts).map(|(path, text)| Target { path: path.into(), text }).collect())
}

/// Files and their templates.
const FILES: [(&str, &str); 9] = [
    (".gitignore", "gitignore.j2"),
    ("Cargo.toml", "cargo.toml.j2"),
    ("README.md", "readme.md.j2"),
    ("build.rs", "build.rs.j2"),
    ("examples/client.rs", "client.rs.j2"),
    ("src/handlers/mod.rs", "handlers.rs.j2"),
    ("src/lib.rs", "lib.rs.j2"),
    ("src/main.rs", "main.rs.j2"),
    ("tests/api.rs", "test.rs.j2"),
];

fn package(api: &ApiModel, site: &PackageSite<'_>) -> Package {
    let (version, runtime, generator) = match site.origin {
        CrateSource::Version(version) => (Some(Toml::text(version)), None, None),
        CrateSource::Folders { runtime, generator } => {
            (None, Some(Toml::text(runtime)), Some(Toml::text(generator)))
        }
    };
    let package = package_name(site.folder);
    let stem = Path::new(&site.carried.spec).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let module = module(&stem);
    let probe = api.operations.iter().find(|operation| takes_nothing(operation));
    let probe = probe.or_else(|| api.operations.first());
    let probe = probe.map(|operation| Lit::text(&Request::of(api, operation).text()));
    let length = probe.as_ref().map_or(0, |probe| probe.as_str().chars().count());
    let groups = groups(api, &module);
    let plain = groups.iter().flat_map(|group| &group.operations).find(|handler| handler.plain);
    let plain = plain.map(|handler| handler.method.function.clone());
    Package {
        package: Toml::text(&package),
        library: or_api(Ident::new(&package.replace('-', "_"))),
        version,
        runtime,
        generator,
        spec: Lit::text(&site.carried.spec),
        spec_path: prose(&site.carried.spec),
        style: site.carried.style.as_deref().map(Lit::text),
        named: Lit::text(module.as_str()),
        module,
        title: Remark::line(&api.title).unwrap_or_else(Remark::unnamed),
        heading: prose(&api.title),
        secured: api.operations.iter().any(|operation| !operation.security.alternatives.is_empty()),
        modules: modules(&groups),
        groups,
        plain,
        probe_below: length + "const REQUEST: &str = ;".len() > LINE && length + 5 <= LINE,
        probe,
        not_implemented: status(api, Outcome::NotImplemented),
        not_served: status(api, Outcome::NoOperation),
        session: api.style.login.session.is_some(),
    }
}

/// What the style answers to an outcome; it has all of them.
fn status(api: &ApiModel, outcome: Outcome) -> Lit {
    Lit::integer(api.style.outcomes[outcome].status.into())
}

fn modules(groups: &[Group]) -> Vec<Ident> {
    let mut modules: Vec<_> = groups.iter().map(|group| group.module.clone()).collect();
    modules.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    modules
}

fn groups(api: &ApiModel, module: &Ident) -> Vec<Group> {
    let groups = rust::handlers(api).into_iter().zip(&api.groups).enumerate();
    groups
        .filter(|(_, (group, _))| !group.operations.is_empty())
        .map(|(index, (group, known))| {
            let operations = api.operations.iter().filter(|operation| operation.group == index);
            let operations: Vec<_> = group
                .operations
                .into_iter()
                .zip(operations)
                .map(|(method, of)| handler(api, method, of))
                .collect();
            Group {
                module: file_ident(group.module),
                handler: group.handler,
                api: module.clone(),
                title: Remark::line(&known.wire).unwrap_or_else(Remark::unnamed),
                heading: prose(&known.wire),
                docs: known.docs.as_deref().and_then(Remark::line),
                types: group.types,
                types_by_path: group.types_by_path,
                deprecated_types: group.deprecated_types,
                operations_by_path: group.operations_by_path,
                principal: operations.iter().any(|operation| operation.method.login != "none"),
                operations,
            }
        })
        .collect()
}

fn handler(api: &ApiModel, method: HandlerMethod, operation: &Operation) -> Handler {
    let request = Request::of(api, operation);
    let route = format!("{} {}", request.method, operation.path.template);
    let summary = operation.summary.as_deref().or(operation.docs.as_deref());
    Handler {
        plain: takes_nothing(operation) && !operation.deprecated,
        layout: layout(&method),
        method,
        route: Remark::line(&route).unwrap_or_else(Remark::unnamed),
        summary: summary.and_then(Remark::line),
        about: summary.and_then(Markdown::line).unwrap_or_else(|| prose(&route)),
        curl: request.curl().iter().map(|word| Shell::word(word)).collect(),
    }
}

/// Columns of a line by rustfmt's defaults.
const LINE: usize = 100;

/// How rustfmt lays the signature out.
fn layout(method: &HandlerMethod) -> &'static str {
    let input = method.input.as_str().len();
    let principal = match method.login {
        "required" => ", Principal".len(),
        "optional" => ", Option<Principal>".len(),
        _ => 0,
    };
    let output = match &method.output {
        Some(output) => output.as_str().len(),
        None => "< as housestyle::Operation>::Output".len() + input,
    };
    let answer = "HandlerResult<, > {".len() + output + method.error.as_str().len();
    let before =
        "    async fn (&self, call: Call<>) -> ".len() + method.function.as_str().len() + input + principal;
    let tall = "    ) -> ".len() + answer;
    // rustfmt has other limits for the last line of a tall signature, found by trial.
    if before + answer <= LINE {
        "line"
    } else if tall <= LINE - 4 {
        "tall"
    } else if tall <= LINE + 4 {
        "below"
    } else {
        "broken"
    }
}

/// Whether the client's method for it has no arguments.
fn takes_nothing(operation: &Operation) -> bool {
    operation.parameters.iter().all(|parameter| !parameter.required)
        && operation.body.as_ref().is_none_or(|body| !body.required)
}

fn prose(text: &str) -> Markdown {
    Markdown::line(text).unwrap_or_else(Markdown::unnamed)
}

/// The module that the build script generates: the name of the document's file.
fn module(stem: &str) -> Ident {
    or_api(rust::module_ident(stem).filter(|ident| !["handlers", "housestyle"].contains(&ident.as_str())))
}

fn or_api(ident: Option<Ident>) -> Ident {
    ident.or_else(|| Ident::new("api")).unwrap_or_else(Ident::nameless)
}

/// A module below `handlers` whose file is not `mod.rs`, and whose name is not that of the module above it or of the
/// crate that this one imports from.
fn file_ident(ident: Ident) -> Ident {
    match ident.plain() {
        "mod" | "housestyle" | "handlers" => or_api(Ident::new(&format!("{}_group", ident.plain()))),
        _ => ident,
    }
}

/// The folder's name, as cargo takes it for a package that has the dependencies of ours.
fn package_name(folder: &Path) -> String {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let text = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let taken = ["test", "core", "std", "alloc", "proc-macro", "housestyle", "tokio", "tracing-subscriber"];
    let name = kebab(&text);
    let keyword = Ident::new(&name.replace('-', "_")).is_none_or(|ident| ident.as_str().starts_with("r#"));
    if keyword || taken.contains(&name.as_str()) { format!("{name}-api") } else { name }
}

/// `text` in kebab-case; `api` if no character of it is allowed.
pub fn kebab(text: &str) -> String {
    rust::module_ident(text).map_or_else(|| "api".to_owned(), |ident| ident.plain().replace('_', "-"))
}
