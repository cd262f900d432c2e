//! The grammar of `x-style`: its keys by the kind of object that it stands on, each with an example.

use super::super::resources::is_member_name;
use crate::spec::Object;
use crate::style::Word;
use crate::style::grammar::{Key, Record, Shape, TextRule};

/// What `x-style` may say on one kind of object.
pub(super) struct Grammar {
    /// The object, as a person calls it.
    pub words: &'static str,
    /// The whole extension.
    pub shape: &'static Shape,
    /// Its keys.
    pub record: &'static Record,
    /// A value for each key, in their order.
    pub examples: &'static [&'static str],
}

impl Grammar {
    /// Whether a key may stand on the object.
    pub(super) fn has(&self, key: &str) -> bool {
        self.record.keys.iter().any(|known| known.wire == key)
    }
}

/// The grammar of every kind of object.
pub(super) static ALL: [&Grammar; 3] = [&DOCUMENT, &OPERATION, &SCHEMA];

/// The grammar for an object, or what the object is called where it has none.
pub(super) const fn of(object: Object) -> Result<&'static Grammar, &'static str> {
    match object {
        Object::Document => Ok(&DOCUMENT),
        Object::Operation => Ok(&OPERATION),
        Object::Schema => Ok(&SCHEMA),
        Object::Other(words) => Err(words),
    }
}

/// The kind of object on which a key may stand.
pub(super) fn home(key: &str) -> Option<&'static str> {
    ALL.iter().find(|grammar| grammar.has(key)).map(|grammar| grammar.words)
}

const fn key(wire: &'static str, shape: Shape, docs: &'static str) -> Key {
    Key { wire, docs, shape, required: false, default: None }
}

const fn required(wire: &'static str, shape: Shape, docs: &'static str) -> Key {
    Key { wire, docs, shape, required: true, default: None }
}

const fn record(title: &'static str, docs: &'static str, keys: &'static [Key]) -> Record {
    Record { title, docs, keys, others: None }
}

/// A mapping of any keys to values of one shape.
const fn map(title: &'static str, docs: &'static str, others: &'static Key) -> Record {
    Record { title, docs, keys: &[], others: Some(others) }
}

const fn rule(what: &'static str, pattern: &'static str, admits: fn(&str) -> bool) -> TextRule {
    TextRule { what, pattern, admits }
}

static ANY: TextRule = rule("text", "", |_| true);
static STYLE: TextRule =
    rule("the name of a built-in style, or the path of a style file next to the document", "^.", |text| {
        !text.is_empty()
    });
static PAGING_NAME: TextRule =
    rule("the name of a way of paging of the style", "^.", |text| !text.is_empty());
static MEMBER: TextRule = rule("the name of a member", "^.", |text| !text.is_empty());
static PATH: TextRule = rule("relationships with dots between them: `author.company`", "", |_| true);
static CODE: TextRule = rule("the code of a failure", "^.", |text| !text.is_empty());
static OPERATION_ID: TextRule = rule("the id of an operation", "^.", |text| !text.is_empty());
static RELATIONSHIP: TextRule =
    rule("a resource's schema and its relationship: `Article.tags`", r"\.", |text| text.contains('.'));
static OPTION: TextRule = rule("a representation option of the style", "^.", |text| !text.is_empty());
static TYPE: TextRule = rule(
    "a type: letters, digits, and `-`, `_` and blanks between them",
    r"^[A-Za-z0-9\u0080-\uffff]([A-Za-z0-9\u0080-\uffff _-]*[A-Za-z0-9\u0080-\uffff])?$",
    is_member_name,
);
static POINTER: TextRule =
    rule("a JSON pointer: `/data/attributes/title`", "^(/([^/~]|~0|~1)*)*$", is_pointer);

/// Whether a text is a JSON pointer (RFC 6901).
fn is_pointer(text: &str) -> bool {
    let tokens = text.strip_prefix('/').or(text.is_empty().then_some(""));
    tokens.is_some_and(|tokens| tokens.split('~').skip(1).all(|rest| rest.starts_with(['0', '1'])))
}

