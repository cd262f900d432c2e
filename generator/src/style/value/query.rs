//! What a query may ask for besides the operation's own parameters.

use serde::Serialize;

use crate::style::{ListKeys, Undeclared};

/// What a query may ask for besides the operation's own parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Query {
    /// The name of a filter's parameter, with [`NAME`](Self::NAME) in it: `filter[{name}]`.
    pub filter: Option<String>,
    /// The parameter for the paths of resources to include: `include`.
    pub include: Option<String>,
    /// The family of parameters for the fields of a type: `fields`, of `fields[event]`.
    pub fields: Option<String>,
    /// How collections are ordered.
    pub sort: Option<Sort>,
    /// What a parameter is that is none of the operation's.
    pub undeclared: Undeclared,
    /// How the items of a list are named in `deepObject`.
    pub lists: ListKeys,
}

impl Query {
    /// What stands for a filter's name in the name of its parameter.
    pub const NAME: &str = "{name}";

    /// What stands for a type in the name of the parameter for its fields.
    pub const TYPE: &str = "{type}";

    /// The parameter of the filter of that name; the name itself where the style has no family for them.
    #[must_use]
    pub fn filter(&self, name: &str) -> String {
        let family = self.filter.as_deref().unwrap_or(Self::NAME);
        family.replacen(Self::NAME, name, 1)
    }
}

/// How collections are ordered: by a list of fields, each with `-` in front where the greatest come first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sort {
    /// The parameter.
    pub parameter: String,
    /// What a field is that does not order.
    pub undeclared: Undeclared,
    /// The order without the parameter, as it would be asked for; that of the handler where there is none.
    pub default: Option<String>,
    /// The field that orders what the others leave equal, in the direction of the last of them.
    pub tie: Option<String>,
}
