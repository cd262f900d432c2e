//! A related resource: an identifier or the complete resource.

use super::{Resource, ResourceId, ResourceType};
use crate::schema::members::{MemberName, required};
use crate::schema::{Schema, Valid};
use crate::value::Boxed;
use serde::de::value::{MapAccessDeserializer, StrDeserializer, StringDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// A related resource.
///
/// A server may use either. A [full](Self::Full) resource is included in the response if the operation and the
/// request ask for it, and is otherwise written as its identifier. A client gets it in full if it was included. In
/// requests it is always an [`Id`](Self::Id).
///
/// In the flat form it is an object: the identifier, or the resource with `type` next to its own members.
///
/// ```
/// use housestyle::{Related, ResourceId};
///
/// let creator: Related<String> = Related::Id(ResourceId::new("student", "7"));
/// assert_eq!(creator.full(), None);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Related<T> {
    /// The identifier.
    Id(ResourceId),
    /// The resource. Boxed because resources can refer to each other in cycles.
    Full(Boxed<T>),
}

impl<T: ResourceType> Related<T> {
    /// Creates a reference to the resource with this id.
    #[must_use]
    pub fn to(id: impl Into<String>) -> Self {
        Self::Id(ResourceId::new(T::META.ty, id))
    }
}

impl<T: Resource> Related<T> {
    /// Creates a reference to the resource with this id and type `R`, if the relationship accepts several types.
    #[must_use]
    pub fn of<R: ResourceType>(id: impl Into<String>) -> Self {
        Self::Id(ResourceId::new(R::META.ty, id))
    }

    /// Returns the type of the resource.
    #[must_use]
    pub fn ty(&self) -> &str {
        match self {
            Self::Id(id) => &id.ty,
            Self::Full(whole) => whole.ty(),
        }
    }

    /// Returns the id of the resource.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Id(id) => &id.id,
            Self::Full(whole) => whole.id(),
        }
    }
}

impl<T> Related<T> {
    /// Returns the resource, if it is present.
    #[must_use]
    pub fn full(&self) -> Option<&T> {
        match self {
            Self::Id(_) => None,
            Self::Full(whole) => Some(whole),
        }
    }

    /// Returns the resource, if it is present.
    #[must_use]
    pub fn into_full(self) -> Option<T> {
        match self {
            Self::Id(_) => None,
            Self::Full(whole) => Some(whole.into_inner()),
        }
    }
}

impl<T: Clone + Send + Sync + 'static> From<T> for Related<T> {
    fn from(whole: T) -> Self {
        Self::Full(Boxed::from(whole))
    }
}

impl<T: Resource + Serialize> Serialize for Related<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Whole<'a, T> {
            #[serde(rename = "type")]
            ty: &'a str,
            #[serde(flatten)]
            whole: &'a T,
        }
        match self {
            Self::Id(id) => id.serialize(serializer),
            Self::Full(whole) => Whole { ty: whole.ty(), whole: &**whole }.serialize(serializer),
        }
    }
}

impl<'de, T: Resource + Deserialize<'de> + Clone + Send + Sync + 'static> Deserialize<'de> for Related<T> {
    /// An object with only `type`, `id` and `lid` is an identifier, any other a resource. A resource of a type that
    /// the relationship does not accept is reduced to its identifier.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RelatedVisitor(PhantomData))
    }
}

/// Reads an object as an identifier, and switches to the resource at the first other member.
struct RelatedVisitor<T>(PhantomData<T>);

impl<'de, T: Resource + Deserialize<'de> + Clone + Send + Sync + 'static> Visitor<'de> for RelatedVisitor<T> {
    type Value = Related<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a resource or its identifier")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Related<T>, A::Error> {
        let (mut ty, mut id, mut lid) = (None::<String>, None, None);
        while let Some(key) = map.next_key::<MemberName<'de>>()? {
            match &*key {
                "type" => ty = Some(map.next_value::<String>()?),
                "id" => id = Some(map.next_value::<String>()?),
                "lid" => lid = Some(map.next_value::<String>()?),
                _ if ty.as_deref().is_some_and(|ty| !T::admits(ty)) => {
                    map.next_value::<IgnoredAny>()?;
                }
                _ => {
                    let head = [("type", ty), ("id", id), ("lid", lid)];
                    let replay = ReplayedMembers { head, value: None, key: Some(key), map };
                    return T::deserialize(MapAccessDeserializer::new(replay)).map(Related::from);
                }
            }
        }
        let (ty, id) = (required::<_, A::Error>(ty, "type")?.into(), required(id, "id")?);
        Ok(Related::Id(ResourceId { ty, id, lid }))
    }
}

