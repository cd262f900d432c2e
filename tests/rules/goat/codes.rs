//! The codes of each method, as the guide's pages list them (A12: with those that its own list of codes forgets), in the enum that
//! server and client share. `INTERNAL_ERROR` and `METHOD_IS_NOT_ALLOWED` are any method's.

use std::collections::BTreeSet;

use example_goat::goat::operations::*;
use housestyle::DeclaredError;
use housestyle::Handler;
use housestyle::Operation;

/// A method's id with its declared codes.
fn declared<O: Operation>() -> (&'static str, BTreeSet<&'static str>) {
    let codes = O::Error::DECLARED.iter().map(|one| {
        assert!(one.message.is_some_and(|message| message.contains(' ')), "{} {:?}", O::META.id, one.code);
        assert_eq!(one.status.exact(), Some(200), "{} {:?}", O::META.id, one.code);
        one.code.expect("a code")
    });
    (O::META.id, codes.collect())
}

/// Rows of the guide's tables in their abbreviations.
fn row(row: &str) -> BTreeSet<&str> {
    let code = |word| match word {
        "MP" => "MISSING_PARAMETER",
        "IP" => "INVALID_PARAMETER",
        "AR" => "AUTH_REQUIRED",
        "ENF" => "EVENT_NOT_FOUND",
        "UNP" => "USER_IS_NOT_EVENT_PARTICIPANT",
        "PD" => "PERMISSION_DENIED",
        "IES" => "INVALID_EVENT_STATUS",
        code => code,
    };
    row.split(' ').filter(|word| !word.is_empty()).map(code).collect()
}

const EVENT: &str = "MP IP AR ENF UNP PD";
const STEP: &str = "MP IP AR ENF UNP PD STEP_NOT_FOUND STEP_IS_NOT_IN_EVENT";
const PLACE: &str = "MP IP AR ENF UNP PD PLACE_NOT_FOUND PLACE_IS_NOT_IN_EVENT";
const PLAN_ITEM: &str = "MP IP AR ENF UNP PD PLAN_ITEM_NOT_FOUND PLAN_ITEM_IS_NOT_IN_EVENT";
const FEEDBACK: &str = "MP IP AR ENF UNP PD FEEDBACK_NOT_FOUND FEEDBACK_IS_NOT_IN_EVENT";

macro_rules! rows {
    ($($row:expr => $($method:ty)+;)*) => { [$($((declared::<$method>(), row($row)),)+)*] };
}

#[test]
fn goat_26_a12_each_method_declares_the_codes_of_its_row() {
    let rows = rows! {
        "MP IP ACCOUNT_NOT_FOUND ALREADY_LOGGED_IN FACEBOOK_LOGIN_FAILED" => AuthFacebook;
        "IP ACCOUNT_NOT_FOUND ALREADY_LOGGED_IN" => AuthAnonym;
        "MP IP AR ACCOUNT_NOT_FOUND INVALID_AUTH_METHOD INVALID_ACCOUNT_STATE" => ReplaceAnonym;
        "" => Logout GetSettings;
        "IP AR" => UpdateAccount;
        "MP IP AR" => ListEventTypes CreateEvent;
        "AR" => ListEvents ListMapPlaces;
        "MP IP AR ENF" => GetEventMap GetEventPlan;
        "MP IP AR ENF UNP PD IES" => CancelEvent RestoreEvent FinishEvent;
        "MP IP AR ENF UNP PD IES EVENT_IS_NOT_FINISHED_MANUALLY" => UnfinishEvent;
        "MP IP AR INVALID_EVENT_SECRET USER_IS_ALREADY_EVENT_PARTICIPANT" => JoinEvent;
        EVENT => UpdateEvent GetEvent GetEventShort DeleteEvent CreateStep ActivateParticipant DeleteParticipant
            LeaveEvent CreatePlaces RecreatePlaces CreatePlanItems CreateFeedback ListFeedbacks;
        STEP => UpdateStep GetStep DeleteStep OrderSteps UpdateAssignees UpdateResolutions;
        PLACE => UpdatePlace GetPlace DeletePlace OrderPlaces;
        PLAN_ITEM => UpdatePlanItem GetPlanItem DeletePlanItem OrderPlanItems;
        FEEDBACK => UpdateFeedback GetFeedback DeleteFeedback;
    };
    for ((id, declared), row) in &rows {
        assert_eq!(declared, row, "{id}");
    }
    let tested: BTreeSet<_> = rows.iter().map(|((id, _), _)| *id).collect();
    let all: BTreeSet<_> = example_goat::Goat::api().operations.iter().map(|method| method.id).collect();
    assert_eq!(tested, all);
}
