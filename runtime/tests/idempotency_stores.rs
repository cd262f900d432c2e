//! What every store of idempotency keys does.
#![cfg(feature = "server")]

use std::time::Duration;

use housestyle::Uuid;
use housestyle::server::{IdempotencyStore, KeptResponse, KeyState, KeyedRequest, MemoryIdempotencyKeys};
use http::{HeaderMap, HeaderValue, StatusCode};

const LEASE: Duration = Duration::from_secs(40);
const LIFETIME: Duration = Duration::from_secs(86_400);

fn request(id: &str, fingerprint: &str) -> KeyedRequest {
    KeyedRequest { id: id.into(), fingerprint: fingerprint.into(), attempt: Uuid::new_v4() }
}

fn response(body: &'static [u8]) -> KeptResponse {
    let mut headers = HeaderMap::new();
    headers.insert("location", HeaderValue::from_static("/payments/1"));
    headers.append("link", HeaderValue::from_static("</a>; rel=a"));
    headers.append("link", HeaderValue::from_bytes(b"</\xe9>; rel=b").expect("a header"));
    KeptResponse { status: StatusCode::CREATED, headers, body: body.into() }
}

async fn begin(store: &impl IdempotencyStore, request: &KeyedRequest) -> KeyState {
    store.begin(request, LEASE).await.expect("a state")
}

async fn is_new(store: &impl IdempotencyStore, request: &KeyedRequest) -> bool {
    matches!(begin(store, request).await, KeyState::New)
}

/// What holds for every store. `pass` lets time pass for it.
async fn keeps_its_promises(store: &impl IdempotencyStore, pass: impl AsyncFn(Duration)) {
    let first = request("a", "1");
    assert!(is_new(store, &first).await);
    let running = begin(store, &request("a", "2")).await;
    assert!(matches!(running, KeyState::Running { fingerprint } if fingerprint == "1"));
    assert!(is_new(store, &request("b", "1")).await, "keys are independent");

    store.complete(&first, response(b"\n\n{}"), LIFETIME).await.expect("kept");
    pass(LIFETIME - Duration::from_secs(1)).await;
    let KeyState::Completed { fingerprint, response: kept } = begin(store, &request("a", "2")).await else {
        panic!("not completed")
    };
    assert_eq!((fingerprint.as_str(), kept), ("1", response(b"\n\n{}")));
    pass(Duration::from_secs(1)).await;
    assert!(is_new(store, &request("a", "2")).await, "it has expired");

    let abandoned = request("c", "1");
    assert!(is_new(store, &abandoned).await);
    store.abandon(&abandoned).await.expect("given up");
    let slow = request("c", "1");
    assert!(is_new(store, &slow).await, "it was given up");

    pass(LEASE).await;
    let next = request("c", "1");
    assert!(is_new(store, &next).await, "the lease has ended");
    store.complete(&slow, response(b"slow"), LIFETIME).await.expect("ignored");
    store.abandon(&slow).await.expect("ignored");
    assert!(!is_new(store, &request("c", "1")).await, "it belongs to the next attempt");
    store.complete(&next, response(b"next"), LIFETIME).await.expect("kept");
    let kept = begin(store, &request("c", "1")).await;
    assert!(matches!(kept, KeyState::Completed { response, .. } if response.body == "next"));
}

async fn has_one_winner(store: impl IdempotencyStore + Clone) {
    let attempts = (0..32).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { is_new(&store, &request("d", "1")).await })
    });
    let mut winners = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        winners += usize::from(attempt.await.expect("a state"));
    }
    assert_eq!(winners, 1);
}

#[tokio::test(start_paused = true)]
async fn memory_keeps_its_promises() {
    keeps_its_promises(&MemoryIdempotencyKeys::new(), async |time| tokio::time::advance(time).await).await;
    has_one_winner(MemoryIdempotencyKeys::new()).await;
}

#[tokio::test(start_paused = true)]
async fn memory_makes_room_for_new_keys() {
    let store = MemoryIdempotencyKeys::new().at_most(2, 4096);
    let [first, second, third, fourth] = ["1", "2", "3", "4"].map(|id| request(id, ""));
    assert!(is_new(&store, &first).await && is_new(&store, &second).await);
    let full = store.begin(&third, LEASE).await.expect_err("both requests are being performed");
    assert_eq!(full.to_string(), "there is no room for more idempotency keys");
    store.complete(&first, response(b""), LIFETIME).await.expect("kept");
    assert!(is_new(&store, &third).await, "the response makes room");
    assert!(!is_new(&store, &second).await, "a request that is being performed does not");
    store.complete(&second, response(&[0; 2048]), LIFETIME).await.expect("kept");
    store.complete(&third, response(&[0; 2048]), LIFETIME).await.expect("kept");
    assert!(is_new(&store, &second).await, "the size is limited too: the first to expire goes");
    assert_eq!(format!("{store:?}"), "MemoryIdempotencyKeys { keys: 2 }");
    tokio::time::advance(LIFETIME).await;
    assert!(is_new(&store, &fourth).await);
    assert_eq!(format!("{store:?}"), "MemoryIdempotencyKeys { keys: 1 }");
}

#[cfg(feature = "idempotency-sqlite")]
mod sqlite {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::SystemTime;

    use housestyle::server::SqliteIdempotencyKeys;
    use sqlx::SqlitePool;
    use sqlx::sqlite::SqliteConnectOptions;

    use super::*;

    async fn open(folder: &tempfile::TempDir) -> SqliteIdempotencyKeys {
        let options = SqliteConnectOptions::new().filename(folder.path().join("keys.db"));
        let pool = SqlitePool::connect_with(options.create_if_missing(true)).await.expect("a database");
        let keys = SqliteIdempotencyKeys::new(pool);
        keys.create_table().await.expect("a table");
        keys
    }

    #[tokio::test]
    async fn sqlite_keeps_its_promises() {
        let folder = tempfile::tempdir().expect("a folder");
        let passed = Arc::new(AtomicU64::new(0));
        let seconds = passed.clone();
        let clock =
            move || SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 30 | seconds.load(Ordering::SeqCst));
        let store = open(&folder).await.clock(clock);
        let pass = async |time: Duration| {
            passed.fetch_add(time.as_secs(), Ordering::SeqCst);
        };
        keeps_its_promises(&store, pass).await;
        has_one_winner(store).await;
    }

    #[tokio::test]
    async fn sqlite_keeps_keys_over_a_restart() {
        let folder = tempfile::tempdir().expect("a folder");
        let (done, running) = (request("a", "1"), request("b", "1"));
        let store = open(&folder).await;
        assert!(is_new(&store, &done).await && is_new(&store, &running).await);
        store.complete(&done, response(b"{}"), LIFETIME).await.expect("kept");
        drop(store);
        let store = open(&folder).await;
        let kept = begin(&store, &request("a", "1")).await;
        assert!(matches!(kept, KeyState::Completed { response: kept, .. } if kept == response(b"{}")));
        assert!(!is_new(&store, &request("b", "1")).await, "until its lease ends");
        store.delete_expired().await.expect("nothing to delete");
        assert!(!is_new(&store, &request("a", "1")).await);
    }
}
