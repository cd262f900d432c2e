//! The keys of types that are items of pages.

use std::collections::BTreeMap;

use super::{Build, KeyView};
use crate::ir::{self, ApiModel, TypeId};
use crate::rust::literal::Lit;

/// The members of an item that pages by key are made with.
#[derive(Debug, Default)]
pub(super) struct Keys<'a> {
    /// The one that the next page starts at.
    pub(super) own: Option<&'a str>,
    /// Those that ranges may be of.
    ranged: Vec<&'a str>,
}

impl Build<'_> {
    /// The members of the type at `index` that ranges may be of.
    pub(super) fn ranged(&self, index: usize, keys: &Keys<'_>) -> Vec<KeyView> {
        let view =
            |wire: &&str| Some(KeyView { wire: Lit::text(wire), member: self.member_ident(index, wire)? });
        keys.ranged.iter().filter_map(view).collect()
    }
}

/// Items of pages by key.
pub(super) fn keys(api: &ApiModel) -> BTreeMap<TypeId, Keys<'_>> {
    let mut keys = BTreeMap::<_, Keys<'_>>::new();
    for operation in &api.operations {
        let Some(paging) = &operation.paging else { continue };
        let ranged = if paging.by_key { paging.ranges.as_slice() } else { &[] };
        let Some(own) = paging.key.last().or_else(|| ranged.first()) else { continue };
        for success in &operation.successes {
            if let ir::Payload::Page(item) = success.payload {
                let keys = keys.entry(api.behind(item.id)).or_default();
                // What links carry is the same for every way to page; a range says which member it is of.
                if keys.own.is_none() || !paging.by_key {
                    keys.own = Some(own);
                }
                let more = ranged.iter().map(String::as_str).filter(|wire| !keys.ranged.contains(wire));
                let more: Vec<_> = more.collect();
                keys.ranged.extend(more);
            }
        }
    }
    keys
}

/// The links to the operations of types that responses name in `Location`.
pub(super) fn locations(api: &ApiModel) -> BTreeMap<TypeId, &ir::LinkPath> {
    let found = api.operations.iter().filter_map(|operation| operation.location.as_ref());
    found.map(|link| (link.ty, &link.path)).collect()
}
