//! Types, in the shape of generated code.

use housestyle::__private as rt;

#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    pub name: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Patient {
    pub url: rt::Link,
    pub patient_id: i64,
    pub name: String,
    pub born: rt::Patch<rt::Date>,
    pub program: Option<Program>,
    pub created_at: rt::DateTime,
}

#[derive(Debug, Clone, PartialEq)]
pub struct NewPatient {
    pub name: String,
    pub phone: Option<String>,
    pub born: rt::Patch<rt::Date>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct NewVisit {
    pub clinic_id: i64,
    pub timeslot: rt::DateTime,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    pub uuid: rt::Uuid,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    pub grant_type: String,
    pub scopes: Vec<i64>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum PatientRef {
    Integer(i64),
    Text(String),
}

static PHONE_PATTERN: rt::Pattern = rt::Pattern::new("[0-9]");
static PHONE: rt::Schema = rt::Schema::new(rt::Kind::String(rt::StringRules {
    pattern: Some(&PHONE_PATTERN),
    ..rt::StringRules::ANY
}))
.code("wrong_phone_format")
.message("A phone has at least one digit");
static BORN: rt::Schema = rt::Schema::DATE.or_null();
pub static NEW_PATIENT: rt::Schema = rt::Schema::new(rt::Kind::Object(rt::ObjectRules::of(&[
    rt::has("url", &rt::Schema::URI_REFERENCE).read_only(),
    rt::has("patient_id", &rt::Schema::INT64).required().read_only(),
    rt::has("name", &rt::Schema::TEXT).required(),
    rt::has("phone", &PHONE),
    rt::has("born", &BORN),
])))
.named("Patient");
pub static NEW_VISIT: rt::Schema = rt::Schema::new(rt::Kind::Object(rt::ObjectRules::of(&[
    rt::has("clinic_id", &rt::Schema::INT64).required(),
    rt::has("timeslot", &rt::Schema::DATE_TIME).required(),
])))
.named("Visit");
static SCOPES: rt::Schema = rt::Schema::new(rt::Kind::Array(rt::ArrayRules::of(&rt::Schema::INT64)));
pub static GRANT: rt::Schema = rt::Schema::new(rt::Kind::Object(rt::ObjectRules::of(&[
    rt::has("grant_type", &rt::Schema::TEXT).required(),
    rt::has("scopes", &SCOPES),
])))
.named("Grant");
static ME: rt::Schema = rt::Schema::new(rt::Kind::Enum(&["\"me\""]));
pub static PATIENT_REF: rt::Schema = rt::Schema::new(rt::Kind::Union(rt::UnionRules {
    variants: &[&rt::Schema::INT64, &ME],
    tag: None,
    one: true,
}));

impl rt::Serialize for Program {
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = rt::Members::new(serializer)?;
        members.put("name", &self.name)?;
        members.end()
    }
}
impl rt::Present for Program {}

impl rt::Serialize for Patient {
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = rt::Members::new(serializer)?;
        members.link("url", &self.url, || rt::LinkPath::new().text("/patients/").value(&self.patient_id))?;
        members.put("patient_id", &self.patient_id)?;
        members.put("name", &self.name)?;
        members.put_patch("born", &self.born)?;
        members.put_some("program", &self.program)?;
        members.put("created_at", &self.created_at)?;
        members.end()
    }
}
impl rt::Present for Patient {
    fn present(&mut self, how: &rt::Presentation) {
        how.relation("compact", &mut self.program);
        self.created_at.present(how);
    }
}

impl rt::Serialize for Message {
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = rt::Members::new(serializer)?;
        members.put("uuid", &self.uuid)?;
        members.end()
    }
}
impl rt::Present for Message {}
impl rt::Keyed for Message {
    fn key(&self) -> String {
        self.uuid.to_string()
    }
}

macro_rules! reads {
    ($ty:ident { $($field:ident: $take:expr),* $(,)? }) => {
        impl<'de> rt::Deserialize<'de> for $ty {
            fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Object;
                impl<'de> rt::Visitor<'de> for Object {
                    type Value = $ty;
                    fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<A: rt::MapAccess<'de>>(self, mut map: A) -> Result<$ty, A::Error> {
                        $(let mut $field = None;)*
                        while let Some(key) = map.next_key::<rt::MemberName<'de>>()? {
                            match &*key {
                                $(stringify!($field) => rt::member(&mut map, &mut $field)?,)*
                                _ => rt::skip(&mut map)?,
                            }
                        }
                        Ok($ty { $($field: $take($field)?),* })
                    }
                }
                deserializer.deserialize_map(Object)
            }
        }
        impl rt::Valid for $ty {
            fn valid(&self, schema: &'static rt::Schema) -> bool {
                rt::valid_members(schema)$(.next(&self.$field))*.end()
            }
        }
    };
}
reads!(NewPatient {
    name: |name| rt::required(name, "name"),
    phone: Ok::<_, A::Error>,
    born: |born: Option<_>| Ok::<_, A::Error>(born.unwrap_or_default()),
});
reads!(NewVisit {
    clinic_id: |clinic_id| rt::required(clinic_id, "clinic_id"),
    timeslot: |timeslot| rt::required(timeslot, "timeslot"),
});
reads!(Grant {
    grant_type: |grant_type| rt::required(grant_type, "grant_type"),
    scopes: |scopes: Option<_>| Ok::<_, A::Error>(scopes.unwrap_or_default()),
});

impl<'de> rt::Deserialize<'de> for PatientRef {
    fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let picked = rt::union(deserializer, &PATIENT_REF)?;
        match picked.index() {
            0 => picked.read().map(Self::Integer),
            1 => picked.read().map(Self::Text),
            _ => Err(rt::no_variant()),
        }
    }
}
