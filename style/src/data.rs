//! How payloads and inputs are read and written.

use crate::Text;

record! {
    /// How payloads and inputs are read and written.
    Data "`data`" {
        /// What becomes of members that no schema knows.
        unknown_members: UnknownMembers,
        /// What becomes of a read-only member in a body.
        read_only: ReadOnly,
        /// What stands in for a JSON body that is not there, or empty.
        absent_body: AbsentBody,
        /// What the id of a new resource object is that the caller chose.
        client_ids: ClientIds = "\"reject\"",
        /// How times of `format: date-time` are written.
        times: Times,
        /// How the words of enumerations are read; they are written as the document has them.
        enums: Enums,
        /// The request header that names the zone (IANA) of the times in the answer.
        time_zone_header formerly "zone_header": Option<Text> [Text(&HEADER)],
        /// Links.
        links: Links,
        /// The option of `version` under which related objects that have a link are left out.
        links_only_with_option formerly "compact_under": Option<Text> [Text(&SUBTYPE_PART)],
        /// The Rust type of each format of text.
        formats: Formats,
    }
}

words! {
    /// What becomes of members that no schema knows.
    UnknownMembers {
        /// Refused where the schema says `additionalProperties: false`.
        AsSchema = "as_schema",
        /// Passed over.
        Ignore = "ignore",
        /// Refused.
        Reject = "reject",
    }
}

tagged! {
    /// What becomes of a read-only member in a body.
    ReadOnly "`data.read_only`" by "then" {
        /// It is passed over.
        Ignore = "ignore",
        /// It is a problem of the outcome `invalid_entity`.
        Reject(Reject) = "reject",
    }
}

record! {
    /// The problem that a read-only member is.
    Reject "" {
        /// The code of the entry.
        code: Text [Text(&CODE)],
    }
}

words! {
    /// What stands in for a JSON body that is not there, or empty.
    AbsentBody {
        /// Nothing: the body is missing where the operation requires one.
        Nothing = "nothing",
        /// `{}`.
        EmptyObject = "empty_object",
    }
}

words! {
    /// What the id of a new resource object is that the caller chose.
    ClientIds {
        /// The outcome `forbidden`.
        Reject = "reject" formerly "refuse",
        /// Its id.
        Accept = "accept" formerly "take",
    }
}

words! {
    /// How times of `format: date-time` are written.
    Times {
        /// ISO 8601, with the offset that the handler gave, or in the zone that the request asked for.
        AsGiven = "as_given",
        /// ISO 8601 in UTC, with `Z`.
        Utc = "utc",
        /// As whole seconds since 1970, both ways.
        UnixSeconds = "unix_seconds",
    }
}

words! {
    /// How the words of enumerations are read. They are written as the document has them.
    Enums {
        /// As the document has them.
        Exact = "exact",
        /// In upper case, lower case or both.
        AnyCase = "any_case",
    }
}

record! {
    /// Links.
    Links "`data.links`" {
        /// How links go out that the server makes.
        form: LinkForm = "\"host_relative\"",
        /// The member that an item with an operation of its own carries, first: `url`.
        self_member formerly "own": Option<Text> [Text(&WIRE)],
        /// The suffix of a member that links to what the member without it embeds: `_url`.
        related_suffix: Option<Text> [Text(&WIRE)],
    }
    absent Self::MINIMAL
}

words! {
    /// How links go out that the server makes.
    LinkForm {
        /// From the host's root: `/clients?page=2`.
        HostRelative = "host_relative",
        /// With scheme and host: those of the request, or those that the service is told.
        Absolute = "absolute",
    }
}

record! {
    /// The Rust type of each format of text.
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
    /// The type of a format, if there is a choice.
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
    /// What a format becomes.
    FormatType {
        /// The type made for it.
        Typed = "typed",
        /// Text.
        String = "string",
    }
}