const OFF: &[Word] = &[(super::OFF, "It does not apply.")];
const NO_PAGING: &[Word] = &[("none", "None.")];
const META: &[Word] = &[("meta", "`meta` alone, as its schema describes it.")];

static DOCUMENT: Grammar = Grammar {
    words: "the document",
    shape: &Shape::OneOf(&[Shape::Text(&STYLE), Shape::Record(&OF_DOCUMENT)]),
    record: &OF_DOCUMENT,
    examples: &["acme", "{ timeslot_is_busy: { status: 420, message: The time is taken } }"],
};

static OF_DOCUMENT: Record = record(
    "On the document",
    "At the root of the document. Text is the value of `use`: `x-style: acme`.",
    &[
        key(
            "use",
            Shape::Text(&STYLE),
            "The style, unless another is asked for: the name of a built-in style, or the path of a style file in the \
            document's folder or below.",
        ),
        key(
            "errors",
            Shape::Record(&FAILURES),
            "Failures that the business foresees, by code. Operations name those that they end in.",
        ),
    ],
);

static OPERATION: Grammar = Grammar {
    words: "an operation",
    shape: &Shape::OneOf(&[Shape::Word(OFF), Shape::Record(&OF_OPERATION)]),
    record: &OF_OPERATION,
    examples: &[
        "off",
        "off",
        "relative",
        "{ state: { type: string, enum: [new, old] } }",
        "[title, created_at]",
        "[author, comments.author]",
        "[timeslot_is_busy]",
        "true",
        "true",
        "meta",
        "{ type: object, properties: { unread: { type: integer } } }",
        "Article.tags",
    ],
};

static OF_OPERATION: Record = record(
    "On an operation",
    "`x-style: off` is short for `x-style: { use: off }`.",
    &[
        key(
            "use",
            Shape::Word(OFF),
            "Whether the style applies: what wraps bodies, how failures are encoded, what is checked. It does unless this is \
            `off`.",
        ),
        key("prefix", Shape::Word(OFF), "Whether the path begins with the style's `path.prefix`."),
        key(
            "paging",
            Shape::OneOf(&[
                Shape::Flag,
                Shape::Either(NO_PAGING, &Shape::Text(&PAGING_NAME)),
                Shape::Record(&PAGING),
            ]),
            "How the list that the operation answers is paged. `true` is the style's default way, text is `kind` alone.",
        ),
        key(
            "filters",
            Shape::Record(&FILTERS),
            "Filters of the list, by name, as schemas. They are parameters of the query, named as the style's \
            `filtering` says, or by their own names.",
        ),
        key(
            "sort",
            Shape::OneOf(&[Shape::Flag, Shape::List(&Shape::Text(&MEMBER))]),
            "The members that order the list, under a style that has `sorting`. `true` is each that can.",
        ),
        key(
            "include",
            Shape::List(&Shape::Text(&PATH)),
            "The related resources that may be included, under a style of resource objects.",
        ),
        key(
            "errors",
            Shape::OneOf(&[Shape::List(&Shape::Text(&CODE)), Shape::Record(&FAILURES)]),
            "The failures that the operation ends in: codes of the document's `errors`, or failures of its own.",
        ),
        key(
            "rate",
            Shape::Flag,
            "Whether calls are counted, under a style whose `rate` counts marked operations.",
        ),
        key("async", Shape::Flag, "Whether the work goes on after the answer, which then names a job."),
        key(
            "answer",
            Shape::Word(META),
            "What the answer holds instead of resources, under a style of resource objects.",
        ),
        key(
            "meta",
            Shape::Record(&SCHEMA_OBJECT),
            "The schema of what is sent in `meta` next to resources, under a style of resource objects.",
        ),
        key(
            "relationship",
            Shape::Text(&RELATIONSHIP),
            "The relationship whose linkage the operation reads or changes, under a style of resource objects.",
        ),
    ],
);

