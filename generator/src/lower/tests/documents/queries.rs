//! What queries may ask for, and marks of operations.

use super::*;

fn sorted(text: &str) -> Outcome {
    like_acme(&one("get", "/a", text), |style| {
        style.success.form = crate::style::PayloadForm::Resources;
        style.data.links.self_member = None;
        style.sorting = Some(Sorting {
            parameter: "sort".into(),
            undeclared: UndeclaredParameters::Reject,
            default: None,
            tie_breaker: None,
        });
    })
}

#[test]
fn plain_values_order() {
    let sort = |sort: &str, schema: &str| {
        let outcome = sorted(&format!("x-style: {{ sort: {sort} }}, {}", answer(200, schema)));
        assert_eq!(outcome.codes(), [], "{sort}");
        outcome.operation("one").sort.clone()
    };
    assert_eq!(
        sort("true", VISITS),
        ["id", "reason"],
        "neither lists nor relationships nor what is only written"
    );
    assert_eq!(sort("[reason, id]", VISITS), ["reason", "id"]);
    assert_eq!(sort("true", &format!("{{ type: array, items: {EITHER} }}")), ["id"], "what all of them have");
    assert_eq!(sort("false", VISIT), [""; 0]);
    for bad in ["[tags]", "[patient]", "[nope]", "[code]"] {
        let outcome = sorted(&format!("x-style: {{ sort: {bad} }}, {}", answer(200, VISITS)));
        assert_eq!(outcome.reported(codes::SORT_FIELD).1, "/paths/~1a/get/x-style/sort/0", "{bad}");
    }
    assert_eq!(
        sorted(&format!("x-style: {{ sort: true }}, {}", answer(200, VISIT))).codes(),
        [codes::SORT_FIELD]
    );
    assert!(sorted(&format!("x-style: {{ sort: up }}, {}", answer(200, VISITS))).refused());
    let declared = "parameters: [{ name: sort, in: query, schema: { type: string } }]";
    let text = format!("x-style: {{ sort: true }}, {}", answer(200, VISITS));
    let outcome = sorted(&text).operation("one").parameters.len();
    assert_eq!(outcome, 0);
    let document = one("get", "/a", &text).replace("parameters: []", declared);
    let outcome = like_acme(&document, |style| {
        style.sorting = Some(Sorting {
            parameter: "sort".into(),
            undeclared: UndeclaredParameters::Reject,
            default: None,
            tie_breaker: None,
        });
    });
    assert!(outcome.operation("one").parameters.is_empty(), "the style has it");
    assert_eq!(outcome.operation("one").sort, ["id", "reason"], "lists of plain objects are ordered as well");
}

const FILTERS: &str = "filters: { state: { type: string, enum: [new, old], default: new, description: Which. }, tags: { type: array, items: { type: integer } } }";

#[test]
fn filters_are_parameters_of_the_styles_family() {
    let text = format!("x-style: {{ {FILTERS} }}, {}", answer(200, VISITS));
    let family = |style: &mut crate::style::Style| {
        style.filtering = Some(crate::style::Filtering { parameter: "filter[{name}]".into() })
    };
    let outcome = like_acme(&one("get", "/a", &text), family);
    let [state, tags] = &outcome.operation("one").parameters[..] else { panic!() };
    assert_eq!(
        (state.wire.as_str(), state.place, state.required),
        ("filter[state]", ParameterLocation::Query, false)
    );
    assert_eq!((&state.default, state.docs.as_deref()), (&Some("new".into()), Some("Which.")));
    assert_eq!(tags.encoding, ParamEncoding::Form { explode: false, allow_reserved: false });
    let plainly = plain(&one("get", "/a", &text));
    assert_eq!(
        plainly.codes(),
        [codes::UNION_OVERLAP],
        "of the resources, whose types are not distinguished here"
    );
    assert_eq!(plainly.operation("one").parameters[0].wire, "state", "without a family, by its own name");
    let text_off = text.replace("{ filters", "{ use: off, filters");
    let off = like_acme(&one("get", "/a", &text_off), family);
    assert_eq!(off.operation("one").parameters[0].wire, "state", "and where the style does not touch it");
    for (filters, code) in [
        ("{ 'a]b': { type: string } }", codes::FILTER),
        ("{ a: { type: object, properties: { b: { type: string } } } }", codes::FILTER),
        ("{ '': { type: string } }", codes::NAME_EMPTY),
    ] {
        let text = format!("x-style: {{ filters: {filters} }}, {}", answer(200, VISITS));
        assert_eq!(like_acme(&one("get", "/a", &text), family).codes()[0], code, "{filters}");
    }
    let twice = one("get", "/{state}", &text)
        .replace("parameters: [", "parameters: [{ name: state, in: query, schema: { type: string } }, ");
    assert_eq!(plain(&twice).reported(codes::FILTER).1, "/paths/~1{state}/get/x-style/filters/state");
}

fn rate() -> crate::style::Rate {
    let applies_to = crate::style::RatedRequests::Marked;
    crate::style::Rate {
        requests: 1,
        per_s: 1,
        applies_to,
        limit: None,
        remaining: None,
        reset: None,
        reset_as: crate::style::ResetTime::Seconds,
    }
}

#[test]
fn marks_of_operations() {
    let text = format!("x-style: {{ rate: true, prefix: off, use: off }}, {}", answer(200, VISIT));
    let outcome = like_acme(&one("get", "/a/b", &text), |style| style.path.prefix = "/api/v1".into());
    let operation = outcome.operation("one");
    assert!(operation.rated);
    assert_eq!((operation.path.template.as_str(), operation.path.segments.len()), ("/a/b", 2));
    for wrong in ["x-style: { rate: 7 }", "x-style: { prefix: true }"] {
        let text = one("get", "/a", &format!("{wrong}, {}", answer(200, VISIT)));
        let outcome = like_acme(&text, |style| style.rate = Some(rate()));
        assert!(outcome.refused(), "{wrong}: {:#?}", outcome.diags);
    }
    for mark in
        ["response: meta", "include: [patient]", "meta: { type: object }", "relationship: Visit.before"]
    {
        let text = format!("x-style: {{ {mark}, use: off }}, {}", answer(200, VISIT));
        assert_eq!(reported("get", "/a", &text).0, codes::EXTENSION_WRONG, "{mark}");
        let outcome = plain(&one("get", "/a", &format!("x-style: {{ {mark} }}, {}", answer(200, VISIT))));
        assert_eq!(outcome.codes(), [codes::UNION_OVERLAP], "{mark}");
        assert!(
            outcome.reported(codes::EXTENSION_UNUSED).0.starts_with("5 extensions"),
            "with those of the schemas"
        );
    }
}
