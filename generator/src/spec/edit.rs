//! Changes of a document that was read, which keep the place of each node.

use serde_json::{Map, Value};

use super::Spec;
use super::pointer::unescaped;

/// A change of the normalised tree.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    /// Puts a copy of the node at `from` in the place of the one at `to`.
    Copy { from: String, to: String },
    /// Puts a value there, in the place of what is there or as a new last member.
    Set { to: String, value: Value },
    /// Puts a copy of the node at `from` at the end of a list.
    Append { from: String, list: String },
    /// Removes a member.
    Remove { at: String },
    /// Removes items of a list, by their indices.
    RemoveItems { list: String, indices: Vec<usize> },
    /// Gives a member another name in the same object.
    Rename { at: String, key: String },
}

impl Spec {
    /// Applies changes, one after the other.
    pub(crate) fn apply(&mut self, edits: impl IntoIterator<Item = Edit>) {
        edits.into_iter().for_each(|edit| self.apply_one(edit));
    }

    fn apply_one(&mut self, edit: Edit) {
        match edit {
            Edit::Copy { from, to } => {
                let Some(value) = self.tree.pointer(&from).cloned() else { return };
                if self.put(&to, value) {
                    self.moves.copy(&from, &to);
                }
            }
            Edit::Set { to, value } => {
                self.put(&to, value);
            }
            Edit::Append { from, list } => {
                let Some(value) = self.tree.pointer(&from).cloned() else { return };
                let Some(Value::Array(items)) = self.tree.pointer_mut(&list) else { return };
                items.push(value);
                let to = format!("{list}/{}", items.len() - 1);
                self.moves.copy(&from, &to);
            }
            Edit::Remove { at } => {
                let Some((map, key)) = self.parent(&at) else { return };
                map.shift_remove(&key);
            }
            Edit::RemoveItems { list, indices } => self.remove_items(&list, &indices),
            Edit::Rename { at, key } => {
                let Some((map, old)) = self.parent(&at) else { return };
                if !rename(map, &old, &key) {
                    return;
                }
                let above = at.rsplit_once('/').map_or("", |(above, _)| above);
                let to = format!("{above}/{}", super::pointer::escaped(&key));
                self.moves.copy(&at, &to);
            }
        }
    }

    /// The object that has the node at a pointer as a member, and the member's key.
    fn parent(&mut self, pointer: &str) -> Option<(&mut Map<String, Value>, String)> {
        let (above, key) = pointer.rsplit_once('/')?;
        Some((self.tree.pointer_mut(above)?.as_object_mut()?, unescaped(key)))
    }

    fn put(&mut self, to: &str, value: Value) -> bool {
        if let Some(node) = self.tree.pointer_mut(to) {
            *node = value;
            return true;
        }
        let Some((map, key)) = self.parent(to) else { return false };
        map.insert(key, value);
        true
    }

    fn remove_items(&mut self, list: &str, indices: &[usize]) {
        let Some(Value::Array(items)) = self.tree.pointer_mut(list) else { return };
        let kept: Vec<usize> = (0..items.len()).filter(|index| !indices.contains(index)).collect();
        let mut index = 0;
        items.retain(|_| {
            index += 1;
            !indices.contains(&(index - 1))
        });
        for (new, old) in kept.into_iter().enumerate().filter(|(new, old)| new != old) {
            self.moves.copy(&format!("{list}/{old}"), &format!("{list}/{new}"));
        }
    }
}

/// Renames a member, which keeps its position.
fn rename(map: &mut Map<String, Value>, old: &str, new: &str) -> bool {
    if map.contains_key(new) {
        return false;
    }
    let Some(index) = map.keys().position(|key| key == old) else { return false };
    let Some(value) = map.shift_remove(old) else { return false };
    map.shift_insert(index, new.to_owned(), value);
    true
}

#[cfg(test)]
mod tests {
    use super::Edit;
    use crate::diag::{Diagnostics, Place};
    use crate::source::Sources;
    use crate::spec::{Spec, load};

    fn spec(text: &str) -> Spec {
        let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
        let file = sources.add_text("a.yaml", text.to_owned(), &mut diags).expect("YAML");
        load(&file, &mut sources, &mut diags).expect("a document")
    }

    fn origin(spec: &Spec, pointer: &str) -> String {
        match spec.place(pointer) {
            Place::Pointer { pointer, .. } => pointer,
            other => panic!("{other:?}"),
        }
    }

    const TEXT: &str = "
openapi: 3.0.3
info: { title: a, version: '1', x-a: { b: { c: [1, 2, 3] } }, x-d: 4 }
paths: {}
";

    #[test]
    fn a_copy_has_the_place_of_what_it_is_a_copy_of_and_so_has_a_copy_of_it() {
        let mut spec = spec(TEXT);
        let copy = |from: &str, to: &str| Edit::Copy { from: from.to_owned(), to: to.to_owned() };
        spec.apply([copy("/info/x-a/b", "/info/x-a"), copy("/info/x-a/c", "/info/x-d")]);
        assert_eq!(spec.tree["info"]["x-a"]["c"][1], 2);
        assert_eq!(spec.tree["info"]["x-d"][2], 3);
        assert_eq!(origin(&spec, "/info/x-a/c"), "/info/x-a/b/c");
        assert_eq!(origin(&spec, "/info/x-d/0"), "/info/x-a/b/c/0");
        assert_eq!(origin(&spec, "/info/title"), "/info/title");
    }

    #[test]
    fn items_that_stay_keep_their_places() {
        let mut spec = spec(TEXT);
        let list = "/info/x-a/b/c".to_owned();
        spec.apply([Edit::RemoveItems { list: list.clone(), indices: vec![1] }]);
        assert_eq!(spec.tree.pointer(&list), Some(&serde_json::json!([1, 3])));
        assert_eq!(origin(&spec, "/info/x-a/b/c/0"), "/info/x-a/b/c/0");
        assert_eq!(origin(&spec, "/info/x-a/b/c/1"), "/info/x-a/b/c/2");
        spec.apply([Edit::RemoveItems { list, indices: vec![0] }]);
        assert_eq!(origin(&spec, "/info/x-a/b/c/0"), "/info/x-a/b/c/2");
    }

    #[test]
    fn a_renamed_member_keeps_its_position_and_its_place() {
        let mut spec = spec(TEXT);
        spec.apply([Edit::Rename { at: "/info/x-a".to_owned(), key: "x-b/c".to_owned() }]);
        let keys: Vec<_> = spec.tree["info"].as_object().unwrap().keys().collect();
        assert_eq!(keys, ["title", "version", "x-b/c", "x-d"]);
        assert_eq!(origin(&spec, "/info/x-b~1c/b"), "/info/x-a/b");
    }
}
