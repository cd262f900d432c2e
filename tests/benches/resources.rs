//! Documents of resource objects against handwritten serde: `cargo bench -p housestyle-tests --bench resources`.
//!
//! A page of a hundred events with their relationships, and the labels that they refer to in `included`. Both sides make
//! the same bytes of the same values; what is printed is the ratio of the medians within one run.

use std::hint::black_box;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::{Router, routing};
use chrono::{DateTime, FixedOffset, TimeDelta};
use example_elplano::elplano;
use example_elplano::elplano::operations::{ListEvents, ListEventsError};
use example_elplano::elplano::server::partial::Events;
use example_elplano::elplano::types::{Event, EventStatus, Group, Label, Student};
use housestyle::jsonapi::{Compound, Fields, Include, Related};
use housestyle::server::{Call, Credentials, HandlerResult, Login, Security};
use housestyle::{Handler, Page, Problem};
use http::Request;
use tower_service::Service as _;

const ROUNDS: usize = 200;
const CALLS: usize = 20;
const PATH: &str = "/api/v1/events?page[number]=1&page[size]=100&include=labels";
const TOTAL: u64 = 250;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (events, include) = (events(), Include::of(&["labels"]).select("labels", &mut Vec::new()));
    let ready = by_hand::Document::of(&events, None);
    let (one, other) = (generated(&events, &include), by_hand(&ready));
    assert_eq!(String::from_utf8_lossy(&one), String::from_utf8_lossy(&other), "both write the same");
    println!("a document of {} bytes", one.len());
    compare(
        "against structs that are ready",
        || drop(by_hand(&ready)),
        || drop(generated(&events, &include)),
    );
    let made = || drop(by_hand(&by_hand::Document::of(&events, None)));
    compare("against structs made of the values", made, || drop(generated(&events, &include)));

    let by_hand = Router::new().route("/api/v1/events", routing::get(by_hand::list));
    let served = Generated.router();
    assert_eq!(runtime.block_on(text(&served)), runtime.block_on(text(&by_hand)), "both answer the same");
    let call = |router: &Router| drop(runtime.block_on(answer(router)));
    compare("the complete server against handwritten axum", || call(&by_hand), || call(&served));
}

/// What the document is made of, as a handler has it.
fn events() -> Vec<Event> {
    (0..100).map(event).collect()
}

fn event(index: u32) -> Event {
    let labels = [index % 20, (index + 7) % 20];
    Event {
        id: (index + 1000).to_string(),
        title: format!("Lecture {index} on \"Linear algebra\""),
        description: (!index.is_multiple_of(3)).then(|| "Where it was last time; bring a pen.".to_owned()),
        status: EventStatus::Confirmed,
        recurrence: vec!["RRULE:FREQ=WEEKLY;INTERVAL=1".to_owned()],
        background_color: Some("#428BCA".to_owned()),
        foreground_color: None,
        start_at: at(index),
        end_at: Some(at(index + 1)),
        timezone: "Europe/Moscow".to_owned(),
        created_at: at(0),
        updated_at: at(0),
        creator: Related::to((index % 30).to_string()),
        course: index.is_multiple_of(2).then(|| Related::to((index % 8).to_string())),
        eventable: match index % 5 {
            0 => Related::of::<Student>((index % 30).to_string()),
            _ => Related::of::<Group>("3"),
        },
        labels: labels.map(|index| Related::from(label(index))).into(),
    }
}

fn label(index: u32) -> Label {
    Label {
        id: index.to_string(),
        title: format!("label {index}"),
        description: Some("What one has to be ready for.".to_owned()),
        color: "#428BCA".to_owned(),
        text_color: "#FFFFFF".to_owned(),
        created_at: at(0),
        updated_at: at(0),
    }
}

fn at(hours: u32) -> DateTime<FixedOffset> {
    (DateTime::UNIX_EPOCH + TimeDelta::hours(hours.into())).fixed_offset()
}

/// The document as the server writes it.
fn generated(events: &[Event], include: &Include) -> Vec<u8> {
    let fields = Fields::all();
    let mut compound = Compound::new(include, &fields);
    let mut out = b"{\"data\":".to_vec();
    compound.many(events, &mut out).expect("data");
    out.extend_from_slice(b",\"included\":");
    compound.included(&mut out).expect("what is included");
    out.push(b'}');
    black_box(out)
}

