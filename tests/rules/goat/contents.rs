//! What is in events: people, steps and who does them, places, plans, feedback; R-20's order methods and feedback's id.

use serde_json::{Value, json};

use super::visitor::{ADA, BORIS, CLARA, DAN, DAY, Goats, START};

#[tokio::test]
async fn r_20_order_methods_check_that_each_child_is_the_events() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let elsewhere = goats.logged_in(DAN).await.ok("/events/details/", json!({"event_id": 2})).await;
    for (path, list, code) in [
        ("/steps/order/", "steps", "STEP"),
        ("/places/order/", "places", "PLACE"),
        ("/plan_items/order/", "plan_items", "PLAN_ITEM"),
    ] {
        let ids = |event: &Value| -> Vec<Value> {
            event[list].as_array().unwrap().iter().map(|one| one["id"].clone()).collect()
        };
        let before = ids(&ada.ok("/events/details/", json!({"event_id": 1})).await);
        let (first, second) = (&before[0], &before[1]);
        let foreign = &ids(&elsewhere)[0];
        let order = |orders: Value| json!({"event_id": 1, "orders": orders});
        let strange = order(json!([{"id": first, "order": 50}, {"id": foreign, "order": 1}]));
        assert_eq!(ada.refused(path, strange).await, format!("{code}_IS_NOT_IN_EVENT"));
        let unknown = order(json!([{"id": first, "order": 50}, {"id": 404, "order": 1}]));
        assert_eq!(ada.refused(path, unknown).await, format!("{code}_NOT_FOUND"));
        let after = ids(&ada.ok("/events/details/", json!({"event_id": 1})).await);
        assert_eq!(after, before, "all of them, or none");
        ada.ok(path, order(json!([{"id": first, "order": 2}, {"id": second, "order": 1}]))).await;
        let swapped = ids(&ada.ok("/events/details/", json!({"event_id": 1})).await);
        assert_eq!((&swapped[0], &swapped[1]), (second, first), "{path}");
    }
}

#[tokio::test]
async fn a12_each_child_is_looked_for_in_its_event() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let elsewhere = goats.logged_in(DAN).await.ok("/events/details/", json!({"event_id": 2})).await;
    for (group, id, list, code) in [
        ("steps", "step_id", "steps", "STEP"),
        ("places", "place_id", "places", "PLACE"),
        ("plan_items", "plan_item_id", "plan_items", "PLAN_ITEM"),
        ("feedbacks", "feedback_id", "", "FEEDBACK"),
    ] {
        let foreign = if list.is_empty() { json!(2) } else { elsewhere[list][0]["id"].clone() };
        for method in ["details", "update", "delete"] {
            let path = format!("/{group}/{method}/");
            let body = |child: &Value| json!({"event_id": 1, id: child});
            assert_eq!(ada.refused(&path, body(&foreign)).await, format!("{code}_IS_NOT_IN_EVENT"), "{path}");
            assert_eq!(ada.refused(&path, body(&json!(404))).await, format!("{code}_NOT_FOUND"), "{path}");
        }
    }
    for path in ["/assignees/update/", "/assignees/resolution/update/"] {
        let body = |step: &Value| {
            let mut body = json!({"event_id": 1, "step_id": step});
            if path.contains("resolution") {
                body["resolutions"] = json!([]);
            }
            body
        };
        let foreign = &elsewhere["steps"][0]["id"];
        assert_eq!(ada.refused(path, body(foreign)).await, "STEP_IS_NOT_IN_EVENT");
        assert_eq!(ada.refused(path, body(&json!(404))).await, "STEP_NOT_FOUND");
    }
}

#[tokio::test]
async fn steps_are_made_changed_and_deleted() {
    let goats = Goats::start();
    let mut boris = goats.logged_in(BORIS).await;
    let step = boris.ok("/steps/create/", json!({"event_id": 1, "title": "Sing"})).await;
    assert_eq!(step["order"], 8, "the last");
    let of_step = json!({"event_id": 1, "step_id": step["step_id"]});
    let mut change = of_step.clone();
    change["description"] = json!("Two songs");
    boris.ok("/steps/update/", change).await;
    let details = boris.ok("/steps/details/", of_step.clone()).await;
    let expected = json!({
        "id": step["step_id"], "type": "CUSTOM", "order": 8, "title": "Sing", "description": "Two songs", "assignees": [],
    });
    assert_eq!(details, expected);
    boris.ok("/steps/delete/", of_step.clone()).await;
    assert_eq!(boris.refused("/steps/details/", of_step).await, "STEP_NOT_FOUND");
    let order = json!({"event_id": 1, "orders": []});
    assert_eq!(boris.refused("/steps/order/", order).await, "PERMISSION_DENIED", "that is the owner's");
    let first = json!({"event_id": 1, "title": "t", "order": -5});
    assert_eq!(boris.ok("/steps/create/", first).await["order"], -5);
}

