//! A budget that clients share, with a limit for each client.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A budget of bytes or other units.
#[derive(Debug)]
pub(crate) struct Budget {
    most: usize,
    /// The limit of each client with a known address.
    each: usize,
    held: Mutex<Usage>,
}

#[derive(Debug, Default)]
struct Usage {
    all: usize,
    by: HashMap<IpAddr, usize>,
}

impl Budget {
    pub(crate) fn new(most: usize, each: usize) -> Arc<Self> {
        Arc::new(Self { most, each, held: Mutex::default() })
    }

    /// Returns whether the budget, or the client's part of it, is exhausted.
    pub(crate) fn is_spent(&self, holder: Option<IpAddr>) -> bool {
        let held = self.held();
        held.all >= self.most || holder.is_some_and(|holder| held.of(holder) >= self.each)
    }

    /// Returns an empty share for a client.
    pub(crate) fn share(self: &Arc<Self>, holder: Option<IpAddr>) -> Share {
        Share { budget: self.clone(), holder, amount: 0 }
    }

    fn held(&self) -> MutexGuard<'_, Usage> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Usage {
    fn of(&self, holder: IpAddr) -> usize {
        self.by.get(&holder).copied().unwrap_or(0)
    }

    fn add(&mut self, holder: Option<IpAddr>, amount: usize) {
        self.all = self.all.saturating_add(amount);
        if let Some(holder) = holder {
            let own = self.by.entry(holder).or_default();
            *own = own.saturating_add(amount);
        }
    }
}

/// A share of a budget, released when it is dropped.
#[derive(Debug)]
pub(crate) struct Share {
    budget: Arc<Budget>,
    holder: Option<IpAddr>,
    amount: usize,
}

impl Share {
    /// Grows the share to `amount` in total. Returns false if the budget is exhausted.
    #[must_use]
    pub(crate) fn grow(&mut self, amount: usize) -> bool {
        let more = amount.saturating_sub(self.amount);
        let mut held = self.budget.held();
        let fits = |held: usize, most: usize| held.checked_add(more).is_some_and(|all| all <= most);
        let is_there = fits(held.all, self.budget.most)
            && self.holder.is_none_or(|holder| fits(held.of(holder), self.budget.each));
        if more > 0 && is_there {
            held.add(self.holder, more);
            self.amount += more;
        }
        more == 0 || is_there
    }

    /// Adds `amount` to the share even if it exceeds the budget.
    #[must_use]
    pub(crate) fn and(mut self, amount: usize) -> Self {
        self.budget.held().add(self.holder, amount);
        self.amount = self.amount.saturating_add(amount);
        self
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if self.amount == 0 {
            return;
        }
        let mut held = self.budget.held();
        held.all = held.all.saturating_sub(self.amount);
        let Some(holder) = self.holder else { return };
        if let Some(own) = held.by.get_mut(&holder) {
            *own = own.saturating_sub(self.amount);
            if *own == 0 {
                held.by.remove(&holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn one_client_has_its_share_and_no_more() {
        let budget = Budget::new(10, 4);
        let mut first = budget.share(client(1));
        assert!(first.grow(3) && first.grow(4) && first.grow(2) && !first.grow(5));
        let mut again = budget.share(client(1));
        assert!(again.grow(0) && !again.grow(1));
        assert!(budget.is_spent(client(1)) && !budget.is_spent(client(2)) && !budget.is_spent(None));
        let mut second = budget.share(client(2));
        assert!(second.grow(4));
        drop(first);
        assert!(again.grow(4));
    }

    #[test]
    fn all_together_have_no_more_than_there_is() {
        let budget = Budget::new(10, 4);
        let mut unknown = budget.share(None);
        assert!(unknown.grow(9), "unknown clients have no limit of their own");
        let mut first = budget.share(client(1));
        assert!(!first.grow(2) && first.grow(1));
        assert!(budget.is_spent(client(2)) && budget.is_spent(None));
        drop((unknown, first));
        assert!(!budget.is_spent(None));
        assert!(budget.held().by.is_empty());
    }

    #[test]
    fn what_is_there_already_is_counted_too() {
        let budget = Budget::new(10, 4);
        let large = budget.share(client(1)).and(100);
        assert!(budget.is_spent(client(2)));
        drop(large);
        assert!(!budget.is_spent(client(1)));
        assert!(!budget.share(None).grow(usize::MAX));
    }
}
