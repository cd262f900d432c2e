//! The keys of `paging`.

use super::super::grammar::{Key, Place, Record, Shape, Tagged};
use super::super::{Direction, Oversize, PastEnd, texts};
use super::{key, otherwise, record, required, text};

/// `paging`.
pub static PAGING: Record = Record {
    title: "`paging`",
    docs: "The ways to page. A collection is paged where its operation says `x-paging`: the name of a way, or `true` for the \
        default.",
    keys: &[key(
        "default",
        text(&texts::NAME),
        "The way that is taken where the document says `x-paging: true`.",
    )],
    others: Some(&key("*name*", Shape::Tagged(&WAY), "A way to page, under the name that `x-paging` uses.")),
};

static WAY: Tagged = Tagged {
    title: "A way to page",
    docs: "The parameters of a way to page, its limits, and what it says of the page.",
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
                    required("meta", Shape::Template(Place::NumberMeta), "The template of the slot `$meta`."),
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
                    required("meta", Shape::Template(Place::KeysetMeta), "The template of the slot `$meta`."),
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
