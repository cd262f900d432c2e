use super::jar::Jar;
use url::Url;

fn url(text: &str) -> Url {
    Url::parse(text).expect("a URL")
}

fn now() -> i64 {
    chrono::Utc::now().timestamp()
}

/// Returns a jar for `sid` after responses from `http://api.acme.test/v1/a/b` set these cookies.
fn jar(set: &[&str]) -> Jar {
    let mut jar = Jar::new("sid");
    for text in set {
        jar.set(text, &url("http://api.acme.test/v1/a/b"), now());
    }
    jar
}

/// Returns the `Cookie` of a request to this URL, this many seconds from now.
fn sent(jar: &mut Jar, at: &str, later: i64) -> String {
    jar.pairs(&url(at), now() + later).unwrap_or_default()
}

const HERE: &str = "http://api.acme.test/v1/a/b";

#[test]
fn ck_10_max_age_goes_before_expires() {
    const PAST: &str = "Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    const FUTURE: &str = "Expires=Wed, 09 Jun 2400 10:18:14 GMT";
    for text in [format!("sid=1; Max-Age=60; {PAST}"), format!("sid=1; {PAST}; Max-Age=60")] {
        let mut jar = jar(&[&text]);
        assert_eq!(sent(&mut jar, HERE, 0), "sid=1", "{text}");
        assert_eq!(sent(&mut jar, HERE, 62), "", "{text}");
    }
    for text in [format!("sid=1; Max-Age=0; {FUTURE}"), format!("sid=1; {FUTURE}; Max-Age=-1")] {
        assert_eq!(sent(&mut jar(&[&text]), HERE, 0), "", "{text}");
    }
    assert_eq!(sent(&mut jar(&[&format!("sid=1; {FUTURE}")]), HERE, 9_999_999), "sid=1");
    assert_eq!(sent(&mut jar(&[&format!("sid=1; {PAST}")]), HERE, 0), "");
}