fn by_hand(document: &by_hand::Document<'_>) -> Vec<u8> {
    black_box(serde_json::to_vec(document).expect("JSON"))
}

#[derive(Clone, Handler)]
#[handler(api = elplano, groups(Events), partial)]
struct Generated;

impl Login for Generated {
    type Principal = ();
    async fn login(&self, _: &Credentials, _: &Security) -> Result<(), Problem> {
        Ok(())
    }
}

impl Events for Generated {
    async fn list_events(&self, _: Call<ListEvents, ()>) -> HandlerResult<Page<Event>, ListEventsError> {
        Ok(Page::new(events()).total(TOTAL))
    }
}

/// The handwritten version.
mod by_hand {
    use std::collections::HashSet;

    use axum::response::{IntoResponse, Response};
    use chrono::{DateTime, FixedOffset};
    use example_elplano::elplano::types::{Event, Label};
    use housestyle::{Related, Resource};
    use http::{StatusCode, Uri, header};
    use serde::Serialize;

    #[derive(Serialize)]
    pub struct Document<'a> {
        data: Vec<EventObject<'a>>,
        included: Vec<LabelObject<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        meta: Option<Meta>,
        #[serde(skip_serializing_if = "Option::is_none")]
        links: Option<Links>,
    }

    #[derive(Serialize)]
    struct EventObject<'a> {
        #[serde(rename = "type")]
        ty: &'static str,
        id: &'a str,
        attributes: EventAttributes<'a>,
        relationships: Relationships<'a>,
    }

    #[derive(Serialize)]
    struct EventAttributes<'a> {
        title: &'a str,
        description: Option<&'a str>,
        status: &'a str,
        recurrence: &'a [String],
        background_color: Option<&'a str>,
        foreground_color: Option<&'a str>,
        start_at: DateTime<FixedOffset>,
        end_at: Option<DateTime<FixedOffset>>,
        timezone: &'a str,
        created_at: DateTime<FixedOffset>,
        updated_at: DateTime<FixedOffset>,
    }

    #[derive(Serialize)]
    struct Relationships<'a> {
        creator: Linkage<Identifier<'a>>,
        course: Linkage<Option<Identifier<'a>>>,
        eventable: Linkage<Identifier<'a>>,
        labels: Linkage<Vec<Identifier<'a>>>,
    }

    #[derive(Serialize)]
    struct Linkage<T> {
        data: T,
    }

    #[derive(Serialize)]
    struct Identifier<'a> {
        #[serde(rename = "type")]
        ty: &'a str,
        id: &'a str,
    }

    #[derive(Serialize)]
    struct LabelObject<'a> {
        #[serde(rename = "type")]
        ty: &'static str,
        id: &'a str,
        attributes: LabelAttributes<'a>,
    }

    #[derive(Serialize)]
    struct LabelAttributes<'a> {
        title: &'a str,
        description: Option<&'a str>,
        color: &'a str,
        text_color: &'a str,
        created_at: DateTime<FixedOffset>,
        updated_at: DateTime<FixedOffset>,
    }

    #[derive(Serialize)]
    pub struct Meta {
        current_page: u64,
        total_pages: u64,
    }

    #[derive(Serialize)]
    pub struct Links {
        #[serde(rename = "self")]
        this: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        first: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        prev: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        next: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        last: Option<String>,
    }

    struct PageQuery {
        number: u64,
        size: u64,
    }

    impl PageQuery {
        fn of(query: &str) -> Option<Self> {
            let (mut wanted, mut labels) = (Self { number: 1, size: 15 }, false);
            for pair in query.split('&') {
                match pair.split_once('=')? {
                    ("page[number]", number) => {
                        wanted.number = number.parse().ok().filter(|number| *number > 0)?
                    }
                    ("page[size]", size) => {
                        wanted.size = size.parse().ok().filter(|size| (1..=100).contains(size))?
                    }
                    ("include", "labels") => labels = true,
                    _ => return None,
                }
            }
            labels.then_some(wanted)
        }
    }

    impl<'a> Document<'a> {
        pub fn of(events: &'a [Event], page: Option<(Meta, Links)>) -> Self {
            let mut met = HashSet::new();
            let labels = events.iter().flat_map(|event| &event.labels).filter_map(Related::full);
            let (meta, links) = page.unzip();
            Self {
                data: events.iter().map(EventObject::of).collect(),
                included: labels.filter(|label| met.insert(&label.id)).map(LabelObject::of).collect(),
                meta,
                links,
            }
        }
    }

    impl<'a> EventObject<'a> {
        fn of(event: &'a Event) -> Self {
            Self {
                ty: "event",
                id: &event.id,
                attributes: EventAttributes {
                    title: &event.title,
                    description: event.description.as_deref(),
                    status: event.status.as_str(),
                    recurrence: &event.recurrence,
                    background_color: event.background_color.as_deref(),
                    foreground_color: event.foreground_color.as_deref(),
                    start_at: event.start_at,
                    end_at: event.end_at,
                    timezone: &event.timezone,
                    created_at: event.created_at,
                    updated_at: event.updated_at,
                },
                relationships: Relationships {
                    creator: Linkage { data: identifier(&event.creator) },
                    course: Linkage { data: event.course.as_ref().map(identifier) },
                    eventable: Linkage { data: identifier(&event.eventable) },
                    labels: Linkage { data: event.labels.iter().map(identifier).collect() },
                },
            }
        }
    }

    impl<'a> LabelObject<'a> {
        fn of(label: &'a Label) -> Self {
            Self {
                ty: "label",
                id: &label.id,
                attributes: LabelAttributes {
                    title: &label.title,
                    description: label.description.as_deref(),
                    color: &label.color,
                    text_color: &label.text_color,
                    created_at: label.created_at,
                    updated_at: label.updated_at,
                },
            }
        }
    }

    fn identifier<T: Resource>(related: &Related<T>) -> Identifier<'_> {
        Identifier { ty: related.ty(), id: related.id() }
    }

    pub async fn list(uri: Uri) -> Result<Response, StatusCode> {
        let wanted = uri.query().and_then(PageQuery::of).ok_or(StatusCode::BAD_REQUEST)?;
        let (events, pages) = (super::events(), super::TOTAL.div_ceil(wanted.size));
        let link = |number: u64| {
            let size = wanted.size;
            format!(
                "http://127.0.0.1/api/v1/events?include=labels&page%5Bnumber%5D={number}&page%5Bsize%5D={size}"
            )
        };
        let links = Links {
            this: link(wanted.number),
            first: (wanted.number > 1).then(|| link(1)),
            prev: (wanted.number > 1).then(|| link(wanted.number - 1)),
            next: (wanted.number < pages).then(|| link(wanted.number + 1)),
            last: (wanted.number < pages).then(|| link(pages)),
        };
        let meta = Meta { current_page: wanted.number, total_pages: pages };
        let body = serde_json::to_vec(&Document::of(&events, Some((meta, links))));
        let body = body.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
        Ok(([(header::CONTENT_TYPE, "application/vnd.api+json")], body).into_response())
    }
}

async fn answer(router: &Router) -> Vec<u8> {
    let request = Request::builder()
        .uri(PATH)
        .header("host", "127.0.0.1")
        .header("accept", "application/vnd.api+json")
        .header("authorization", "Bearer 0")
        .body(Body::empty())
        .expect("a request");
    let answer = router.clone().call(request).await.expect("an answer");
    axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body").into()
}

async fn text(router: &Router) -> String {
    String::from_utf8(answer(router).await).expect("text")
}

/// Measures both in turn and prints the ratio.
fn compare(what: &str, by_hand: impl Fn(), generated: impl Fn()) {
    let (mut hand, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        hand.push(time(&by_hand));
        ours.push(time(&generated));
    }
    let (hand, ours) = (median(hand), median(ours));
    let ratio = ours.as_secs_f64() / hand.as_secs_f64();
    println!("{what}: handwritten {hand:.2?}, generated {ours:.2?}, ratio {ratio:.2}");
}

fn time(work: &impl Fn()) -> Duration {
    let start = Instant::now();
    (0..CALLS).for_each(|_| work());
    start.elapsed() / u32::try_from(CALLS).expect("few")
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