#[tokio::test]
async fn joining_needs_the_secret_in_any_case_and_begins_inactive() {
    let goats = Goats::start();
    let mut dan = goats.logged_in(DAN).await;
    let join = |secret: &str| json!({ "secret": secret });
    assert_eq!(dan.refused("/participants/create/self/", join("nosuch")).await, "INVALID_EVENT_SECRET");
    let event = dan.ok("/participants/create/self/", join("TeNt42")).await;
    let part = &event["participants"][3];
    assert_eq!((&part["status"], &part["is_owner"]), (&json!("INACTIVE"), &json!(false)));
    let again = dan.refused("/participants/create/self/", join("tent42")).await;
    assert_eq!(again, "USER_IS_ALREADY_EVENT_PARTICIPANT");
    let of_event = json!({"event_id": 1});
    assert_eq!(dan.refused("/events/details/", of_event.clone()).await, "PERMISSION_DENIED");
    dan.ok("/participants/activate/self/", of_event.clone()).await;
    dan.ok("/participants/activate/self/", of_event.clone()).await;
    let event = dan.ok("/events/details/", of_event.clone()).await;
    assert_eq!(event["participants"][3]["status"], "ACTIVE");
    dan.ok("/participants/delete/self/", of_event.clone()).await;
    assert_eq!(dan.refused("/events/details/", of_event).await, "USER_IS_NOT_EVENT_PARTICIPANT");
}

#[tokio::test]
async fn members_take_others_off_an_event_but_not_its_owner() {
    let goats = Goats::start();
    let mut boris = goats.logged_in(BORIS).await;
    let off = |id: i64| json!({"event_id": 1, "participant_id": id});
    let foreign = goats.logged_in(DAN).await.ok("/events/details/", json!({"event_id": 2})).await;
    let foreign = foreign["participants"][0]["id"].as_i64().unwrap();
    for stranger in [404, foreign] {
        assert_eq!(
            boris.refused("/participants/delete/", off(stranger)).await,
            "USER_IS_NOT_EVENT_PARTICIPANT"
        );
    }
    assert_eq!(boris.refused("/participants/delete/", off(1)).await, "PERMISSION_DENIED");
    let mut clara = goats.logged_in(CLARA).await;
    assert_eq!(clara.refused("/participants/delete/", off(2)).await, "PERMISSION_DENIED");
    boris.ok("/participants/delete/", off(3)).await;
    assert_eq!(clara.ok("/events/list/", json!({})).await, json!([]));
    let mut ada = goats.logged_in(ADA).await;
    ada.ok("/participants/delete/", off(2)).await;
    let event = ada.ok("/events/details/", json!({"event_id": 1})).await;
    assert_eq!(event["participants"].as_array().unwrap().len(), 1);
    assert_eq!(event["steps"][0]["assignees"], json!([]), "his steps have no assignee");
}

#[tokio::test]
async fn an_invitation_lapses_after_a_week() {
    let goats = Goats::start();
    let mut clara = goats.logged_in(CLARA).await;
    goats.set_time(START + 7 * DAY - 1).await;
    assert_eq!(clara.ok("/events/list/", json!({})).await.as_array().unwrap().len(), 1);
    goats.set_time(START + 7 * DAY).await;
    assert_eq!(clara.ok("/events/list/", json!({})).await, json!([]));
    let mut boris = goats.logged_in(BORIS).await;
    assert_eq!(boris.ok("/events/list/", json!({})).await.as_array().unwrap().len(), 1, "who said yes stays");
}

