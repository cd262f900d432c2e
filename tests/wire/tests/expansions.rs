//! Members that are an id, or the object if a request expands it.

use housestyle::ExpandedPaths;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::expansions::Client;
use housestyle_wire::expansions::operations::{
    Capture, CaptureError, ChangeCharge, ChangeChargeError, CreateCharge, CreateChargeError, ListCharges,
    ListChargesError, ReadCharge, ReadChargeError,
};
use housestyle_wire::expansions::server::Charges;
use housestyle_wire::expansions::types::{
    Charge, ChargeCard, ChargeCardOwner, ChargeCustomer, ChargeInvoice, Customer, Deleted, DeletedDeleted,
    Invoice, InvoiceCustomer, NewCharge,
};
use serde_json::{Value, json};

use crate::support;

/// Answers with a charge, expanded as the request says.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::expansions)]
struct Desk;

fn customer() -> Customer {
    Customer { id: "cus_1".to_owned(), name: "Ann".to_owned() }
}

fn charge(id: &str, amount: i64, expanded: &ExpandedPaths) -> Charge {
    let invoice = Invoice {
        id: "in_1".to_owned(),
        customer: if expanded.has("invoice.customer") {
            InvoiceCustomer::Customer(customer())
        } else {
            InvoiceCustomer::Text("cus_1".to_owned())
        },
    };
    Charge {
        id: id.to_owned(),
        amount,
        customer: if expanded.has("customer") {
            ChargeCustomer::Customer(customer())
        } else {
            ChargeCustomer::Text("cus_1".to_owned())
        },
        invoice: if expanded.has("invoice") {
            ChargeInvoice::Invoice(invoice).into()
        } else {
            ChargeInvoice::Text("in_1".to_owned()).into()
        },
        refunds: expanded.has("refunds").then(|| vec!["re_1".to_owned()]),
        card: ChargeCard {
            last4: "4242".to_owned(),
            owner: if expanded.has("card.owner") {
                ChargeCardOwner::Deleted(Deleted {
                    id: "cus_2".to_owned(),
                    deleted: DeletedDeleted(true.into()),
                })
            } else {
                ChargeCardOwner::Text("cus_2".to_owned())
            },
        },
    }
}

impl Charges for Desk {
    async fn list_charges(&self, call: Call<ListCharges>) -> HandlerResult<Vec<Charge>, ListChargesError> {
        Ok(vec![charge("ch_1", 1, &call.input.expand)])
    }

    async fn create_charge(&self, call: Call<CreateCharge>) -> HandlerResult<Charge, CreateChargeError> {
        Ok(charge("ch_1", call.input.body.amount.unwrap_or(0), &call.input.expand))
    }

    async fn read_charge(&self, call: Call<ReadCharge>) -> HandlerResult<Charge, ReadChargeError> {
        Ok(charge(&call.input.id, 1, &call.input.expand))
    }

    async fn change_charge(&self, call: Call<ChangeCharge>) -> HandlerResult<Charge, ChangeChargeError> {
        let amount = call.input.body.and_then(|body| body.amount);
        Ok(charge(&call.input.id, amount.unwrap_or(0), &call.input.expand))
    }

    async fn capture(&self, call: Call<Capture>) -> HandlerResult<Charge, CaptureError> {
        let listed = call.input.body.expand.unwrap_or_default();
        Ok(charge(&listed.join("+"), 1, &call.input.expand))
    }
}

fn desk() -> String {
    support::start(async |listener| Desk.serve(listener, ServeOptions::default()).await.expect("served"))
}

