//! How a response is presented to its caller: the time zone, and the requested representation.

use crate::jsonapi::{Related, ResourceId, ResourceRefs};
use crate::paging::Page;
use crate::value::{
    Base64, Base64Url, Boxed, Date, DateTime, Decimal, Link, Patch, UnixTime, Uri, UriReference,
};
use chrono::{Datelike, FixedOffset};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A time zone that a request names.
///
/// ```
/// use housestyle::{DateTime, Zone};
///
/// let zone = Zone::new("Asia/Tokyo", |_| 9 * 3600);
/// let time: DateTime = "2020-04-15T00:30:00Z".parse().unwrap();
/// assert_eq!(zone.show(time).to_rfc3339(), "2020-04-15T09:30:00+09:00");
/// ```
#[derive(Clone)]
pub struct Zone {
    name: Arc<str>,
    offset_at: Arc<dyn Fn(i64) -> i32 + Send + Sync>,
}

impl Zone {
    /// Creates a zone from its name and a function that returns its offset from UTC, in seconds to the east, at a
    /// Unix time.
    pub fn new(name: &str, offset_at: impl Fn(i64) -> i32 + Send + Sync + 'static) -> Self {
        Self { name: name.into(), offset_at: Arc::new(offset_at) }
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Converts `time` to this zone. Returns it unchanged if its year would no longer have the four digits that RFC
    /// 3339 requires.
    #[must_use]
    pub fn show(&self, time: DateTime) -> DateTime {
        let Some(offset) = FixedOffset::east_opt((self.offset_at)(time.timestamp())) else { return time };
        match time.naive_utc().checked_add_offset(offset) {
            Some(local) if (0..=9999).contains(&local.year()) => time.with_timezone(&offset),
            _ => time,
        }
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.name).finish()
    }
}

/// How a response is presented.
///
/// ```
/// use housestyle::{DateTime, Present, Presentation, Zone};
///
/// let how = Presentation { zone: Some(Zone::new("Asia/Tokyo", |_| 9 * 3600)), option: None };
/// let mut times: Vec<DateTime> = vec!["2020-04-15T00:30:00Z".parse().unwrap()];
/// times.present(&how);
/// assert_eq!(times[0].to_rfc3339(), "2020-04-15T09:30:00+09:00");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Presentation {
    /// The zone that times are converted to; `None` leaves them unchanged.
    pub zone: Option<Zone>,
    /// The option of the requested representation.
    pub option: Option<&'static str>,
}

impl Presentation {
    /// Presents a related object, or removes it under the option `under`: its link contains the same information.
    pub fn relation<T: Clear + Present>(&self, under: &str, member: &mut T) {
        if self.option == Some(under) {
            member.clear();
        } else {
            member.present(self);
        }
    }

    /// Presents a member that is only sent under the option `under`, or removes it.
    pub fn only_with_option<T: Clear + Present>(&self, under: &str, member: &mut T) {
        if self.option == Some(under) {
            member.present(self);
        } else {
            member.clear();
        }
    }
}

/// A member that can be removed.
pub trait Clear {
    /// Removes the value.
    fn clear(&mut self);
}

impl<T> Clear for Option<T> {
    fn clear(&mut self) {
        *self = None;
    }
}

impl<T> Clear for Patch<T> {
    fn clear(&mut self) {
        *self = Self::Absent;
    }
}

/// A value whose representation depends on the caller. The default implementation does nothing.
///
/// ```
/// use housestyle::{DateTime, Present, Presentation};
///
/// struct Visit { at: DateTime }
///
/// impl Present for Visit {
///     fn present(&mut self, how: &Presentation) {
///         self.at.present(how);
///     }
/// }
/// let mut visit = Visit { at: "2020-04-15T10:45:00Z".parse().unwrap() };
/// visit.present(&Presentation::default());
/// assert_eq!(visit.at.to_rfc3339(), "2020-04-15T10:45:00+00:00");
/// ```
pub trait Present {
    /// Applies the presentation.
    fn present(&mut self, how: &Presentation) {
        let _ = how;
    }

