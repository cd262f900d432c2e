//! The grammar of `x-style`: its keys by the kind of object that it stands on, each with an example.

use super::super::resources::is_member_name;
use super::entries::{formerly, key, map, record, required, rule, word};
use super::lint::{ANY_OBJECT, LINT};
use crate::spec::ExtensibleObject;
use crate::style::KeyUse;
use crate::style::grammar::{Key, Record, Shape, TextRule, Word};

/// The grammar of `x-style` on one kind of object.
pub(super) struct Grammar {
    /// The kind of object, in a message.
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
pub(super) static ALL: [&Grammar; 4] = [&DOCUMENT, &OPERATION, &SCHEMA, &ANY_OBJECT];

/// Those of objects with keys of their own.
pub(super) static NAMED: [&Grammar; 3] = [&DOCUMENT, &OPERATION, &SCHEMA];

/// The grammar for an object; the error is the name of an object that has none.
pub(super) const fn of(object: ExtensibleObject) -> Result<&'static Grammar, &'static str> {
    match object {
        ExtensibleObject::Document => Ok(&DOCUMENT),
        ExtensibleObject::Operation => Ok(&OPERATION),
        ExtensibleObject::Schema => Ok(&SCHEMA),
        ExtensibleObject::Other(words) => Err(words),
    }
}

/// The kind of object on which a key may stand.
pub(super) fn home(key: &str) -> Option<&'static str> {
    NAMED.iter().find(|grammar| grammar.has(key)).map(|grammar| grammar.words)
}

static ANY: TextRule = rule("text", "", |_| true);
static STYLE: TextRule =
    rule("the name of a built-in style, or the path of a style file next to the document", "^.", |text| {
        !text.is_empty()
    });
static PAGING_NAME: TextRule =
    rule("the name of a way of paging of the style", "^.", |text| !text.is_empty());
static MEMBER: TextRule = rule("the name of a member", "^.", |text| !text.is_empty());
static PATH: TextRule = rule("a relationship path: `author.company`", "", |_| true);
static EXPANSION: TextRule =
    rule("the path of a member: `invoice.subscription`", r"^[^.]+(\.[^.]+)*$", |text| {
        text.split('.').all(|name| !name.is_empty())
    });
static CODE: TextRule = rule("the code of a failure", "^.", |text| !text.is_empty());
static OPERATION_ID: TextRule = rule("the id of an operation", "^.", |text| !text.is_empty());
static RELATIONSHIP: TextRule =
    rule("a resource's schema and its relationship: `Article.tags`", r"\.", |text| text.contains('.'));
