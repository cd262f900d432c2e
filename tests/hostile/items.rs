//! The items of generated code, as names.

use std::fmt::Write as _;

use proc_macro2::{TokenStream, TokenTree};
use syn::{Fields, Item, TraitItem};

use super::folder::Folder;

/// What the documents try to make an item, a macro or an attribute of the program.
const INJECTED: [&str; 2] = ["pwned", "abort"];

/// The modules that say what a document became; the others repeat it.
const LISTED: [&str; 3] = ["types.rs", "operations.rs", "server.rs"];

/// The items of every module of a generated folder. Each must parse, and nothing of a document may stand in it as code.
pub fn of(folder: &Folder, out: &str) -> String {
    let mut listing = String::new();
    let below = format!("{out}/");
    for file in folder.files().iter().filter(|file| file.starts_with(&below)) {
        let text = folder.read(file);
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}\n{text}"));
        no_injection(text.parse().expect("tokens"), file);
        let module = &file[below.len()..];
        if LISTED.contains(&module) {
            let lines: String = parsed.items.iter().filter_map(item).map(|line| line + "\n").collect();
            if !lines.is_empty() {
                write!(listing, "// {module}\n{lines}").expect("a text");
            }
        }
    }
    listing
}

fn no_injection(tokens: TokenStream, file: &str) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => no_injection(group.stream(), file),
            TokenTree::Ident(ident) => {
                assert!(!INJECTED.contains(&ident.to_string().as_str()), "`{ident}` is code in {file}");
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// What is of no interest: what is imported and implemented.
fn item(item: &Item) -> Option<String> {
    Some(match item {
        Item::Use(_) | Item::Impl(_) => return None,
        Item::Struct(one) => format!("struct {}{}", one.ident, fields(&one.fields)),
        Item::Enum(one) => {
            let variants = one.variants.iter().map(|variant| variant.ident.to_string());
            format!("enum {} {{ {} }}", one.ident, list(variants))
        }
        Item::Trait(one) => {
            let functions = one.items.iter().filter_map(|item| match item {
                TraitItem::Fn(function) => Some(function.sig.ident.to_string()),
                _ => None,
            });
            format!("trait {} {{ {} }}", one.ident, list(functions))
        }
        Item::Fn(one) => format!("fn {}", one.sig.ident),
        Item::Mod(one) => format!("mod {}", one.ident),
        Item::Const(one) => format!("const {}", one.ident),
        Item::Static(one) => format!("static {}", one.ident),
        Item::Type(one) => format!("type {}", one.ident),
        Item::Macro(one) => format!("macro {}", one.mac.path.segments[0].ident),
        _ => "something else".to_owned(),
    })
}

fn fields(fields: &Fields) -> String {
    match fields {
        Fields::Named(named) => {
            let idents = named.named.iter().filter_map(|field| field.ident.as_ref());
            format!(" {{ {} }}", list(idents.map(ToString::to_string)))
        }
        Fields::Unnamed(unnamed) => format!("({})", unnamed.unnamed.len()),
        Fields::Unit => String::new(),
    }
}

fn list(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}
