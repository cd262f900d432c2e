//! The keys of what a query may ask for: filters, orders, fields, related resources.

use super::super::grammar::{Record, Shape};
use super::super::{ListKeys, Undeclared, texts};
use super::{key, otherwise, record, required, text};

/// `filtering`.
pub static FILTERING: Record = record(
    "`filtering`",
    "Filters of collections: those that an operation declares with `filters` of `x-style`. Several must all hold.",
    &[required(
        "family",
        text(&texts::FILTER_FAMILY),
        "The query parameter of a filter, with `{name}` for the filter's name: `filter[{name}]`.",
    )],
);

/// `sorting`.
pub static SORTING: Record = record(
    "`sorting`",
    "The order of collections, by a list of fields with commas between them, each with `-` in front where the greatest come \
    first. An operation declares the fields with `sort` of `x-style`.",
    &[
        required("parameter", text(&texts::WIRE), "The query parameter: `sort`."),
        otherwise(
            "undeclared",
            Shape::Word(Undeclared::WORDS),
            r#""refuse""#,
            "What a field is that does not order.",
        ),
        key(
            "default",
            text(&texts::SORT),
            "The order without the parameter, as it would be asked for: `-id`; that of the handler where there is none.",
        ),
        key(
            "tie",
            text(&texts::FIELD),
            "The field that orders what the others leave equal, in the direction of the last of them.",
        ),
    ],
);

/// `sparse`.
pub static SPARSE: Record = record(
    "`sparse`",
    "Answers with some of a resource's fields alone, where payloads are resource objects.",
    &[required(
        "family",
        text(&texts::TYPE_FAMILY),
        "The query parameter for the fields of a type, with `{type}` for the type: `fields[{type}]`.",
    )],
);

/// `include`.
pub static INCLUDE: Record = record(
    "`include`",
    "Answers with related resources beside the payload, where payloads are resource objects. An operation declares the paths \
    with `include` of `x-style`; another is `invalid_parameter`.",
    &[required("parameter", text(&texts::WIRE), "The query parameter for the paths: `include`.")],
);

/// `parameters`.
pub static PARAMETERS: Record = record(
    "`parameters`",
    "Parameters in general.",
    &[
        otherwise(
            "undeclared",
            Shape::Word(Undeclared::WORDS),
            r#""ignore""#,
            "What a query parameter is that is none of the operation's. Operations that are not of the style take any.",
        ),
        otherwise(
            "lists",
            Shape::Word(ListKeys::WORDS),
            r#""brackets""#,
            "How a client names the items of a list in `deepObject`; a server reads each of them. Items that are objects or \
            lists have their numbers always.",
        ),
    ],
);
