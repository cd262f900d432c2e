//! Types in the shape of generated code: reading, validation and writing.

use housestyle::__private::{
    self as rt, AdditionalMembers, ArrayRules, Data, Kind, MapAccess, ObjectRules, ReadOnly, Schema,
    StringRules, UnionRules, UnknownMembers, Valid as _, has,
};
use housestyle::codec::body::{self, BodyError};
use housestyle::schema::check;
use serde_json::{Value, json};

/// The request type: the read-only member is only in the schema.
#[derive(Debug, Clone, PartialEq)]
struct NewPatient {
    name: String,
    phone: Option<String>,
    born: rt::Patch<rt::Date>,
    note: Option<String>,
    doctor: Option<DoctorRef>,
    tags: Vec<i32>,
}

static NAME: Schema =
    Schema::new(Kind::String(StringRules { min_length: 1, max_length: Some(5), ..StringRules::ANY }));
static DATE_OR_NULL: Schema = Schema::DATE.or_null();
static TEXT_OR_NULL: Schema = Schema::TEXT.or_null();
static TAGS: Schema = Schema::new(Kind::Array(ArrayRules {
    unique: true,
    max_items: Some(3),
    ..ArrayRules::of(&Schema::INT32)
}));
static DOCTOR_REF: Schema =
    Schema::new(Kind::Union(UnionRules { variants: &[&Schema::INT64, &ME, &PROFILE], tag: None, one: true }));
static ME: Schema = Schema::new(Kind::Enum(&["\"me\""]));
static PROFILE: Schema = Schema::new(Kind::Object(ObjectRules {
    others: AdditionalMembers::Of(&Schema::BOOLEAN),
    max_members: Some(2),
    ..ObjectRules::of(&[has("id", &Schema::INT64).required()])
}));
static NEW_PATIENT: Schema = Schema::new(Kind::Object(ObjectRules::of(&[
    has("patient_id", &Schema::INT64).required().read_only(),
    has("name", &NAME).required(),
    has("phone", &Schema::TEXT),
    has("born", &DATE_OR_NULL),
    has("note", &TEXT_OR_NULL).required(),
    has("doctor", &DOCTOR_REF),
    has("tags", &TAGS).required(),
])))
.named("Patient");

impl<'de> rt::Deserialize<'de> for NewPatient {
    fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        rt::object(deserializer)
    }
}

impl<'de> rt::ReadObject<'de> for NewPatient {
    fn read_object<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let (mut name, mut phone, mut born) = (None, None, None);
        let (mut note, mut doctor, mut tags) = (None, None, None);
        while let Some(key) = map.next_key::<rt::MemberName<'de>>()? {
            match &*key {
                "name" => rt::member(&mut map, &mut name)?,
                "phone" => rt::member(&mut map, &mut phone)?,
                "born" => rt::member(&mut map, &mut born)?,
                "note" => rt::member(&mut map, &mut note)?,
                "doctor" => rt::member(&mut map, &mut doctor)?,
                "tags" => rt::member(&mut map, &mut tags)?,
                _ => rt::skip(&mut map)?,
            }
        }
        Ok(Self {
            name: rt::required(name, "name")?,
            phone,
            born: born.unwrap_or_default(),
            note: rt::required(note, "note")?,
            doctor,
            tags: rt::required(tags, "tags")?,
        })
    }
}

impl rt::Serialize for NewPatient {
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = rt::Members::new(serializer)?;
        members.put("name", &self.name)?;
        members.put_some("phone", &self.phone)?;
        members.put_patch("born", &self.born)?;
        members.put("note", &self.note)?;
        members.put_some("doctor", &self.doctor)?;
        members.put("tags", &self.tags)?;
        members.end()
    }
}

impl rt::Valid for NewPatient {
    fn valid(&self, schema: &'static Schema) -> bool {
        rt::valid_members(schema)
            .member("name", &self.name)
            .member("phone", &self.phone)
            .member("born", &self.born)
            .member("note", &self.note)
            .member("doctor", &self.doctor)
            .member("tags", &self.tags)
            .end()
    }
}

/// `oneOf`: a number, `me`, or an object with any members.
#[derive(Debug, Clone, PartialEq)]
enum DoctorRef {
    Number(i64),
    Me(Me),
    Profile(Profile),
}

