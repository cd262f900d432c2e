//! Types of JSON values, and those that slots have.

use serde_json::Value;

use crate::style::Slot;

/// A type of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

impl Kind {
    /// The type of this name. Null is none: it is allowed everywhere.
    pub fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "string" => Self::String,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }

    /// Whether values of the other type are of this type.
    pub fn includes(self, other: Self) -> bool {
        self == other || self == Self::Number && other == Self::Integer
    }

    pub const fn described(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// The type of a value; `None` for null.
pub(super) fn kind_of_value(value: &Value) -> Option<Kind> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(number) if number.is_f64() => Kind::Number,
        Value::Number(_) => Kind::Integer,
        Value::String(_) => Kind::String,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    })
}

/// The types that a slot may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SlotType {
    Any,
    One(Kind),
}

impl SlotType {
    /// Whether a schema of this type may describe the slot.
    pub fn accepts(self, kind: Kind) -> bool {
        match self {
            Self::Any => true,
            Self::One(own) => kind.includes(own),
        }
    }

    pub const fn described(self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::One(kind) => kind.described(),
        }
    }
}

/// The type of a slot.
pub(super) const fn of_slot(slot: Slot) -> SlotType {
    SlotType::One(match slot {
        Slot::Payload => return SlotType::Any,
        Slot::Meta | Slot::Links | Slot::Echo => Kind::Object,
        Slot::Included | Slot::Entries => Kind::Array,
        Slot::Total
        | Slot::Pages
        | Slot::Number
        | Slot::Offset
        | Slot::Size
        | Slot::CodeNumber
        | Slot::Status => Kind::Integer,
        Slot::Suppress | Slot::HasMore => Kind::Boolean,
        Slot::SelfLink
        | Slot::Path
        | Slot::Type
        | Slot::Param
        | Slot::First
        | Slot::Prev
        | Slot::Next
        | Slot::Last
        | Slot::NextCursor
        | Slot::PrevCursor
        | Slot::PageTemplate
        | Slot::Code
        | Slot::StatusText
        | Slot::Title
        | Slot::Message
        | Slot::Help
        | Slot::RequestId
        | Slot::Resource
        | Slot::Field
        | Slot::Pointer
        | Slot::Parameter
        | Slot::Header => Kind::String,
    })
}