#[tokio::test]
async fn assignees_are_added_kept_and_taken_off() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let step = |more: Value| {
        let mut body = json!({"event_id": 1, "step_id": 1});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let assign = |ids: Value| step(json!({"assign_participant_ids": ids}));
    // Boris resolved it before: he keeps what he said.
    ada.ok("/assignees/update/", assign(json!([1, 2, 2]))).await;
    let assignees = ada.ok("/steps/details/", step(json!({}))).await["assignees"].clone();
    let expected = json!([
        {"participant_id": 1, "resolution": "OPEN"}, {"participant_id": 2, "resolution": "RESOLVED"},
    ]);
    assert_eq!(assignees, expected);
    let code = ada.refused("/assignees/update/", assign(json!([3, 404]))).await;
    assert_eq!(code, "USER_IS_NOT_EVENT_PARTICIPANT");
    let code = ada.refused("/assignees/update/", step(json!({"unassign_participant_ids": [404]}))).await;
    assert_eq!(code, "USER_IS_NOT_EVENT_PARTICIPANT");
    ada.ok("/assignees/update/", step(json!({"unassign_participant_ids": [2, 3]}))).await;
    let assignees = ada.ok("/steps/details/", step(json!({}))).await["assignees"].clone();
    assert_eq!(assignees, json!([{"participant_id": 1, "resolution": "OPEN"}]));
}

#[tokio::test]
async fn a7_a_resolution_of_a_stranger_is_refused_in_words_and_of_one_not_assigned_passed_over() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let body = |participant: i64| {
        let resolutions = json!([{"participant_id": participant, "resolution": "RESOLVED"}]);
        json!({"event_id": 1, "step_id": 1, "resolutions": resolutions})
    };
    // The guide's own server makes a list of this message; `error` takes text alone.
    let error = ada.error("/assignees/resolution/update/", body(404)).await;
    assert_eq!(error.0, "USER_IS_NOT_EVENT_PARTICIPANT");
    ada.ok("/assignees/resolution/update/", body(1)).await;
    let assignees =
        ada.ok("/steps/details/", json!({"event_id": 1, "step_id": 1})).await["assignees"].clone();
    assert_eq!(assignees, json!([{"participant_id": 2, "resolution": "RESOLVED"}]));
}

#[tokio::test]
async fn places_are_the_owners_and_replaced_together() {
    let goats = Goats::start();
    let (mut ada, mut boris) = (goats.logged_in(ADA).await, goats.logged_in(BORIS).await);
    let places = |titles: &[&str]| {
        let place = |title: &&str| json!({"title": title, "point": {"lng": 30.5, "lat": 59.5}});
        json!({"event_id": 1, "places": titles.iter().map(place).collect::<Vec<_>>()})
    };
    for path in ["/places/create/", "/places/recreate/"] {
        assert_eq!(boris.refused(path, places(&["x"])).await, "PERMISSION_DENIED");
    }
    let titles = |event: Value| -> Vec<String> {
        event["places"].as_array().unwrap().iter().map(|p| p["title"].as_str().unwrap().to_owned()).collect()
    };
    ada.ok("/places/create/", places(&["A", "B"])).await;
    let of_event = json!({"event_id": 1});
    let event = boris.ok("/events/details/map/", of_event.clone()).await;
    assert_eq!(titles(event), ["The jetty", "The camp", "A", "B"]);
    let ids = ada.ok("/places/recreate/", places(&["C"])).await["places_ids"].clone();
    assert_eq!(titles(boris.ok("/events/details/map/", of_event.clone()).await), ["C"]);
    let place = boris.ok("/places/details/", json!({"event_id": 1, "place_id": ids[0]})).await;
    assert_eq!((&place["title"], &place["order"]), (&json!("C"), &json!(1)));
    ada.ok("/places/delete/", json!({"event_id": 1, "place_id": ids[0]})).await;
    assert_eq!(titles(boris.ok("/events/details/map/", of_event).await), [""; 0]);
}

#[tokio::test]
async fn the_map_has_the_places_of_events_within_thirty_days() {
    let goats = Goats::start();
    let mut clara = goats.logged_in(CLARA).await;
    let on_map = |places: Value| -> Vec<Value> {
        places.as_array().unwrap().iter().map(|place| place["event_id"].clone()).collect()
    };
    let mut see = async |now: i64| {
        goats.set_time(now).await;
        on_map(clara.ok("/places/map/", json!({})).await)
    };
    assert_eq!(see(START).await, [1, 1]);
    // Event 1 ends on the ninth day, event 2 begins on the sixtieth.
    assert_eq!(see(START + 30 * DAY).await, [1, 1, 2]);
    assert_eq!(see(START + 39 * DAY + 1).await, [2]);
    assert_eq!(see(START + 101 * DAY).await, [0; 0]);
}

