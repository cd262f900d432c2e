//! The keys of `data`.

use super::super::grammar::{Key, Record, Shape, Tagged};
use super::super::{AbsentBody, Enums, FormatType, LinkForm, Times, UnknownMembers, Word, texts};
use super::{OPTION, key, otherwise, record, required, text};

/// `data`.
pub static DATA: Record = record(
    "`data`",
    "How payloads and inputs are read and written.",
    &[
        required(
            "unknown_members",
            Shape::Word(UnknownMembers::WORDS),
            "What becomes of members that no schema knows.",
        ),
        required("read_only", Shape::Tagged(&READ_ONLY), "What becomes of a read-only member in a body."),
        required(
            "absent_body",
            Shape::Word(AbsentBody::WORDS),
            "What stands in for a JSON body that is not there, or empty.",
        ),
        otherwise(
            "client_ids",
            Shape::Word(CLIENT_IDS),
            r#""refuse""#,
            "What the id of a new resource object is that the caller chose.",
        ),
        required("times", Shape::Word(Times::WORDS), "How times of `format: date-time` are written."),
        required(
            "enums",
            Shape::Word(Enums::WORDS),
            "How the words of enumerations are read; they are written as the document has them.",
        ),
        key(
            "zone_header",
            text(&texts::HEADER),
            "The request header that names the zone (IANA) of the times in the answer.",
        ),
        key("links", Shape::Record(&LINKS), "Links."),
        key(
            "compact_under",
            OPTION,
            "The option of `version` under which related objects that have a link are left out.",
        ),
        required("formats", Shape::Record(&FORMATS), "The Rust type of each format of text."),
    ],
);

/// What the id of a new resource may be.
const CLIENT_IDS: &[Word] = &[("refuse", "The outcome `forbidden`."), ("take", "Its id.")];

static READ_ONLY: Tagged = Tagged {
    title: "`data.read_only`",
    docs: "What becomes of a read-only member in a body.",
    tag: "then",
    variants: &[
        (("ignore", "It is passed over."), record("", "", &[])),
        (
            ("reject", "It is a problem of the outcome `invalid_entity`."),
            record("", "", &[required("code", text(&texts::CODE), "The code of the entry.")]),
        ),
    ],
};

static LINKS: Record = record(
    "`data.links`",
    "Links.",
    &[
        otherwise(
            "form",
            Shape::Word(LinkForm::WORDS),
            r#""host_relative""#,
            "How links go out that the server makes.",
        ),
        key(
            "own",
            text(&texts::WIRE),
            "The member that an item with an operation of its own carries, first: `url`.",
        ),
        key(
            "related_suffix",
            text(&texts::WIRE),
            "The suffix of a member that links to what the member without it embeds: \
        `_url`.",
        ),
    ],
);

const fn format(wire: &'static str, docs: &'static str) -> Key {
    required(wire, Shape::Word(FormatType::WORDS), docs)
}

/// Formats of text that have a Rust type of their own.
pub static FORMATS: Record = record(
    "`data.formats`",
    "The Rust type of each format of text.",
    &[
        format("uuid", "`format: uuid`."),
        format("date-time", "`format: date-time`."),
        format("date", "`format: date`."),
        format("uri", "`format: uri`."),
        format("uri-reference", "`format: uri-reference`."),
        format("byte", "`format: byte`."),
    ],
);
