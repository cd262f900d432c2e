//! What the style of El Plano resolves to, and what its texts are.

use std::collections::BTreeSet;
use std::fs;

use super::{folder, load, response_of, way, written};
use housestyle_generator::style::{
    Check, ClientIds, Cors, EdgeLinks, HeaderName, LinkForm, MixedStatuses, OnlyMedia, Order, Origins,
    Outcome, Oversize, PageLimits, Paging, ParameterName, PastEnd, PatchBody, PostMeaning, PutBody, Rate,
    RatedRequests, RequestMedia, ResetTime, RowPaging, UndeclaredParameters, UnknownMembers, Version, Zero,
};

#[test]
fn elp_12_put_replaces_and_patch_merges() {
    let methods = load("elplano").methods;
    assert_eq!((methods.patch, methods.put), (PatchBody::Merge, PutBody::Replace));
}

#[test]
fn elp_35_a_parameter_is_named_by_its_inner_key() {
    assert_eq!(load("elplano").failure.parameter_name, ParameterName::InnerKey);
}

#[test]
fn r_6_the_order_of_the_checks() {
    use Check::*;
    assert_eq!(load("elplano").all_checks(), [Method, Login, Media, Syntax, Parameters, Entity]);
}

#[test]
fn r_30_the_version_is_in_the_path() {
    let style = load("elplano");
    assert_eq!((style.version, &*style.path.prefix), (Version::Path, "/api/v{major}"));
}

#[test]
fn r_31_the_media_type_has_no_parameters() {
    let media = load("elplano").media;
    let only = RequestMedia::Only(OnlyMedia {
        media: "application/vnd.api+json".into(),
        parameters: Vec::new().into(),
    });
    assert_eq!(media.request, only);
}

#[test]
fn r_32_an_error_has_status_source_and_detail() {
    assert_eq!(
        written(&load("elplano").failure.entry),
        "{ status: $status_text, source: { pointer: $pointer, parameter: $parameter }, detail: $message }"
    );
}

#[test]
fn r_33_what_is_missing_is_400_and_what_is_wrong_422() {
    let style = load("elplano");
    assert_eq!(
        (response_of(&style, Outcome::MissingMember).0, response_of(&style, Outcome::InvalidEntity).0),
        (400, 422)
    );
    assert_eq!(style.failure.mixed_statuses, MixedStatuses::MostGeneral);
}

#[test]
fn r_34_post_is_patch_where_nothing_else_is() {
    let methods = load("elplano").methods;
    assert_eq!([methods.post_on_item, methods.post_on_singleton], [PostMeaning::Patch; 2]);
}

#[test]
fn r_35_pages_of_fifteen_up_to_a_hundred() {
    let style = load("elplano");
    assert_eq!(style.paging.keys().collect::<Vec<_>>(), ["numbered"]);
    let way = way(&style, "numbered");
    assert_eq!(
        *way.limits(),
        PageLimits { size_default: 15, size_max: 100, oversize: Oversize::Reject, zero: Zero::Reject }
    );
    assert_eq!(written(way.kind().meta().expect("meta")), "{ current_page: $number, total_pages: $pages }");
    let Paging::Number(number) = way else { panic!("{way:?}") };
    assert_eq!((number.past_end, number.edge_links), (PastEnd::Empty, EdgeLinks::FromOtherPages));
}

#[test]
fn r_36_rows_are_still_taken() {
    let style = load("elplano");
    let Paging::Number(number) = way(&style, "numbered") else { panic!("no number") };
    let expected = RowPaging {
        id: "page[last_id]".into(),
        field: vec!["page[field]".into(), "page[field_name]".into()].into(),
        value: "page[field_value]".into(),
        direction: "page[direction]".into(),
        default_field: "id".into(),
        default_order: Order::Descending,
    };
    assert_eq!(number.after_row.as_ref(), Some(&expected));
}

#[test]
fn r_37_links_are_absolute() {
    assert_eq!(load("elplano").data.links.form, LinkForm::Absolute);
}

