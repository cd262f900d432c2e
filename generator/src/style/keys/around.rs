//! The keys of what goes on around a call: sessions, transport, methods, headers, caches, rates.

use super::super::grammar::{Record, Shape};
use super::super::{Rated, SameSite, Tls, Word, texts};
use super::{key, otherwise, record, required, text};

/// `transport`.
pub static TRANSPORT: Record = record(
    "`transport`",
    "What requests come over.",
    &[required(
        "tls",
        Shape::Word(Tls::WORDS),
        "Whether a request may come without TLS, where the server's own setting says nothing.",
    )],
);

/// `login`.
pub static LOGIN: Record = record(
    "`login`",
    "Credentials, and sessions.",
    &[
        key(
            "schemes",
            Shape::List(&text(&texts::CHALLENGE)),
            "The challenges that a 401 lists in `WWW-Authenticate`, in order: \
            `Basic realm=\"api\"`, `Bearer`. Without it: those of the document's security schemes.",
        ),
        key("session", Shape::Record(&SESSION), "The session that the server keeps for each client."),
    ],
);

static SESSION: Record = record(
    "`login.session`",
    "The session that the server keeps for each client: a cookie with an opaque id (RFC 6265). Every answer to a path of the \
    API sets it, with `Secure` where the request came over TLS; logging in gives it a new id.",
    &[
        required("cookie", text(&texts::TOKEN), "The name of the cookie: `sessionid`."),
        otherwise("path", text(&texts::COOKIE_PATH), r#""/""#, "Its `Path`."),
        required(
            "max_age",
            Shape::Whole(1, 315_360_000),
            "Its `Max-Age`, and how long the server keeps the session; seconds.",
        ),
        otherwise("sliding", Shape::Flag, "true", "Whether every answer begins the age anew."),
        otherwise("http_only", Shape::Flag, "true", "Whether scripts are kept from it."),
        otherwise(
            "same_site",
            Shape::Word(SameSite::WORDS),
            r#""lax""#,
            "Whether other sites' requests carry it.",
        ),
    ],
);

/// `methods`.
pub static METHODS: Record = record(
    "`methods`",
    "What methods mean.",
    &[
        required(
            "post_on_item",
            Shape::Word(POST_ON_ITEM),
            "What `POST` on an item's path is, where no operation claims it.",
        ),
        otherwise(
            "post_on_singleton",
            Shape::Word(POST_ON_SINGLETON),
            r#""nothing""#,
            "What `POST` on a path that does not end in a parameter is, where no operation claims it.",
        ),
        required("patch", Shape::Word(PATCH), "How the body of `PATCH` is read."),
        otherwise("put", Shape::Word(PUT), r#""replace""#, "How the body of `PUT` is read."),
        key(
            "override_header",
            text(&texts::HEADER),
            "The request header by which a `POST` says that it stands for another method: `X-HTTP-Method-Override`.",
        ),
    ],
);

/// What `POST` on an item may be.
const POST_ON_ITEM: &[Word] = &[("nothing", "A wrong method."), ("patch", "The item's `PATCH`.")];

/// What `POST` on a path without a parameter at its end may be.
const POST_ON_SINGLETON: &[Word] = &[("nothing", "A wrong method."), ("patch", "The `PATCH` of that path.")];

/// How a `PUT` may be read.
const PUT: &[Word] = &[("replace", "It is the whole schema."), ("merge", "As a `PATCH` that merges.")];

/// How a `PATCH` may be read.
const PATCH: &[Word] =
    &[("merge", "It sets the members that it has; null clears."), ("replace", "It is the whole schema.")];

/// `headers`.
pub static HEADERS: Record = record(
    "`headers`",
    "Headers that every answer carries.",
    &[required("request_id", Shape::Record(&REQUEST_ID), "A request's id. It is in the server's log too.")],
);

static REQUEST_ID: Record = record(
    "`headers.request_id`",
    "A request's id, which a client may give and every answer carries.",
    &[
        required("header", text(&texts::HEADER), "The header, both ways: `Request-Id`."),
        otherwise(
            "uuid",
            Shape::Flag,
            "false",
            "Whether a client's own id is kept only where it is a UUID; else any token of at most 128 characters is.",
        ),
    ],
);

/// `caching`.
pub static CACHING: Record = record(
    "`caching`",
    "Validators of representations, and conditions on them (RFC 9110 §13).",
    &[
        required("etag", Shape::Word(ETAG), "Whether answers with a body carry an `ETag`."),
        required("if_match", Shape::Word(IF_MATCH), "Whether `If-Match` is heeded."),
    ],
);

/// What `ETag` may be.
const ETAG: &[Word] = &[
    ("none", "They carry none."),
    ("strong", "They carry a strong one, and `not_modified` answers an `If-None-Match` that has it."),
];

/// What `If-Match` may be.
const IF_MATCH: &[Word] = &[
    ("ignore", "It is passed over."),
    ("check", "A change of what has another `ETag` by now is `precondition_failed`."),
];

/// `rate`.
pub static RATE: Record = record(
    "`rate`",
    "How many requests are taken of each peer, by a bucket of tokens; one more is `too_many`.",
    &[
        required(
            "requests",
            Shape::Whole(1, 1_000_000_000),
            "The bucket's size: requests at once. The server's own setting goes before it.",
        ),
        required("per_s", Shape::Whole(1, 31_536_000), "How long an empty bucket takes to be full; seconds."),
        otherwise("of", Shape::Word(Rated::WORDS), r#""all""#, "Which requests take a token."),
        key("limit", text(&texts::HEADER), "The header of every answer for the bucket's size."),
        key("remaining", text(&texts::HEADER), "The header of every answer for the tokens that are left."),
        key("reset", text(&texts::HEADER), "The header of every answer for the seconds until it is full."),
    ],
);

/// `cors`.
pub static CORS: Record = record(
    "`cors`",
    "Who may call from a page of another origin (<https://fetch.spec.whatwg.org/#http-cors-protocol>). Every method and \
    header of the API is let through.",
    &[
        required("origins", Shape::Either(ANY, &Shape::List(&text(&texts::ORIGIN))), "Whose pages."),
        otherwise(
            "credentials",
            Shape::Flag,
            "false",
            "Whether with credentials of the browser's own, as cookies are.",
        ),
        otherwise("max_age", Shape::Whole(0, 86_400), "600", "For how long a preflight is good; seconds."),
    ],
);

/// Origins without a list.
const ANY: &[Word] = &[("any", "Those of all origins.")];
