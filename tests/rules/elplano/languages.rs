//! ELP-41 to ELP-45 and ELP-47: the language of texts; and ELP-40, callers of other origins.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::server::{ElplanoReply, ElplanoRequest, LUCIA, PASSWORD, PAVEL, Plano, VERA, changed, new};
use crate::server::{Reply, Request};

const BLANK: [(&str, &str); 3] =
    [("en", "can't be blank"), ("es", "no puede estar en blanco"), ("ru", "не может быть пустым")];

/// The one detail of a failure, and the language that it says to be in.
fn localized(reply: &Reply) -> (String, String) {
    let errors = reply.errors();
    assert_eq!(errors.len(), 1, "{}", reply.text);
    let language = reply.header("content-language").expect("a language").to_owned();
    let mut vary = reply.headers.get_all("vary").iter().filter_map(|line| line.to_str().ok());
    assert!(vary.any(|line| line.to_lowercase().contains("accept-language")), "{:?}", reply.headers);
    (language, errors[0]["detail"].as_str().unwrap().to_owned())
}

fn wanted(language: &str) -> (String, String) {
    let (_, detail) = BLANK.iter().find(|(known, _)| *known == language).unwrap();
    (language.to_owned(), (*detail).to_owned())
}

/// A request that fails for a blank title.
fn blank(plano: &Plano) -> Request {
    plano.send("POST", "/labels", &new("label", &json!({ "title": "" })))
}

/// An anonymous request that fails for a blank address.
fn stranger(plano: &Plano) -> Request {
    plano.send("POST", "/users/sign_in", &new("user", &json!({ "login": "", "password": "x" })))
}

async fn sets_locale(plano: &Plano, locale: Value) {
    let document = changed("user", "3", &json!({ "locale": locale }));
    plano.send("PATCH", "/user", &document).by(PAVEL).send().await.expect(200);
}

#[tokio::test]
async fn elp_41_there_are_three_languages() {
    for (language, _) in BLANK {
        let reply = stranger(Plano::shared()).language(language).send().await.expect(422);
        assert_eq!(localized(&reply), wanted(language));
    }
    let pavel = Plano::start();
    for locale in ["en", "es", "ru"] {
        sets_locale(&pavel, json!(locale)).await;
    }
    let document = changed("user", "3", &json!({ "locale": "fr" }));
    let reply = pavel.send("PATCH", "/user", &document).by(PAVEL).send().await;
    reply.refused(422, &[("422", "/data/attributes/locale")]);
}

#[tokio::test]
async fn elp_42_anonymous_callers_get_the_language_of_their_request() {
    let plano = Plano::shared();
    for (header, language) in [
        ("ru", "ru"),
        ("RU", "ru"),
        ("ru-RU, en;q=0.5", "ru"),
        ("fr, es;q=0.3, ru;q=0.8", "ru"),
        ("es-MX", "es"),
        ("en;q=0.1, es", "es"),
        ("ru;q=0, es;q=0.1", "es"),
        ("en-GB, ru;q=0.9", "en"),
    ] {
        assert_eq!(localized(&stranger(plano).language(header).send().await), wanted(language), "{header}");
    }
    let address = new("user", &json!({ "email": "nobody@elplano.example" }));
    let plano = Plano::start();
    let reply = plano.send("POST", "/users/confirmation", &address).language("ru").send().await.expect(200);
    let russian = "Если такая учётная запись есть";
    assert!(reply.meta("message").as_str().unwrap().starts_with(russian), "{}", reply.text);
}

#[tokio::test]
async fn elp_43_the_users_language_comes_before_the_requests() {
    let plano = Plano::start();
    for header in ["en", "es", "ru", "fr"] {
        let reply = |who| blank(&plano).by(who).language(header).send();
        assert_eq!(localized(&reply(VERA).await), wanted("ru"), "{header}");
        assert_eq!(localized(&reply(LUCIA).await), wanted("es"), "{header}");
    }
    assert_eq!(localized(&blank(&plano).by(VERA).send().await), wanted("ru"));
    sets_locale(&plano, json!("ru")).await;
    assert_eq!(localized(&blank(&plano).by(PAVEL).language("es").send().await), wanted("ru"));
    // An unknown caller gets the language of the request.
    let reply = plano.get("/labels").as_("Bearer nobody").language("es").send().await.expect(401);
    assert_eq!(localized(&reply), ("es".into(), "Esto requiere credenciales válidas".into()));
}