/// An object whose first members have been read already.
struct ReplayedMembers<'de, A> {
    head: [(&'static str, Option<String>); 3],
    value: Option<String>,
    key: Option<MemberName<'de>>,
    map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for ReplayedMembers<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        if let Some((wire, value)) = self.head.iter_mut().find(|(_, value)| value.is_some()) {
            self.value = value.take();
            return seed.deserialize(StrDeserializer::<A::Error>::new(wire)).map(Some);
        }
        if let Some(key) = self.key.take() {
            return seed.deserialize(StrDeserializer::<A::Error>::new(&key)).map(Some);
        }
        self.map.next_key_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(StringDeserializer::<A::Error>::new(value)),
            None => self.map.next_value_seed(seed),
        }
    }
}

impl<T> Valid for Related<T> {
    /// A full resource is not certain: in a request only its identifier counts.
    fn valid(&self, schema: &'static Schema) -> bool {
        match self {
            Self::Id(id) => id.valid(schema),
            Self::Full(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Any, Book, Person, book, person};
    use super::*;
    use serde_json::json;

    #[test]
    fn the_flat_form_is_an_identifier_or_all_of_it() {
        let id: Related<Person> = Related::to("7");
        assert_eq!(serde_json::to_value(&id).expect("json"), json!({"type": "person", "id": "7"}));
        let whole = Related::from(person("8", "Ada"));
        let expected = json!({"type": "person", "id": "8", "name": "Ada", "books": []});
        assert_eq!(serde_json::to_value(&whole).expect("json"), expected);
        assert_eq!((id.ty(), id.id(), id.full()), ("person", "7", None));
        assert_eq!((whole.ty(), whole.id()), ("person", "8"));
    }

    #[test]
    fn what_is_written_is_read_in_any_order_of_members() {
        let mut one = book("1", "Emma");
        one.author = Some(Related::from(person("8", "Ada")));
        let text = serde_json::to_string(&Related::from(one.clone())).expect("json");
        assert_eq!(serde_json::from_str::<Related<Book>>(&text).expect("read"), Related::from(one));
        let text = r#"{"name":"Ada","id":"8","odd":{"x":[1]},"books":[{"id":"1","type":"book"}]}"#;
        let read: Person =
            serde_json::from_str::<Related<Person>>(text).expect("read").into_full().expect("whole");
        assert_eq!((&*read.name, read.books[0].id()), ("Ada", "1"));
        let tree = serde_json::from_str::<serde_json::Value>(text).expect("json");
        assert_eq!(serde_json::from_value::<Related<Person>>(tree).expect("read").into_full(), Some(read));
    }

    #[test]
    fn a_polymorphic_one_is_recognized_by_its_type() {
        let whole: Related<Any> = Related::from(Any::Person(person("8", "Ada")));
        let text = serde_json::to_string(&whole).expect("json");
        assert_eq!(serde_json::from_str::<Related<Any>>(&text).expect("read"), whole);
        let id: Related<Any> = Related::of::<Book>("1");
        assert_eq!((id.ty(), id.id()), ("book", "1"));
    }

    #[test]
    fn a_resource_of_another_type_stays_an_identifier() {
        let text = r#"{"type":"robot","id":"7","name":{"arms":2},"lid":"x"}"#;
        let read = serde_json::from_str::<Related<Person>>(text).expect("read");
        assert_eq!((read.ty(), read.id(), read.full()), ("robot", "7", None));
    }

    #[test]
    fn ja_33_an_identifier_has_type_and_id() {
        for text in
            [r#"{"id":"1"}"#, r#"{"type":"person"}"#, "{}", "7", r#"{"type":"person","id":1}"#, "null"]
        {
            assert!(serde_json::from_str::<Related<Person>>(text).is_err(), "{text}");
            assert!(serde_json::from_str::<ResourceId>(text).is_err(), "{text}");
        }
        let local = r#"{"type":"person","id":"","lid":"new"}"#;
        let id = serde_json::from_str::<ResourceId>(local).expect("read");
        assert_eq!(
            (id.lid.as_deref(), serde_json::to_string(&id).expect("json")),
            (Some("new"), local.into())
        );
    }

    #[test]
    fn identifiers_are_valid_at_once() {
        static NULLABLE: Schema = Schema::same(&super::super::IDENTIFIER).or_null();
        let id: Related<Person> = Related::to("7");
        assert!(id.valid(&NULLABLE) && id.valid(&super::super::IDENTIFIER) && !id.valid(&Schema::TEXT));
        assert!(!Related::from(person("8", "Ada")).valid(&NULLABLE));
    }
}