static OPTION: TextRule = rule("a representation option of the style", "^.", |text| !text.is_empty());
static TYPE: TextRule = rule(
    "a type: letters, digits, and `-`, `_` and spaces between them",
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

pub(super) const OFF: &[Word] = &[word(super::OFF, "It does not apply.")];
const DOCUMENTS: &[Word] = &[
    word("lean", "Payloads alone: the style adds envelopes, parameters of pages, failures and headers."),
    word("full", "What goes over the wire: what the style adds is spelled out, and is recognised."),
];
const NO_PAGING: &[Word] = &[word("none", "Not at all.")];
const META: &[Word] = &[word("meta", "Only `meta`; the response schema describes it.")];

static DOCUMENT: Grammar = Grammar {
    words: "the document",
    shape: &Shape::OneOf(&[Shape::Text(&STYLE), Shape::Record(&OF_DOCUMENT)]),
    record: &OF_DOCUMENT,
    examples: &[
        "acme",
        "full",
        "{ timeslot_is_busy: { status: 420, message: The time is taken } }",
        "{ off: [enum_values.case] }",
    ],
};

static OF_DOCUMENT: Record = record(
    "On the document",
    "At the root of the document. `x-style: acme` is short for `x-style: { use: acme }`.",
    &[
        key(
            "use",
            Shape::Text(&STYLE),
            "The style of the document, unless the command line or the build script chooses another: the name of a built-in style, or the path of a style file in the document's folder or below.",
        ),
        key(
            "document",
            Shape::Word(DOCUMENTS),
            "What the document describes, unless the command line or the build script says it. Without the key, payloads alone.",
        ),
        key(
            "errors",
            Shape::Record(&FAILURES),
            "Failures that operations can return, by code. Operations refer to them by code.",
        ),
        LINT,
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
        "[customer, invoice.subscription]",
        "[timeslot_is_busy]",
        "true",
        "required",
        "true",
        "meta",
        "{ type: object, properties: { unread: { type: integer } } }",
        "Article.tags",
        "{ off: [operations.description] }",
    ],
};

static OF_OPERATION: Record = record(
    "On an operation",
    "`x-style: off` is short for `x-style: { use: off }`.",
    &[
        key(
            "use",
            Shape::Word(OFF),
            "Whether the style applies to the operation: its successes and its checks. Without the key, it does. Failures are as the style has them in either case.",
        ),
        key(
            "prefix",
            Shape::Word(OFF),
            "Whether the path starts with the style's `path.prefix`. Without the key, it does.",
        ),
        key(
            "paging",
            Shape::OneOf(&[
                Shape::Flag,
                Shape::Either(NO_PAGING, &Shape::Text(&PAGING_NAME)),
                Shape::Record(&PAGING),
            ]),
            "How the list that the operation returns is paged: `true` for the style's default, the name of one of the style's ways of paging, or a mapping. Without the key, it is not paged.",
        ),
        key(
            "filters",
            Shape::Record(&FILTERS),
            "Filters of the list: the schema of each, by name. They are query parameters, which `filtering` of the style names; without `filtering`, they have the names given here.",
        ),
        key(
            "sort",
            Shape::OneOf(&[Shape::Flag, Shape::List(&Shape::Text(&MEMBER))]),
            "The members by which clients may order the list, in a style with `sorting`. `true` is all members that have an order.",
        ),
        key(
            "include",
            Shape::List(&Shape::Text(&PATH)),
            "The related resources that clients may include, in a style with `success.form: resources`.",
        ),
        key(
            "expand",
            Shape::List(&Shape::Text(&EXPANSION)),
            "The members that requests may expand, in a style with `expansion`: paths that begin in the response, or in the items of its list. The last member of a path is an id or an object (`anyOf`), or may be absent.",
        ),
        key(
            "errors",
            Shape::OneOf(&[Shape::List(&Shape::Text(&CODE)), Shape::Record(&FAILURES)]),
            "The failures that the operation can return: codes of the document's `errors`, or failures of its own.",
        ),
        key(
            "rate",
            Shape::Flag,
            "Whether requests are counted for the rate limit, in a style with `rate.applies_to: marked`.",
        ),
        key(
            "idempotency",
            Shape::Word(KeyUse::WORDS),
            "Whether requests have an idempotency key, in a style with `idempotency`. Without the key, `idempotency.methods` and `idempotency.required` of the style decide.",
        ),
        key(
            "async",
            Shape::Flag,
            "Whether the work continues after the response (202), which describes the job.",
        ),
        formerly(
            "answer",
            key(
                "response",
                Shape::Word(META),
                "What the response has instead of resources, in a style with `success.form: resources`.",
            ),
        ),
        key(
            "meta",
            Shape::Record(&SCHEMA_OBJECT),
            "The schema of `meta` next to the resources of the response, in a style with `success.form: resources`.",
        ),
        key(
            "relationship",
            Shape::Text(&RELATIONSHIP),
            "The relationship that the operation reads or changes, in a style with `success.form: resources`.",
        ),
        LINT,
    ],
);

static PAGING: Record = record(
    "`paging`",
    "How a list is paged.",
    &[
        formerly(
            "kind",
            key(
                "use",
                Shape::Text(&PAGING_NAME),
                "The name of one of the style's ways of paging. Without it: the style's default.",
            ),
        ),
        key(
            "items",
            Shape::Text(&MEMBER),
            "The name of the list in the body, if the style's template of lists has the member `{items}`. Without it: the last segment of the path that is not a parameter.",
        ),
        key(
            "unit",
            Shape::Text(&ANY),
            "The unit of `Range`, for `kind: item_range`. Without it: the last segment of the path.",
        ),
        key(
            "by",
            Shape::List(&Shape::Text(&MEMBER)),
            "The members that a `Range` may order by, for `kind: key_range`. Without it: those of the style.",
        ),
    ],
);

static FILTERS: Record = map("`filters`", "Filters by name.", &FILTER);
static FILTER: Key = key(
    "a name",
    Shape::Record(&SCHEMA_OBJECT),
    "The schema of a text, number or boolean, or of a list of them.",
);

static SCHEMA_OBJECT: Record = map("A schema", "A schema, as elsewhere in the document.", &KEYWORD);
static KEYWORD: Key = key("a keyword", Shape::Json, "As in OpenAPI.");

static FAILURES: Record = map("`errors`", "Failures by code.", &FAILURE);
static FAILURE: Key = key("a code", Shape::Record(&OF_FAILURE), "The failure.");

static OF_FAILURE: Record = record(
    "A failure",
    "A failure that operations can return.",
    &[
        key(
            "status",
            Shape::Whole(200, 599),
            "The HTTP status. Without it: the status of the style's outcome with this code, or else of `business`.",
        ),
        formerly(
            "number",
            key("code_number", Shape::Integer, "The code as a number, for the slot `$code_number`."),
        ),
        key(
            "type",
            Shape::Text(&CODE),
            "The type, for the slot `$type`. Without it: the type of the style's outcome.",
        ),
        key("message", Shape::Text(&ANY), "The message for people."),
        key(
            "resource",
            Shape::Text(&ANY),
            "The type of the resource that the failure is about, for the slot `$resource`.",
        ),
        key("pointer", Shape::Text(&POINTER), "The member of the request body that the failure is about."),
        key(
            "suppress",
            Shape::Flag,
            "Whether clients should not show the message to people, for the slot `$suppress`.",
        ),
        key("description", Shape::Text(&ANY), "A description for the generated documentation."),
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
        "off",
    ],
};

static OF_SCHEMA: Record = record(
    "On a schema",
    "On a component, or on a property next to its `type` or `$ref`.",
    &[
        key(
            "resource",
            Shape::Text(&TYPE),
            "The JSON:API type of the resources that a component describes, in a style with `success.form: resources`.",
        ),
        key(
            "type",
            Shape::Text(&TYPE),
            "The JSON:API type of values that are sent as resource objects but are not resources, such as credentials, in a style with `success.form: resources`.",
        ),
        key(
            "link",
            Shape::OneOf(&[Shape::Text(&OPERATION_ID), Shape::Record(&LINK)]),
            "The operation that the member links to. The server makes the link from other members of the same object. Text is the value of `operation`.",
        ),
        formerly(
            "only_under",
            key(
                "only_with_option",
                Shape::Text(&OPTION),
                "An option of `version.options` of the style. The member is only sent to requests that name it.",
            ),
        ),
        key("error_code", Shape::Text(&ANY), "The code of the problem if a value does not match the schema."),
        key(
            "error_message",
            Shape::Text(&ANY),
            "The message of the problem if a value does not match the schema.",
        ),
        LINT,
    ],
);

static LINK: Record = record(
    "`link`",
    "A link to an operation.",
    &[
        required("operation", Shape::Text(&OPERATION_ID), "The `operationId` of the operation."),
        key(
            "path",
            Shape::Record(&PARAMETERS),
            "Path parameters whose values come from members of other names.",
        ),
        key("query", Shape::Record(&PARAMETERS), "Query parameters and the members that give their values."),
    ],
);

static PARAMETERS: Record = map("Parameters of a link", "Members of the object, by parameter.", &PARAMETER);
static PARAMETER: Key = key("a parameter", Shape::Text(&MEMBER), "The member that has its value.");
