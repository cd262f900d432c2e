//! Lists in requests: each has a bound in the document, and a longer one is refused before the handler (ELP-23).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::server::{ElplanoReply, ElplanoRequest, PAVEL, Plano, VERA, new};

/// A list that a request holds: sender, method, path and template of the path, type, place, bound.
struct List {
    who: &'static str,
    method: &'static str,
    path: &'static str,
    template: &'static str,
    ty: &'static str,
    pointer: &'static str,
    most: usize,
}

/// The lists of one resource, in each operation that takes it.
const RESOURCES: [Resource; 6] = [
    Resource {
        who: VERA,
        ty: "event",
        operations: &[
            ("POST", "/events", "/events"),
            ("PATCH", "/events/5", "/events/{id}"),
            ("PUT", "/events/5", "/events/{id}"),
        ],
        lists: &[("/data/attributes/recurrence", 50), ("/data/relationships/labels", 100)],
    },
    Resource {
        who: VERA,
        ty: "task",
        operations: &[
            ("POST", "/tasks", "/tasks"),
            ("PATCH", "/tasks/1", "/tasks/{id}"),
            ("PUT", "/tasks/1", "/tasks/{id}"),
        ],
        lists: &[
            ("/data/attributes/extra_links", 50),
            ("/data/attributes/uploads", 50),
            ("/data/relationships/students", 500),
        ],
    },
    Resource {
        who: PAVEL,
        ty: "assignment",
        operations: &[
            ("PATCH", "/tasks/1/assignment", "/tasks/{task_id}/assignment"),
            ("PUT", "/tasks/1/assignment", "/tasks/{task_id}/assignment"),
        ],
        lists: &[("/data/attributes/extra_links", 50), ("/data/attributes/uploads", 50)],
    },
    Resource {
        who: VERA,
        ty: "course",
        operations: &[
            ("POST", "/group/courses", "/group/courses"),
            ("PATCH", "/group/courses/2", "/group/courses/{id}"),
            ("PUT", "/group/courses/2", "/group/courses/{id}"),
        ],
        lists: &[("/data/relationships/lecturers", 100)],
    },
    Resource {
        who: VERA,
        ty: "lecturer",
        operations: &[
            ("POST", "/group/lecturers", "/group/lecturers"),
            ("PATCH", "/group/lecturers/1", "/group/lecturers/{id}"),
            ("PUT", "/group/lecturers/1", "/group/lecturers/{id}"),
        ],
        lists: &[("/data/relationships/courses", 100)],
    },
    Resource {
        who: PAVEL,
        ty: "user",
        operations: &[("PATCH", "/user", "/user"), ("PUT", "/user", "/user")],
        lists: &[("/data/attributes/student_attributes/social_networks", 20)],
    },
];

struct Resource {
    who: &'static str,
    ty: &'static str,
    operations: &'static [(&'static str, &'static str, &'static str)],
    lists: &'static [(&'static str, usize)],
}

fn lists() -> impl Iterator<Item = List> {
    RESOURCES.iter().flat_map(|resource| {
        resource.operations.iter().flat_map(move |&(method, path, template)| {
            resource.lists.iter().map(move |&(pointer, most)| List {
                who: resource.who,
                method,
                path,
                template,
                ty: resource.ty,
                pointer,
                most,
            })
        })
    })
}

impl List {
    /// The pointer of its items.
    fn place(&self) -> String {
        let data = if self.pointer.starts_with("/data/relationships") { "/data" } else { "" };
        format!("{}{data}", self.pointer)
    }

    /// A document with so many items in the list, and no other fault in it than what is missing.
    fn document(&self, items: usize) -> Value {
        let name = self.pointer.rsplit('/').next().unwrap();
        let item = |index: usize| match name {
            "recurrence" => json!("RRULE:FREQ=DAILY"),
            "extra_links" => json!({ "url": "https://example.com" }),
            "social_networks" => json!({ "network": "n", "url": "https://example.com" }),
            "uploads" => json!(format!("00000000-0000-4000-8000-{index:012}")),
            relationship => {
                json!({ "type": relationship.strip_suffix('s').unwrap(), "id": (index + 1).to_string() })
            }
        };
        let items: Vec<Value> = (0..items).map(item).collect();
        let mut document = new(self.ty, &json!({}));
        let id = self.path.rsplit('/').next().filter(|id| id.parse::<u32>().is_ok());
        match (self.method, id) {
            ("POST", _) => {}
            (_, Some(id)) => document["data"]["id"] = id.into(),
            (_, None) if self.ty == "user" => document["data"]["id"] = "3".into(),
            (_, None) => document["data"]["id"] = "1".into(),
        }
        let steps: Vec<&str> = self.pointer.trim_start_matches("/data/").split('/').collect();
        let mut place = &mut document["data"];
        for step in &steps {
            place = &mut place[*step];
        }
        *place = if steps[0] == "relationships" { json!({ "data": items }) } else { items.into() };
        document
    }
}

