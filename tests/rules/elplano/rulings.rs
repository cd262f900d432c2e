//! The rulings R-1 to R-7, R-39 and R-45 to R-47: what holds of every request.

use std::time::Duration;

use housestyle::server::Service;
use serde_json::{Value, json};

use super::server::{ElplanoReply, ElplanoRequest, LUCIA, MEDIA, PASSWORD, PAVEL, Plano, VERA, changed, new};
use crate::server::Reply;

/// That it is a failure of one error, in the document of failures.
#[track_caller]
fn failed(reply: Reply, status: u16) -> Value {
    let reply = reply.expect(status);
    assert_eq!((reply.header("content-type"), reply.members()), (Some(MEDIA), vec!["errors".to_owned()]));
    let errors = reply.errors();
    assert_eq!((errors.len(), &errors[0]["status"]), (1, &json!(status.to_string())), "{}", reply.text);
    errors[0]["detail"].clone()
}

fn verbs(reply: &Reply, header: &str) -> Vec<String> {
    let mut all: Vec<_> =
        reply.header(header).unwrap().split(',').map(|verb| verb.trim().to_owned()).collect();
    all.sort_unstable();
    all
}

#[tokio::test]
async fn r_1_unknown_paths_are_404_and_unknown_verbs_405_with_allow() {
    let plano = Plano::shared();
    for path in
        ["/", "/api", "/api/v1/nowhere", "/api/v2/events", "/events", "/api/v1/events/", "/api/v1//events"]
    {
        let reply = plano.server.request("DELETE", path).by(PAVEL).send().await;
        if path == "/" {
            reply.expect(405);
            continue;
        }
        failed(reply, 404);
    }
    let wrong = plano.request("DELETE", "/events").by(PAVEL).send().await;
    assert_eq!(verbs(&wrong, "allow"), ["GET", "HEAD", "OPTIONS", "POST"]);
    failed(wrong, 405);
    let wrong = plano.server.get("/oauth/token").send().await.expect(405);
    assert_eq!(verbs(&wrong, "allow"), ["OPTIONS", "POST"]);
}

#[tokio::test]
async fn r_2_head_is_get_without_a_body_and_options_lists() {
    let plano = Plano::shared();
    let get = plano.get("/events?page[size]=2").by(PAVEL).send().await.expect(200);
    let head = plano.request("HEAD", "/events?page[size]=2").by(PAVEL).send().await.expect(200);
    assert_eq!(head.text, "");
    for wire in ["content-type", "etag", "content-language"] {
        assert_eq!((head.header(wire), get.header(wire).is_some()), (get.header(wire), true), "{wire}");
    }
    assert_eq!(head.header("content-length"), Some(get.text.len().to_string().as_str()));
    assert_eq!(plano.request("HEAD", "/events").send().await.expect(401).text, "");
    let options = plano.request("OPTIONS", "/labels/1").send().await.expect(204);
    // `POST` is `PATCH` there.
    assert_eq!(verbs(&options, "allow"), ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]);
}

/// A server whose handlers fail or panic unexpectedly.
mod broken {
    use example_elplano::elplano;
    use example_elplano::elplano::operations::{GetLabel, GetLabelError};
    use example_elplano::elplano::server::partial::Labels;
    use example_elplano::elplano::types::Label;
    use housestyle::server::{Call, Credentials, HandlerResult, Login, Security, ServeOptions};
    use housestyle::{Handler, Problem};

    #[derive(Clone, Handler)]
    #[handler(api = elplano, groups(Labels), partial)]
    pub struct Broken;

    impl Login for Broken {
        type Principal = ();
        async fn login(&self, _: &Credentials, _: &Security) -> Result<(), Problem> {
            Ok(())
        }
    }

    impl Labels for Broken {
        async fn get_label(&self, call: Call<GetLabel, ()>) -> HandlerResult<Label, GetLabelError> {
            assert_ne!(call.id, "panic", "the password is hunter2");
            Err(std::io::Error::other("the password is hunter2"))?
        }
    }

