//! Events: what they begin with, who may do what, and R-20's status machine.

use serde_json::{Value, json};

use super::visitor::{ADA, BORIS, CLARA, DAN, DAY, Goats, START, Visitor, new_event};

async fn status(visitor: &mut Visitor<'_>, event_id: &Value) -> Value {
    visitor.ok("/events/details/", json!({"event_id": event_id})).await["status"].clone()
}

/// Gives every step to its first participant, with this resolution.
async fn resolve(visitor: &mut Visitor<'_>, event: &Value, resolution: &str) {
    let (event_id, participant) = (&event["id"], &event["participants"][0]["id"]);
    for step in event["steps"].as_array().unwrap() {
        let body =
            json!({"event_id": event_id, "step_id": step["id"], "assign_participant_ids": [participant]});
        visitor.ok("/assignees/update/", body).await;
        let resolutions = json!([{"participant_id": participant, "resolution": resolution}]);
        let body = json!({"event_id": event_id, "step_id": step["id"], "resolutions": resolutions});
        visitor.ok("/assignees/resolution/update/", body).await;
    }
}

#[tokio::test]
async fn an_event_begins_in_preparation_with_its_owner_and_the_steps_of_its_type() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let event = ada.ok("/events/create/", new_event()).await;
    assert_eq!(event["status"], "PREPARATION");
    let owner = &event["participants"][0];
    assert_eq!(
        (&owner["is_owner"], &owner["status"], &owner["account"]["name"]),
        (&json!(true), &json!("ACTIVE"), &json!("Ada"))
    );
    let steps = event["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 7);
    for (step, order) in steps.iter().zip(1..) {
        assert_eq!((&step["order"], &step["assignees"]), (&json!(order), &json!([])));
    }
    assert_eq!((&steps[0]["type"], &steps[6]["type"]), (&json!("COMMON"), &json!("BACKPACK")));
    let secret = event["secret"].as_str().unwrap();
    assert_eq!(secret.len(), 6);
    assert!(secret.bytes().all(|b| b"abcdefghjkmnpqrstuvwxyz23456789".contains(&b)), "{secret}");
    assert_eq!((&event["places"], &event["plan_items"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn r_20_ready_in_progress_and_finished() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let event = ada.ok("/events/create/", new_event()).await;
    let id = &event["id"];
    resolve(&mut ada, &event, "OPEN").await;
    assert_eq!(status(&mut ada, id).await, "PREPARATION");
    resolve(&mut ada, &event, "RESOLVED").await;
    assert_eq!(status(&mut ada, id).await, "READY", "every step is resolved by each who has it");
    let step =
        ada.ok("/steps/create/", json!({"event_id": id, "title": "One more"})).await["step_id"].clone();
    assert_eq!(status(&mut ada, id).await, "PREPARATION", "and this one has no assignee");
    ada.ok("/steps/delete/", json!({"event_id": id, "step_id": step})).await;
    assert_eq!(status(&mut ada, id).await, "READY");
    resolve(&mut ada, &event, "SKIPPED").await;
    assert_eq!(status(&mut ada, id).await, "READY", "what is skipped is not open");
    goats.set_time(START + 10 * DAY - 1).await;
    assert_eq!(status(&mut ada, id).await, "READY");
    goats.set_time(START + 10 * DAY).await;
    assert_eq!(status(&mut ada, id).await, "IN_PROGRESS");
    resolve(&mut ada, &event, "OPEN").await;
    assert_eq!(status(&mut ada, id).await, "IN_PROGRESS", "what has begun has begun");
    goats.set_time(START + 11 * DAY).await;
    assert_eq!(status(&mut ada, id).await, "FINISHED");
    assert_eq!(ada.refused("/events/cancel/", json!({"event_id": id})).await, "INVALID_EVENT_STATUS");
    assert_eq!(ada.refused("/events/finish/", json!({"event_id": id})).await, "INVALID_EVENT_STATUS");
    let code = ada.refused("/events/unfinish/", json!({"event_id": id})).await;
    assert_eq!(code, "EVENT_IS_NOT_FINISHED_MANUALLY");
}

#[tokio::test]
async fn r_20_a14_what_was_not_ready_at_its_start_waits_and_at_its_end_is_not_completed() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let event = ada.ok("/events/create/", new_event()).await;
    goats.set_time(START + 10 * DAY).await;
    assert_eq!(status(&mut ada, &event["id"]).await, "PREPARATION");
    resolve(&mut ada, &event, "RESOLVED").await;
    assert_eq!(status(&mut ada, &event["id"]).await, "IN_PROGRESS", "ready, and its date has come");
    let late = json!({"start_at": START + 12 * DAY, "finish_at": START + 13 * DAY});
    let mut second = new_event();
    second.as_object_mut().unwrap().extend(late.as_object().unwrap().clone());
    let second = ada.ok("/events/create/", second).await;
    goats.set_time(START + 13 * DAY).await;
    assert_eq!(status(&mut ada, &second["id"]).await, "NOT_COMPLETED");
    assert_eq!(status(&mut ada, &event["id"]).await, "FINISHED");
}

#[tokio::test]
async fn r_20_a_cancelled_event_is_restored_to_what_it_was() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let event = ada.ok("/events/create/", new_event()).await;
    let of_event = json!({"event_id": event["id"]});
    resolve(&mut ada, &event, "RESOLVED").await;
    assert_eq!(ada.refused("/events/restore/", of_event.clone()).await, "INVALID_EVENT_STATUS");
    ada.ok("/events/cancel/", of_event.clone()).await;
    assert_eq!(status(&mut ada, &event["id"]).await, "CANCELED");
    assert_eq!(ada.refused("/events/cancel/", of_event.clone()).await, "INVALID_EVENT_STATUS");
    assert_eq!(ada.refused("/events/finish/", of_event.clone()).await, "INVALID_EVENT_STATUS");
    goats.set_time(START + 10 * DAY).await;
    assert_eq!(status(&mut ada, &event["id"]).await, "CANCELED", "time does not take it up again");
    ada.ok("/events/restore/", of_event).await;
    assert_eq!(status(&mut ada, &event["id"]).await, "READY");
    goats.set_time(START + 10 * DAY + 60).await;
    assert_eq!(status(&mut ada, &event["id"]).await, "IN_PROGRESS");
}

#[tokio::test]
async fn r_20_an_event_that_is_finished_by_hand_ends_now_and_can_be_taken_up_again() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let event = ada.ok("/events/create/", new_event()).await;
    let of_event = json!({"event_id": event["id"]});
    assert_eq!(ada.refused("/events/unfinish/", of_event.clone()).await, "INVALID_EVENT_STATUS");
    ada.ok("/events/finish/", of_event.clone()).await;
    let finished = ada.ok("/events/details/", of_event.clone()).await;
    let dates = |event: &Value| (event["start_at"].clone(), event["finish_at"].clone());
    assert_eq!(finished["status"], "FINISHED");
    assert_eq!(dates(&finished), (json!(START - DAY), json!(START)), "it would not even have begun");
    ada.ok("/events/unfinish/", of_event.clone()).await;
    let again = ada.ok("/events/details/", of_event.clone()).await;
    assert_eq!((&again["status"], dates(&again)), (&json!("PREPARATION"), dates(&event)));
    // In its midst it ends now, and began when it did.
    goats.set_time(START + 10 * DAY + 3600).await;
    ada.ok("/events/finish/", of_event.clone()).await;
    let finished = ada.ok("/events/details/", of_event.clone()).await;
    assert_eq!(dates(&finished), (json!(START + 10 * DAY), json!(START + 10 * DAY + 3600)));
    ada.ok("/events/unfinish/", of_event.clone()).await;
    // After its end the dates stay.
    goats.set_time(START + 12 * DAY).await;
    assert_eq!(status(&mut ada, &event["id"]).await, "NOT_COMPLETED");
    ada.ok("/events/finish/", of_event.clone()).await;
    assert_eq!(dates(&ada.ok("/events/details/", of_event).await), dates(&event));
}

