//! Pages, items and links.

use housestyle::Link;
use housestyle::client::{CallError, ClientCore};

use crate::acme::{self, CreateVisit, DeletePet, GetPet, ListPets, NewVisit, PET};
use crate::stub::{Act, Seen, Stub, json, with};

/// Returns a stub with three pages of two pets, with links as in the guide.
fn three(seen: &Seen) -> Act {
    let page: u64 =
        seen.target.split(['?', '&']).find_map(|pair| pair.strip_prefix("page=")).unwrap().parse().unwrap();
    let next = match page {
        3 => r#","next_url":null"#.to_owned(),
        _ => format!(r#","next_url":"/v1/pets?page={}&per_page=2""#, page + 1),
    };
    let pet = |id: u64| format!(r#"{{"id":{id},"name":"p{id}"}}"#);
    json(
        200,
        &format!(
            r#"{{"data":[{},{}],"meta":{{"total":6,"pages":3,"page_tmpl_url":"/v1/pets?page={{page}}&per_page=2","x":1{next}}}}}"#,
            pet(page * 2 - 1),
            pet(page * 2)
        ),
    )
}

async fn stub() -> (Stub, ClientCore) {
    let stub = Stub::start(three).await;
    let client = acme::client(&format!("{}/v1", stub.base));
    (stub, client)
}

fn targets(stub: &Stub) -> Vec<String> {
    stub.seen().into_iter().map(|seen| seen.target).collect()
}

#[tokio::test]
async fn items_come_from_page_after_page() {
    let (stub, client) = stub().await;
    let mut items = client.call(ListPets { qs: Some("r".to_owned()), ..ListPets::new() }).items();
    let mut ids = Vec::new();
    while let Some(pet) = items.try_next().await.unwrap() {
        ids.push(pet.id);
    }
    assert_eq!(ids, [1, 2, 3, 4, 5, 6]);
    assert!(items.try_next().await.unwrap().is_none());
    let followed = ["/v1/pets?page=2&per_page=2", "/v1/pets?page=3&per_page=2"];
    assert_eq!(targets(&stub), ["/v1/pets?qs=r&page=1&per_page=20", followed[0], followed[1]]);
}

#[tokio::test]
async fn a_page_describes_its_set() {
    let (stub, client) = stub().await;
    let page = client.call(ListPets::new()).send().await.unwrap();
    assert_eq!((page.info.total, page.info.pages), (Some(6), Some(3)));
    assert_eq!((page.info.prev, page.info.last), (None, None));
    let template = page.info.template.unwrap();
    let last = client.page_at::<ListPets>(&template, 3).send().await.unwrap();
    assert_eq!(last.items[1].id, 6);
    // Null counts as absent.
    assert_eq!(last.info.next, None);
    assert_eq!(targets(&stub)[1], "/v1/pets?page=3&per_page=2");
    assert!(client.page_at::<ListPets>(&Link::from("/v1/pets"), 3).send().await.is_err());
}

#[tokio::test]
async fn pages_go_on_from_a_followed_link() {
    let (_stub, client) = stub().await;
    let link = Link::from("/v1/pets?page=2&per_page=2");
    let pages = client.follow::<ListPets>(&link).pages().try_collect().await.unwrap();
    assert_eq!(pages.len(), 2);
    let items = client.follow::<ListPets>(&link).query("page", "3").items().try_collect().await.unwrap();
    assert_eq!(items.len(), 2);
}

#[tokio::test]
async fn operations_at_links_of_answers() {
    let stub = Stub::start(|seen| match seen.method.as_str() {
        "GET" => json(200, PET),
        "DELETE" => with(204, "", ""),
        _ => json(201, r#"{"data":3}"#),
    })
    .await;
    let client = acme::client(&format!("{}/v1", stub.base));
    let pet = client.follow::<GetPet>(&Link::from("/v1/pets/7")).send().await.unwrap();
    let visit = client.follow_with::<CreateVisit>(&pet.visits_url, &NewVisit { clinic_id: 5 });
    assert_eq!(visit.send().await.unwrap(), 3);
    client.follow::<DeletePet>(&Link(format!("{}/v1/pets/7", stub.base))).send().await.unwrap();
    assert_eq!(targets(&stub), ["/v1/pets/7", "/pets/7/visits", "/v1/pets/7"]);
    assert_eq!(stub.seen()[1].body, r#"{"clinic_id":5}"#);
    assert!(matches!(
        client.follow::<CreateVisit>(&pet.visits_url).send().await,
        Err(CallError::InvalidInput(_))
    ));
    assert!(matches!(client.follow::<GetPet>(&Link::empty()).send().await, Err(CallError::InvalidInput(_))));
}

/// Returns a stub that always serves a page of one pet with this next link.
async fn looping(next: &'static str) -> (Stub, ClientCore) {
    let body = format!(r#"{{"data":[{{"id":1,"name":"p"}}],"meta":{{"next_url":"{next}"}}}}"#);
    let stub = Stub::start(move |_| json(200, &body)).await;
    let client = acme::client(&stub.base);
    (stub, client)
}

#[tokio::test]
async fn a_link_to_itself_ends_in_an_error() {
    let (stub, client) = looping("?page=2").await;
    let mut items = client.call(ListPets::new()).items();
    assert!(items.try_next().await.unwrap().is_some());
    assert!(items.try_next().await.unwrap().is_some());
    assert!(matches!(items.try_next().await, Err(CallError::Loop)));
    assert!(items.try_next().await.unwrap().is_none());
    assert_eq!(stub.seen().len(), 2);
}

#[tokio::test]
async fn pages_without_end_are_bounded() {
    let stub = Stub::start(|seen| {
        let page: u64 = seen.target.rsplit("n=").next().and_then(|page| page.parse().ok()).unwrap_or(0);
        json(
            200,
            &format!(r#"{{"data":[{{"id":1,"name":"p"}}],"meta":{{"next_url":"/pets?n={}"}}}}"#, page + 1),
        )
    })
    .await;
    let client = acme::client(&stub.base);
    let pages = client.call(ListPets::new()).with(|options| options.max_pages(3)).pages();
    assert!(matches!(pages.try_collect().await, Err(CallError::Endless { limit: 3 })));
    assert_eq!(stub.seen().len(), 3);
    let items = client.call(ListPets::new()).with(|options| options.max_items(2)).items();
    assert!(matches!(items.try_collect().await, Err(CallError::Endless { limit: 2 })));
}

#[tokio::test]
async fn a_set_that_shrinks_under_way_ends_with_what_the_server_says() {
    let stub = Stub::start(|seen| match seen.target.contains("page=1") {
        true => json(200, r#"{"data":[{"id":1,"name":"p"}],"meta":{"next_url":"/pets?page=2"}}"#),
        false => json(404, r#"{"message":"No such page"}"#),
    })
    .await;
    let mut items = acme::client(&stub.base).call(ListPets::new()).items();
    assert!(items.try_next().await.unwrap().is_some());
    assert!(matches!(items.try_next().await, Err(CallError::Problem(refusal)) if refusal.status == 404));
}

#[tokio::test]
async fn links_elsewhere_end_the_stream() {
    for next in
        ["//evil.test/pets", "https://evil.test/pets", "javascript:alert(1)", "http://127.0.0.1:1/pets"]
    {
        let (stub, client) = looping(next).await;
        let mut pages = client.call(ListPets::new()).pages();
        assert!(pages.try_next().await.unwrap().is_some());
        assert!(matches!(pages.try_next().await, Err(CallError::CrossOrigin { .. })), "{next}");
        assert_eq!(stub.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_dropped_stream_gives_the_connection_up() {
    let mut stub = Stub::start(|_| Act::Silence).await;
    let mut items = acme::client(&stub.base).call(ListPets::new()).items();
    tokio::select! {
        biased;
        _ = items.try_next() => panic!("no answer comes"),
        () = async { while stub.seen().is_empty() { tokio::task::yield_now().await; } } => {}
    }
    drop(items);
    stub.closed().await;
}
