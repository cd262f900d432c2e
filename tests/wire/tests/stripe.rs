//! A shop in Stripe's style: pages, errors, the version.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerError, HandlerResult, ServeOptions};
use housestyle::{Direction, ExpandedPaths, ItemCursorPage, Page, Problem, UnixTime};
use housestyle_wire::stripe::Client;
use housestyle_wire::stripe::operations::{
    CreateCharge, CreateChargeError, CreateCustomer, GetCustomer, ListCharges, ListCustomers,
};
use housestyle_wire::stripe::server::Shop;
use housestyle_wire::stripe::types::{
    Charge, ChargeCustomer, ChargeObject, Customer, CustomerObject, NewCharge,
};
use tokio::sync::{Semaphore, mpsc};

use crate::support;

/// Customers and charges in memory, the newest first.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::stripe)]
struct Store {
    customers: Arc<Vec<Customer>>,
    charges: Arc<Vec<Charge>>,
    /// How many charges were created.
    created: Arc<AtomicI64>,
    /// Receives a message when a charge of `tok_slow` begins, which then waits for a permit.
    begun: mpsc::UnboundedSender<()>,
    permits: Arc<Semaphore>,
}

impl Store {
    fn new(begun: mpsc::UnboundedSender<()>, permits: Arc<Semaphore>) -> Self {
        let customer = |at: i64| {
            let created = UnixTime::from_timestamp(1_700_000_000 + at).expect("a time");
            Customer::new(format!("cus_{at}"), CustomerObject::Customer, created)
        };
        let charge = |at: i64| Charge::new(format!("ch_{at}"), ChargeObject::Charge, at, "usd".to_owned());
        Self {
            customers: Arc::new((1..=25).rev().map(customer).collect()),
            charges: Arc::new((1..=3).rev().map(charge).collect()),
            created: Arc::default(),
            begun,
            permits,
        }
    }

    /// A charge with its customer: the id, or the object if the request expands it.
    fn with_customer(&self, mut charge: Charge, expanded: &ExpandedPaths) -> Charge {
        let customer = &self.customers[0];
        charge.customer = Some(match expanded.has("customer") {
            true => ChargeCustomer::Customer(customer.clone()),
            false => ChargeCustomer::Text(customer.id.clone()),
        });
        charge
    }
}

/// A page of a list; `None` if the request names an item that the list does not have.
fn page<T: Clone>(all: &[T], id: impl Fn(&T) -> &str, asked: &ItemCursorPage) -> Option<Page<T>> {
    let at = match &asked.item {
        Some(item) => Some(all.iter().position(|one| id(one) == item)?),
        None => None,
    };
    let fetch = usize::try_from(asked.fetch()).expect("a size");
    let rows: Vec<T> = match asked.direction {
        Direction::Before => all[..at.unwrap_or(0)].iter().rev().take(fetch).cloned().collect(),
        Direction::After => all.iter().skip(at.map_or(0, |at| at + 1)).take(fetch).cloned().collect(),
    };
    Some(asked.page(rows))
}

impl Shop for Store {
    async fn list_customers(&self, call: Call<ListCustomers>) -> HandlerResult<Page<Customer>> {
        let page = page(&self.customers, |one| &one.id, &call.page);
        Ok(page.ok_or_else(|| call.context().bad_anchor("No such customer"))?)
    }

    async fn create_customer(&self, call: Call<CreateCustomer>) -> HandlerResult<Customer> {
        let mut customer = self.customers[0].clone();
        customer.email = call.body.as_ref().and_then(|body| body.email.clone());
        Ok(customer)
    }

    async fn get_customer(&self, call: Call<GetCustomer>) -> HandlerResult<Customer> {
        let found = self.customers.iter().find(|one| one.id == call.customer).cloned();
        Ok(found.ok_or_else(Problem::not_found)?)
    }

    async fn list_charges(&self, call: Call<ListCharges>) -> HandlerResult<Page<Charge>> {
        let page = page(&self.charges, |one| &one.id, &call.page);
        let page = page.ok_or_else(|| call.context().bad_anchor("No such charge"))?;
        Ok(page.map(|charge| self.with_customer(charge, &call.expand)))
    }

