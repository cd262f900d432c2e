//! Statuses within the range that a document declares: `4XX`, `default`.

use std::fmt;

/// An HTTP status from `MIN` to `MAX`, for a range that the document declares, such as `4XX`.
///
/// ```
/// use housestyle::StatusIn;
///
/// const GONE: StatusIn<400, 499> = StatusIn::of::<410>();       // checked at compile time
/// assert_eq!(StatusIn::<400, 499>::new(410), Some(GONE));       // checked at run time
/// assert_eq!(StatusIn::<400, 499>::new(500), None);
/// ```
/// ```compile_fail
/// const NO: housestyle::StatusIn<400, 499> = housestyle::StatusIn::of::<500>();
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatusIn<const MIN: u16, const MAX: u16>(u16);

impl<const MIN: u16, const MAX: u16> StatusIn<MIN, MAX> {
    /// Creates a status that is checked at compile time.
    #[must_use]
    pub const fn of<const STATUS: u16>() -> Self {
        const { assert!(MIN <= STATUS && STATUS <= MAX, "the status is out of the declared range") };
        Self(STATUS)
    }

    /// Creates a status, or returns `None` if it is out of range.
    #[must_use]
    pub const fn new(status: u16) -> Option<Self> {
        if MIN <= status && status <= MAX { Some(Self(status)) } else { None }
    }

    /// Returns the status.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl<const MIN: u16, const MAX: u16> TryFrom<u16> for StatusIn<MIN, MAX> {
    type Error = StatusOutOfRange;

    fn try_from(status: u16) -> Result<Self, StatusOutOfRange> {
        Self::new(status).ok_or(StatusOutOfRange { status, min: MIN, max: MAX })
    }
}

impl<const MIN: u16, const MAX: u16> From<StatusIn<MIN, MAX>> for u16 {
    fn from(status: StatusIn<MIN, MAX>) -> Self {
        status.0
    }
}

impl<const MIN: u16, const MAX: u16> fmt::Display for StatusIn<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A status out of the declared range.
///
/// ```
/// use housestyle::StatusIn;
///
/// let error = StatusIn::<400, 499>::try_from(500).unwrap_err();
/// assert_eq!(error.to_string(), "the status 500 is not from 400 to 499");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusOutOfRange {
    status: u16,
    min: u16,
    max: u16,
}

impl fmt::Display for StatusOutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the status {} is not from {} to {}", self.status, self.min, self.max)
    }
}

impl std::error::Error for StatusOutOfRange {}