static PAGING: Record = record(
    "`paging`",
    "How a list is paged.",
    &[
        key("kind", Shape::Text(&PAGING_NAME), "The way. Without it: the style's default."),
        key(
            "unit",
            Shape::Text(&ANY),
            "The unit of a `Range`, where the way is by positions. Without it: the last word of the path.",
        ),
        key(
            "by",
            Shape::List(&Shape::Text(&MEMBER)),
            "The members of the items that a `Range` may name, where the way is by keys. Without it: those of the style.",
        ),
    ],
);

static FILTERS: Record = map("`filters`", "Filters by name.", &FILTER);
static FILTER: Key = key(
    "a name",
    Shape::Record(&SCHEMA_OBJECT),
    "The schema of a plain value, or of a list of plain values.",
);

static SCHEMA_OBJECT: Record = map("A schema", "A schema as everywhere in the document.", &KEYWORD);
static KEYWORD: Key = key("a keyword", Shape::Json, "As in OpenAPI.");

static FAILURES: Record = map("`errors`", "Failures by code.", &FAILURE);
static FAILURE: Key = key("a code", Shape::Record(&OF_FAILURE), "What the failure is.");

static OF_FAILURE: Record = record(
    "A failure",
    "A failure that the business foresees.",
    &[
        key(
            "status",
            Shape::Whole(200, 599),
            "Its status. Without it: that of the style's outcome with this code, else of `business`.",
        ),
        key("number", Shape::Integer, "Its number, under a style whose failures carry one."),
        key("message", Shape::Text(&ANY), "Its message."),
        key("resource", Shape::Text(&ANY), "The resource that it is about."),
        key("pointer", Shape::Text(&POINTER), "The place in the request that it is about."),
        key("suppress", Shape::Flag, "Whether a client should keep it from people."),
        key("description", Shape::Text(&ANY), "What it means, for the generated docs."),
    ],
);

static SCHEMA: Grammar = Grammar {
    words: "a schema",
    shape: &Shape::Record(&OF_SCHEMA),
    record: &OF_SCHEMA,
    examples: &[
        "articles",
        "credentials",
        "{ operation: list_appeals, query: { patient: uuid } }",
        "full",
        "wrong_phone_format",
        "A phone number has digits",
    ],
};

static OF_SCHEMA: Record = record(
    "On a schema",
    "On a component, or on a member next to its `type` or `$ref`.",
    &[
        key(
            "resource",
            Shape::Text(&TYPE),
            "The type of the resources that a component describes, under a style of resource objects.",
        ),
        key(
            "type",
            Shape::Text(&TYPE),
            "The type under which values travel that are no resources, under a style of resource objects.",
        ),
        key(
            "link",
            Shape::OneOf(&[Shape::Text(&OPERATION_ID), Shape::Record(&LINK)]),
            "The operation that the member is a link to. The server fills it in from the members next to it. Text is \
            `operation` alone.",
        ),
        key(
            "only_under",
            Shape::Text(&OPTION),
            "The representation option of the style that the member is there under.",
        ),
        key("error_code", Shape::Text(&ANY), "The code of the failure where a value is refused."),
        key("error_message", Shape::Text(&ANY), "The message of the failure where a value is refused."),
    ],
);

static LINK: Record = record(
    "`link`",
    "A link to an operation.",
    &[
        required("operation", Shape::Text(&OPERATION_ID), "The id of the operation."),
        key("path", Shape::Record(&PARAMETERS), "Parameters of the path that members of other names give."),
        key("query", Shape::Record(&PARAMETERS), "Parameters of the query that members give."),
    ],
);

static PARAMETERS: Record =
    map("Parameters of a link", "Members by the parameters that they give.", &PARAMETER);
static PARAMETER: Key =
    key("a parameter", Shape::Text(&MEMBER), "The member next to the link that gives it.");
