//! GitHub's style: pages by `Link`, failures with a link to their documentation, versions, weak tags, the rate limit.

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle::{CursorPage, Direction, NumberedPage, Outcome, Page, Problem};
use housestyle_wire::github::Client;
use housestyle_wire::github::operations::{
    CreateIssue, CreateIssueError, GetIssue, ListAttestations, ListAuditLog, ListDeliveries, ListIssues,
    ListWorkflows, SearchIssues,
};
use housestyle_wire::github::server::Issues;
use housestyle_wire::github::types::{Event, Issue, NewIssue};

use crate::support;

/// Has 65 issues, and an audit log of five events.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::github)]
struct Hub;

impl Issues for Hub {
    async fn list_issues(&self, call: Call<ListIssues>) -> HandlerResult<Page<Issue>> {
        Ok(issues(&call.page))
    }

    async fn list_workflows(&self, call: Call<ListWorkflows>) -> HandlerResult<Page<Issue>> {
        Ok(issues(&call.page))
    }

    async fn search_issues(&self, call: Call<SearchIssues>) -> HandlerResult<Page<Issue>> {
        Ok(issues(&call.page))
    }

    async fn create_issue(&self, call: Call<CreateIssue>) -> HandlerResult<Issue, CreateIssueError> {
        match &*call.body.title {
            "taken" => Err(CreateIssueError::AlreadyExists)?,
            title => Ok(Issue { number: 66, title: title.to_owned() }),
        }
    }

    async fn get_issue(&self, call: Call<GetIssue>) -> HandlerResult<Issue> {
        match call.number {
            number @ 1..=65 => Ok(issue(number)),
            0 => Err(Problem::not_found().help("https://docs.github.com/rest/issues#get"))?,
            _ => Err(Problem::not_found())?,
        }
    }

    async fn list_audit_log(&self, call: Call<ListAuditLog>) -> HandlerResult<Page<Event>> {
        events(&call.page)
    }

    async fn list_attestations(&self, call: Call<ListAttestations>) -> HandlerResult<Page<Event>> {
        events(&call.page)
    }

    async fn list_deliveries(&self, call: Call<ListDeliveries>) -> HandlerResult<Page<Event>> {
        events(&call.page)
    }
}

fn issues(asked: &NumberedPage) -> Page<Issue> {
    let (skip, take) = (asked.offset() as usize, asked.limit() as usize);
    Page::new((1..=65).skip(skip).take(take).map(issue).collect()).total(65)
}

fn events(asked: &CursorPage) -> HandlerResult<Page<Event>> {
    let at: usize = asked.cursor.as_deref().unwrap_or("0").parse()?;
    let size = asked.limit() as usize;
    let first = if asked.direction == Direction::Before { at.saturating_sub(size) } else { at };
    let last = (first + size).min(5);
    let (before, after) = ((first > 0).then(|| first.to_string()), (last < 5).then(|| last.to_string()));
    let events = (first..last).map(|id| Event { document_id: id.to_string() });
    Ok(Page::new(events.collect()).cursors(before, after))
}

fn issue(number: i64) -> Issue {
    Issue { number, title: format!("Issue {number}") }
}

fn hub() -> String {
    support::start(async |listener| Hub.serve(listener, ServeOptions::default()).await.expect("served"))
}

fn client(base: &str) -> Client {
    Client::builder(base).build().expect("a client")
}

/// Sends a request, and returns the head and the body of the response.
fn send(base: &str, line: &str, headers: &str, body: &str) -> (String, serde_json::Value) {
    let host = base.trim_start_matches("http://");
    let length = body.len();
    let request = format!(
        "{line} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\n\r\n{body}"
    );
    let answer = support::exchange(base, request.as_bytes());
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    (head.to_owned(), serde_json::from_str(body).unwrap_or_default())
}

fn header<'a>(head: &'a str, wire: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| *name == wire)
        .map(|(_, value)| value)
}

/// The target of a relation in a header that the server wrote.
fn link(head: &str, relation: &str) -> Option<String> {
    let links = header(head, "link")?.split(", ");
    let found =
        links.filter_map(|link| link.split_once("; rel=")).find(|(_, rel)| rel.trim_matches('"') == relation);
    Some(found?.0.trim_matches(['<', '>']).to_owned())
}

