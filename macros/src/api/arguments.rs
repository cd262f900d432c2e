//! The arguments of `api!`.

use housestyle_generator::diag::{Diagnostic, Place, codes};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, LitStr, Token, Visibility};

const KEYS: &str = "`server`, `client`, `openapi`, `full`, `style = \"…\"`, `templates = \"…\"`, `deny = \"…\"` and `allow = \"…\"`";

/// The arguments, as they are written.
pub struct Arguments {
    /// The module that the items go into; without it they go where the macro is.
    pub module: Option<Module>,
    /// The path of the document.
    pub spec: LitStr,
    pub server: bool,
    pub client: bool,
    /// Whether the expanded document is emitted as well.
    pub openapi: bool,
    /// Whether the document spells out what goes over the wire.
    pub full: bool,
    pub style: Option<LitStr>,
    pub templates: Option<LitStr>,
    /// Diagnostics that become errors, and those that are silenced: codes or words, separated by commas.
    pub deny: Option<LitStr>,
    pub allow: Option<LitStr>,
}

/// `#[…] pub mod clinic`.
pub struct Module {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    ident: Ident,
}

impl Module {
    /// The module with its items.
    pub fn around(&self, items: &TokenStream) -> TokenStream {
        let Self { attributes, visibility, ident } = self;
        quote!(#(#attributes)* #visibility mod #ident { #items })
    }
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let module = if input.peek(LitStr) { None } else { Some(module(input)?) };
        let spec = input.parse::<LitStr>().map_err(|error| {
            Error::new(
                error.span(),
                "`api!` takes the path of the document: `api!(\"specs/clinic.yaml\", server)`",
            )
        })?;
        let mut arguments = Self {
            module,
            spec,
            server: false,
            client: false,
            openapi: false,
            full: false,
            style: None,
            templates: None,
            deny: None,
            allow: None,
        };
        let mut seen: Vec<Ident> = Vec::new();
        let mut problems: Option<Error> = None;
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let key = input.call(Ident::parse_any)?;
            if let Err(problem) = arguments.read(&key, &seen, input) {
                match &mut problems {
                    Some(problems) => problems.combine(problem),
                    None => problems = Some(problem),
                }
                skip(input)?;
            }
            seen.push(key);
        }
        problems.map_or(Ok(arguments), Err)
    }
}

impl Arguments {
    /// The literal of the input that a diagnostic is about: the style's, the templates', or else the document's.
    pub fn blamed(&self, diagnostic: &Diagnostic) -> Span {
        let named = |literal: &&LitStr| match &diagnostic.place {
            Place::Pointer { file, .. } | Place::Bytes { file, .. } | Place::File(file) => {
                std::path::Path::new(file).ends_with(literal.value().trim_start_matches("./"))
            }
            Place::Options => false,
        };
        let style = self.style.as_ref().filter(|literal| diagnostic.code.is_of_style() || named(literal));
        let of_templates = [codes::OVERLAY, codes::TEMPLATE].contains(&diagnostic.code);
        let templates = self.templates.as_ref().filter(|_| of_templates);
        style.or(templates).unwrap_or(&self.spec).span()
    }

    fn read(&mut self, key: &Ident, seen: &[Ident], input: ParseStream<'_>) -> syn::Result<()> {
        if seen.contains(key) {
            return Err(Error::new(key.span(), format!("`{key}` is given twice")));
        }
        match key.to_string().as_str() {
            "server" => self.server = true,
            "client" => self.client = true,
            "openapi" => self.openapi = true,
            "full" => self.full = true,
            "style" => self.style = Some(value(key, input)?),
            "templates" => self.templates = Some(value(key, input)?),
            "deny" => self.deny = Some(value(key, input)?),
            "allow" => self.allow = Some(value(key, input)?),
            _ => return Err(Error::new(key.span(), format!("after the path `api!` takes {KEYS}"))),
        }
        Ok(())
    }
}

fn module(input: ParseStream<'_>) -> syn::Result<Module> {
    let attributes = input.call(Attribute::parse_outer)?;
    let visibility = input.parse()?;
    if !input.peek(Token![mod]) {
        return Err(input.error(
            "`api!` takes the path of the document: `api!(\"specs/clinic.yaml\", server)`, \
             or with a module around it `api!(pub mod clinic = \"specs/clinic.yaml\", server)`",
        ));
    }
    input.parse::<Token![mod]>()?;
    let ident = input.parse()?;
    input.parse::<Token![=]>()?;
    Ok(Module { attributes, visibility, ident })
}

fn value(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let takes = || Error::new(key.span(), format!("`{key}` takes a text: `{key} = \"…\"`"));
    input.parse::<Token![=]>().map_err(|_| takes())?;
    input.parse().map_err(|_| takes())
}

/// Skips the rest of a key that was refused.
fn skip(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}