    pub fn start() -> crate::server::Server {
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                sender.send(listener.local_addr().unwrap()).unwrap();
                Broken.serve(listener, ServeOptions::default()).await.unwrap();
            });
        });
        crate::server::Server { base: format!("http://{}", receiver.recv().unwrap()), api: None }
    }
}

#[tokio::test]
async fn r_3_r_4_failures_and_panics_are_500_without_details() {
    let server = broken::start();
    let mut bodies = Vec::new();
    for id in ["1", "panic", "2"] {
        let reply = server.get(&format!("/api/v1/labels/{id}")).as_("Bearer x").send().await;
        assert!(!reply.text.contains("hunter2") && reply.header("x-request-id").is_some(), "{}", reply.text);
        bodies.push(failed(reply, 500));
    }
    assert!(bodies.iter().all(|one| *one == bodies[0]), "{bodies:?}");
}

#[tokio::test]
async fn r_5_bodies_are_bounded_in_size_and_depth() {
    let plano = Plano::shared();
    let patch = |body: &str| {
        plano.request("PATCH", "/labels/1").by(VERA).header("content-type", MEDIA).body(body).send()
    };
    let large = changed("label", "1", &json!({"description": "x".repeat(2 << 20)})).to_string();
    failed(patch(&large).await, 413);
    let deep = format!(
        r#"{{"data":{{"type":"label","id":"1","attributes":{{"description":{}{}}}}}}}"#,
        "[".repeat(129),
        "]".repeat(129)
    );
    failed(patch(&deep).await, 400);
    failed(patch("{").await, 400);
    failed(patch("").await, 400);
}

#[tokio::test]
async fn r_6_checks_are_login_media_type_syntax_parameters_rights_entity() {
    let plano = Plano::shared();
    // Each request has all the faults that come after the one that is reported.
    let bad = changed("group", "1", &json!({"number": ""})).to_string();
    let patch = |query: &str| plano.request("PATCH", &format!("/group{query}"));
    failed(patch("?x=1").header("content-type", "text/plain").body("{").send().await, 401);
    failed(patch("?x=1").by(PAVEL).header("content-type", "text/plain").body("{").send().await, 415);
    failed(patch("?x=1").by(PAVEL).header("content-type", MEDIA).body("{").send().await, 400);
    patch("?x=1").by(PAVEL).header("content-type", MEDIA).body(&bad).send().await.blames(400, "x");
    let entity = patch("").by(VERA).header("content-type", MEDIA).body(&bad).send().await;
    entity.refused(422, &[("422", "/data/attributes/number")]);
    let good = changed("group", "1", &json!({"number": "x"}));
    failed(plano.send("PATCH", "/group", &good).by(LUCIA).send().await, 403);
}

#[tokio::test]
async fn r_7_everything_that_a_check_finds_is_reported() {
    let plano = Plano::shared();
    let query = "/events?page[size]=0&page[number]=x&filter[type]=x&filter[labels]=x&other=1&filter[mood]=x";
    let errors = plano.get(query).by(PAVEL).send().await.expect(400).errors();
    let mut all: Vec<_> = errors.iter().map(|error| error["source"]["parameter"].as_str().unwrap()).collect();
    all.sort_unstable();
    assert_eq!(all, ["labels", "mood", "number", "other", "size", "type"]);
    let label = new("label", &json!({"title": "a,b", "description": 1, "color": "x"}));
    plano.send("POST", "/labels", &label).by(VERA).send().await.refused(
        422,
        &[
            ("422", "/data/attributes/title"),
            ("422", "/data/attributes/description"),
            ("422", "/data/attributes/color"),
        ],
    );
}