    /// Returns the value as resource objects, if it is one or several.
    #[doc(hidden)]
    fn resources(&self) -> Option<ResourceRefs<'_>> {
        None
    }
}

impl Present for DateTime {
    fn present(&mut self, how: &Presentation) {
        if let Some(zone) = &how.zone {
            *self = zone.show(*self);
        }
    }
}

macro_rules! nothing_to_do {
    ($($ty:ty),* $(,)?) => { $(impl Present for $ty {})* };
}
nothing_to_do!(
    (),
    bool,
    i32,
    i64,
    u64,
    i128,
    f32,
    f64,
    String,
    Date,
    Link,
    Base64,
    Base64Url,
    Decimal,
    bytes::Bytes,
    uuid::Uuid,
    serde_json::Value,
    ResourceId,
    Uri,
    UriReference,
    UnixTime,
);

impl<T: Present> Present for Option<T> {
    fn present(&mut self, how: &Presentation) {
        if let Some(value) = self {
            value.present(how);
        }
    }

    fn resources(&self) -> Option<ResourceRefs<'_>> {
        self.as_ref()?.resources()
    }
}

impl<T: Present> Present for Patch<T> {
    fn present(&mut self, how: &Presentation) {
        if let Self::Value(value) = self {
            value.present(how);
        }
    }
}

impl<T: Present + ?Sized> Present for Box<T> {
    fn present(&mut self, how: &Presentation) {
        (**self).present(how);
    }

    fn resources(&self) -> Option<ResourceRefs<'_>> {
        (**self).resources()
    }
}

impl<T: Present> Present for Vec<T> {
    fn present(&mut self, how: &Presentation) {
        self.iter_mut().for_each(|item| item.present(how));
    }

    fn resources(&self) -> Option<ResourceRefs<'_>> {
        let mut all = Vec::with_capacity(self.len());
        for item in self {
            match item.resources()? {
                ResourceRefs::One(one) => all.push(one),
                ResourceRefs::Many(_) => return None,
            }
        }
        Some(ResourceRefs::Many(all))
    }
}

impl<T: Present> Present for BTreeMap<String, T> {
    fn present(&mut self, how: &Presentation) {
        self.values_mut().for_each(|value| value.present(how));
    }
}

impl<T: Present> Present for Page<T> {
    fn present(&mut self, how: &Presentation) {
        self.items.present(how);
    }
}

impl<T: Present> Present for Boxed<T> {
    fn present(&mut self, how: &Presentation) {
        (**self).present(how);
    }
}

impl<T: Present> Present for Related<T> {
    fn present(&mut self, how: &Presentation) {
        if let Self::Full(whole) = self {
            whole.present(how);
        }
    }
}

macro_rules! tuples {
    ($(($($ty:ident $place:tt),+))*) => { $(
        impl<$($ty: Present),+> Present for ($($ty,)+) {
            fn present(&mut self, how: &Presentation) {
                $(self.$place.present(how);)+
            }
        }
    )* };
}
tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> DateTime {
        text.parse().expect("a time")
    }

    #[test]
    fn a_zone_moves_times_wherever_they_are() {
        let how = Presentation { zone: Some(Zone::new("Test/East", |_| 5 * 3600)), option: None };
        let mut times = vec![(Some(time("2020-04-15T10:45:00+03:00")), 1_i64)];
        times.present(&how);
        assert_eq!(times[0].0.map(|t| t.to_rfc3339()).as_deref(), Some("2020-04-15T12:45:00+05:00"));
    }

    #[test]
    fn years_keep_four_digits() {
        let zone = Zone::new("Test/East", |_| 5 * 3600);
        let last = time("9999-12-31T23:00:00Z");
        assert_eq!(zone.show(last), last);
        assert_eq!(zone.show(last).offset().local_minus_utc(), 0);
    }

    #[test]
    fn options_leave_out_and_let_in() {
        let how = Presentation { zone: None, option: Some("compact") };
        let (mut relation, mut extra) = (Some(1_i64), Patch::Value(2_i64));
        how.relation("compact", &mut relation);
        how.only_with_option("full", &mut extra);
        assert_eq!((relation, extra), (None, Patch::Absent));
    }
}
