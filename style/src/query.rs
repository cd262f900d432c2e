//! What a query may ask for besides the operation's own parameters.

use crate::Text;

record! {
    /// Filters of collections: those that an operation declares with `filters` of `x-style`. Several must all hold.
    Filtering "`filtering`" {
        /// The query parameter of a filter, with `{name}` for the filter's name: `filter[{name}]`.
        parameter formerly "family": Text [Text(&FILTER_FAMILY)],
    }
}

impl Filtering {
    /// What stands for a filter's name in the name of its parameter.
    pub const NAME: &str = "{name}";

    /// The parameter of the filter of that name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> String {
        self.parameter.replacen(Self::NAME, name, 1)
    }
}

record! {
    /// The order of collections, by a list of fields with commas between them, each with `-` in front where the greatest
    /// come first. An operation declares the fields with `sort` of `x-style`.
    Sorting "`sorting`" {
        /// The query parameter: `sort`.
        parameter: Text [Text(&WIRE)],
        /// What a field is that does not order.
        undeclared: UndeclaredParameters = "\"reject\"",
        /// The order without the parameter, as it would be asked for: `-id`; that of the handler where there is none.
        default: Option<Text> [Text(&SORT)],
        /// The field that orders what the others leave equal, in the direction of the last of them.
        tie_breaker formerly "tie": Option<Text> [Text(&FIELD)],
    }
}

record! {
    /// Answers with some of a resource's fields alone, where payloads are resource objects.
    SparseFields "`sparse_fields`" {
        /// The query parameter for the fields of a type, with `{type}` for the type: `fields[{type}]`.
        parameter formerly "family": Text [Text(&TYPE_FAMILY)],
    }
}

impl SparseFields {
    /// What stands for a type in the name of the parameter for its fields.
    pub const TYPE: &str = "{type}";

    /// What stands before the brackets in the name of the parameter: `fields`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.parameter.split_once('[').map_or(&*self.parameter, |(name, _)| name)
    }
}

record! {
    /// Answers with related resources beside the payload, where payloads are resource objects. An operation declares the
    /// paths with `include` of `x-style`; another is `invalid_parameter`.
    Include "`include`" {
        /// The query parameter for the paths: `include`.
        parameter: Text [Text(&WIRE)],
    }
}

record! {
    /// Parameters in general.
    Parameters "`parameters`" {
        /// What a query parameter is that is none of the operation's. Operations that are not of the style take any.
        undeclared: UndeclaredParameters = "\"ignore\"",
        /// How a client names the items of a list in `deepObject`; a server reads each of them. Items that are objects or
        /// lists have their numbers always.
        deep_object_lists formerly "lists": DeepObjectLists = "\"brackets\"",
    }
    absent Self::MINIMAL
}

words! {
    /// What becomes of what is not declared.
    UndeclaredParameters {
        /// It is passed over.
        Ignore = "ignore",
        /// It is the outcome `invalid_parameter`.
        Reject = "reject" formerly "refuse",
    }
}

words! {
    /// How a client names the items of a list in `deepObject`; a server reads each of them. Items that are objects or lists
    /// have their numbers always.
    DeepObjectLists {
        /// `ids[]=1&ids[]=2`.
        Brackets = "brackets",
        /// `ids[0]=1&ids[1]=2`.
        Indices = "indices",
        /// `ids=1&ids=2`.
        Repeat = "repeat",
    }
}
