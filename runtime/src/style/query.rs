//! What a query may ask for besides the operation's own parameters.

/// What a query may ask for besides the operation's own parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query {
    /// The parameter for the paths of resources to include: `include`.
    pub include: Option<&'static str>,
    /// The family of parameters for the fields of a type: `fields`, of `fields[event]`.
    pub fields: Option<&'static str>,
    /// How collections are ordered.
    pub sort: Option<Sort>,
    /// What a parameter is that is none of the operation's. Operations that are not styled take any.
    pub undeclared: Undeclared,
    /// How a client names the items of a list in `deepObject`; a server reads each of them.
    pub lists: ListKeys,
}

/// How the items of a list are named in `deepObject`. Items that are objects or lists themselves have their number always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKeys {
    /// `ids[]=1&ids[]=2`.
    Brackets,
    /// `ids[0]=1&ids[1]=2`.
    Indices,
    /// `ids=1&ids=2`.
    Repeat,
}

/// How collections are ordered: by a list of fields, each with `-` in front where the greatest come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The parameter.
    pub parameter: &'static str,
    /// What a field is that does not order.
    pub undeclared: Undeclared,
    /// The order without the parameter, as it would be asked for; that of the handler where there is none.
    pub default: Option<&'static str>,
    /// The field that orders what the others leave equal, in the direction of the last of them.
    pub tie: Option<&'static str>,
}

/// What becomes of what is not declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undeclared {
    /// It is passed over.
    Ignore,
    /// It is [`Outcome::InvalidParameter`](crate::problem::Outcome::InvalidParameter).
    Refuse,
}
