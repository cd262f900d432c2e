//! The grammar of style files: every key with its meaning, in one table.

mod around;
mod bodies;
mod data;
mod locale;
mod outcomes;
mod paging;
mod query;

use super::grammar::{Key, Record, Shape, Tagged};
use super::{Acceptance, Calls, Check, PathMisfit, TrailingSlash, Word, texts};

pub use data::FORMATS;
pub use locale::TEXTS;
pub use outcomes::{EVERY, REACTION};

const fn key(wire: &'static str, shape: Shape, docs: &'static str) -> Key {
    Key { wire, docs, shape, required: false, default: None }
}

const fn required(wire: &'static str, shape: Shape, docs: &'static str) -> Key {
    Key { wire, docs, shape, required: true, default: None }
}

const fn otherwise(wire: &'static str, shape: Shape, default: &'static str, docs: &'static str) -> Key {
    Key { wire, docs, shape, required: false, default: Some(default) }
}

const fn record(title: &'static str, docs: &'static str, keys: &'static [Key]) -> Record {
    Record { title, docs, keys, others: None }
}

const fn text(rule: &'static super::grammar::TextRule) -> Shape {
    Shape::Text(rule)
}

static OPTION: Shape = text(&texts::SUBTYPE_PART);
static VERSION_TEXT: Shape = text(&texts::TOKEN);

/// A style file.
pub static STYLE: Record = record(
    "A style",
    "The mapping that a style file is.",
    &[
        required("style", text(&texts::NAME), "The name of the style. Not inherited."),
        key("about", text(&texts::PROSE), "What it is, in a line. Not inherited."),
        key(
            "extends",
            text(&texts::PARENT),
            "The style that this one builds on: the name of a built-in style, or the path \
        of a file, seen from the folder of this file (with a `/` in it, or ending in `.yaml`, `.yml` or `.json`). \
        Without it: the built-in style that is the root. Not inherited.",
        ),
        key(
            "root",
            Shape::Flag,
            "Whether it builds on nothing and answers every axis itself. Just one built-in style does; it \
        is also the style of a document that names none. Not inherited.",
        ),
        required("calls", Shape::Word(Calls::WORDS), "How operations are called."),
        required("transport", Shape::Record(&around::TRANSPORT), "What requests come over."),
        required("path", Shape::Record(&PATH), "How paths are made and matched."),
        required(
            "version",
            Shape::Tagged(&VERSION),
            "Where the version of the API and the options of a representation go.",
        ),
        required("media", Shape::Record(&MEDIA), "Media types of bodies."),
        required("success", Shape::Record(&bodies::SUCCESS), "What wraps a success."),
        required("failure", Shape::Record(&bodies::FAILURE), "What wraps a failure."),
        required("outcomes", Shape::Record(&outcomes::OUTCOMES), "What goes over the wire for each outcome."),
        key("paging", Shape::Record(&paging::PAGING), "The ways to page through a collection."),
        key("filtering", Shape::Record(&query::FILTERING), "Filters of collections."),
        key("sorting", Shape::Record(&query::SORTING), "The order of collections."),
        key("sparse", Shape::Record(&query::SPARSE), "Answers with some of a resource's fields alone."),
        key("include", Shape::Record(&query::INCLUDE), "Answers with related resources beside."),
        key("parameters", Shape::Record(&query::PARAMETERS), "Parameters in general."),
        key("locale", Shape::Record(&locale::LOCALE), "The languages of texts."),
        key("login", Shape::Record(&around::LOGIN), "Credentials, and sessions."),
        required("data", Shape::Record(&data::DATA), "How payloads and inputs are read and written."),
        required("methods", Shape::Record(&around::METHODS), "What methods mean."),
        required("headers", Shape::Record(&around::HEADERS), "Headers that every answer carries."),
        required(
            "caching",
            Shape::Record(&around::CACHING),
            "Validators of representations, and conditions on them (RFC 9110 §13).",
        ),
        key("rate", Shape::Record(&around::RATE), "How many requests are taken."),
        key("cors", Shape::Record(&around::CORS), "Who may call from a page of another origin."),
        required(
            "checks",
            Shape::List(&Shape::Word(Check::WORDS)),
            "The order in which a request is checked. What one check \
        finds is told together, and no later check is made. Checks that are not listed come last.",
        ),
        key(
            "slow_after_ms",
            Shape::Whole(1, 3_600_000),
            "Answers that take longer are logged as slow; milliseconds.",
        ),
    ],
);

