//! The keys of `success` and `failure`.

use super::super::grammar::{Place, Record, Shape};
use super::super::{EchoPart, LoneProblem, Mixed, ParameterName, PayloadForm, Report, texts};
use super::{OPTION, key, otherwise, record, required, text};

/// `success`.
pub static SUCCESS: Record = record(
    "`success`",
    "What wraps a success.",
    &[
        required(
            "body",
            Shape::Template(Place::Success),
            "The template of the body; `$payload` alone for nothing around it. It \
        must have the slot `$payload`.",
        ),
        key(
            "meta_body",
            Shape::Template(Place::MetaBody),
            "The template of the body where an operation answers with what `$meta` holds (`answer: meta` of `x-style`); without it, \
            `body`.",
        ),
        otherwise("form", Shape::Word(PayloadForm::WORDS), r#""flat""#, "What payloads are on the wire."),
        key(
            "empty",
            Shape::Json,
            "The payload of an operation that returns nothing, as any JSON value: `{}`. Without it, the answer has no body.",
        ),
        otherwise(
            "location",
            Shape::Flag,
            "false",
            "Whether a 201 says in `Location` where to find what came to be, if that has an operation of its own.",
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
    "Indented JSON, where one of these asks for it; it has at least one.",
    &[
        key("under", OPTION, "An option of `version`."),
        key("parameter", text(&texts::WIRE), "A query parameter that is `true`: `pretty`."),
        key(
            "accept",
            text(&texts::MEDIA_PARAMETER),
            "A parameter of a media type in `Accept` that is more than 0: `indent`, as in `application/json; indent=4`.",
        ),
    ],
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

/// `failure`.
pub static FAILURE: Record = record(
    "`failure`",
    "What wraps a failure.",
    &[
        required(
            "media",
            text(&texts::MEDIA),
            "The media type of the body. A style that says another `body` and no `media` has `media.response` here, not what \
            the style that it builds on has.",
        ),
        required("body", Shape::Template(Place::Failure), "The template of the body."),
        required("entry", Shape::Template(Place::Entry), "The template of one entry of the slot `$entries`."),
        required(
            "report",
            Shape::Word(Report::WORDS),
            "How many of the problems that one check finds are told.",
        ),
        otherwise(
            "lone",
            Shape::Word(LoneProblem::WORDS),
            r#""body""#,
            "How a problem is told that is of nothing in particular.",
        ),
        otherwise(
            "mixed",
            Shape::Word(Mixed::WORDS),
            r#""found""#,
            "The status of an answer that tells of problems with different ones; each entry keeps its own.",
        ),
        otherwise(
            "parameter_name",
            Shape::Word(ParameterName::WORDS),
            r#""whole""#,
            "How `$parameter` names a query parameter.",
        ),
        key(
            "told_by",
            Shape::Record(&TOLD_BY),
            "The member of the body that tells a client of a failure, whatever the status is; without it, the status does.",
        ),
    ],
);

static TOLD_BY: Record = record(
    "`failure.told_by`",
    "The member of the body that tells a client of a failure. With it, a failure may have a status of the 200s.",
    &[
        required("member", text(&texts::WIRE), "The member: one of `failure.body`."),
        required("is", text(&texts::PROSE), "Its text in `failure.body`; `success.body` has another there."),
    ],
);
