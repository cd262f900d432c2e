//! Name: gives everything its Rust name, and makes the views that templates are given.

use super::{LoweredApi, NamedApi, Pipeline};
use crate::config::Config;
use crate::diag::{Diagnostic, codes};
use crate::expand;
use crate::rust::{self, Rename};
use crate::spec::Spec;

impl Pipeline {
    /// Names an API. A name that differs from what the document suggests is reported as a note.
    pub(super) fn name(&mut self, config: &Config, lowered: LoweredApi) -> NamedApi {
        let LoweredApi { spec, ir } = lowered;
        let (mut view, renamed) = rust::view(&ir, config.parts());
        if config.openapi {
            view.add_document(&expand::expand(&spec, &ir, &mut self.diags));
        }
        for renamed in renamed {
            self.diags.push(note(&renamed, &spec));
        }
        NamedApi { spec, ir, view }
    }
}

fn note(renamed: &Rename, spec: &Spec) -> Diagnostic {
    // An operation is named by its id.
    let place = |pointer: &str| {
        let id = format!("{pointer}/operationId");
        if spec.at(&id).is_some() { spec.place(&id) } else { spec.key_place(pointer) }
    };
    let cut = renamed.wanted.starts_with(&renamed.given);
    let message = match &renamed.holder {
        Some(_) => format!("`{}` is taken in Rust; this is called `{}`", renamed.wanted, renamed.given),
        None if cut => format!("a long name; in Rust it is cut to `{}`", renamed.given),
        None => format!("`{}` is called `{}` in Rust", renamed.wanted, renamed.given),
    };
    let note = Diagnostic::note(codes::RENAMED, message, place(&renamed.pointer));
    match &renamed.holder {
        Some(holder) => note.related(place(holder), "this has the name"),
        None if cut => note,
        None => note.help("the name means something else in Rust"),
    }
}
