//! Requests with more than their input: cookies of other sites, JSON that nests deep.

use housestyle::Problem;
use housestyle::server::{
    Call, Credentials, Handler as _, HandlerResult, Login, PresentedCredential, Security, ServeOptions,
};
use housestyle_wire::requests::operations::{AddDrawing, AddShape, GetSecret, GetWeather};
use housestyle_wire::requests::server::Requests;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::requests)]
struct Desk;

impl Login for Desk {
    type Principal = ();

    async fn login(&self, credentials: &Credentials, _: &Security) -> Result<(), Problem> {
        match credentials.scheme("sid") {
            Some(PresentedCredential::Value(_)) => Ok(()),
            _ => Err(Problem::unauthenticated()),
        }
    }
}

impl Requests for Desk {
    async fn get_weather(&self, call: Call<GetWeather>) -> HandlerResult<String> {
        let days = call.days.map_or("any".to_owned(), |days| days.to_string());
        Ok(format!("{} {days}", call.city.as_deref().unwrap_or("anywhere")))
    }

    async fn add_shape(&self, _: Call<AddShape>) -> HandlerResult<()> {
        Ok(())
    }

    async fn add_drawing(&self, _: Call<AddDrawing>) -> HandlerResult<()> {
        Ok(())
    }

    async fn get_secret(&self, _: Call<GetSecret, ()>) -> HandlerResult<String> {
        Ok("it is here".to_owned())
    }
}

fn desk() -> String {
    support::start(async |listener| Desk.serve(listener, ServeOptions::default()).await.expect("served"))
}

fn get(base: &str, target: &str, cookies: &[u8]) -> String {
    let head = format!("GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: ");
    support::exchange(base, &[head.as_bytes(), cookies, b"\r\n\r\n"].concat())
}

fn post(base: &str, target: &str, media: &str, body: &str) -> String {
    let length = body.len();
    let head = format!(
        "POST {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n\r\n"
    );
    support::exchange(base, format!("{head}{body}").as_bytes())
}

#[test]
fn a_cookie_that_is_not_text_takes_no_other_along() {
    let base = desk();
    for other in [&b"theme=\xC4\xE4"[..], b"\xFF", b"theme", "theme=тёмная".as_bytes()] {
        let reply = get(&base, "/weather", &[other, b"; days=3; city=Oslo"].concat());
        assert!(reply.ends_with(r#""Oslo 3""#), "{other:?}: {reply}");
        let reply = get(&base, "/secret", &[other, b"; sid=1"].concat());
        assert!(reply.ends_with(r#""it is here""#), "{other:?}: {reply}");
    }
    let reply = get(&base, "/weather", "city=Москва".as_bytes());
    assert!(reply.ends_with(r#""Москва any""#), "{reply}");
}

#[test]
fn a_cookie_parameter_that_is_not_text_is_refused() {
    let reply = get(&desk(), "/weather", b"city=\xCC\xEE; days=3");
    assert!(reply.starts_with("HTTP/1.1 400 ") && reply.contains("is not UTF-8 text"), "{reply}");
}

#[test]
fn json_nests_128_levels_wherever_it_occurs() {
    let base = desk();
    let nested = |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1));
    for (levels, fits) in [(128, true), (129, false)] {
        let json = nested(levels);
        let parts = format!(
            "--b\r\nContent-Disposition: form-data; name=\"shape\"\r\nContent-Type: application/json\r\n\r\n{json}\r\n--b--\r\n"
        );
        let query = json.replace('"', "%22").replace('{', "%7B").replace('}', "%7D");
        for reply in [
            post(&base, "/shapes", "application/json", &json),
            post(&base, "/drawings", "multipart/form-data; boundary=b", &parts),
            get(&base, &format!("/weather?shape={query}"), b"a=b"),
        ] {
            assert_eq!(reply.starts_with("HTTP/1.1 20"), fits, "{levels}: {reply}");
            assert_eq!(reply.contains("nests deeper than 128 levels"), !fits, "{levels}: {reply}");
        }
    }
}
