//! Rows as the database has them, and the statements that read and write them. One file a kind of thing.
//!
//! A `…Row` is what is read. A `…Data` is what a request may set: a new one is made of the body of a `POST` or `PUT`, or of
//! the row, and then changed by the body of a `PATCH`; [`insert`](events::EventData::insert) and
//! [`update`](events::EventData::update) write it. All of them take a connection, which is a transaction wherever something
//! is written.

pub mod announcements;
pub mod assignments;
pub mod attachments;
pub mod courses;
pub mod events;
pub mod groups;
pub mod invites;
pub mod journal;
pub mod labels;
pub mod lecturers;
pub mod reports;
pub mod statuses;
pub mod students;
pub mod tasks;
pub mod tokens;
pub mod uploads;
pub mod users;