#[tokio::test]
async fn an_event_does_not_end_before_it_begins() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let mut backwards = new_event();
    backwards["finish_at"] = json!(START);
    let expected =
        ("INVALID_PARAMETER".to_owned(), "Invalid parameter: finish_at: is before start_at".to_owned());
    assert_eq!(ada.error("/events/create/", backwards).await, expected);
    let body = json!({"event_id": 1, "start_at": START + 100 * DAY});
    assert_eq!(ada.error("/events/update/", body).await, expected);
}

#[tokio::test]
async fn those_who_were_invited_active_members_and_the_owner_have_their_permissions() {
    let goats = Goats::start();
    let event = goats.logged_in(ADA).await.ok("/events/details/", json!({"event_id": 1})).await;
    let counts: Vec<_> = event["participants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["permissions"].as_array().unwrap().len())
        .collect();
    assert_eq!(counts, [33, 22, 3]);
    let owner = event["participants"][0]["permissions"].as_array().unwrap();
    assert!(owner.contains(&json!("delete_anothers_event_feedback")));
    assert!(!owner.contains(&json!("update_anothers_event_feedback")));
    let invited = &event["participants"][2]["permissions"];
    assert_eq!(*invited, json!(["read_short_event_details", "leave_event", "activate_event_participant"]));
    let of_event = json!({"event_id": 1});
    let (mut boris, mut clara) = (goats.logged_in(BORIS).await, goats.logged_in(CLARA).await);
    for path in ["/events/cancel/", "/events/finish/", "/events/delete/"] {
        assert_eq!(boris.refused(path, of_event.clone()).await, "PERMISSION_DENIED", "{path}");
        assert_eq!(clara.refused(path, of_event.clone()).await, "PERMISSION_DENIED", "{path}");
    }
    boris.ok("/events/update/", json!({"event_id": 1, "title": "Boris's"})).await;
    let update = json!({"event_id": 1, "title": "Clara's"});
    assert_eq!(clara.refused("/events/update/", update).await, "PERMISSION_DENIED");
}

#[tokio::test]
async fn anyone_who_is_logged_in_sees_map_and_plan() {
    let goats = Goats::shared();
    let mut dan = goats.logged_in(DAN).await;
    let map = dan.ok("/events/details/map/", json!({"event_id": 1})).await;
    assert_eq!(map["places"][0]["title"], "The jetty");
    let plan = dan.ok("/events/details/plan/", json!({"event_id": 1})).await;
    assert_eq!(plan["plan_items"][1]["title"], "Swim");
    for path in ["/events/details/map/", "/events/details/plan/"] {
        assert_eq!(dan.refused(path, json!({"event_id": 404})).await, "EVENT_NOT_FOUND");
        assert_eq!(goats.visitor().refused(path, json!({"event_id": 1})).await, "AUTH_REQUIRED");
    }
}

#[tokio::test]
async fn the_list_has_the_events_of_the_caller_whatever_their_part() {
    let goats = Goats::shared();
    let ids = |events: Value| events.as_array().unwrap().iter().map(|e| e["id"].clone()).collect::<Vec<_>>();
    for (token, expected) in [(ADA, 1), (CLARA, 1), (DAN, 2)] {
        let events = goats.logged_in(token).await.ok("/events/list/", json!({})).await;
        assert_eq!(ids(events), [json!(expected)]);
    }
}

#[tokio::test]
async fn a_deleted_event_is_gone_with_all_that_is_in_it() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    ada.ok("/events/delete/", json!({"event_id": 1})).await;
    for (path, body, code) in [
        ("/events/details/", json!({"event_id": 1}), "EVENT_NOT_FOUND"),
        ("/steps/details/", json!({"event_id": 1, "step_id": 1}), "EVENT_NOT_FOUND"),
    ] {
        assert_eq!(ada.refused(path, body).await, code);
    }
    let rows: i64 = sqlx::query_scalar(
        "SELECT (SELECT COUNT(*) FROM participants WHERE event_id = 1) + (SELECT COUNT(*) FROM steps WHERE event_id = 1) \
         + (SELECT COUNT(*) FROM places WHERE event_id = 1) + (SELECT COUNT(*) FROM plan_items WHERE event_id = 1) \
         + (SELECT COUNT(*) FROM feedbacks WHERE event_id = 1) + (SELECT COUNT(*) FROM assignees)",
    )
    .fetch_one(&goats.pool)
    .await
    .unwrap();
    assert_eq!(rows, 0);
}