impl<'de> rt::Deserialize<'de> for DoctorRef {
    fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let picked = rt::union(deserializer, &DOCTOR_REF)?;
        match picked.index() {
            0 => picked.read().map(Self::Number),
            1 => picked.read().map(Self::Me),
            2 => picked.read().map(Self::Profile),
            _ => Err(rt::no_variant()),
        }
    }
}

impl rt::Serialize for DoctorRef {
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(value) => value.serialize(serializer),
            Self::Me(value) => value.serialize(serializer),
            Self::Profile(value) => value.serialize(serializer),
        }
    }
}

impl rt::Valid for DoctorRef {
    fn valid(&self, schema: &'static Schema) -> bool {
        match self {
            Self::Number(value) => rt::valid_variant(schema, 0, value),
            Self::Me(value) => rt::valid_variant(schema, 1, value),
            Self::Profile(value) => rt::valid_variant(schema, 2, value),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Me {
    Me,
    Unknown(String),
}

impl Me {
    fn as_str(&self) -> &str {
        match self {
            Self::Me => "me",
            Self::Unknown(text) => text,
        }
    }
}

impl From<String> for Me {
    fn from(text: String) -> Self {
        if text == "me" { Self::Me } else { Self::Unknown(text) }
    }
}

rt::text_enum!(Me, Unknown);

#[derive(Debug, Clone, PartialEq)]
struct Profile {
    id: i64,
    others: rt::Map<String, bool>,
}

impl<'de> rt::Deserialize<'de> for Profile {
    fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        rt::object(deserializer)
    }
}

impl<'de> rt::ReadObject<'de> for Profile {
    fn read_object<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut id = None;
        let mut others = rt::Map::new();
        while let Some(key) = map.next_key::<rt::MemberName<'de>>()? {
            match &*key {
                "id" => rt::member(&mut map, &mut id)?,
                _ => rt::other(&mut map, key, &mut others)?,
            }
        }
        Ok(Self { id: rt::required(id, "id")?, others })
    }
}

impl rt::Serialize for Profile {
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = rt::Members::new(serializer)?;
        members.put("id", &self.id)?;
        members.others(&self.others, &["id"])?;
        members.end()
    }
}

impl rt::Valid for Profile {
    fn valid(&self, schema: &'static Schema) -> bool {
        rt::valid_members(schema).member("id", &self.id).others(&self.others).end()
    }
}

static IGNORE: Data =
    Data { unknown_members: UnknownMembers::Ignore, ..housestyle::__private::Style::MINIMAL.data };
static REJECT: Data = Data {
    unknown_members: UnknownMembers::Reject,
    read_only: ReadOnly::Reject(rt::style::Reject { code: rt::Borrowed("readonly_field") }),
    ..housestyle::__private::Style::MINIMAL.data
};

fn read(text: &str, policy: &'static Data) -> Result<NewPatient, Vec<String>> {
    body::read(text.as_bytes(), &NEW_PATIENT, policy).map_err(|refusal| match refusal {
        BodyError::Syntax(error) => vec![format!("syntax: {error}")],
        BodyError::TooDeep => vec!["too deep".to_owned()],
        BodyError::Invalid(found) => found.iter().map(|v| format!("{} {}", v.pointer, v.code)).collect(),
    })
}

#[test]
fn a_right_body_is_read() {
    let text = r#"{"name":"a","born":null,"note":null,"doctor":"me","tags":[1,2]}"#;
    let patient = read(text, &REJECT).expect("right");
    assert_eq!((&patient.phone, &patient.born), (&None, &rt::Patch::Null));
    assert_eq!(patient.doctor, Some(DoctorRef::Me(Me::Me)));
    assert_eq!(serde_json::to_string(&patient).expect("json"), text);
}

#[test]
fn everything_wrong_is_reported_at_once() {
    let text =
        r#"{"patient_id":1,"name":"","phone":null,"born":"x","doctor":"you","tags":[1,1,"a",7],"x":0}"#;
    assert_eq!(
        read(text, &REJECT).expect_err("wrong"),
        [
            "/patient_id readonly_field",
            "/name too_short",
            "/phone wrong_type",
            "/born wrong_format",
            "/note required",
            "/doctor not_in_enum",
            "/tags too_many",
            "/tags not_unique",
            "/tags/2 wrong_type",
            "/x unknown_field",
        ]
    );
}

