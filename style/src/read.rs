//! Reading a style from the tree of a file. A value that does not fit is `None`; the check against the grammar reports it.

use std::borrow::Cow;

use crate::grammar::{Key, Shape};
use crate::{List, Named, Text};

/// A node of a style file. Members that are null count as absent.
pub trait Node: Sized {
    /// The text of a string.
    fn text(&self) -> Option<&str>;
    /// The value of a boolean.
    fn flag(&self) -> Option<bool>;
    /// The value of an integer that is not negative.
    fn whole(&self) -> Option<u32>;
    /// The items of a list.
    fn items(&self) -> Option<&[Self]>;
    /// The members of a mapping that are not null.
    fn members(&self) -> Option<impl Iterator<Item = (&str, &Self)>>;
    /// The member of that name, unless it is null.
    fn get(&self, wire: &str) -> Option<&Self>;
    /// The node as compact JSON.
    fn json(&self) -> String;
}

/// A value of a style that is read from a node.
pub trait Read: Sized {
    /// Whether its key may be missing.
    const OPTIONAL: bool = false;

    /// The value of a node.
    fn read<N: Node>(node: &N) -> Option<Self>;

    /// The value of a missing key.
    fn absent() -> Option<Self> {
        None
    }
}

/// A type whose shape does not depend on the key.
pub trait Shaped {
    /// The shape of its values.
    const SHAPE: Shape;
}

/// The member of a mapping.
pub fn member<N: Node, T: Read>(node: &N, wire: &str) -> Option<T> {
    node.get(wire).map_or_else(T::absent, T::read)
}

/// The members of a mapping except the known keys.
pub(crate) fn others<N: Node, T: Read + Clone>(node: &N, known: &[Key]) -> Option<List<Named<T>>> {
    let others = node.members()?.filter(|(wire, _)| known.iter().all(|key| key.wire != *wire));
    others
        .map(|(wire, node)| Some(Named { name: Cow::Owned(wire.to_owned()), value: T::read(node)? }))
        .collect()
}

impl Read for Text {
    fn read<N: Node>(node: &N) -> Option<Self> {
        Some(Cow::Owned(node.text()?.to_owned()))
    }
}

impl Read for bool {
    fn read<N: Node>(node: &N) -> Option<Self> {
        node.flag()
    }
}

impl Shaped for bool {
    const SHAPE: Shape = Shape::Flag;
}

impl Read for u32 {
    fn read<N: Node>(node: &N) -> Option<Self> {
        node.whole()
    }
}

impl Read for u16 {
    fn read<N: Node>(node: &N) -> Option<Self> {
        node.whole()?.try_into().ok()
    }
}

impl<T: Read> Read for Option<T> {
    const OPTIONAL: bool = true;

    fn read<N: Node>(node: &N) -> Option<Self> {
        T::read(node).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Shaped> Shaped for Option<T> {
    const SHAPE: Shape = T::SHAPE;
}

impl<T: Read + Clone> Read for List<T> {
    fn read<N: Node>(node: &N) -> Option<Self> {
        node.items()?.iter().map(T::read).collect()
    }
}

impl<T: Shaped + Clone + 'static> Shaped for List<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
}
