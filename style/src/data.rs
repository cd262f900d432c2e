//! How values are read and written.

use crate::Text;

record! {
    /// How values in bodies and parameters are read and written.
    Data "`data`" {
        /// How a member of a request body that its schema does not declare is treated.
        unknown_members: UnknownMembers,
        /// How a member with `readOnly: true` in a request body is treated.
        read_only: ReadOnly,
        /// How an absent or empty JSON request body is read.
        absent_body: AbsentBody,
        /// Whether clients may choose the `id` of a resource that they create (JSON:API, "client-generated IDs").
        client_ids: ClientIds = "\"reject\"",
        /// How values of `format: date-time` are written.
        times: Times,
        /// How values of `enum` are compared when they are read. They are written as the document spells them.
        enums: Enums,
        /// The request header for the time zone of the times in the response, by its IANA name, such as `TimeZone:
        /// Europe/Berlin`. Only with `times: as_given`. Without it, clients cannot choose one.
        time_zone_header formerly "zone_header": Option<Text> [Text(&HEADER)],
        /// Links in responses.
        links: Links,
        /// An option of `version.options`. If a request asks for it, embedded objects are left out if a link to them is
        /// next to them (`links.related_suffix`).
        links_only_with_option formerly "compact_under": Option<Text> [Text(&SUBTYPE_PART)],
        /// The Rust types of string formats.
        formats: Formats,
    }
}

words! {
    /// How a member of a request body that its schema does not declare is treated.
    UnknownMembers {
        /// It is a problem of the outcome `invalid_entity` if the schema says `additionalProperties: false`, and ignored
        /// otherwise.
        AsSchema = "as_schema",
        /// It is ignored.
        Ignore = "ignore",
        /// It is a problem of the outcome `invalid_entity`.
        Reject = "reject",
    }
}

tagged! {
    /// How a member with `readOnly: true` in a request body is treated.
    ReadOnly "`data.read_only`" by "then" {
        /// It is ignored.
        Ignore = "ignore",
        /// It is a problem of the outcome `invalid_entity`.
        Reject(Reject) = "reject",
    }
}

record! {
    /// The problem that is reported for a read-only member.
    Reject "" {
        /// The `$code` of its entry: `readonly_field`.
        code: Text [Text(&CODE)],
    }
}

words! {
    /// How an absent or empty JSON request body is read.
    AbsentBody {
        /// As no body, which is an error if the operation requires one.
        Nothing = "nothing",
        /// As `{}`.
        EmptyObject = "empty_object",
    }
}

words! {
    /// Whether clients may choose the `id` of a resource that they create.
    ClientIds {
        /// A request with an `id` gets the outcome `forbidden`.
        Reject = "reject" formerly "refuse",
        /// The resource gets the `id` of the request.
        Accept = "accept" formerly "take",
    }
}

words! {
    /// How values of `format: date-time` are written.
    Times {
        /// RFC 3339, in the time zone that the request asks for, or else with the offset that the handler gave:
        /// `2026-03-01T12:00:00+02:00`.
        AsGiven = "as_given",
        /// RFC 3339 in UTC: `2026-03-01T10:00:00Z`.
        Utc = "utc",
        /// As an integer, the seconds since 1970-01-01T00:00:00Z, in requests and responses: `1772359200`.
        UnixSeconds = "unix_seconds",
    }
}

words! {
    /// How values of `enum` are compared when they are read. They are written as the document spells them.
    Enums {
        /// Case-sensitively.
        Exact = "exact",
        /// Case-insensitively.
        AnyCase = "any_case",
    }
}

record! {
    /// Links in responses.
    Links "`data.links`" {
        /// How the server writes the links that it makes.
        form: LinkForm = "\"host_relative\"",
        /// The name of a member that is added first to an object that a `GET` of its own returns, with the link to it:
        /// `url`. Without it, no member is added.
        self_member formerly "own": Option<Text> [Text(&WIRE)],
        /// The suffix by which a member is the link to the object that the member without it embeds: with `_url`,
        /// `doctor_url` is the link to `doctor`.
        related_suffix: Option<Text> [Text(&WIRE)],
    }
    absent Self::MINIMAL
}

words! {
    /// How the server writes the links that it makes.
    LinkForm {
        /// As a path, without scheme and host: `/clients?page=2`.
        HostRelative = "host_relative",
        /// With scheme and host, taken from the request or from the server's configuration:
        /// `https://api.example.com/clients?page=2`.
        Absolute = "absolute",
    }
}

record! {
    /// The Rust types of string formats in the generated code.
    Formats "`data.formats`" {
        /// `format: uuid`.
        uuid: FormatType,
        /// `format: date-time`.
        date_time as "date-time": FormatType,
        /// `format: date`.
        date: FormatType,
        /// `format: uri`.
        uri: FormatType,
        /// `format: uri-reference`.
        uri_reference as "uri-reference": FormatType,
        /// `format: byte`.
        byte: FormatType,
    }
}

impl Formats {
    /// The type of a format; `None` if a style has no choice for it.
    #[must_use]
    pub fn get(&self, format: &str) -> Option<FormatType> {
        match format {
            "uuid" => Some(self.uuid),
            "date-time" => Some(self.date_time),
            "date" => Some(self.date),
            "uri" => Some(self.uri),
            "uri-reference" => Some(self.uri_reference),
            "byte" => Some(self.byte),
            _ => None,
        }
    }
}

words! {
    /// The Rust type of a string format.
    FormatType {
        /// A type for the format, such as `Uuid`.
        Typed = "typed",
        /// `String`.
        String = "string",
    }
}