#[test]
fn ck_11_ages_that_are_none_are_passed_over() {
    for age in ["0", "-1", "-99999999999999999999"] {
        assert_eq!(sent(&mut jar(&[&format!("sid=1; Max-Age={age}")]), HERE, 0), "", "{age}");
    }
    for age in ["x", "+5", "5x", "1.5", "", "-", "- 5"] {
        let text = format!("sid=1; Max-Age={age}");
        assert_eq!(sent(&mut jar(&[&text]), HERE, 1 << 40), "sid=1", "{age}");
        let expired = format!("{text}; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(sent(&mut jar(&[&expired]), HERE, 0), "", "{age}");
    }
    let long = "sid=1; Max-Age=99999999999999999999999";
    assert_eq!(sent(&mut jar(&[long]), HERE, 1 << 30), "sid=1");
}

#[test]
fn ck_12_dates_that_are_none_are_passed_over() {
    for date in ["soon", "", "0", "Thu, 99 Foo 1970 00:00:00 GMT"] {
        let text = format!("sid=1; Expires={date}");
        assert_eq!(sent(&mut jar(&[&text]), HERE, 1 << 40), "sid=1", "{date}");
        let text = format!("sid=1; Expires={date}; Max-Age=60");
        assert_eq!(sent(&mut jar(&[&text]), HERE, 62), "", "{date}");
    }
    // The date formats in use.
    for date in [
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Thu, 01-Jan-1970 00:00:00 GMT",
        "Thursday, 01-Jan-70 00:00:00 GMT",
        "Thu Jan  1 00:00:00 1970",
    ] {
        assert_eq!(sent(&mut jar(&[&format!("sid=1; Expires={date}")]), HERE, 0), "", "{date}");
    }
}

#[test]
fn ck_13_one_of_the_same_domain_and_path_is_replaced_and_keeps_its_place() {
    assert_eq!(sent(&mut jar(&["sid=1; Path=/", "sid=2; Path=/"]), HERE, 0), "sid=2");
    // Without `Path`, the default is the request's path up to its last slash.
    assert_eq!(sent(&mut jar(&["sid=1", "sid=2; Path=/v1/a"]), HERE, 0), "sid=2");
    assert_eq!(sent(&mut jar(&["sid=1", "sid=2; Path=x"]), HERE, 0), "sid=2");
    // The same host, with and without `Domain`.
    assert_eq!(sent(&mut jar(&["sid=1; Path=/", "sid=2; Path=/; Domain=api.acme.test"]), HERE, 0), "sid=2");
    let mut jar = jar(&["sid=1; Path=/", "sid=2; Path=/; Domain=acme.test", "sid=3; Path=/"]);
    assert_eq!(sent(&mut jar, HERE, 0), "sid=3; sid=2");
    assert_eq!(jar.latest(now()), Some("3"));
}

#[test]
fn ck_14_expired_ones_are_never_sent() {
    let mut kept = jar(&["sid=1; Path=/; Max-Age=60", "sid=2"]);
    assert_eq!(sent(&mut kept, HERE, 0), "sid=2; sid=1");
    assert_eq!(sent(&mut kept, HERE, 62), "sid=2");
    // They are removed, not just skipped.
    assert_eq!(sent(&mut kept, HERE, 0), "sid=2");
    let mut jar = jar(&["sid=1; Max-Age=60"]);
    assert_eq!((jar.latest(now()), jar.latest(now() + 62)), (Some("1"), None));
    assert_eq!(sent(&mut jar, HERE, 62), "");
}

#[test]
fn ck_15_pairs_are_joined_in_one() {
    let mut jar = jar(&["sid=1; Path=/", "sid=2; Path=/v1", "other=3; Path=/", "sid=4; Path=/v1/a/b"]);
    assert_eq!(sent(&mut jar, HERE, 0), "sid=4; sid=2; sid=1");
}

#[test]
fn ck_16_to_its_host_and_path_and_to_tls_where_it_is_secure() {
    let mut own = jar(&["sid=1; Path=/"]);
    assert_eq!(sent(&mut own, "http://api.acme.test:8080/", 0), "sid=1");
    for at in ["http://acme.test/", "http://x.api.acme.test/", "http://evilapi.acme.test/"] {
        assert_eq!(sent(&mut own, at, 0), "", "{at}");
    }
    let mut all = jar(&["sid=1; Path=/; Domain=.Acme.test"]);
    assert_eq!(sent(&mut all, "http://acme.test/", 0), "sid=1");
    assert_eq!(sent(&mut all, "http://x.api.acme.test/", 0), "sid=1");
    assert_eq!(sent(&mut all, "http://evilacme.test/", 0), "");
    for text in
        ["sid=1; Domain=other.test", "sid=1; Domain=x.api.acme.test", "sid=1; Domain=other.test; Max-Age=0"]
    {
        assert_eq!(sent(&mut jar(&["sid=0; Path=/", text]), HERE, 0), "sid=0", "{text}");
    }
    let mut secure = jar(&["sid=1; Path=/; Secure"]);
    assert_eq!(sent(&mut secure, HERE, 0), "");
    assert_eq!(sent(&mut secure, "https://api.acme.test/", 0), "sid=1");
    let mut local = Jar::new("sid");
    local.set("sid=1; Secure; HttpOnly; Path=/", &url("http://127.0.0.1/"), now());
    assert_eq!(sent(&mut local, "http://127.0.0.1/", 0), "");
    assert_eq!(sent(&mut local, "https://127.0.0.1/", 0), "sid=1");
}

#[test]
fn ck_17_paths_match_by_whole_segments() {
    let jar_at = |path: &str, at: &str| {
        let mut jar = jar(&[&format!("sid=1; Path={path}")]);
        !sent(&mut jar, &format!("http://api.acme.test{at}"), 0).is_empty()
    };
    for (path, at) in
        [("/v1", "/v1"), ("/v1", "/v1/"), ("/v1", "/v1/a"), ("/v1/", "/v1/a"), ("/", "/x"), ("/", "")]
    {
        assert!(jar_at(path, at), "{path} {at}");
    }
    for (path, at) in [("/v1", "/v12"), ("/v1/", "/v1"), ("/v1", "/"), ("/v1", "/x/v1"), ("/V1", "/v1")] {
        assert!(!jar_at(path, at), "{path} {at}");
    }
}

#[test]
fn ck_18_longer_paths_go_first_then_older_cookies() {
    let mut paths = jar(&["sid=1; Path=/", "sid=2; Path=/v1/a", "sid=3; Path=/v1"]);
    assert_eq!(sent(&mut paths, HERE, 0), "sid=2; sid=3; sid=1");
    let mut ages = jar(&["sid=1; Path=/v1; Domain=acme.test", "sid=2; Path=/v1", "sid=3; Path=/"]);
    assert_eq!(sent(&mut ages, HERE, 0), "sid=1; sid=2; sid=3");
}

#[test]
fn ck_19_unknown_attributes_are_passed_over_and_names_are_as_they_are() {
    let mut kept = jar(&["sid = 1 ; PATH=/v1; x; priority=high; SameSite=Odd; mAx-AgE=60"]);
    assert_eq!(sent(&mut kept, "http://api.acme.test/v1", 0), "sid=1");
    assert_eq!(sent(&mut kept, HERE, 62), "");
    for text in ["SID=1", "Sid=1", "sid2=1", "=1", "sid", ""] {
        assert_eq!(sent(&mut jar(&[text]), HERE, 0), "", "{text}");
    }
}

#[test]
fn ck_20_quotes_are_of_the_value() {
    assert_eq!(sent(&mut jar(&["sid=\"a=b\""]), HERE, 0), "sid=\"a=b\"");
    assert_eq!(sent(&mut jar(&["sid=\"\""]), HERE, 0), "sid=\"\"");
    assert_eq!(sent(&mut jar(&["sid=%41"]), HERE, 0), "sid=%41");
}

#[test]
fn an_expired_one_ends_the_session_whatever_its_path() {
    for expired in ["sid=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT", "sid=; Max-Age=0; Path=/v1/logout"] {
        let mut jar = jar(&["sid=1; Path=/", "sid=2; Path=/v1", expired]);
        assert_eq!((sent(&mut jar, HERE, 0), jar.latest(now())), (String::new(), None));
        jar.set("sid=3; Path=/", &url(HERE), now());
        assert_eq!(sent(&mut jar, HERE, 0), "sid=3");
    }
    // A cookie with another name, or of another host, does not.
    let mut jar = jar(&["sid=1; Path=/", "other=; Max-Age=0", "sid=; Max-Age=0; Domain=evil.test"]);
    assert_eq!(sent(&mut jar, HERE, 0), "sid=1");
}

#[test]
fn a_session_from_elsewhere_goes_when_the_server_speaks() {
    let mut jar = Jar::new("sid");
    assert!(jar.begin("old", &url("http://api.acme.test/prefix/")));
    assert_eq!(sent(&mut jar, HERE, 0), "sid=old");
    jar.set("sid=new; Path=/v1", &url(HERE), now());
    assert_eq!(sent(&mut jar, HERE, 0), "sid=new");
    for bad in ["", "a;b", "a b", "a\r\nb", "ä", "a\u{7f}"] {
        assert!(!jar.begin(bad, &url(HERE)), "{bad:?}");
    }
}

#[test]
fn a_server_cannot_fill_the_memory() {
    let mut jar = Jar::new("sid");
    for path in 0..1000 {
        jar.set(&format!("sid={path}; Path=/{path}"), &url(HERE), now());
    }
    assert_eq!(sent(&mut jar, "http://api.acme.test/0", 0), "");
    assert_eq!(sent(&mut jar, "http://api.acme.test/999", 0), "sid=999");
    assert_eq!(
        (950..1000)
            .filter(|path| !sent(&mut jar, &format!("http://api.acme.test/{path}"), 0).is_empty())
            .count(),
        50
    );
}
