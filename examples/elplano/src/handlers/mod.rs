//! The handlers: one file a group of operations.
//!
//! # How a handler is written
//!
//! What comes in has been checked by the document: types, lengths, patterns, members that must be there, fields to sort by. A
//! handler says who may do it, what else must hold, and what is done; and it does so in one transaction, which
//! [`Planner::write`](crate::Planner::write) or [`Planner::read`](crate::Planner::read) begins. All that it looks at is
//! looked at within; whatever it fails with, no row is touched, since what is not committed is undone. The database in
//! memory has one connection: whatever asks the pool for another (`self.tokens`, a hash that takes time) comes before the
//! transaction or after it.
//!
//! 1. *Rights.* [`Person`](crate::access::Person)is the caller: `person.run_group(&mut tx, …)` for presidents,
//!    `person.group(&mut tx)` for members, `person.admins_only()`. What the caller may not see is
//!    `Problem::not_found()`, like what does not exist.
//! 2. *Entity.* The body becomes a `…Data` of [`rows`](crate::rows): of a `POST` or a `PUT` by itself, of a `PATCH` laid over
//!    the row that is there. References are read by [`references`](crate::references), and failures that the document
//!    declares are `Err(UpdateLabelError::TitleTaken)?`; functions that several operations share fail with
//!    `refused(…)`.
//! 3. *Change.* `data.insert(&mut tx, …)` or `data.update(&mut tx, …)`, and [`journal`](crate::journal) notes it.
//! 4. *Answer.* The row is read again and [`resources`](crate::resources) makes it a resource; then the transaction is committed.
//!    Related resources that the operation includes are full objects (`Related::from(resource)`), all others are ids.
//!
//! Collections are a [`Listing`](crate::listing::Listing) and a closure that writes `FROM … WHERE …`.

mod about;
mod accounts;
mod activity;
mod admin_announcements;
mod admin_users;
mod announcements;
mod classmates;
mod courses;
mod event_data;
mod events;
mod group;
mod invites;
mod labels;
mod lecturers;
mod oauth;
mod profile;
mod profile_data;
mod reports;
mod task_data;
mod tasks;
mod uploads;
