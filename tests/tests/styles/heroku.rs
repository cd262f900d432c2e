//! What the styles of Heroku and Reevoo resolve to.

use super::{load, response_of, way, written};
use housestyle_generator::style::{
    AcceptParameter, Caching, EntityTags, HeaderName, IfMatch, InvalidPathParameter, ItemRangePaging,
    KeyRangePaging, Order, Outcome, Oversize, PageLimits, Paging, PastEnd, Pretty, Rate, RatedRequests,
    RequestId, ResetTime, ServedVersions, Slot, Style, Template, Times, Tls, UnknownMembers, Version,
    WithoutRange, Zero,
};

fn both() -> [Style; 2] {
    [load("heroku"), load("reevoo")]
}

#[test]
fn hk_2_there_is_no_answer_without_tls() {
    for style in both() {
        assert_eq!(style.transport.tls, Tls::Required);
        assert_eq!(
            (response_of(&style, Outcome::TlsRequired).0, response_of(&style, Outcome::TlsRequired).1),
            (403, Some("tls_required"))
        );
    }
}

#[test]
fn hk_5_every_request_names_a_version() {
    let version = Version::AcceptParameter(AcceptParameter {
        media: "application/vnd.heroku+json".into(),
        parameter: "version".into(),
        versions: ServedVersions {
            current: "3".into(),
            served: Some(vec!["3".into()].into()),
            required: true,
        },
    });
    assert_eq!(load("heroku").version, version);
    assert_eq!(load("heroku").path.prefix, "");
}

#[test]
fn rv_3_the_version_is_in_the_path() {
    let style = load("reevoo");
    assert_eq!((style.version, &*style.path.prefix), (Version::Path, "/api/v{major}"));
}

#[test]
fn rv_23_bodies_are_bare() {
    for style in both() {
        assert!(!style.wraps());
        assert_eq!(style.success.body, Template::Slot(Slot::Payload));
    }
}

#[test]
fn r_80_ranges_have_their_sizes() {
    let [heroku, reevoo] = both();
    assert_eq!(heroku.paging.default.as_deref(), Some("keys"));
    assert_eq!(reevoo.paging.default.as_deref(), Some("items"));
    assert_eq!((heroku.paging.ways.len(), reevoo.paging.ways.len()), (1, 1));
    let keys = KeyRangePaging {
        list: None,
        by: vec!["id".into()].into(),
        default_order: Order::Ascending,
        next_header: HeaderName("next-range".into()),
        without_range: WithoutRange::Partial,
        limits: PageLimits {
            size_default: 200,
            size_max: 1000,
            oversize: Oversize::Clamp,
            zero: Zero::Reject,
        },
        meta: None,
    };
    assert_eq!(*way(&heroku, "keys"), Paging::KeyRange(keys));
    let items = ItemRangePaging {
        list: None,
        past_end: PastEnd::RangeNotSatisfiable,
        without_range: WithoutRange::Partial,
        limits: PageLimits { size_default: 20, size_max: 200, oversize: Oversize::Clamp, zero: Zero::Reject },
        meta: None,
    };
    assert_eq!(*way(&reevoo, "items"), Paging::ItemRange(items));
}

#[test]
fn r_81_a_range_that_cannot_be_read_is_a_bad_request_of_reevoo_alone() {
    let [heroku, reevoo] = both();
    let why = "{place}: {reason}";
    assert_eq!(
        response_of(&heroku, Outcome::MalformedRange),
        (416, Some("requested_range_not_satisfiable"), why)
    );
    assert_eq!(response_of(&reevoo, Outcome::MalformedRange), (400, Some("bad_request"), why));
    assert_eq!(response_of(&reevoo, Outcome::RangeNotSatisfiable).0, 416);
}

#[test]
fn r_82_every_failure_has_an_id() {
    const IDS: [&str; 12] = [
        "bad_request",
        "unauthorized",
        "forbidden",
        "not_found",
        "not_acceptable",
        "conflict",
        "precondition_failed",
        "requested_range_not_satisfiable",
        "invalid_params",
        "rate_limit",
        "tls_required",
        "internal_server_error",
    ];
    for style in both() {
        assert_eq!(written(&style.failure.body), "{ id: $code, message: $message, url: $help }");
        for (outcome, reaction) in Outcome::ALL.iter().zip(style.outcomes.0.iter()) {
            if *outcome < Outcome::Malformed {
                continue;
            }
            let id = reaction.code.as_deref().unwrap_or_else(|| panic!("{outcome:?}"));
            assert!(IDS.contains(&id), "{outcome:?}: {id}");
        }
        for (outcome, status, id) in [
            (Outcome::Malformed, 400, "bad_request"),
            (Outcome::MissingParameter, 422, "invalid_params"),
            (Outcome::InvalidEntity, 422, "invalid_params"),
            (Outcome::MissingMember, 422, "invalid_params"),
            (Outcome::Unauthenticated, 401, "unauthorized"),
            (Outcome::NoOperation, 404, "not_found"),
            (Outcome::NotAcceptable, 406, "not_acceptable"),
            (Outcome::PreconditionFailed, 412, "precondition_failed"),
            (Outcome::TooMany, 429, "rate_limit"),
            (Outcome::Internal, 500, "internal_server_error"),
        ] {
            assert_eq!((response_of(&style, outcome).0, response_of(&style, outcome).1), (status, Some(id)));
        }
    }
}

#[test]
fn r_83_what_every_answer_carries() {
    for style in both() {
        assert!(style.success.location);
        assert_eq!(style.caching, Caching { etag: EntityTags::Strong, if_match: IfMatch::Check });
        assert_eq!(
            style.headers.request_id,
            RequestId { header: HeaderName("request-id".into()), uuid: true }
        );
        let remaining = Some(HeaderName("ratelimit-remaining".into()));
        assert_eq!(
            style.rate,
            Some(Rate {
                requests: 4500,
                per_s: 3600,
                applies_to: RatedRequests::All,
                limit: None,
                remaining,
                reset: None,
                reset_as: ResetTime::Seconds,
            })
        );
        assert_eq!(style.methods.override_header.as_deref(), Some("x-http-method-override"));
    }
}

#[test]
fn r_84_what_is_read_and_how_it_is_written() {
    for style in both() {
        assert_eq!(style.path.invalid_path_parameter, InvalidPathParameter::NotFound);
        assert_eq!((style.data.unknown_members, style.data.times), (UnknownMembers::Ignore, Times::Utc));
        let pretty = Pretty {
            option: None,
            parameter: Some("pretty".into()),
            accept_parameter: Some("indent".into()),
        };
        assert_eq!(style.success.pretty, Some(pretty));
    }
}
