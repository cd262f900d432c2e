//! The grammar of style files: every key with its meaning, in one table.

mod paging;

use super::grammar::{Key, Place, Record, Shape, Tagged};
use super::{
    Check, EchoPart, FormatType, Outcome, Report, RequestMedia, TrailingSlash, UnknownMembers, Word, texts,
};

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
        required("path", Shape::Record(&PATH), "How paths are made and matched."),
        required(
            "version",
            Shape::Tagged(&VERSION),
            "Where the version of the API and the options of a representation go.",
        ),
        required("media", Shape::Record(&MEDIA), "Media types of bodies."),
        required("success", Shape::Record(&SUCCESS), "What wraps a success."),
        required("failure", Shape::Record(&FAILURE), "What wraps a failure."),
        required("outcomes", Shape::Record(&OUTCOMES), "What goes over the wire for each outcome."),
        key("paging", Shape::Record(&paging::PAGING), "The ways to page through a collection."),
        key("login", Shape::Record(&LOGIN), "Credentials."),
        required("data", Shape::Record(&DATA), "How payloads and inputs are read and written."),
        required("methods", Shape::Record(&METHODS), "What a method means on an item's path."),
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
            "What stands before every path of the document: `\"\"`, `/api/v1`.",
        ),
        required(
            "trailing_slash",
            Shape::Word(TrailingSlash::WORDS),
            "Whether a slash at the end of a path matters.",
        ),
    ],
);

static VERSION: Tagged = Tagged {
    title: "`version`",
    docs: "Where the version of the API and the options of a representation go.",
    tag: "in",
    variants: &[
        (("none", "Nowhere."), record("", "", &[])),
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

static MEDIA: Record = record(
    "`media`",
    "Media types of bodies.",
    &[required(
        "request",
        Shape::Word(RequestMedia::WORDS),
        "Which `Content-Type` a request with a body may have; one without the header is read as what the operation \
        declares. Another is `unsupported_media`.",
    )],
);

static SUCCESS: Record = record(
    "`success`",
    "What wraps a success.",
    &[
        required(
            "body",
            Shape::Template(Place::Success),
            "The template of the body; `$payload` alone for nothing around it. It \
        must have the slot `$payload`.",
        ),
        key("echo", Shape::Record(&ECHO), "The request, told back in the slot `$echo`."),
        key("pretty", Shape::Record(&PRETTY), "Indented JSON."),
        key("meta", Shape::Record(&META), "The slot `$meta`."),
    ],
);

static ECHO: Record = record(
    "`success.echo`",
    "The request, told back in the answer.",
    &[
        required("of", Shape::List(&Shape::Word(EchoPart::WORDS)), "What it holds."),
        key("under", OPTION, "The option of `version` that asks for it; always where there is none."),
    ],
);

static PRETTY: Record = record(
    "`success.pretty`",
    "Indented JSON.",
    &[required("under", OPTION, "The option of `version` under which JSON is indented.")],
);

static META: Record = record(
    "`success.meta`",
    "The slot `$meta` of `success.body`.",
    &[required(
        "null_under",
        OPTION,
        "The option of `version` under which an empty `$meta` is written as null.",
    )],
);

static FAILURE: Record = record(
    "`failure`",
    "What wraps a failure.",
    &[
        required("media", text(&texts::MEDIA), "The media type of the body."),
        required("body", Shape::Template(Place::Failure), "The template of the body."),
        required("entry", Shape::Template(Place::Entry), "The template of one entry of the slot `$entries`."),
        required(
            "report",
            Shape::Word(Report::WORDS),
            "How many of the problems that one check finds are told.",
        ),
    ],
);

const fn outcome(outcome: Outcome) -> Key {
    let (wire, docs) = Outcome::WORDS[outcome as usize];
    required(wire, Shape::Short(&REACTION, "as"), docs)
}

static OUTCOMES: Record = record(
    "`outcomes`",
    "What goes over the wire for each outcome: a status alone, or a mapping.",
    &OUTCOME_KEYS,
);

static OUTCOME_KEYS: [Key; Outcome::ALL.len()] = {
    let mut keys = [const { outcome(Outcome::Ok) }; Outcome::ALL.len()];
    let mut at = 0;
    while at < keys.len() {
        keys[at] = outcome(Outcome::ALL[at]);
        at += 1;
    }
    keys
};

/// The reaction to an outcome.
pub static REACTION: Record = record(
    "An outcome",
    "The reaction to an outcome.",
    &[
        key(
            "status",
            Shape::Whole(200, 599),
            "The HTTP status: of the 200s for a success, 304 for `not_modified`, else of the \
        400s and 500s.",
        ),
        key(
            "as",
            Shape::Word(Outcome::WORDS),
            "Another outcome, whose reaction this one shares but for what stands beside. It \
        puts aside what the parent style says of this outcome.",
        ),
        key("code", text(&texts::CODE), "The machine's word for it, where the handler names none."),
        key("message", text(&texts::PROSE), "The text for people, where the handler gives none."),
    ],
);

static LOGIN: Record = record(
    "`login`",
    "Credentials.",
    &[key(
        "schemes",
        Shape::List(&text(&texts::CHALLENGE)),
        "The challenges that a 401 lists in `WWW-Authenticate`, in order: \
        `Basic realm=\"api\"`, `Bearer`. Without it: those of the document's security schemes.",
    )],
);

static DATA: Record = record(
    "`data`",
    "How payloads and inputs are read and written.",
    &[
        required(
            "unknown_members",
            Shape::Word(UnknownMembers::WORDS),
            "What becomes of members that no schema knows.",
        ),
        required("read_only", Shape::Tagged(&READ_ONLY), "What becomes of a read-only member in a body."),
        key(
            "zone_header",
            text(&texts::HEADER),
            "The request header that names the zone (IANA) of the times in the answer.",
        ),
        key("links", Shape::Record(&LINKS), "Links between resources. They are host-relative."),
        key(
            "compact_under",
            OPTION,
            "The option of `version` under which related objects that have a link are left out.",
        ),
        required("formats", Shape::Record(&FORMATS), "The Rust type of each format of text."),
    ],
);

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
    "Links between resources.",
    &[
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

static METHODS: Record = record(
    "`methods`",
    "What a method means on an item's path.",
    &[
        required("post_on_item", Shape::Word(POST_ON_ITEM), "What `POST` is, where no operation claims it."),
        required("patch", Shape::Word(PATCH), "How the body of `PATCH` is read."),
    ],
);

/// What `POST` on an item may be.
const POST_ON_ITEM: &[Word] = &[("nothing", "A wrong method."), ("patch", "The item's `PATCH`.")];

/// How a `PATCH` may be read.
const PATCH: &[Word] =
    &[("merge", "It sets the members that it has; null clears."), ("replace", "It is the whole schema.")];