static PATH: Record = record(
    "`path`",
    "How paths are made and matched.",
    &[
        required(
            "prefix",
            text(&texts::PREFIX),
            "What stands before every path of the document: `\"\"`, `/api`, `/v{major}`. `{major}` is the number that \
            the document's `info.version` begins with; it stands there just where the version is `in: path`.",
        ),
        required(
            "trailing_slash",
            Shape::Word(TrailingSlash::WORDS),
            "Whether a slash at the end of a path matters.",
        ),
        required(
            "misfit",
            Shape::Word(PathMisfit::WORDS),
            "What a parameter in a path is that its schema refuses.",
        ),
    ],
);

static VERSION: Tagged = Tagged {
    title: "`version`",
    docs: "Where the version of the API and the options of a representation go.",
    tag: "in",
    variants: &[
        (("none", "Nowhere."), record("", "", &[])),
        (("path", "In the path, as `{major}` of `path.prefix`."), record("", "", &[])),
        (
            (
                "accept_subtype",
                "In the subtype of `Accept`: \
                `application/vnd.{vendor}[.{version}][.{option}[-{suffix}]][+json]`. Answers carry the vendor type where \
                one was asked for, else `application/json`; what is not there is `not_acceptable`.",
            ),
            record(
                "",
                "",
                &[
                    required("vendor", text(&texts::SUBTYPE_PART), "The vendor."),
                    required(
                        "current",
                        text(&texts::SUBTYPE_PART),
                        "The version that is served where none is asked for: `v1`.",
                    ),
                    key(
                        "served",
                        Shape::List(&OPTION),
                        "Every version that is served; without it just the current one.",
                    ),
                    key("options", Shape::Record(&OPTIONS), "Options of a representation."),
                ],
            ),
        ),
        (
            (
                "accept_parameter",
                "In a parameter of one media type in `Accept`: `application/vnd.acme+json; version=3`. Answers carry the \
                type with its parameter where it was asked for, else `media.response`; a version that is not there is \
                `not_acceptable`.",
            ),
            record(
                "",
                "",
                &[
                    required("media", text(&texts::JSON_ESSENCE), "The media type, without parameters."),
                    otherwise(
                        "parameter",
                        text(&texts::MEDIA_PARAMETER),
                        r#""version""#,
                        "The parameter for the version.",
                    ),
                    required("current", VERSION_TEXT, "The version that clients ask for: `\"3\"`."),
                    key(
                        "served",
                        Shape::List(&VERSION_TEXT),
                        "Every version that is served; without it just the current one.",
                    ),
                    otherwise(
                        "required",
                        Shape::Flag,
                        "false",
                        "Whether a request that names none is `not_acceptable`; else it gets the current one.",
                    ),
                ],
            ),
        ),
    ],
};

static OPTIONS: Record = record(
    "`version.options`",
    "Options of a representation that `Accept` may ask for.",
    &[
        key("depth", Shape::List(&OPTION), "Alternatives, of which one may be asked for: `[compact, full]`."),
        key("suffix", OPTION, "An option that stands alone, or follows another after a `-`: `verbose`."),
    ],
);

/// Which `Content-Type` a request may have, but for [`ONLY`].
const REQUEST: &[Word] = &[
    ("declared", "One that the operation declares, or none."),
    ("any", "Any: the body is read as what the operation declares."),
];

static ONLY: Record = record(
    "`media.request`",
    "One media type alone for JSON. Operations that are not of the style take what they declare.",
    &[
        required("only", text(&texts::JSON_ESSENCE), "The media type, without parameters."),
        otherwise(
            "parameters",
            Shape::List(&text(&texts::MEDIA_PARAMETER)),
            "[]",
            "The parameters that it may have: `[profile]`. Another is `unsupported_media`. Of `ext`, no value is supported; \
            of the rest, every value is passed over.",
        ),
    ],
);

static MEDIA: Record = record(
    "`media`",
    "Media types of bodies.",
    &[
        required(
            "request",
            Shape::Either(REQUEST, &Shape::Record(&ONLY)),
            "Which `Content-Type` a request with a body may have; one without the header is read as what the operation \
            declares, but for `only`. Another is `unsupported_media`.",
        ),
        otherwise("accept", Shape::Word(Acceptance::WORDS), r#""ranges""#, "Which `Accept` is refused."),
        required(
            "response",
            text(&texts::JSON_MEDIA),
            "The `Content-Type` of JSON where neither the document nor `version` says otherwise; of failures too, where \
            `failure.media` is `application/json`.",
        ),
    ],
);
