//! The generated server against handwritten axum, in process: `cargo bench -p housestyle-tests --bench server`.
//!
//! Both answer the same bytes of the same values; what is printed is the ratio of the medians within one run.

use std::hint::black_box;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::{Json, Router, routing};
use example_bestdoctor::bestdoctor;
use example_bestdoctor::bestdoctor::operations::*;
use example_bestdoctor::bestdoctor::server::partial::{Chat, Dictionaries};
use example_bestdoctor::bestdoctor::types::{AppealResult, ChatAuthor, ChatMessage};
use housestyle::server::{Call, Credentials, HandlerResult, Login, Security};
use housestyle::{Handler, Problem, Uuid};
use http::{Request, StatusCode};
use serde::{Deserialize, Serialize};
use tower_service::Service as _;

const ROUNDS: usize = 200;
const CALLS: usize = 500;
const MESSAGE: &str = r#"{"text":"A message of the usual length, no more than a line or two of text."}"#;

#[derive(Clone, Handler)]
#[handler(api = bestdoctor, groups(Dictionaries, Chat), partial)]
struct Generated;

impl Login for Generated {
    type Principal = ();
    async fn login(&self, _: &Credentials, _: &Security) -> Result<(), Problem> {
        Ok(())
    }
}

impl Dictionaries for Generated {
    async fn list_appeals_results(
        &self,
        _: Call<ListAppealsResults, Option<()>>,
    ) -> HandlerResult<Vec<AppealResult>, ListAppealsResultsError> {
        Ok((0..20).map(|id| AppealResult { id, text: "Решено".to_owned() }).collect())
    }
}

impl Chat for Generated {
    async fn create_message(
        &self,
        call: Call<CreateMessage, ()>,
    ) -> HandlerResult<ChatMessage, CreateMessageError> {
        let (input, ..) = call.into_parts();
        Ok(ChatMessage {
            uuid: Uuid::nil(),
            text: input.body.text,
            author: ChatAuthor::Patient,
            created_at: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
            read_at: None,
        })
    }
}

/// The handwritten version.
mod by_hand {
    use super::{AppealResult, Deserialize, Json, Serialize, StatusCode, Uuid};

    #[derive(Serialize)]
    pub struct Data<T> {
        data: T,
    }

    #[derive(Deserialize)]
    pub struct NewMessage {
        text: String,
    }

    #[derive(Serialize)]
    pub struct Message {
        uuid: Uuid,
        text: String,
        author: &'static str,
        created_at: chrono::DateTime<chrono::FixedOffset>,
        read_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    }

    #[derive(Serialize)]
    pub struct Entry {
        id: i64,
        text: String,
    }

    impl From<AppealResult> for Entry {
        fn from(result: AppealResult) -> Self {
            Self { id: result.id, text: result.text }
        }
    }

    pub async fn results() -> Json<Data<Vec<Entry>>> {
        let data = (0..20).map(|id| Entry { id, text: "Решено".to_owned() }).collect();
        Json(Data { data })
    }

    pub async fn message(
        Json(new): Json<NewMessage>,
    ) -> Result<(StatusCode, Json<Data<Message>>), StatusCode> {
        if new.text.is_empty() || new.text.chars().count() > 2000 {
            return Err(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let data = Message {
            uuid: Uuid::nil(),
            text: new.text,
            author: "patient",
            created_at: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
            read_at: None,
        };
        Ok((StatusCode::CREATED, Json(Data { data })))
    }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let by_hand = Router::new()
            .route("/appeals_results", routing::get(by_hand::results))
            .route("/chat/messages", routing::post(by_hand::message))
            .layer(DefaultBodyLimit::max(2 << 20));
        let generated = Generated.router();
        for (what, method, path, body) in [
            ("read a list", "GET", "/appeals_results", ""),
            ("create from a body", "POST", "/chat/messages", MESSAGE),
        ] {
            let (one, other) = (
                text(&mut by_hand.clone(), method, path, body).await,
                text(&mut generated.clone(), method, path, body).await,
            );
            assert_eq!(one, other, "both answer the same");
            let (mut hand, mut ours) = (Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                hand.push(time(&mut by_hand.clone(), method, path, body).await);
                ours.push(time(&mut generated.clone(), method, path, body).await);
            }
            let (hand, ours) = (median(hand), median(ours));
            let ratio = ours.as_secs_f64() / hand.as_secs_f64();
            println!("{what}: handwritten {hand:.2?}, generated {ours:.2?} a call, ratio {ratio:.2}");
        }
    });
}

fn request(method: &str, path: &str, body: &'static str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", "127.0.0.1")
        .header("accept", "application/json")
        .header("content-type", "application/json")
        .header("authorization", "Token 0")
        .body(Body::from(body))
        .expect("a request")
}

async fn text(router: &mut Router, method: &str, path: &str, body: &'static str) -> String {
    let answer = router.call(request(method, path, body)).await.expect("an answer");
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    String::from_utf8(bytes.to_vec()).expect("text")
}

async fn time(router: &mut Router, method: &str, path: &str, body: &'static str) -> Duration {
    let start = Instant::now();
    for _ in 0..CALLS {
        let answer = router.call(request(method, path, body)).await.expect("an answer");
        black_box(axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body"));
    }
    start.elapsed() / u32::try_from(CALLS).expect("few")
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