#[test]
fn what_the_type_passes_over_is_for_the_policy() {
    let text = r#"{"name":"a","note":null,"tags":[],"patient_id":"?","x":0}"#;
    assert!(read(text, &IGNORE).is_ok());
    assert_eq!(read(text, &REJECT).expect_err("both"), ["/patient_id readonly_field", "/x unknown_field"]);
    let twice = r#"{"name":"a","note":null,"tags":[],"name":"b"}"#;
    assert_eq!(read(twice, &IGNORE).expect_err("twice"), ["/name duplicate_field"]);
}

#[test]
fn the_doubts_of_one_body_are_not_the_next_ones() {
    let _ = serde_json::from_str::<NewPatient>(r#"{"x":1,"x":2}"#);
    assert!(read(r#"{"name":"a","note":null,"tags":[]}"#, &REJECT).is_ok());
}

/// A deterministic pseudo-random number generator.
struct Dice(u64);

impl Dice {
    fn pick<'v>(&mut self, values: &'v [Value]) -> &'v Value {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        &values[(self.0 >> 33) as usize % values.len()]
    }
}

#[test]
fn the_fast_path_and_the_check_agree() {
    let absent = json!("absent");
    let right = json!({
        "name": ["a", "abcde"],
        "phone": ["", "1"],
        "born": ["2020-02-29", null],
        "note": ["n", null],
        "doctor": [1, -5, "me", {"id": 1}, {"id": 1, "a": true}],
        "tags": [[], [1], [1, 2, 3]],
        "patient_id": [1],
        "unknown": [1],
    });
    let wrong = [
        json!(null),
        json!(1.5),
        json!(""),
        json!("abcdef"),
        json!({}),
        json!([1, 1]),
        json!([4_000_000_000_i64]),
    ];
    let doctors =
        [json!({"id": 1, "a": 1}), json!({"id": 1, "a": true, "b": true}), json!("you"), json!(1.0)];
    let wrong: Vec<Value> = wrong.into_iter().chain(doctors).collect();
    let mut dice = Dice(3);
    let (mut fine, mut refused) = (0, 0);
    for round in 0..5_000 {
        let mut body = serde_json::Map::new();
        for (name, values) in right.as_object().expect("an object") {
            let mut values: Vec<Value> = values.as_array().expect("a list").clone();
            values.push(absent.clone());
            if round % 3 == 0 {
                values.extend(wrong.iter().cloned());
            }
            let value = dice.pick(&values).clone();
            if value != absent {
                body.insert(name.clone(), value);
            }
        }
        let body = Value::Object(body);
        for policy in [&IGNORE, &REJECT] {
            let mut found = Vec::new();
            check::check(&body, &NEW_PATIENT, policy, &mut String::new(), &mut found);
            let read = read(&body.to_string(), policy);
            assert_eq!(read.is_ok(), found.is_empty(), "{body} {found:?} {read:?}");
            *(if read.is_ok() { &mut fine } else { &mut refused }) += 1;
            if let (Ok(patient), Ok(typed)) = (&read, serde_json::from_value::<NewPatient>(body.clone())) {
                let again = serde_json::to_string(patient).expect("json");
                assert_eq!(serde_json::from_str::<NewPatient>(&again).expect("again"), typed);
            }
        }
    }
    assert!(fine > 500 && refused > 500, "{fine} {refused}");
}

#[test]
fn valid_is_never_wrongly_certain() {
    let long = NewPatient {
        name: "abcdef".into(),
        phone: None,
        born: rt::Patch::Absent,
        note: None,
        doctor: None,
        tags: vec![],
    };
    assert!(!long.valid(&NEW_PATIENT));
    let unknown =
        NewPatient { name: "a".into(), doctor: Some(DoctorRef::Me(Me::from("you"))), ..long.clone() };
    assert!(!unknown.valid(&NEW_PATIENT));
    let fine = NewPatient { name: "a".into(), doctor: Some(DoctorRef::Number(5)), ..long };
    assert!(fine.valid(&NEW_PATIENT));
}