    async fn create_charge(&self, call: Call<CreateCharge>) -> HandlerResult<Charge, CreateChargeError> {
        let number = 4 + self.created.fetch_add(1, Ordering::SeqCst);
        match call.body.source.as_deref() {
            Some("tok_chargeDeclined") => {
                return Err(HandlerError::Declared(CreateChargeError::CardDeclined));
            }
            Some("tok_slow") => {
                self.begun.send(()).expect("the test listens");
                self.permits.acquire().await.expect("open").forget();
            }
            Some(_) | None => {}
        }
        let (amount, currency) = (call.body.amount, call.body.currency.clone());
        let charge = Charge::new(format!("ch_{number}"), ChargeObject::Charge, amount, currency);
        Ok(self.with_customer(charge, &call.expand))
    }
}

fn shop() -> String {
    slow_shop().0
}

/// A shop; a receiver of a message for each slow charge that begins; and what lets them end.
fn slow_shop() -> (String, mpsc::UnboundedReceiver<()>, Arc<Semaphore>) {
    let (sender, begun) = mpsc::unbounded_channel();
    let permits = Arc::new(Semaphore::new(0));
    let store = Store::new(sender, permits.clone());
    let base = support::start(async |listener| {
        store.serve(listener, ServeOptions::default()).await.expect("served");
    });
    (base, begun, permits)
}

/// Status line, headers and body of a response.
fn send(base: &str, request: &str, body: &str) -> (String, String) {
    let form = "content-type: application/x-www-form-urlencoded";
    let head =
        format!("{request}host: a\r\nconnection: close\r\n{form}\r\ncontent-length: {}\r\n\r\n", body.len());
    let answer = support::exchange(base, (head + body).as_bytes());
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    (head.to_owned(), body.to_owned())
}

fn get(base: &str, path: &str) -> (String, serde_json::Value) {
    let (head, body) = send(base, &format!("GET {path} HTTP/1.1\r\n"), "");
    (head, serde_json::from_str(&body).expect("JSON"))
}

fn ids(list: &serde_json::Value) -> Vec<String> {
    let items = list["data"].as_array().expect("a list");
    items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

fn all_ids() -> Vec<String> {
    (1..=25).rev().map(|at| format!("cus_{at}")).collect()
}

#[test]
fn raw_requests_go_through_all_pages_forward_and_backward() {
    let base = shop();
    let (mut seen, mut path) = (Vec::new(), "/v1/customers?limit=7".to_owned());
    loop {
        let (_, list) = get(&base, &path);
        assert_eq!((&list["object"], &list["url"]), (&"list".into(), &"/v1/customers".into()));
        seen.extend(ids(&list));
        if list["has_more"] == false {
            break;
        }
        path = format!("/v1/customers?limit=7&starting_after={}", seen.last().expect("an item"));
    }
    assert_eq!(seen, all_ids());
    let (mut seen, mut first) = (Vec::new(), "cus_1".to_owned());
    loop {
        let (_, list) = get(&base, &format!("/v1/customers?ending_before={first}"));
        seen.splice(0..0, ids(&list));
        first.clone_from(&seen[0]);
        if list["has_more"] == false {
            break;
        }
    }
    assert_eq!(seen, all_ids()[..24], "in the order of the list, without the last item");
}

#[tokio::test]
async fn a_client_goes_through_all_pages_forward_and_backward() {
    let client = Client::builder(&shop()).build().expect("a client");
    let all = client.list_customers().limit(10).stream().try_collect().await.expect("all");
    assert_eq!(all.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), all_ids());
    let pages = client.list_customers().ending_before("cus_1").pages().try_collect().await.expect("all");
    let sizes: Vec<_> = pages.iter().map(|page| page.items.len()).collect();
    assert_eq!((sizes, pages[0].items[9].id.as_str()), (vec![10, 10, 4], "cus_2"));
    let charges = client.list_charges("cus_1").stream().try_collect().await.expect("all");
    assert_eq!(charges.len(), 3);
}