#[tokio::test]
async fn elp_23_a_list_with_more_items_than_its_bound_is_422_in_every_operation_that_takes_one() {
    let plano = Plano::start();
    let before = plano.rows().await;
    for list in lists() {
        let send = async |items: usize| {
            let document = list.document(items);
            let reply = plano.send(list.method, list.path, &document).by(list.who).send().await;
            let errors = if reply.status < 300 { Vec::new() } else { reply.errors() };
            // In the language of the sender; the bound is in the text of each.
            let too_long = |error: &&Value| {
                let detail = error["detail"].as_str().unwrap_or_default();
                error["source"]["pointer"] == list.place() && detail.contains(&list.most.to_string())
            };
            let status = errors.iter().find(too_long).map(|error| error["status"].clone());
            (status, reply.text)
        };
        let (status, text) = send(list.most + 1).await;
        assert_eq!(status, Some(json!("422")), "{} {} {}: {text}", list.method, list.path, list.pointer);
        assert_eq!(plano.rows().await, before, "{} {} {}", list.method, list.path, list.pointer);
    }
    // As many as the bound allows are not too many, whatever else is wrong with them.
    let plano = Plano::start();
    for list in lists() {
        let reply = plano.send(list.method, list.path, &list.document(list.most)).by(list.who).send().await;
        let errors = if reply.status < 300 { Vec::new() } else { reply.errors() };
        let bound = list.most.to_string();
        let blamed =
            errors.iter().any(|error| error["detail"].as_str().is_some_and(|text| text.contains(&bound)));
        assert!(!blamed, "{} {}: {}", list.method, list.path, reply.text);
    }
}

/// The table above has each list of each operation, with the bound that the document gives it.
#[test]
fn every_list_that_a_request_takes_has_a_bound_and_a_case() {
    let text = include_str!("../../../specs/apis/elplano.yaml");
    let document: Value = serde_yaml::from_str(text).expect("YAML");
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("a path") {
            let body = &operation["requestBody"];
            let body = body["$ref"].as_str().map_or(Some(body), |to| document.pointer(&to[1..]));
            let Some(content) = body.and_then(|body| body["content"].as_object()) else { continue };
            for media in content.values() {
                collect(&document, &media["schema"], &mut Vec::new(), &mut |name, most| {
                    found.insert((method.to_uppercase(), path.clone(), name.to_owned(), most));
                });
            }
        }
    }
    let name = |pointer: &str| pointer.rsplit('/').next().unwrap().to_owned();
    let cases: BTreeSet<_> = lists()
        .map(|list| {
            (list.method.to_owned(), list.template.to_owned(), name(list.pointer), Some(list.most as u64))
        })
        .collect();
    assert_eq!(found, cases);
}

/// Calls `each` for every list that a schema of a request holds, resources that it only names left out.
fn collect<'a>(
    document: &'a Value,
    schema: &'a Value,
    through: &mut Vec<&'a str>,
    each: &mut dyn FnMut(&str, Option<u64>),
) {
    if let Some(reference) = schema["$ref"].as_str() {
        if through.contains(&reference) {
            return;
        }
        through.push(reference);
        let target = document.pointer(reference.trim_start_matches('#')).expect("a schema");
        // A resource within another is named by its id.
        if through.len() == 1 || target["x-style"]["resource"].is_null() {
            collect(document, target, through, each);
        }
        through.pop();
        return;
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        collect(document, part, through, each);
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        if member["readOnly"] == true {
            continue;
        }
        if member["type"] == "array" {
            each(name, member["maxItems"].as_u64());
        }
        collect(document, member, through, each);
    }
}