#[tokio::test]
async fn r_39_what_is_not_declared_of_a_query_is_refused() {
    let get = |path: &str| Plano::shared().get(path).by(PAVEL).send();
    get("/events?filter[mood]=x").await.blames(400, "mood");
    get("/events?filter=x").await.blames(400, "filter");
    get("/events?page[offset]=1").await.blames(400, "offset");
    get("/events?search=x").await.blames(400, "search");
    get("/events?Sort=title").await.blames(400, "Sort");
    get("/labels/1?page[size]=1").await.blames(400, "size");
    get("/labels/1?sort=id").await.blames(400, "sort");
    get("/labels?filter[scope]=authored").await.blames(400, "scope");
    for (path, parameter) in [
        ("/events?filter[type]=none", "type"),
        ("/events?filter[labels]=1,x", "labels"),
        ("/events?filter[search]=", "search"),
        ("/tasks?filter[event_id]=x", "event_id"),
        ("/tasks?filter[appointed]=maybe", "appointed"),
        ("/tasks?filter[appointed]=true&filter[appointed]=true", "appointed"),
    ] {
        get(path).await.blames(400, parameter);
    }
    get("/tasks?filter[appointed]=true&filter%5Baccomplished%5D=false").await.expect(200);
}

#[tokio::test]
async fn r_45_pages_of_any_origin_may_call() {
    let plano = Plano::shared();
    let asked = plano.request("OPTIONS", "/labels/1").header("origin", "https://app.example");
    let asked = asked.header("access-control-request-method", "PUT");
    let reply =
        asked.header("access-control-request-headers", "authorization,content-type").send().await.expect(204);
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    assert_eq!(reply.header("access-control-allow-credentials"), None);
    assert_eq!(
        verbs(&reply, "access-control-allow-methods"),
        ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"]
    );
    assert_eq!(verbs(&reply, "access-control-allow-headers"), ["authorization", "content-type"]);
    assert!(reply.header("access-control-max-age").unwrap().parse::<u32>().unwrap() > 0);
    for (path, status) in [("/api/v1/labels", 401), ("/nowhere", 404), ("/oauth/token", 405)] {
        let reply =
            plano.server.get(path).header("origin", "https://app.example").send().await.expect(status);
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"), "{path}");
    }
    let reply =
        plano.get("/labels").by(PAVEL).header("origin", "https://app.example").send().await.expect(200);
    let exposed = reply.header("access-control-expose-headers").unwrap().to_lowercase();
    for wire in ["location", "etag", "retry-after", "ratelimit-remaining", "deprecation"] {
        assert!(exposed.contains(wire), "{wire}: {exposed}");
    }
}

#[tokio::test]
async fn r_46_what_has_not_changed_is_not_sent_again() {
    let plano = Plano::start();
    for path in ["/labels/2", "/labels", "/user", "/tasks/statistics"] {
        let get = || plano.get(path).by(VERA);
        let first = get().send().await.expect(200);
        let etag = first.header("etag").unwrap().to_owned();
        assert!(etag.starts_with('"'), "a strong one: {etag}");
        assert_eq!(get().send().await.header("etag"), Some(&*etag));
        for tags in [&etag, &format!("\"other\", {etag}"), &format!("W/{etag}"), "*"] {
            let same = get().header("if-none-match", tags).send().await.expect(304);
            assert_eq!((same.text.as_str(), same.header("etag")), ("", Some(&*etag)), "{path} {tags}");
        }
        get().header("if-none-match", "\"other\"").send().await.expect(200);
    }
    let etag = plano.get("/labels/2").by(VERA).send().await.header("etag").unwrap().to_owned();
    let change = changed("label", "2", &json!({"description": "changed"}));
    plano.send("PATCH", "/labels/2", &change).by(VERA).send().await.expect(200);
    let reply = plano.get("/labels/2").by(VERA).header("if-none-match", &etag).send().await.expect(200);
    assert_ne!(reply.header("etag"), Some(&*etag));
    // Of one thing there are several views.
    let of = async |path: &str| plano.get(path).by(VERA).send().await.header("etag").unwrap().to_owned();
    assert_ne!(of("/labels/2").await, of("/labels/2?fields[label]=title").await);
}