#[tokio::test]
async fn elp_44_a_user_without_a_language_has_the_requests_or_the_default() {
    let plano = Plano::start();
    for (header, language) in [(Some("es"), "es"), (Some("ru-RU"), "ru"), (Some("fr"), "en"), (None, "en")] {
        let request = blank(&plano).by(PAVEL);
        let request = if let Some(header) = header { request.language(header) } else { request };
        assert_eq!(localized(&request.send().await), wanted(language), "{header:?}");
    }
    sets_locale(&plano, json!("ru")).await;
    sets_locale(&plano, Value::Null).await;
    assert_eq!(localized(&blank(&plano).by(PAVEL).language("es").send().await), wanted("es"));
    // One that was known once and is no longer.
    sqlx::query("UPDATE users SET locale = 'fr' WHERE id = 3").execute(&plano.pool).await.unwrap();
    assert_eq!(localized(&blank(&plano).by(PAVEL).language("es").send().await), wanted("es"));
}

#[tokio::test]
async fn elp_45_without_a_usable_header_it_is_the_default() {
    let plano = Plano::shared();
    assert_eq!(localized(&stranger(plano).send().await), wanted("en"));
    for header in ["fr", "de-DE, fr;q=0.5", "*", "", "??", "ru;q=0", ";;;q=,", "esp", "rus"] {
        assert_eq!(localized(&stranger(plano).language(header).send().await), wanted("en"), "{header:?}");
    }
}

#[tokio::test]
async fn elp_47_r_44_details_and_messages_of_every_kind_are_translated() {
    let plano = Plano::start();
    let label = |ty: &str, title: &str| new(ty, &json!({ "title": title }));
    let end = json!({ "title": "Exam", "start_at": "2026-06-20T09:00:00Z", "end_at": "2026-06-19T09:00:00Z",
        "timezone": "UTC" });
    let me = json!({ "eventable": { "data": { "type": "student", "id": "3" } } });
    let event = json!({ "data": { "type": "event", "attributes": end, "relationships": me } });
    let wrong = json!({ "login": "vera", "password": "wrong" });
    let requests: [&dyn Fn() -> Request; 16] = [
        &|| plano.get("/labels"),
        &|| plano.get("/nowhere").by(PAVEL),
        &|| plano.get("/labels/404").by(PAVEL),
        &|| plano.get("/admin/users").by(PAVEL),
        &|| plano.get("/labels?page%5Bsize%5D=0").by(PAVEL),
        &|| plano.get("/labels?page%5Bnumber%5D=x").by(PAVEL),
        &|| plano.get("/labels?include=course").by(PAVEL),
        &|| plano.get("/labels?colour=red").by(PAVEL),
        &|| plano.get("/labels?filter%5Bsearch%5D=%00").by(PAVEL),
        &|| plano.get("/labels?%ff=1").by(PAVEL),
        &|| {
            let rows = "page[last_id]=1&page[field]=start_at&page[field_value]=soon";
            plano.get(&format!("/events?{rows}")).by(PAVEL)
        },
        &|| plano.send("POST", "/labels", &label("event", "x")).by(PAVEL),
        &|| plano.send("POST", "/labels", &json!({})).by(PAVEL),
        &|| plano.send("POST", "/labels", &label("label", "exam")).by(PAVEL),
        &|| plano.send("POST", "/events", &event).by(PAVEL),
        &|| plano.send("POST", "/users/sign_in", &new("user", &wrong)),
    ];
    for (index, request) in requests.iter().enumerate() {
        let mut details = HashSet::new();
        for language in ["en", "es", "ru"] {
            let (said, detail) = localized(&request().language(language).send().await);
            assert_eq!(said, language, "{index}: {detail}");
            let cyrillic = detail.chars().any(|c| ('а'..='я').contains(&c));
            assert_eq!(cyrillic, language == "ru", "{index}: {detail}");
            details.insert(detail);
        }
        assert_eq!(details.len(), 3, "{index}: {details:?}");
    }
    let bug = new("bug_report", &json!({ "message": "It does not work" }));
    let mut messages = HashSet::new();
    for language in ["en", "es", "ru"] {
        let reply =
            plano.send("POST", "/reports/bugs", &bug).by(PAVEL).language(language).send().await.expect(201);
        assert_eq!(reply.header("content-language"), Some(language));
        messages.insert(reply.meta("message").as_str().unwrap().to_owned());
    }
    assert_eq!(messages.len(), 3, "{messages:?}");
    let right = new("user", &json!({ "login": "vera", "password": PASSWORD }));
    let reply = plano.send("POST", "/users/sign_in", &right).language("es").send().await.expect(201);
    assert_eq!(reply.meta("message"), "Ha iniciado la sesión.");
}