const ISSUES: &str = "/repos/o/r/issues";

#[test]
fn pages_are_walked_to_the_end_by_hand() {
    let base = hub();
    let (mut at, mut numbers, mut pages) =
        (Some(format!("{base}{ISSUES}?per_page=20&state=all")), Vec::new(), 0);
    while let Some(url) = at {
        let path = url.strip_prefix(&base).expect("an absolute link");
        let (head, body) = send(&base, &format!("GET {path}"), "", "");
        let items = body.as_array().expect("a bare list");
        numbers.extend(items.iter().map(|item| item["number"].as_i64().expect("a number")));
        pages += 1;
        let last = link(&head, "last").is_some();
        assert_eq!((link(&head, "prev").is_some(), link(&head, "first").is_some()), (pages > 1, pages > 1));
        at = link(&head, "next");
        assert_eq!(last, at.is_some());
    }
    assert_eq!((numbers, pages), ((1..=65).collect::<Vec<_>>(), 4));
    let (head, _) = send(&base, &format!("GET {ISSUES}?per_page=100"), "", "");
    assert_eq!(header(&head, "link"), None, "one page has no links");
    assert_eq!(header(&head, "content-type"), Some("application/json; charset=utf-8"));
}

#[tokio::test]
async fn pages_are_walked_to_the_end_by_a_client() {
    let client = client(&hub());
    let all = client.list_issues("o", "r").stream().try_collect().await.expect("all");
    assert_eq!(all, (1..=65).map(issue).collect::<Vec<_>>());
    let events = client.list_audit_log("o").per_page(2).stream().try_collect().await.expect("all");
    let ids: Vec<String> = events.into_iter().map(|event| event.document_id).collect();
    assert_eq!(ids, ["0", "1", "2", "3", "4"]);
}

#[test]
fn a_wrapped_list_has_its_own_name_and_links_in_the_header() {
    let base = hub();
    for (path, name) in [("/repos/o/r/actions/workflows", "workflows"), ("/search/issues?q=a", "items")] {
        let (mut at, mut numbers) = (Some(format!("{base}{path}")), Vec::new());
        while let Some(url) = at {
            let path = url.strip_prefix(&base).expect("an absolute link");
            let (head, body) = send(&base, &format!("GET {path}"), "", "");
            assert_eq!(body["total_count"], 65);
            let items = body[name].as_array().expect("a list");
            numbers.extend(items.iter().map(|item| item["number"].as_i64().expect("a number")));
            at = link(&head, "next");
        }
        assert_eq!(numbers, (1..=65).collect::<Vec<_>>(), "{path}");
    }
    let (_, found) = send(&base, "GET /search/issues?q=a&per_page=1&page=65", "", "");
    let last = serde_json::json!({ "number": 65, "title": "Issue 65" });
    assert_eq!(found, serde_json::json!({ "total_count": 65, "incomplete_results": false, "items": [last] }));
    let (head, _) = send(&base, "GET /orgs/o/attestations?per_page=2", "", "");
    let second = link(&head, "next").expect("a link");
    let second = second.strip_prefix(&base).expect("an absolute link");
    let (head, found) = send(&base, &format!("GET {second}"), "", "");
    let events = serde_json::json!([{ "_document_id": "2" }, { "_document_id": "3" }]);
    assert_eq!(found, serde_json::json!({ "attestations": events }));
    let next = link(&head, "next").expect("a link");
    assert!(next.contains("after=4") && !next.contains("before"), "{next}");
    let (head, _) = send(&base, "GET /app/hook/deliveries?per_page=2", "", "");
    assert!(link(&head, "next").expect("a link").contains("cursor=2"), "{head}");
}

#[tokio::test]
async fn wrapped_lists_are_walked_to_the_end_by_a_client() {
    let client = client(&hub());
    let all: Vec<_> = (1..=65).map(issue).collect();
    assert_eq!(client.list_workflows("o", "r").stream().try_collect().await.expect("all"), all);
    assert_eq!(client.search_issues("a").stream().try_collect().await.expect("all"), all);
    let events = client.list_attestations("o").per_page(2).stream().try_collect().await.expect("all");
    assert_eq!(events.len(), 5);
    let events = client.list_deliveries().per_page(2).stream().try_collect().await.expect("all");
    assert_eq!(events.len(), 5);
}

