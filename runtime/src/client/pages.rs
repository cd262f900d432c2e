//! Streams of pages and of items.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::stream::try_unfold;
use futures_util::{StreamExt as _, TryStreamExt as _};

use crate::api::Operation;
use crate::paging::Page;
use crate::paging::follow::PagingError;

use super::error::CallError;
use super::form::ReadForm;
use super::paginator::Paginator;
use super::prepared::{PreparedCall, read};
use super::refusal;

/// A stream of what calls come to. It ends after the first error; dropped, it gives up the call under way.
///
/// ```
/// use housestyle::client::{CallError, CallStream};
///
/// async fn names<E>(mut patients: CallStream<String, E>) -> Result<usize, CallError<E>> {
///     let mut count = 0;
///     while let Some(_name) = patients.try_next().await? {
///         count += 1;
///     }
///     Ok(count)
/// }
/// # let _ = names::<()>;
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct CallStream<T, E>(Pin<Box<dyn Stream<Item = Result<T, CallError<E>>> + Send>>);

impl<T, E> CallStream<T, E> {
    /// The next one; `None` at the end.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn try_next(&mut self) -> Result<Option<T>, CallError<E>> {
        self.0.try_next().await
    }

    /// All that come.
    ///
    /// # Errors
    /// See [`CallError`]; those before it are lost.
    pub async fn try_collect(self) -> Result<Vec<T>, CallError<E>> {
        self.0.try_collect().await
    }
}

impl<T, E> Stream for CallStream<T, E> {
    type Item = Result<T, CallError<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl<T, E> fmt::Debug for CallStream<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallStream(..)")
    }
}

/// The page that `ready` asks for, and those that follow it.
pub(super) fn pages<O, T>(ready: PreparedCall) -> CallStream<Page<T>, O::Error>
where
    O: Operation<Output = Page<T>>,
    O::Form: ReadForm<Page<T>>,
    T: Send + 'static,
{
    CallStream(Box::pin(try_unfold(Paginator::new(ready), |mut paginator| async move {
        if !paginator.step()? {
            return Ok(None);
        }
        let (mut page, answer) = match read::<O>(paginator.ready.answer().await?) {
            Err(error) if paginator.is_past_end_error(&error) => return Ok(None),
            other => other?,
        };
        match paginator.plan_next(&answer, page.items.len(), &page.info) {
            Ok(given) => drop(page.items.drain(..given)),
            Err(PagingError::Loop) => return Err(CallError::Loop),
            Err(PagingError::Decode(error)) => return Err(refusal::decode(answer, error)),
        }
        if paginator.is_past_end(page.items.len()) {
            return Ok(None);
        }
        Ok(Some((page, paginator)))
    })))
}

/// The items of the page that `ready` asks for, and of those that follow it.
pub(super) fn items<O, T>(ready: PreparedCall) -> CallStream<T, O::Error>
where
    O: Operation<Output = Page<T>>,
    O::Form: ReadForm<Page<T>>,
    T: Send + 'static,
{
    let limit = ready.options().max_items.unwrap_or(u64::MAX);
    let state = (pages::<O, T>(ready), Vec::new().into_iter(), 0_u64);
    CallStream(Box::pin(try_unfold(state, move |(mut pages, mut items, given)| async move {
        loop {
            if let Some(item) = items.next() {
                if given >= limit {
                    return Err(CallError::Endless { limit });
                }
                return Ok(Some((item, (pages, items, given + 1))));
            }
            match pages.try_next().await? {
                Some(page) => items = page.items.into_iter(),
                None => return Ok(None),
            }
        }
    })))
}