#[tokio::test]
async fn elp_40_any_origin_may_read() {
    let plano = Plano::shared();
    for origin in ["https://app.elplano.example", "http://localhost:8080", "null"] {
        for (path, status) in [("/labels", 200), ("/labels/404", 404), ("/nowhere", 404)] {
            let reply = plano.get(path).by(VERA).header("origin", origin).send().await.expect(status);
            let allowed = reply.header("access-control-allow-origin");
            assert!(allowed == Some("*") || allowed == Some(origin), "{path} {origin}: {allowed:?}");
            assert_eq!(reply.header("access-control-allow-credentials"), None, "{path}");
        }
        let stranger = plano.get("/labels").header("origin", origin).send().await.expect(401);
        assert!(stranger.header("access-control-allow-origin").is_some());
    }
}

#[tokio::test]
async fn elp_40_a_preflight_needs_no_token_and_succeeds() {
    let plano = Plano::shared();
    for (path, method) in [
        ("/labels", "POST"),
        ("/labels/1", "PATCH"),
        ("/labels/1", "PUT"),
        ("/labels/1", "DELETE"),
        ("/events?sort=title", "GET"),
    ] {
        let request = plano.request("OPTIONS", path).header("origin", "https://app.elplano.example");
        let request = request.header("access-control-request-method", method);
        let request = request.header("access-control-request-headers", "authorization, content-type");
        let reply = request.send().await.expect(204);
        let list = |wire: &str| -> Vec<String> {
            let text = reply.header(wire).unwrap_or_else(|| panic!("{path}: no {wire}: {:?}", reply.headers));
            text.split(',').map(|word| word.trim().to_lowercase()).collect()
        };
        assert!(list("access-control-allow-methods").contains(&method.to_lowercase()), "{path} {method}");
        let headers = list("access-control-allow-headers");
        assert!(headers.iter().any(|wire| wire == "authorization"), "{headers:?}");
        assert!(headers.iter().any(|wire| wire == "content-type"), "{headers:?}");
        assert!(reply.header("access-control-allow-origin").is_some(), "{path}");
        assert_eq!(list("access-control-max-age"), ["3600"]);
        assert_eq!(reply.text, "");
    }
    // Outside the prefix and the format as well.
    let token =
        plano.server.request("OPTIONS", "/oauth/token").header("origin", "https://app.elplano.example");
    let reply = token.header("access-control-request-method", "POST").send().await.expect(204);
    assert!(reply.header("access-control-allow-origin").is_some(), "{:?}", reply.headers);
}

#[tokio::test]
async fn elp_43_failures_before_the_handler_are_in_the_users_own_language_too() {
    let plano = Plano::start();
    sets_locale(&plano, json!("ru")).await;
    for (method, path, status) in [("GET", "/nowhere", 404), ("PUT", "/labels", 405)] {
        let reply = plano.request(method, path).by(PAVEL).language("es").send().await.expect(status);
        assert_eq!(reply.header("content-language"), Some("ru"), "{method} {path}");
        let reply = plano.request(method, path).language("es").send().await.expect(status);
        assert_eq!(reply.header("content-language"), Some("es"), "{method} {path}");
    }
    sqlx::query("UPDATE users SET banned_at = 1 WHERE id = 3").execute(&plano.pool).await.unwrap();
    for (path, status) in [("/labels", 403), ("/nowhere", 404)] {
        let reply = plano.get(path).by(PAVEL).language("es").send().await.expect(status);
        assert_eq!(reply.header("content-language"), Some("ru"), "{path}");
    }
}