#[test]
fn r_38_the_newest_come_first_and_fields_that_do_not_order_are_passed_over() {
    let sort = load("elplano").sorting.expect("an order");
    assert_eq!((&*sort.parameter, sort.undeclared), ("sort", UndeclaredParameters::Ignore));
    assert_eq!((sort.default.as_deref(), sort.tie_breaker.as_deref()), (Some("-id"), Some("id")));
}

#[test]
fn r_39_parameters_that_are_not_declared_are_refused() {
    let style = load("elplano");
    assert_eq!(style.filtering.expect("filters").parameter("search"), "filter[search]");
    assert_eq!(style.parameters.undeclared, UndeclaredParameters::Reject);
}

#[test]
fn r_40_client_ids_and_unknown_members_are_refused() {
    let style = load("elplano");
    assert_eq!(style.data.client_ids, ClientIds::Reject);
    assert_eq!(style.data.unknown_members, UnknownMembers::Ignore);
    assert_eq!(
        (response_of(&style, Outcome::Forbidden).0, response_of(&style, Outcome::Conflict).0),
        (403, 409)
    );
}

#[test]
fn r_43_the_challenge_is_bearer() {
    assert_eq!(load("elplano").login.challenges(), ["Bearer"]);
}

#[test]
fn r_44_texts_are_there_in_three_languages() {
    let locale = load("elplano").locale.expect("languages");
    assert_eq!(locale.default, "en");
    assert_eq!(locale.languages.all.iter().map(|one| &*one.name).collect::<Vec<_>>(), ["en", "es", "ru"]);
    let of = |tag: &str| locale.languages.all.iter().find(|one| one.name == tag).expect("a language");
    let text = |language: &str, key: &str| of(language).text(key).map(str::to_owned);
    assert_eq!(text("en", "violation.too_short.blank").as_deref(), Some("can't be blank"));
    assert_eq!(text("es", "violation.required").as_deref(), Some("falta"));
    assert_eq!(text("ru", "violation.required").as_deref(), Some("отсутствует"));
    let messages = |language: &str| {
        let keys = of(language).value.by_key.iter().map(|(key, _)| key.to_string());
        keys.filter(|key| key.starts_with("message.")).collect::<BTreeSet<_>>()
    };
    assert!(messages("en").contains("message.registered"));
    assert_eq!((messages("es"), messages("ru")), (messages("en"), messages("en")));
}

#[test]
fn r_44_every_failure_of_the_document_has_a_text_in_every_language() {
    let document = fs::read_to_string(folder().join("../apis/elplano.yaml")).expect("the document");
    let document: serde_yaml::Value = serde_yaml::from_str(&document).expect("YAML");
    let codes = document["x-style"]["errors"].as_mapping().expect("failures").keys();
    let codes: BTreeSet<String> = codes.map(|code| code.as_str().expect("a code").to_owned()).collect();
    for language in load("elplano").locale.expect("languages").languages.all.iter() {
        let translated = language.value.by_key.iter().filter_map(|(key, _)| key.strip_prefix("failure."));
        let translated: BTreeSet<String> = translated.map(str::to_owned).collect();
        // The document itself is in English.
        let tag = &language.name;
        assert!(tag == "en" || translated == codes, "{tag}: {:?}", translated.symmetric_difference(&codes));
    }
}

#[test]
fn r_45_pages_of_any_origin_may_call_without_credentials() {
    let cors = Cors { origins: Origins::Any, credentials: false, max_age: 3600 };
    assert_eq!(load("elplano").cors, Some(cors));
}

#[test]
fn r_46_answers_have_entity_tags() {
    assert!(load("elplano").caching.has_tags());
}

#[test]
fn r_47_marked_operations_are_taken_ten_times_a_minute() {
    let header = |wire: &str| Some(HeaderName(format!("ratelimit-{wire}").into()));
    let rate = Rate {
        requests: 10,
        per_s: 60,
        applies_to: RatedRequests::Marked,
        limit: header("limit"),
        remaining: header("remaining"),
        reset: header("reset"),
        reset_as: ResetTime::Seconds,
    };
    assert_eq!(load("elplano").rate, Some(rate));
}
