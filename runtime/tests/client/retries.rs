//! Retries, in paused time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use housestyle::client::{
    Body, CallError, ClientBuilder, ClientCore, Dispatch, ReadForm, Response, RetryPolicy, Timeouts,
    TransportError, TransportKind,
};
use tokio::time::Instant;

use housestyle::paging::RangePage;

use crate::acme::{API, DeletePet, PET, create_visit, get_pet};
use crate::ranges::{FindPets, POSITIONS};

/// The result of an attempt.
#[derive(Clone, Copy)]
enum Get {
    Status(u16, Option<&'static str>),
    Fault(TransportKind),
    Silence,
    BrokenBody,
}

/// Returns a client whose first attempts have these results and all others succeed, with the number of attempts.
fn client(
    plan: &'static [Get],
    change: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> (ClientCore, Arc<AtomicU32>) {
    let made = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&made);
    let transport = move |_| {
        let get = plan.get(count.fetch_add(1, Ordering::SeqCst) as usize).copied();
        async move {
            match get.unwrap_or(Get::Status(200, None)) {
                Get::Status(200, _) => Ok(Response::new(PET.into())),
                Get::Status(status, wait) => {
                    let mut answer = Response::new(Body::from("{}"));
                    *answer.status_mut() = http::StatusCode::from_u16(status).unwrap();
                    if let Some(wait) = wait {
                        answer.headers_mut().insert("retry-after", http::HeaderValue::from_static(wait));
                    }
                    Ok(answer)
                }
                Get::Fault(kind) => Err(TransportError::new(kind)),
                Get::Silence => std::future::pending().await,
                Get::BrokenBody => {
                    let broken = Err(TransportError::new(TransportKind::Closed));
                    Ok(Response::new(Body::stream(futures_util::stream::iter([broken]))))
                }
            }
        }
    };
    let builder = ClientBuilder::new(&API, "http://acme.test").transport(transport);
    (change(builder).build().unwrap(), made)
}

/// Returns whether the call succeeded, the number of attempts, and the time.
async fn run<O: Dispatch>(plan: &'static [Get], input: O) -> (Result<(), CallError<O::Error>>, u32, Duration)
where
    O::Form: ReadForm<O::Output>,
{
    let (client, made) = client(plan, |builder| builder);
    let start = Instant::now();
    let came = client.call(input).send().await.map(drop);
    (came, made.load(Ordering::SeqCst), start.elapsed())
}

#[tokio::test(start_paused = true)]
async fn what_passes_is_tried_again() {
    let passing: [&'static [Get]; 8] = [
        &[Get::Status(429, None)],
        &[Get::Status(502, None)],
        &[Get::Status(503, None)],
        &[Get::Status(504, None)],
        &[Get::Fault(TransportKind::Connect)],
        &[Get::Fault(TransportKind::Closed)],
        &[Get::BrokenBody],
        &[Get::Silence],
    ];
    for plan in passing {
        let (came, made, _) = run(plan, get_pet("7")).await;
        came.unwrap();
        assert_eq!(made, 2);
    }
}

#[tokio::test(start_paused = true)]
async fn what_lasts_is_not() {
    for plan in [
        &[Get::Status(500, None)] as &[Get],
        &[Get::Status(404, None)],
        &[Get::Fault(TransportKind::Protocol)],
    ] {
        let (came, made, _) = run(plan, get_pet("7")).await;
        assert!(came.is_err());
        assert_eq!(made, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_are_bounded() {
    let (came, made, took) = run(&[Get::Status(503, None); 9], get_pet("7")).await;
    assert_eq!(came.unwrap_err().status().unwrap(), 503);
    assert_eq!(made, 3);
    assert!(took <= Duration::from_millis(600), "{took:?}");
    let (came, made, _) =
        run(&[Get::Fault(TransportKind::Connect); 9], DeletePet { pet_id: "7".to_owned() }).await;
    assert!(matches!(came, Err(CallError::Transport(_))));
    assert_eq!(made, 3);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_heeded_and_capped() {
    let (came, _, took) = run(&[Get::Status(429, Some("7"))], get_pet("7")).await;
    came.unwrap();
    assert!((7_000..7_010).contains(&took.as_millis()), "{took:?}");
    let (came, _, took) = run(&[Get::Status(503, Some("4000000000"))], get_pet("7")).await;
    came.unwrap();
    assert!((30_000..30_010).contains(&took.as_millis()), "{took:?}");
    let (came, _, took) = run(&[Get::Status(503, Some("Wed, 21 Oct 2015 07:28:00 GMT"))], get_pet("7")).await;
    came.unwrap();
    assert!(took < Duration::from_millis(10), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_post_is_sent_once_unless_configured() {
    for plan in [&[Get::Status(503, None)] as &[Get], &[Get::Fault(TransportKind::Connect)], &[Get::Silence]]
    {
        let (came, made, _) = run(plan, create_visit()).await;
        assert!(came.is_err());
        assert_eq!(made, 1);
    }
    let (client, made) = client(&[Get::Status(503, None)], |builder| builder);
    let call =
        client.call(create_visit()).with(|options| options.repeatable(true).header("idempotency-key", "k"));
    // The stub answers with a pet instead of a visit, which proves that the response was received.
    assert!(matches!(call.send().await, Err(CallError::Unexpected(answer)) if answer.status == 200));
    assert_eq!(made.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_call_may_refuse_to_be_repeated() {
    let (client, made) = client(&[Get::Status(503, None)], |builder| builder);
    let call = client.call(get_pet("7")).with(|options| options.repeatable(false));
    assert!(call.send().await.is_err());
    assert_eq!(made.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn no_attempt_and_no_wait_goes_past_the_deadline() {
    let timeouts =
        Timeouts { attempt: Duration::from_secs(4), total: Duration::from_secs(10), ..Timeouts::default() };
    let policy = RetryPolicy { attempts: 100, ..RetryPolicy::default() };
    let (hung, made) = client(&[Get::Silence; 100], |builder| builder.timeouts(timeouts).retry(policy));
    let start = Instant::now();
    let error = hung.call(get_pet("7")).send().await.unwrap_err();
    assert!(matches!(error, CallError::Transport(error) if error.kind() == TransportKind::Timeout));
    assert!(start.elapsed() <= Duration::from_secs(10));
    assert_eq!(made.load(Ordering::SeqCst), 3);

    let (busy, made) = client(&[Get::Status(503, Some("20"))], |builder| builder.timeouts(timeouts));
    let start = Instant::now();
    assert_eq!(busy.call(get_pet("7")).send().await.unwrap_err().status().unwrap(), 503);
    assert!(start.elapsed() < Duration::from_secs(1));
    assert_eq!(made.load(Ordering::SeqCst), 1);
}

/// Returns whether a `POST` under a style with a rate limit succeeded, the number of attempts, and the time.
async fn limited(
    plan: &'static [Get],
    change: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> (bool, u32, Duration) {
    let (client, made) = client(plan, change);
    let start = Instant::now();
    // The decoded value does not matter here.
    let came = client.call(FindPets(RangePage::first(&POSITIONS))).send().await;
    let limited = came.is_err_and(|error| error.status().is_none_or(|status| status != 200));
    (!limited, made.load(Ordering::SeqCst), start.elapsed())
}

#[tokio::test(start_paused = true)]
async fn a_request_that_was_not_processed_is_sent_again_whatever_its_method() {
    let (came, made, took) = limited(&[Get::Status(429, Some("45"))], |builder| builder).await;
    assert!(came && made == 2);
    assert!((45_000..45_010).contains(&took.as_millis()), "{took:?}");
    let (came, made, _) = limited(&[Get::Status(429, None); 2], |builder| builder).await;
    assert!(came && made == 3);
    let (came, made, _) = limited(&[Get::Status(429, None); 9], |builder| builder).await;
    assert!(!came && made == 3);
    // The request may have been processed, or the style has no rate limit.
    assert_eq!(limited(&[Get::Status(503, Some("1"))], |builder| builder).await.1, 1);
    assert_eq!(run(&[Get::Status(429, Some("1"))], create_visit()).await.1, 1);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_caps_the_wait_for_the_rate() {
    let (came, made, took) = limited(&[Get::Status(429, Some("91"))], |builder| builder).await;
    assert!(!came && made == 1 && took < Duration::from_secs(1), "{took:?}");
    let patient = |builder: ClientBuilder| {
        builder.timeouts(Timeouts { total: Duration::from_secs(4000), ..Timeouts::default() })
    };
    let (came, _, took) = limited(&[Get::Status(429, Some("3600"))], patient).await;
    assert!(came && (3600..3601).contains(&took.as_secs()), "{took:?}");
    let once =
        |builder: ClientBuilder| builder.defaults(housestyle::client::CallOptions::new().repeatable(false));
    assert_eq!(limited(&[Get::Status(429, Some("1"))], once).await.1, 1);
}