fn send(base: &str, method: &str, target: &str, form: Option<&str>) -> (u16, Value) {
    let body = form.unwrap_or_default();
    let media = form.map_or("", |_| "Content-Type: application/x-www-form-urlencoded\r\n");
    let request = format!(
        "{method} {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{media}Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let reply = support::exchange(base, request.as_bytes());
    let status = reply.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let body = reply.split_once("\r\n\r\n").expect("a body").1;
    (status, serde_json::from_str(body).unwrap_or_else(|_| json!(body)))
}

fn read(base: &str, query: &str) -> (u16, Value) {
    send(base, "GET", &format!("/charges/ch_1{query}"), None)
}

#[test]
fn a_member_is_an_id_until_it_is_expanded() {
    let base = desk();
    let (_, plain) = read(&base, "");
    assert_eq!((&plain["customer"], &plain["invoice"]), (&json!("cus_1"), &json!("in_1")));
    assert_eq!((plain.get("refunds"), &plain["card"]["owner"]), (None, &json!("cus_2")));
    let object = json!({ "id": "cus_1", "name": "Ann" });
    for query in ["?expand[]=customer", "?expand%5B%5D=customer", "?expand[0]=customer", "?expand=customer"] {
        assert_eq!(read(&base, query).1["customer"], object, "{query}");
    }
    // Members along a path are expanded with it.
    let (_, deep) =
        read(&base, "?expand[]=invoice.customer&expand[]=refunds&expand[]=card.owner&expand[]=refunds");
    assert_eq!(deep["invoice"], json!({ "id": "in_1", "customer": object }));
    assert_eq!((&deep["customer"], &deep["refunds"]), (&json!("cus_1"), &json!(["re_1"])));
    assert_eq!(deep["card"]["owner"], json!({ "id": "cus_2", "deleted": true }));
    assert_eq!(read(&base, "?expand[]=invoice").1["invoice"]["customer"], "cus_1");
}

#[test]
fn paths_of_a_list_begin_with_the_member_that_has_it() {
    let base = desk();
    let (status, list) =
        send(&base, "GET", "/charges?expand[]=data.customer&expand[]=data.invoice.customer", None);
    assert_eq!((status, &list[0]["customer"]["name"]), (200, &json!("Ann")));
    assert_eq!(list[0]["invoice"]["customer"]["name"], "Ann");
    for path in ["customer", "data", "data.", "data.refunds"] {
        let (status, problem) = send(&base, "GET", &format!("/charges?expand[]={path}"), None);
        assert_eq!((status, &problem["errors"][0]["code"]), (400, &json!("unknown_expansion")), "{path}");
    }
}

#[test]
fn a_path_that_is_unknown_or_too_deep_is_an_invalid_parameter() {
    let base = desk();
    let refused = |query: &str| {
        let (status, problem) = read(&base, query);
        assert_eq!(status, 400, "{query}: {problem}");
        let first = &problem["errors"][0];
        assert_eq!(first["parameter"], "expand", "{query}: {problem}");
        first["code"].as_str().expect("a code").to_owned()
    };
    assert_eq!(refused("?expand[]=amount"), "unknown_expansion");
    assert_eq!(refused("?expand[]=customer.name"), "unknown_expansion");
    assert_eq!(refused("?expand[]="), "unknown_expansion");
    assert_eq!(refused("?expand[]=a.b.c.d"), "deep_expansion");
    assert_eq!(refused(&format!("?expand[]={}", "a.".repeat(3000))), "deep_expansion");
    assert_eq!(refused("?expand[customer]=true"), "unreadable");
    assert_eq!(refused("?expand[]=customer&expand[=invoice"), "unreadable");
    // Those that are known do not hide the others.
    let (_, problem) = read(&base, "?expand[]=x&expand[]=customer&expand[]=y");
    assert_eq!(problem["errors"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_form_may_have_the_paths() {
    let base = desk();
    let post = |target: &str, form: &str| send(&base, "POST", target, Some(form));
    let (status, charge) = post("/charges", "amount=5&expand[]=customer");
    assert_eq!((status, &charge["amount"], &charge["customer"]["name"]), (200, &json!(5), &json!("Ann")));
    assert_eq!(post("/charges?expand[]=customer", "amount=5").1["customer"]["name"], "Ann");
    assert_eq!(post("/charges", "amount=5&expand[]=invoice").0, 400);
    assert_eq!(post("/charges", "amount=x&expand[]=customer").0, 422);
    // A member of the form that has the same name is a member.
    let (_, captured) = post("/captures?expand[]=customer", "expand[]=a&expand[]=b");
    assert_eq!((&captured["id"], &captured["customer"]["name"]), (&json!("a+b"), &json!("Ann")));
}

#[tokio::test]
async fn a_call_names_what_it_expands() {
    let api = Client::builder(&desk()).build().expect("a client");
    let plain = api.read_charge("ch_1".to_owned()).send().await.expect("a charge");
    assert_eq!(plain.customer, ChargeCustomer::Text("cus_1".to_owned()));
    let call = api.read_charge("ch_1".to_owned()).expand(["customer", "invoice.customer", "card.owner"]);
    let charge = call.send().await.expect("a charge");
    assert_eq!(charge.customer, ChargeCustomer::Customer(customer()));
    assert!(matches!(charge.card.owner, ChargeCardOwner::Deleted(_)), "{:?}", charge.card);
    let list = api.list_charges().expand(["customer"]).send().await.expect("charges");
    assert_eq!(list[0].customer, ChargeCustomer::Customer(customer()));
    let new = NewCharge { amount: Some(7) };
    let created = api.create_charge(new).expand(vec!["customer"]).send().await.expect("a charge");
    assert_eq!((created.amount, created.customer), (7, ChargeCustomer::Customer(customer())));
    // Without a body, they are in the query.
    let changed = api.change_charge("ch_2".to_owned()).expand(["customer"]).send().await.expect("a charge");
    assert_eq!((changed.id.as_str(), changed.customer), ("ch_2", ChargeCustomer::Customer(customer())));
    let error =
        api.read_charge("ch_1".to_owned()).expand(["amount"]).send().await.expect_err("invalid input");
    assert!(error.to_string().contains("`expand`"), "{error}");
}

#[tokio::test]
async fn the_client_writes_paths_into_the_form_or_the_query() {
    let response = "HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let (base, received) = support::stub(response);
    let api = Client::builder(&base).build().expect("a client");
    let new = NewCharge { amount: Some(7) };
    let _ = api.create_charge(new).expand(["customer"]).send().await;
    let request = received.recv().expect("a request");
    assert!(request.starts_with("POST /charges HTTP/1.1\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\namount=7&expand%5B%5D=customer"), "{request}");
    let (base, received) = support::stub(response);
    let api = Client::builder(&base).build().expect("a client");
    let _ = api.list_charges().expand(["customer", "invoice.customer"]).send().await;
    let request = received.recv().expect("a request");
    let target = "GET /charges?expand%5B%5D=data.customer&expand%5B%5D=data.invoice.customer HTTP/1.1";
    assert!(request.starts_with(target), "{request}");
}
