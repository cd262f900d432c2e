//! Makes resources of rows. Related resources are ids unless they are passed in full.

mod group;
mod people;
mod plans;

pub use group::{announcement, course, group, invite, label, lecturer};
pub use people::{activity, audit, login, status, student, user};
pub use plans::{assignment, attachment, event, task};

use housestyle::server::Context;

/// The link to a file.
fn file(id: impl std::fmt::Display, context: &Context) -> String {
    context.link(format_args!("/files/{id}")).to_string()
}