#[tokio::test]
async fn plans_are_every_active_members() {
    let goats = Goats::start();
    let mut boris = goats.logged_in(BORIS).await;
    let items = json!({"event_id": 1, "plan_items": [
        {"title": "Breakfast", "start_at": START, "finish_at": START + 3600, "order": 7, "point": {"lng": 1, "lat": 2}},
        {"title": "Lunch"},
    ]});
    let ids = boris.ok("/plan_items/create/", items).await["plan_items_ids"].clone();
    let item = boris.ok("/plan_items/details/", json!({"event_id": 1, "plan_item_id": ids[0]})).await;
    assert_eq!((&item["order"], &item["finish_at"]), (&json!(7), &json!(START + 3600)));
    let lunch = boris.ok("/plan_items/details/", json!({"event_id": 1, "plan_item_id": ids[1]})).await;
    assert_eq!(lunch["order"], 8, "after the last");
    boris.ok("/plan_items/delete/", json!({"event_id": 1, "plan_item_id": ids[0]})).await;
    let mut clara = goats.logged_in(CLARA).await;
    let body = json!({"event_id": 1, "plan_items": []});
    assert_eq!(clara.refused("/plan_items/create/", body).await, "PERMISSION_DENIED");
}

#[tokio::test]
async fn r_20_a13_feedback_is_changed_by_its_id_and_by_whose_it_is() {
    let goats = Goats::start();
    let (mut ada, mut boris) = (goats.logged_in(ADA).await, goats.logged_in(BORIS).await);
    // Feedback 1 is Boris's.
    let change = json!({"event_id": 1, "feedback_id": 1, "comment": "Better than I thought"});
    assert_eq!(ada.refused("/feedbacks/update/", change.clone()).await, "PERMISSION_DENIED");
    boris.ok("/feedbacks/update/", change).await;
    let without = json!({"event_id": 1, "comment": "x"});
    let error = boris.error("/feedbacks/update/", without).await;
    assert_eq!(error, ("MISSING_PARAMETER".into(), "Missing parameter: feedback_id".into()));
    let feedback = ada.ok("/feedbacks/details/", json!({"event_id": 1, "feedback_id": 1})).await;
    assert_eq!((&feedback["comment"], &feedback["rating"]), (&json!("Better than I thought"), &json!(5)));
    // The owner may delete anyone's, others their own.
    let given = ada.ok("/feedbacks/create/", json!({"event_id": 1, "comment": "Mine"})).await;
    let mine = json!({"event_id": 1, "feedback_id": given["feedback_id"]});
    assert_eq!(boris.refused("/feedbacks/delete/", mine.clone()).await, "PERMISSION_DENIED");
    ada.ok("/feedbacks/delete/", mine).await;
    ada.ok("/feedbacks/delete/", json!({"event_id": 1, "feedback_id": 1})).await;
    assert_eq!(ada.ok("/feedbacks/list/", json!({"event_id": 1})).await, json!({"feedbacks": []}));
    let mut clara = goats.logged_in(CLARA).await;
    assert_eq!(clara.refused("/feedbacks/list/", json!({"event_id": 1})).await, "PERMISSION_DENIED");
    let rating = ada.ok("/feedbacks/create/", json!({"event_id": 1, "comment": "Mine"})).await;
    let feedback =
        ada.ok("/feedbacks/details/", json!({"event_id": 1, "feedback_id": rating["feedback_id"]})).await;
    assert_eq!(feedback["rating"], json!(null));
}

#[tokio::test]
async fn a_list_in_a_request_has_an_end_and_its_items_keep_their_order() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let places = |count: usize| -> Value {
        let place = |at: usize| json!({"title": format!("{at}"), "point": {"lng": 30.0, "lat": 60.0}});
        json!({"event_id": 1, "places": (0..count).map(place).collect::<Vec<_>>()})
    };
    assert_eq!(ada.refused("/places/create/", places(501)).await, "INVALID_PARAMETER");
    let ids = ada.ok("/places/recreate/", places(500)).await["places_ids"].clone();
    let event = ada.ok("/events/details/", json!({"event_id": 1})).await;
    let kept = event["places"].as_array().unwrap();
    assert_eq!(kept.iter().map(|place| place["id"].clone()).collect::<Vec<_>>(), *ids.as_array().unwrap());
    assert!((1..).zip(kept).all(|(order, place)| place["order"] == order));
    let orders: Vec<_> = (0..1001).map(|order| json!({"id": ids[0], "order": order})).collect();
    let refused = ada.refused("/places/order/", json!({"event_id": 1, "orders": orders})).await;
    assert_eq!(refused, "INVALID_PARAMETER");
    let people: Vec<_> = (0..501).collect();
    let body = json!({"event_id": 1, "step_id": 2, "assign_participant_ids": people});
    assert_eq!(ada.refused("/assignees/update/", body).await, "INVALID_PARAMETER");
}
