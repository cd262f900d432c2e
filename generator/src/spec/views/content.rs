//! Parameters, bodies and responses.

use super::{RefOr, Schema, views};

views! {
    /// A parameter.
    Parameter {
        /// Its name.
        NAME name "name" text;
        /// Its place.
        IN place "in" text;
        /// Prose.
        DESCRIPTION description "description" prose;
        /// Whether it must be there.
        REQUIRED is_required "required" flag;
        /// Whether it should not be used any more.
        DEPRECATED is_deprecated "deprecated" flag;
        /// Whether it may have no value.
        ALLOW_EMPTY_VALUE allows_empty_value "allowEmptyValue" flag;
        /// How its value is written.
        STYLE style "style" text;
        /// Whether each item or member is written by itself.
        EXPLODE explode "explode" boolean;
        /// Whether reserved characters are not encoded.
        ALLOW_RESERVED allows_reserved "allowReserved" flag;
        /// The schema of its value.
        SCHEMA schema "schema" one<Schema>;
        /// The media type of its value, if it is written in one.
        CONTENT content "content" map<MediaType>;
    }

    /// A header of a response.
    Header {
        /// Prose.
        DESCRIPTION description "description" prose;
        /// Whether it must be there.
        REQUIRED is_required "required" flag;
        /// The schema of its value.
        SCHEMA schema "schema" one<Schema>;
        /// The media type of its value, if it is written in one.
        CONTENT content "content" map<MediaType>;
    }

    /// A request body.
    RequestBody {
        /// Prose.
        DESCRIPTION description "description" prose;
        /// Whether it must be there.
        REQUIRED is_required "required" flag;
        /// Its media types.
        CONTENT content "content" map<MediaType>;
    }

    /// A response.
    Response {
        /// Prose.
        DESCRIPTION description "description" prose;
        /// Headers by name.
        HEADERS headers "headers" map_ref<Header>;
        /// Its media types.
        CONTENT content "content" map<MediaType>;
    }

    /// What a body is in one media type.
    MediaType {
        /// The schema.
        SCHEMA schema "schema" one<Schema>;
        /// The encodings of a form's fields, by field.
        ENCODING encoding "encoding" map<Encoding>;
    }

    /// How a field of a form is written.
    Encoding {
        /// The media types that it may have.
        CONTENT_TYPE content_type "contentType" text;
        /// How its value is written.
        STYLE style "style" text;
        /// Whether each item or member is written by itself.
        EXPLODE explode "explode" boolean;
        /// Whether reserved characters are not encoded.
        ALLOW_RESERVED allows_reserved "allowReserved" flag;
        /// Headers of the part.
        HEADERS headers "headers" value;
        /// The encodings of what the field holds.
        ENCODING encoding "encoding" value;
        /// The encoding of each item.
        ITEM_ENCODING item_encoding "itemEncoding" value;
        /// The encodings of the first items.
        PREFIX_ENCODING prefix_encoding "prefixEncoding" value;
    }
}

/// What has media types: a request body or a response.
pub trait HasContent<'a> {
    /// Its media types.
    fn media_types(&self) -> Vec<(&'a str, MediaType<'a>)>;
}

impl<'a> HasContent<'a> for RequestBody<'a> {
    fn media_types(&self) -> Vec<(&'a str, MediaType<'a>)> {
        self.content().collect()
    }
}

impl<'a> HasContent<'a> for Response<'a> {
    fn media_types(&self) -> Vec<(&'a str, MediaType<'a>)> {
        self.content().collect()
    }
}

/// How the value of a parameter, or of a form's field, is written.
#[derive(Debug, Clone, Copy)]
pub struct Serialization<'a> {
    /// `style`.
    pub style: Option<&'a str>,
    /// `explode`.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allows_reserved: bool,
}

impl<'a> Parameter<'a> {
    /// How its value is written.
    #[must_use]
    pub fn serialization(&self) -> Serialization<'a> {
        Serialization {
            style: self.style(),
            explode: self.explode(),
            allows_reserved: self.allows_reserved(),
        }
    }
}

impl<'a> Encoding<'a> {
    /// How its value is written.
    #[must_use]
    pub fn serialization(&self) -> Serialization<'a> {
        Serialization {
            style: self.style(),
            explode: self.explode(),
            allows_reserved: self.allows_reserved(),
        }
    }
}

impl<'a> Header<'a> {
    /// The schema of its value, whichever way it is written.
    #[must_use]
    pub fn any_schema(&self) -> Option<Schema<'a>> {
        self.schema().or_else(|| self.content().next()?.1.schema())
    }
}

impl<'a> Response<'a> {
    /// Whether it has a media type.
    #[must_use]
    pub fn has_content(&self) -> bool {
        self.content().next().is_some()
    }

    /// Its headers, references not followed.
    pub fn unresolved_headers(&self) -> impl Iterator<Item = Header<'a>> + use<'a> {
        self.headers().map(|(_, header)| header).map(RefOr::unresolved)
    }
}
