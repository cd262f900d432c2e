//! What the styles of Heroku and Reevoo resolve to.

use super::{load, told, written};
use housestyle_generator::style::{
    Caching, Order, Outcome, Oversize, PagingKind, PastEnd, PathMisfit, Pretty, Rate, Rated, RequestId, Slot,
    Style, Template, Times, Tls, Unasked, UnknownMembers, Version,
};

fn both() -> [Style; 2] {
    [load("heroku"), load("reevoo")]
}

#[test]
fn hk_2_there_is_no_answer_without_tls() {
    for style in both() {
        assert_eq!(style.tls, Tls::Required);
        assert_eq!(
            (told(&style, Outcome::TlsRequired).0, told(&style, Outcome::TlsRequired).1),
            (403, Some("tls_required"))
        );
    }
}

#[test]
fn hk_5_every_request_names_a_version() {
    let version = Version::AcceptParameter {
        media: "application/vnd.heroku+json".into(),
        parameter: "version".into(),
        current: "3".into(),
        served: vec!["3".into()],
        required: true,
    };
    assert_eq!(load("heroku").version, version);
    assert_eq!(load("heroku").path.prefix, "");
}

#[test]
fn rv_3_the_version_is_in_the_path() {
    let style = load("reevoo");
    assert_eq!((style.version, style.path.prefix.as_str()), (Version::Path, "/api/v{major}"));
}

#[test]
fn rv_23_bodies_are_bare() {
    for style in both() {
        assert!(!style.wraps);
        assert_eq!(style.success.body, Template::Slot(Slot::Payload));
    }
}

#[test]
fn r_80_ranges_have_their_sizes() {
    let [heroku, reevoo] = both();
    assert_eq!(heroku.default_paging.as_deref(), Some("keys"));
    assert_eq!(reevoo.default_paging.as_deref(), Some("items"));
    assert_eq!((heroku.paging.len(), reevoo.paging.len()), (1, 1));
    let (keys, items) = (&heroku.paging["keys"], &reevoo.paging["items"]);
    assert_eq!((keys.size_default, keys.size_max, keys.oversize), (200, 1000, Oversize::Clamp));
    assert_eq!((items.size_default, items.size_max, items.oversize), (20, 200, Oversize::Clamp));
    let kind = PagingKind::KeyRange {
        by: vec!["id".into()],
        order: Order::Ascending,
        next: "Next-Range".into(),
        unasked: Unasked::Partial,
    };
    assert_eq!(keys.kind, kind);
    let kind = PagingKind::ItemRange { past_end: PastEnd::RangeNotSatisfiable, unasked: Unasked::Partial };
    assert_eq!(items.kind, kind);
}

#[test]
fn r_81_a_range_that_cannot_be_read_is_a_bad_request_of_reevoo_alone() {
    let [heroku, reevoo] = both();
    let why = "{place}: {reason}";
    assert_eq!(told(&heroku, Outcome::MalformedRange), (416, Some("requested_range_not_satisfiable"), why));
    assert_eq!(told(&reevoo, Outcome::MalformedRange), (400, Some("bad_request"), why));
    assert_eq!(told(&reevoo, Outcome::RangeNotSatisfiable).0, 416);
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
        for (outcome, reaction) in
            style.outcomes.iter().filter(|(outcome, _)| **outcome >= Outcome::Malformed)
        {
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
            assert_eq!((told(&style, outcome).0, told(&style, outcome).1), (status, Some(id)));
        }
    }
}

#[test]
fn r_83_what_every_answer_carries() {
    for style in both() {
        assert!(style.success.location);
        assert_eq!(style.caching, Caching { etag: true, if_match: true });
        assert_eq!(style.headers.request_id, RequestId { header: "Request-Id".into(), uuid: true });
        let remaining = Some("RateLimit-Remaining".to_owned());
        assert_eq!(
            style.rate,
            Some(Rate { requests: 4500, per_s: 3600, of: Rated::All, limit: None, remaining, reset: None })
        );
        assert_eq!(style.methods.override_header.as_deref(), Some("X-HTTP-Method-Override"));
    }
}

#[test]
fn r_84_what_is_read_and_how_it_is_written() {
    for style in both() {
        assert_eq!(style.path.misfit, PathMisfit::NotFound);
        assert_eq!((style.data.unknown_members, style.data.times), (UnknownMembers::Ignore, Times::Utc));
        let pretty = Pretty { under: None, parameter: Some("pretty".into()), accept: Some("indent".into()) };
        assert_eq!(style.success.pretty, pretty);
    }
}