#[tokio::test]
async fn a_search_that_is_not_complete_is_read() {
    let body = r#"{"total_count":0,"incomplete_results":true,"items":[]}"#;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
    let (base, _) = support::stub(format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()));
    let page = client(&base).search_issues("a").send().await.expect("a page");
    assert_eq!((page.items.len(), page.info.total), (0, Some(0)));
}

#[test]
fn pages_by_cursor_are_walked_forth_and_back_by_hand() {
    let base = hub();
    let mut seen = Vec::new();
    let mut at = format!("{base}/orgs/o/audit-log?per_page=2");
    for relation in ["next", "next", "prev", "prev"] {
        let (head, body) = send(&base, &format!("GET {}", at.strip_prefix(&base).expect("absolute")), "", "");
        seen.push(body[0]["_document_id"].as_str().expect("an id").to_owned());
        at = link(&head, relation).expect("a link");
    }
    assert_eq!(seen, ["0", "2", "4", "2"]);
    assert!(at.contains("before=2"), "{at}");
}

#[test]
fn violations_have_the_codes_of_the_style() {
    let base = hub();
    let (head, body) =
        send(&base, &format!("POST {ISSUES}"), "", r#"{"title":"","labels":["a","B",1],"more":1}"#);
    assert!(head.starts_with("HTTP/1.1 422"), "{head}");
    let documentation = "https://docs.github.com/rest";
    assert_eq!(
        (&body["message"], &body["documentation_url"], &body["status"]),
        (&"Validation Failed".into(), &documentation.into(), &"422".into())
    );
    let entries = body["errors"].as_array().expect("entries");
    let mut found: Vec<_> =
        entries.iter().map(|entry| (entry["field"].as_str(), entry["code"].as_str())).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            (Some("body"), Some("missing_field")),
            (Some("labels"), Some("invalid")),
            (Some("labels.1"), Some("unprocessable")),
            (Some("labels.2"), Some("invalid")),
            (Some("title"), Some("invalid")),
        ]
    );
    let (head, body) = send(&base, &format!("POST {ISSUES}"), "", "{");
    assert!(head.starts_with("HTTP/1.1 400"), "{head}");
    assert_eq!(body["message"], "Problems parsing JSON");
}

#[tokio::test]
async fn codes_of_the_style_and_of_the_document_arrive_at_a_client() {
    let client = client(&hub());
    let new = |title: &str| NewIssue { title: title.to_owned(), body: "b".to_owned(), labels: None };
    let taken = client.create_issue("o", "r", new("taken")).send().await.expect_err("it exists");
    assert!(matches!(taken.declared(), Some(CreateIssueError::AlreadyExists)), "{taken:?}");
    let CallError::Declared(_, refusal) = taken else { panic!("not declared") };
    let entry = &refusal.entries[0];
    assert_eq!(
        (entry.resource.as_deref(), entry.field.as_deref(), entry.code.as_deref()),
        (Some("Issue"), Some("title"), Some("already_exists"))
    );
    assert_eq!(refusal.help.as_deref(), Some("https://docs.github.com/rest"));
    let (base, _) = support::stub(
        "HTTP/1.1 422 Unprocessable\r\ncontent-type: application/json\r\ncontent-length: 98\r\n\r\n\
         {\"message\":\"Validation Failed\",\"errors\":[{\"resource\":\"Issue\",\"field\":\"body\",\"code\":\"custom_one\"}]}",
    );
    let other = self::client(&base).create_issue("o", "r", new("x")).send().await.expect_err("invalid");
    let CallError::Problem(refusal) = other else { panic!("{other:?}") };
    assert_eq!(refusal.entries[0].code.as_deref(), Some("custom_one"));
}

#[test]
fn a_failure_links_to_its_documentation() {
    let base = hub();
    let help = |path: &str, headers: &str| {
        let (head, body) = send(&base, &format!("GET {path}"), headers, "");
        let status = head.split(' ').nth(1).expect("a status").to_owned();
        (status, body["documentation_url"].as_str().unwrap_or_default().to_owned())
    };
    let rest = "https://docs.github.com/rest";
    let get = |number: u8| help(&format!("{ISSUES}/{number}"), "");
    assert_eq!(get(99), ("404".to_owned(), rest.to_owned()));
    assert_eq!(get(0), ("404".to_owned(), format!("{rest}/issues#get")), "a handler goes before the style");
    assert_eq!(help("/nowhere", ""), ("404".to_owned(), rest.to_owned()));
    let version = help(ISSUES, "x-github-api-version: 2001-01-01\r\n");
    assert_eq!(version, ("400".to_owned(), format!("{rest}/about-the-rest-api/api-versions")));
}

