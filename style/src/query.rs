//! Query parameters.

use crate::Text;

record! {
    /// Filters of lists. An operation declares its filters with `filters` in `x-style`. Items must match all filters of a
    /// request. Without it, each filter is a query parameter of its own name.
    Filtering "`filtering`" {
        /// The query parameter of a filter, with the placeholder `{name}`: `filter[{name}]`.
        parameter formerly "family": Text [Text(&FILTER_FAMILY)],
    }
}

impl Filtering {
    /// The placeholder for the name of a filter.
    pub const NAME: &str = "{name}";

    /// The parameter of the filter of that name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> String {
        self.parameter.replacen(Self::NAME, name, 1)
    }
}

record! {
    /// The order of lists, as a list of fields such as `-created_at,title`, in which `-` means descending. An operation
    /// declares the fields with `sort` in `x-style`. Without it, clients cannot choose the order.
    Sorting "`sorting`" {
        /// The query parameter: `sort`.
        parameter: Text [Text(&WIRE)],
        /// What happens if a request names a field that the operation does not declare.
        undeclared: UndeclaredParameters = "\"reject\"",
        /// The order if a request has no such parameter: `-created_at,id`. Without it, the handler determines the order.
        default: Option<Text> [Text(&SORT)],
        /// The field that is added at the end of each order, in the direction of the last field, so that the order is
        /// total: `id`.
        tie_breaker formerly "tie": Option<Text> [Text(&FIELD)],
    }
}

record! {
    /// Responses with only some fields of a resource ("sparse fieldsets" of JSON:API). Only with `success.form: resources`.
    SparseFields "`sparse_fields`" {
        /// The query parameter for the fields of a resource type, with the placeholder `{type}`: `fields[{type}]`.
        parameter formerly "family": Text [Text(&TYPE_FAMILY)],
    }
}

impl SparseFields {
    /// The placeholder for a resource type.
    pub const TYPE: &str = "{type}";

    /// The part of the parameter's name before the brackets: `fields`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.parameter.split_once('[').map_or(&*self.parameter, |(name, _)| name)
    }
}

record! {
    /// Responses that include related resources (JSON:API). An operation declares what clients may ask for with `include` in
    /// `x-style`; anything else is `invalid_parameter`. Only with `success.form: resources`.
    Include "`include`" {
        /// The query parameter for the relationship paths: `include`, as in `include=author,comments.author`.
        parameter: Text [Text(&WIRE)],
    }
}

record! {
    /// Responses with objects in place of their ids ("expanding"). A member that can be expanded is described as alternatives,
    /// the id and the object, or may be absent. An operation declares the paths of such members with `expand` in
    /// `x-style`; a request for another one gets the outcome `invalid_parameter`.
    Expansion "`expansion`" {
        /// The parameter for the paths, which is a list: `expand`, as in `expand[]=customer&expand[]=invoice.subscription`. It
        /// is in the query. A request whose body is a form of the style (`media.request: form`) may have it in the form,
        /// where the client writes it.
        parameter: Text [Text(&FIELD)],
        /// The maximum number of members in a path.
        max_depth: u32 [Whole(1, 16)] = "4",
        /// The member with which paths begin if the response is a list: `data`, as in `data.customer`. Without it, they
        /// begin in the items.
        list_prefix: Option<Text> [Text(&FIELD)],
    }
}

record! {
    /// Query parameters in general.
    Parameters "`parameters`" {
        /// What happens if a request has a query parameter that the operation does not declare. Operations with `x-style:
        /// off` ignore them.
        undeclared: UndeclaredParameters = "\"ignore\"",
        /// How the client writes lists in parameters of `style: deepObject` and in forms. The server reads all three. Items
        /// that are objects or lists are always numbered.
        deep_object_lists formerly "lists": DeepObjectLists = "\"brackets\"",
    }
    absent Self::MINIMAL
}

words! {
    /// What happens if a request has something that the operation does not declare.
    UndeclaredParameters {
        /// It is ignored.
        Ignore = "ignore",
        /// The request gets the outcome `invalid_parameter`.
        Reject = "reject" formerly "refuse",
    }
}

words! {
    /// How the client writes lists in parameters of `style: deepObject` and in forms.
    DeepObjectLists {
        /// `ids[]=1&ids[]=2`.
        Brackets = "brackets",
        /// `ids[0]=1&ids[1]=2`.
        Indices = "indices",
        /// `ids=1&ids=2`.
        Repeat = "repeat",
    }
}
