//! The keys of `paging`.

use super::super::grammar::{Key, Place, Record, Shape, Tagged};
use super::super::{Direction, Ends, Order, Oversize, PastEnd, Unasked, texts};
use super::{key, otherwise, record, required, text};

/// `paging`.
pub static PAGING: Record = Record {
    title: "`paging`",
    docs: "The ways to page. A collection is paged where its operation says `paging` in `x-style`: the name of a way, `true` for the \
        default, or a mapping of the name, as `kind`, and of what ranges need: `unit`, or `by`.",
    keys: &[key(
        "default",
        text(&texts::NAME),
        "The way that is taken where an operation says `x-style: { paging: true }`.",
    )],
    others: Some(&key(
        "*name*",
        Shape::Tagged(&WAY),
        "A way to page, under the name that `paging` of `x-style` uses.",
    )),
};

static WAY: Tagged = Tagged {
    title: "A way to page",
    docs: "What a way to page asks by, its limits, and what it says of the page.",
    tag: "kind",
    variants: &[
        (
            ("number", "By a page's number, from 1."),
            record(
                "",
                "",
                &[
                    required("number", text(&texts::WIRE), "The query parameter for the number."),
                    otherwise(
                        "past_end",
                        Shape::Word(PastEnd::WORDS),
                        r#""empty""#,
                        "What a number past the last page is, in a set that is not \
                    empty.",
                    ),
                    SIZE,
                    SIZE_DEFAULT,
                    SIZE_MAX,
                    OVERSIZE,
                    otherwise(
                        "ends",
                        Shape::Word(Ends::WORDS),
                        r#""always""#,
                        "When a page links to the first and the last.",
                    ),
                    key("meta", Shape::Template(Place::NumberMeta), META),
                    key("links", Shape::Template(Place::NumberLinks), LINKS),
                    key(
                        "rows",
                        Shape::Record(&ROWS),
                        "A deprecated way beside it, which a request may take in place of a number.",
                    ),
                ],
            ),
        ),
        (
            (
                "cursor",
                "By a cursor: opaque text of the server's, which the links of an answer carry. An order that is asked for is \
                kept.",
            ),
            record(
                "",
                "",
                &[
                    required(
                        "before",
                        text(&texts::WIRE),
                        "The query parameter for the items before a cursor.",
                    ),
                    required(
                        "after",
                        text(&texts::WIRE),
                        "The query parameter for the items after a cursor.",
                    ),
                    SIZE,
                    SIZE_DEFAULT,
                    SIZE_MAX,
                    OVERSIZE,
                    key("meta", Shape::Template(Place::CursorMeta), META_IF),
                    required(
                        "links",
                        Shape::Template(Place::CursorLinks),
                        "The template of the slot `$links`.",
                    ),
                ],
            ),
        ),
        (
            (
                "keyset",
                "By the key of an item: strictly before it, descending, or strictly after it, ascending.",
            ),
            record(
                "",
                "",
                &[
                    required("before", text(&texts::WIRE), "The query parameter for the items before."),
                    required("after", text(&texts::WIRE), "The query parameter for the items after."),
                    required(
                        "by",
                        Shape::List(&text(&texts::WIRE)),
                        "The item's members that order it; the last one is the key \
                    that links carry, and breaks ties.",
                    ),
                    otherwise(
                        "default",
                        Shape::Word(Direction::WORDS),
                        r#""before""#,
                        "The direction without either parameter.",
                    ),
                    SIZE,
                    SIZE_DEFAULT,
                    SIZE_MAX,
                    OVERSIZE,
                    key("meta", Shape::Template(Place::KeysetMeta), META),
                    key("links", Shape::Template(Place::CursorLinks), LINKS),
                ],
            ),
        ),
        (
            (
                "item_range",
                "By positions in the header `Range`: `users=0-19`, from 0, both ends included (RFC 9110 §14). Answers \
                carry `Accept-Ranges` and `Content-Range: users 0-19/53`, and are `partial` unless they are the whole \
                collection.",
            ),
            record(
                "",
                "",
                &[
                    otherwise(
                        "past_end",
                        Shape::Word(PastEnd::WORDS),
                        r#""range_not_satisfiable""#,
                        "What a range past the end is, in a set that is not empty.",
                    ),
                    UNASKED,
                    SIZE_DEFAULT,
                    SIZE_MAX,
                    OVERSIZE,
                    RANGE_META,
                ],
            ),
        ),
        (
            (
                "key_range",
                "By keys in the header `Range`: `id ]k..; max=10, order=desc`. Answers carry `Accept-Ranges`, \
                `Content-Range: id k..l` and, where there is more, the `Range` of the next page; then they are `partial`.",
            ),
            record(
                "",
                "",
                &[
                    required(
                        "by",
                        Shape::List(&text(&texts::WIRE)),
                        "The item's members that a request may order by, where the document names none; the first \
                        orders where a request names none.",
                    ),
                    otherwise(
                        "order",
                        Shape::Word(Order::WORDS),
                        r#""ascending""#,
                        "The order where a request names none.",
                    ),
                    otherwise(
                        "next",
                        text(&texts::HEADER),
                        r#""Next-Range""#,
                        "The header that carries the `Range` of the next page.",
                    ),
                    UNASKED,
                    SIZE_DEFAULT,
                    SIZE_MAX,
                    OVERSIZE,
                    RANGE_META,
                ],
            ),
        ),
    ],
};

const SIZE: Key = required("size", text(&texts::WIRE), "The query parameter for the page's size.");
const SIZE_DEFAULT: Key =
    otherwise("size_default", Shape::Whole(1, 1_000_000), "20", "Items a page where none are asked for.");
const SIZE_MAX: Key = otherwise("size_max", Shape::Whole(1, 1_000_000), "100", "Most items a page.");
const OVERSIZE: Key =
    otherwise("oversize", Shape::Word(Oversize::WORDS), r#""clamp""#, "What a larger size is.");
const UNASKED: Key = otherwise(
    "unasked",
    Shape::Word(Unasked::WORDS),
    r#""partial""#,
    "The answer to a request without `Range` that gets a part.",
);
const RANGE_META: Key = key("meta", Shape::Template(Place::RangeMeta), META_IF);
const META: &str = "The template of the slot `$meta`; it, or `links`, must be there.";
const META_IF: &str = "The template of the slot `$meta`, if there is one.";
const LINKS: &str = "The template of the slot `$links`.";

static ROWS: Record = record(
    "`rows`",
    "A deprecated way beside that by number: what comes after a row, in an order that the request names. It is taken where \
    one of its parameters but the size is there and the page's number is not; its answers have neither meta nor links, but \
    `Deprecation` (RFC 9745).",
    &[
        required("last", text(&texts::WIRE), "The query parameter for the id of the row before the page."),
        required(
            "field",
            Shape::List(&text(&texts::WIRE)),
            "The query parameters, any of which names the field that orders.",
        ),
        required(
            "value",
            text(&texts::WIRE),
            "The query parameter for that field's value in the row before the page.",
        ),
        required("direction", text(&texts::WIRE), "The query parameter for the direction: `asc` or `desc`."),
        otherwise("default_field", text(&texts::WIRE), r#""id""#, "The field where none is named."),
        otherwise(
            "default_order",
            Shape::Word(Order::WORDS),
            r#""ascending""#,
            "The direction where none is named.",
        ),
    ],
);