#[test]
fn a_request_without_a_version_gets_the_current_one() {
    let base = hub();
    for version in ["", "x-github-api-version: 2022-11-28\r\n", "X-GitHub-Api-Version: 2026-03-10\r\n"] {
        let (head, _) = send(&base, &format!("GET {ISSUES}"), version, "");
        assert!(head.starts_with("HTTP/1.1 200"), "{version}: {head}");
        assert!(header(&head, "vary").is_some_and(|vary| vary.contains("x-github-api-version")), "{head}");
    }
    let accept = "accept: application/vnd.github.raw+json\r\n";
    let (head, _) = send(&base, &format!("GET {ISSUES}"), accept, "");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
}

/// Returns the outcome that a client has for a failure.
async fn outcome(status: u16, body: &serde_json::Value) -> Option<Outcome> {
    let body = body.to_string();
    let head = format!("HTTP/1.1 {status} Failed\r\ncontent-type: application/json\r\nconnection: close");
    let (base, _) = support::stub(format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()));
    client(&base).get_issue("o", "r", 1).send().await.expect_err("a failure").outcome()
}

#[tokio::test]
async fn a_version_that_is_not_served_is_an_outcome_of_its_own() {
    let base = hub();
    let (head, body) = send(&base, &format!("GET {ISSUES}"), "x-github-api-version: 2001-01-01\r\n", "");
    assert!(head.starts_with("HTTP/1.1 400"), "{head}");
    assert_eq!(body["message"], "There is no such version of the API");
    assert_eq!(outcome(400, &body).await, Some(Outcome::UnsupportedVersion));
    let (_, body) = send(&base, &format!("POST {ISSUES}"), "", "{");
    assert_eq!(outcome(400, &body).await, Some(Outcome::Malformed));
    assert_eq!(outcome(400, &serde_json::json!({ "message": "Another" })).await, Some(Outcome::Malformed));
}

#[test]
fn weak_tags_serve_conditional_reads() {
    let base = hub();
    let get = |headers: &str| send(&base, &format!("GET {ISSUES}/1"), headers, "").0;
    let tag = header(&get(""), "etag").expect("a tag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    for same in
        [tag.clone(), tag.trim_start_matches("W/").to_owned(), format!("\"x\", {tag}"), "*".to_owned()]
    {
        let head = get(&format!("if-none-match: {same}\r\n"));
        assert!(head.starts_with("HTTP/1.1 304"), "{same}: {head}");
        assert_eq!(header(&head, "etag"), Some(&*tag));
    }
    assert!(get("if-none-match: W/\"x\"\r\n").starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_client_revalidates_by_a_weak_tag() {
    let responses = [
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\netag: W/\"a\"\r\nconnection: close\r\ncontent-length: 26\r\n\r\n{\"number\":1,\"title\":\"one\"} ",
        "HTTP/1.1 304 Not Modified\r\netag: W/\"a\"\r\nconnection: close\r\n\r\n",
    ];
    let (base, requests) = support::stubs(responses);
    let client = Client::builder(&base).etag_cache(4).build().expect("a client");
    for _ in 0..2 {
        assert_eq!(client.get_issue("o", "r", 1).send().await.expect("an issue").title, "one");
    }
    let asked: Vec<bool> =
        requests.iter().take(2).map(|request| request.contains("if-none-match: W/\"a\"")).collect();
    assert_eq!(asked, [false, true]);
}

#[test]
fn the_rate_limit_resets_at_a_time() {
    let seconds =
        || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    let before = seconds();
    let (head, _) = send(&hub(), &format!("GET {ISSUES}/1"), "", "");
    let number = |wire| header(&head, wire).expect("a header").parse::<u64>().expect("a number");
    assert_eq!((number("x-ratelimit-limit"), number("x-ratelimit-remaining")), (5000, 4999));
    assert!((before..=seconds() + 2).contains(&number("x-ratelimit-reset")), "{head}");
}