#[test]
fn errors_are_nested_and_have_a_type_and_the_parameter() {
    let base = shop();
    for (path, status, error) in [
        (
            "/v1/customers?limit=101",
            400,
            r#"{"type":"invalid_request_error","message":"Invalid limit: must be at most 100.","param":"limit"}"#,
        ),
        (
            "/v1/customers?starting_after=a&ending_before=b",
            400,
            r#"{"type":"invalid_request_error","message":"Invalid starting_after: cannot be given together with ending_before.","param":"starting_after"}"#,
        ),
        (
            "/v1/customers?starting_after=ch_1",
            400,
            r#"{"type":"invalid_request_error","message":"Invalid starting_after: No such customer.","param":"starting_after"}"#,
        ),
        (
            "/v1/charges",
            400,
            r#"{"type":"invalid_request_error","code":"parameter_missing","message":"Missing required param: customer.","param":"customer"}"#,
        ),
        (
            "/v1/customers/cus_0",
            404,
            r#"{"type":"invalid_request_error","code":"resource_missing","message":"There is no such resource"}"#,
        ),
        ("/v1/nothing", 404, r#"{"type":"invalid_request_error","message":"Unrecognized request URL"}"#),
    ] {
        let (head, body) = get(&base, path);
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {head}");
        assert!(head.contains("\r\nrequest-id: "), "{head}");
        assert_eq!(body.to_string(), format!(r#"{{"error":{error}}}"#), "{path}");
    }
    let (head, body) = send(&base, "POST /v1/charges HTTP/1.1\r\n", "currency=usd");
    assert!(head.starts_with("HTTP/1.1 400"), "{head}");
    let missing = r#"{"error":{"type":"invalid_request_error","code":"parameter_missing","message":"Missing required param: amount.","param":"amount"}}"#;
    assert_eq!(body, missing);
    let (head, body) =
        send(&base, "POST /v1/charges HTTP/1.1\r\n", "amount=5&currency=usd&source=tok_chargeDeclined");
    assert!(head.starts_with("HTTP/1.1 402"), "{head}");
    let declined =
        r#"{"error":{"type":"card_error","code":"card_declined","message":"Your card was declined."}}"#;
    assert_eq!(body, declined);
}

#[tokio::test]
async fn a_client_reads_what_an_error_says() {
    let client = Client::builder(&shop()).build().expect("a client");
    let declined =
        NewCharge { source: Some("tok_chargeDeclined".to_owned()), ..NewCharge::new(5, "usd".to_owned()) };
    let error = client.create_charge(declined).send().await.expect_err("declined");
    let CallError::Declared(CreateChargeError::CardDeclined, refusal) = error else { panic!("{error:?}") };
    assert_eq!((refusal.status.as_u16(), refusal.kind.as_deref()), (402, Some("card_error")));
    let error = client.list_customers().starting_after("ch_1").send().await.expect_err("another list");
    let refusal = error.refusal().expect("in the style's form");
    assert_eq!(
        (refusal.kind.as_deref(), refusal.param.as_deref(), refusal.request_id.is_some()),
        (Some("invalid_request_error"), Some("starting_after"), true)
    );
    let charge = client.create_charge(NewCharge::new(5, "eur".to_owned())).send().await.expect("charged");
    assert_eq!((charge.amount, charge.currency.as_str()), (5, "eur"));
}

#[tokio::test]
async fn the_version_is_in_a_header_with_a_default() {
    let base = shop();
    let answer = |version: &str| send(&base, &format!("GET /v1/customers HTTP/1.1\r\n{version}"), "");
    let request = |version: &str| answer(version).0[9..12].to_owned();
    assert_eq!(request(""), "200", "the default");
    assert_eq!(request("stripe-version: 2025-09-30.clover\r\n"), "200");
    let unknown = "stripe-version: 2011-01-01\r\n";
    assert_eq!(request(unknown), "400");
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&answer(unknown).1).expect("JSON")["error"]["message"],
        "Invalid Stripe API version"
    );
    let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: 28\r\n\r\n{\"data\":[],\"has_more\":false}";
    let (base, sent) = support::stub(answer);
    Client::builder(&base).build().expect("a client").list_customers().send().await.expect("an empty list");
    assert!(sent.recv().expect("a request").contains("stripe-version: 2025-09-30.clover"));
}

/// Creates a charge with an idempotency key.
fn charge(base: &str, key: &str, form: &str) -> (String, String) {
    send(base, &format!("POST /v1/charges HTTP/1.1\r\nidempotency-key: {key}\r\n"), form)
}

#[test]
fn a_create_that_is_sent_again_gets_its_first_answer() {
    let base = shop();
    let form = "amount=5&currency=usd";
    let (first, again) = (charge(&base, "a", form), charge(&base, "a", form));
    assert!(first.0.starts_with("HTTP/1.1 200") && again.0.starts_with("HTTP/1.1 200"), "{}", again.0);
    assert_eq!(first.1, again.1);
    assert!(first.1.contains(r#""id":"ch_4""#), "{}", first.1);
    assert!(!first.0.contains("idempotent-replayed") && again.0.contains("\r\nidempotent-replayed: true"));
    assert!(charge(&base, "b", form).1.contains(r#""id":"ch_5""#), "another key is another request");
    let declined = "amount=5&currency=usd&source=tok_chargeDeclined";
    let (first, again) = (charge(&base, "c", declined), charge(&base, "c", declined));
    assert!(first.0.starts_with("HTTP/1.1 402") && again.0.starts_with("HTTP/1.1 402"), "{}", again.0);
    assert_eq!(first.1, again.1);
}

#[test]
fn a_key_with_other_parameters_is_an_idempotency_error() {
    let base = shop();
    charge(&base, "a", "amount=5&currency=usd");
    let (head, body) = charge(&base, "a", "amount=6&currency=usd");
    assert!(head.starts_with("HTTP/1.1 400"), "{head}");
    let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(body["error"]["type"], "idempotency_error", "{body}");
}

#[tokio::test]
async fn a_key_of_a_request_in_progress_is_a_conflict() {
    let (base, mut begun, permits) = slow_shop();
    let form = "amount=5&currency=usd&source=tok_slow";
    let shop = base.clone();
    let first = tokio::task::spawn_blocking(move || charge(&shop, "a", form));
    begun.recv().await.expect("begun");
    let (head, body) = charge(&base, "a", form);
    assert!(head.starts_with("HTTP/1.1 409"), "{head}");
    let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(
        (&body["error"]["type"], &body["error"]["code"]),
        (&"idempotency_error".into(), &"idempotency_key_in_use".into())
    );
    permits.add_permits(1);
    let (head, body) = first.await.expect("an answer");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(charge(&base, "a", form).1, body);
}

#[tokio::test]
async fn the_customer_of_a_charge_is_expanded_in_lists_and_in_forms() {
    let base = shop();
    let (_, list) = get(&base, "/v1/charges?customer=cus_25");
    assert_eq!(list["data"][0]["customer"], "cus_25");
    let (_, list) = get(&base, "/v1/charges?customer=cus_25&expand[]=data.customer");
    assert_eq!(list["data"][0]["customer"]["id"], "cus_25");
    let (head, error) = get(&base, "/v1/charges?customer=cus_25&expand[]=customer");
    assert!(head.starts_with("HTTP/1.1 400"), "{head}");
    assert_eq!(
        (&error["error"]["type"], &error["error"]["param"]),
        (&"invalid_request_error".into(), &"expand".into())
    );
    let (_, body) = send(&base, "POST /v1/charges HTTP/1.1\r\n", "amount=5&currency=usd&expand[]=customer");
    assert!(body.contains(r#""customer":{"id":"cus_25""#), "{body}");
    let client = Client::builder(&base).build().expect("a client");
    let new = NewCharge::new(5, "usd".to_owned());
    let charge = client.create_charge(new).expand(["customer"]).send().await.expect("charged");
    assert!(matches!(&charge.customer, Some(ChargeCustomer::Customer(one)) if one.id == "cus_25"));
}