#[tokio::test]
async fn r_46_a_change_of_what_has_changed_meanwhile_is_refused() {
    let plano = Plano::start();
    let etag = plano.get("/labels/2").by(VERA).send().await.header("etag").unwrap().to_owned();
    let change = changed("label", "2", &json!({"title": "changed", "description": "changed"}));
    for (method, status) in [("PATCH", 200), ("PATCH", 412), ("PUT", 412), ("POST", 412)] {
        plano
            .send(method, "/labels/2", &change)
            .by(VERA)
            .header("if-match", &etag)
            .send()
            .await
            .expect(status);
    }
    plano.delete("/labels/2").by(VERA).header("if-match", &etag).send().await.expect(412);
    plano.get("/labels/2").by(VERA).header("if-match", &etag).send().await.expect(412);
    let etag = plano.get("/labels/2").by(VERA).send().await.header("etag").unwrap().to_owned();
    plano.delete("/labels/2").by(VERA).header("if-match", &etag).send().await.expect(204);
}

#[tokio::test]
async fn r_3_a_database_that_is_gone_is_unavailable() {
    let plano = Plano::start();
    plano.pool.close().await;
    failed(plano.get("/labels/2").by(VERA).send().await, 503);
    failed(plano.get("/about").send().await, 404);
}

async fn grant(plano: &Plano) -> Reply {
    let body = json!({"grant_type": "password", "login": PAVEL, "password": PASSWORD}).to_string();
    plano.server.post("/oauth/token", &body).header("content-type", "application/json").send().await
}

fn count(reply: &Reply, wire: &str) -> u64 {
    let value = reply.header(wire).unwrap_or_else(|| panic!("no {wire}: {:?}", reply.headers));
    value.parse().unwrap()
}

#[tokio::test]
async fn r_47_tokens_and_registration_are_ten_a_minute() {
    let plano = Plano::start_as(|service| service);
    for left in (0..10).rev() {
        let reply = grant(&plano).await.expect(200);
        assert_eq!((count(&reply, "ratelimit-limit"), count(&reply, "ratelimit-remaining")), (10, left));
    }
    let reply = grant(&plano).await.expect(429);
    let wait = count(&reply, "retry-after");
    assert!((1..=6).contains(&wait), "{wait}");
    assert_eq!((count(&reply, "ratelimit-limit"), count(&reply, "ratelimit-remaining")), (10, 0));
    assert!((wait..=60).contains(&count(&reply, "ratelimit-reset")));
    // The operations that are counted are counted together, in their own words.
    let user = json!({"username": "new", "email": "n@x.example", "password": "swordfish", "password_confirmation": "swordfish"});
    let registered = plano.send("POST", "/users", &new("user", &user)).send().await;
    count(&registered, "retry-after");
    failed(registered, 429);
    // All others go on.
    for _ in 0..12 {
        let reply = plano.get("/labels").by(PAVEL).send().await.expect(200);
        assert_eq!(reply.header("ratelimit-limit"), None);
    }
}

#[tokio::test]
async fn r_47_the_rate_is_the_services_to_set() {
    let plano = Plano::start_as(|service| service.rate(2, Duration::from_secs(3600)));
    assert_eq!(count(&grant(&plano).await.expect(200), "ratelimit-remaining"), 1);
    grant(&plano).await.expect(200);
    let reply = grant(&plano).await.expect(429);
    assert!((1000..=1800).contains(&count(&reply, "retry-after")), "{:?}", reply.headers);
    let off = Plano::start_as(Service::rate_off);
    for _ in 0..12 {
        assert_eq!(grant(&off).await.expect(200).header("ratelimit-limit"), None);
    }
}
