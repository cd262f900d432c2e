//! `#[handler(…)]`.

use proc_macro2::{Ident, TokenTree};
use syn::meta::ParseNestedMeta;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{DeriveInput, Error, Path, Token};

use super::Problems;

const KEYS: &str = "`api = PATH`, `groups(A, B)`, `unavailable = FUNCTION` and `partial`";

/// What the attribute says.
pub struct Attribute {
    /// The module that was generated.
    pub api: Path,
    /// The groups in the listed order; without it every group.
    pub groups: Option<Vec<Ident>>,
    /// The function that recognizes errors which mean that the service is unavailable for now.
    pub unavailable: Option<Path>,
    /// Whether operations that are not implemented answer 501.
    pub partial: bool,
}

/// The keys read so far.
#[derive(Default)]
struct Keys {
    api: Option<Path>,
    groups: Option<Vec<Ident>>,
    unavailable: Option<Path>,
    partial: bool,
    /// Keys that occurred, whether or not their value was valid.
    seen: Vec<String>,
}

impl Attribute {
    /// Reads every `#[handler(…)]` of the type; returns `None` only if it has reported a problem.
    pub fn read(input: &DeriveInput, problems: &mut Problems) -> Option<Self> {
        let mut keys = Keys::default();
        for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("handler")) {
            let read = attribute.parse_nested_meta(|meta| {
                keys.read(&meta, problems);
                Ok(())
            });
            if let Err(error) = read {
                problems.push(error);
                return None;
            }
        }
        if keys.api.is_none() && !keys.seen.iter().any(|key| key == "api") {
            problems.push(Error::new(
                input.ident.span(),
                "`Handler` must know the API: add `#[handler(api = PATH)]`, PATH being the generated module",
            ));
        }
        let Keys { api, groups, unavailable, partial, seen: _ } = keys;
        Some(Self { api: api?, groups, unavailable, partial })
    }
}

impl Keys {
    fn read(&mut self, meta: &ParseNestedMeta<'_>, problems: &mut Problems) {
        let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        if self.seen.contains(&key) {
            problems.push(meta.error(format!("`{key}` is given twice")));
            return skip(meta);
        }
        let read = match key.as_str() {
            "api" => {
                let takes = "`api` takes the generated module: `api = PATH`";
                path(meta, takes).map(|api| self.api = Some(api))
            }
            "unavailable" => {
                let takes = "`unavailable` takes a function of an error: `unavailable = FUNCTION`";
                path(meta, takes).map(|function| self.unavailable = Some(function))
            }
            "groups" => groups(meta, problems).map(|groups| self.groups = Some(groups)),
            "partial" => {
                self.partial = true;
                Ok(())
            }
            _ => Err(meta.error(format!("`handler` takes {KEYS}"))),
        };
        match read {
            Ok(()) if meta.input.is_empty() || meta.input.peek(Token![,]) => {}
            Ok(()) => problems.push(meta.input.error(format!("`handler` takes {KEYS}, with commas between"))),
            Err(error) => problems.push(error),
        }
        self.seen.push(key);
        skip(meta);
    }
}

fn path(meta: &ParseNestedMeta<'_>, takes: &str) -> syn::Result<Path> {
    if !meta.input.peek(Token![=]) {
        return Err(meta.error(takes));
    }
    meta.value()?.call(Path::parse_mod_style).map_err(|error| Error::new(error.span(), takes))
}

fn groups(meta: &ParseNestedMeta<'_>, problems: &mut Problems) -> syn::Result<Vec<Ident>> {
    if !meta.input.peek(syn::token::Paren) {
        return Err(meta.error("`groups` takes the groups' traits: `groups(A, B)`"));
    }
    let content;
    syn::parenthesized!(content in meta.input);
    let listed = Listed::parse(&content)?.0;
    if listed.is_empty() {
        return Err(meta.error("`groups()` is empty: name a group, or leave `groups` out for all of them"));
    }
    let mut groups: Vec<Ident> = Vec::new();
    for group in listed {
        if groups.contains(&group) {
            problems.push(Error::new(group.span(), format!("the group `{group}` is listed twice")));
        } else {
            groups.push(group);
        }
    }
    Ok(groups)
}

struct Listed(Punctuated<Ident, Token![,]>);

impl Parse for Listed {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Punctuated::parse_terminated(input).map(Self)
    }
}

/// Skips the rest of a key that was refused, so that the keys after it are read as well.
fn skip(meta: &ParseNestedMeta<'_>) {
    while !meta.input.is_empty() && !meta.input.peek(Token![,]) {
        if meta.input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}
