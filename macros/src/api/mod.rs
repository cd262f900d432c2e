//! `api!`.

mod arguments;

use std::path::{Path, PathBuf};

use housestyle_generator::diag::{Diagnostic, Diagnostics, Severity};
use housestyle_generator::report;
use housestyle_generator::source::Sources;
use housestyle_generator::{Api, Document, GeneratedApi};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use arguments::Arguments;

/// Expands the macro; what is wrong with an input is reported at the literal that names it.
pub fn expand(input: TokenStream) -> TokenStream {
    let arguments = match syn::parse2::<Arguments>(input) {
        Ok(arguments) => arguments,
        Err(error) => return error.into_compile_error(),
    };
    let span = arguments.spec.span();
    let Some(root) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
        return error(
            span,
            "`CARGO_MANIFEST_DIR` is not set: `api!` finds the document from the package's folder",
        );
    };
    let api = options(&arguments, &root);
    let items = match api.generate() {
        Ok(generated) => items(&api, &generated, &root, &arguments),
        Err(failure) => {
            let errors = rendered(&failure.diagnostics, &failure.sources, &root)
                .filter(|(diagnostic, _)| diagnostic.severity == Severity::Error)
                .map(|(diagnostic, text)| error(arguments.blamed(diagnostic), &text));
            let tracked = tracked(&api, &failure.sources);
            quote!(#(#errors)* #tracked)
        }
    };
    match &arguments.module {
        Some(module) => module.around(&items),
        None => items,
    }
}

/// The same options as every other entry point.
fn options(arguments: &Arguments, root: &Path) -> Api {
    let mut api = Api::new(arguments.spec.value()).root(root);
    if arguments.server {
        api = api.server();
    }
    if arguments.client {
        api = api.client();
    }
    if arguments.openapi {
        api = api.openapi();
    }
    if arguments.full {
        api = api.document(Document::Full);
    }
    if let Some(style) = &arguments.style {
        api = api.style(style.value());
    }
    if let Some(templates) = &arguments.templates {
        api = api.templates(templates.value());
    }
    let listed = |list: &Option<syn::LitStr>| {
        let text = list.as_ref().map(syn::LitStr::value).unwrap_or_default();
        text.split(',').map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()).collect::<Vec<_>>()
    };
    let api = listed(&arguments.deny).iter().fold(api, Api::deny);
    listed(&arguments.allow).iter().fold(api, Api::allow)
}

fn items(api: &Api, generated: &GeneratedApi, root: &Path, arguments: &Arguments) -> TokenStream {
    let items: TokenStream = match generated.text().parse() {
        Ok(items) => items,
        Err(lexed) => {
            return error(arguments.spec.span(), &format!("the generated text is not Rust: {lexed}"));
        }
    };
    let warnings = rendered(&generated.diagnostics, &generated.sources, root)
        .filter(|(diagnostic, _)| diagnostic.severity == Severity::Warning)
        .map(|(diagnostic, text)| (arguments.blamed(diagnostic), text));
    let warnings = warnings.enumerate().map(|(index, (span, text))| warning(span, index, &text));
    let tracked = tracked(api, &generated.sources);
    quote!(#items #tracked #(#warnings)*)
}

/// Constants that make cargo see the files: a change to one of them expands the macro again.
fn tracked(api: &Api, sources: &Sources) -> TokenStream {
    let paths = api.files(sources);
    let paths = paths.iter().filter_map(|path| std::path::absolute(path).ok());
    let paths = paths.filter(|path| path.is_file()).filter_map(|path| path.to_str().map(str::to_owned));
    quote!(#(const _: &[::core::primitive::u8] = ::core::include_bytes!(#paths);)*)
}

/// Each diagnostic as text, drawn with its lines; paths are shown from the package's folder.
fn rendered<'a>(
    diagnostics: &'a Diagnostics,
    sources: &'a Sources,
    root: &Path,
) -> impl Iterator<Item = (&'a Diagnostic, String)> {
    let root = format!("{}{}", root.display(), std::path::MAIN_SEPARATOR);
    diagnostics.iter().map(move |diagnostic| (diagnostic, drawn(diagnostic, sources).replace(&root, "")))
}

fn drawn(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut one = Diagnostics::new();
    one.push(diagnostic.clone());
    let text = report::draw(&one, sources, false);
    let text = text.trim_end();
    // The compiler says "error" itself.
    text.strip_prefix("error[").map_or_else(|| text.to_owned(), |text| text.replacen("]: ", ": ", 1))
}

fn error(span: Span, message: &str) -> TokenStream {
    quote_spanned!(span=> ::core::compile_error!(#message);)
}

/// A macro can only warn by using something deprecated.
fn warning(span: Span, index: usize, message: &str) -> TokenStream {
    let ident = format_ident!("HOUSESTYLE_WARNING_{index}");
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #message)]
            const #ident: () = ();
            #ident
        };
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    const DOCUMENT: &str = "../generator/tests/cli/clinic.yaml";

    #[test]
    fn the_tokens_are_those_of_the_text_behind_every_door() {
        let text = Api::new(DOCUMENT).server().generate().expect("a valid document").text();
        let items: TokenStream = text.parse().expect("Rust");
        let expanded = expand(quote!(#DOCUMENT, server)).to_string();
        let rest = expanded.strip_prefix(&items.to_string()).expect("the same items");
        assert!(rest.contains("include_bytes !") && !rest.contains("pub mod"), "{rest}");
    }

    #[test]
    fn a_module_around_the_items_keeps_its_attributes() {
        let expanded = expand(quote!(#[allow(unused)] pub(crate) mod clinic = #DOCUMENT, client)).to_string();
        assert!(expanded.starts_with("# [allow (unused)] pub (crate) mod clinic {"), "{}", &expanded[..80]);
    }

    #[test]
    fn levels_are_those_of_the_options() {
        let expanded = expand(quote!(#DOCUMENT, server, deny = "warnings, HS01")).to_string();
        assert!(expanded.contains("`HS01` is not a code"), "{expanded}");
        let expanded =
            expand(quote!(#DOCUMENT, server, deny = "warnings", allow = "HS0221, notes")).to_string();
        assert!(!expanded.contains("compile_error"), "{expanded}");
    }

    #[test]
    fn each_fault_of_a_document_is_one_error() {
        let expanded = expand(quote!("no/such/file.yaml", style = "no-such-style")).to_string();
        assert_eq!(expanded.matches("compile_error").count(), 2, "{expanded}");
        assert!(!expanded.contains(env!("CARGO_MANIFEST_DIR")), "{expanded}");
    }
}
