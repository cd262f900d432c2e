//! A store of tokens in memory.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use super::store::{BoxError, Family, Token, TokenHash, TokenRecord, TokenStore};

/// The default maximum of families.
const FAMILIES: usize = 100_000;
/// The maximum of tokens of a family. Beyond it the oldest are deleted, and their reuse is not detected.
const TOKENS: usize = 256;

/// Tokens in the memory of one server, lost when it stops: for tests and small uses. Cheap to clone; clones share the
/// tokens.
///
/// The number of families is limited. At the limit an eighth of them is deleted, those whose last token would expire first;
/// their users have to log in again.
#[derive(Clone)]
pub struct MemoryTokens {
    tables: Arc<Mutex<Tables>>,
}

struct Tables {
    families: HashMap<Uuid, FamilyEntry>,
    tokens: HashMap<TokenHash, (Token, Uuid)>,
    limit: usize,
}

struct FamilyEntry {
    family: Family,
    /// Its tokens, oldest first.
    tokens: VecDeque<TokenHash>,
    /// When the last of them expires.
    ends: i64,
}

impl MemoryTokens {
    /// Creates a store of at most 100,000 families.
    #[must_use]
    pub fn new() -> Self {
        Self::at_most(FAMILIES)
    }

    /// Creates a store of at most `families` families, and at least one.
    #[must_use]
    pub fn at_most(families: usize) -> Self {
        let tables = Tables { families: HashMap::new(), tokens: HashMap::new(), limit: families.max(1) };
        Self { tables: Arc::new(Mutex::new(tables)) }
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryTokens {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tables = self.tables();
        f.debug_struct("MemoryTokens")
            .field("families", &tables.families.len())
            .field("tokens", &tables.tokens.len())
            .finish()
    }
}

impl Tables {
    fn add(&mut self, id: Uuid, tokens: [Token; 2]) {
        let Some(member) = self.families.get_mut(&id) else { return };
        for token in tokens {
            member.ends = member.ends.max(token.expires_at);
            member.tokens.push_back(token.hash);
            self.tokens.insert(token.hash, (token, id));
        }
        while member.tokens.len() > TOKENS {
            member.tokens.pop_front().and_then(|oldest| self.tokens.remove(&oldest));
        }
    }

    fn remove(&mut self, id: Uuid) {
        let tokens = self.families.remove(&id).map(|member| member.tokens);
        tokens.into_iter().flatten().for_each(|hash| drop(self.tokens.remove(&hash)));
    }

    /// Makes room for one more family.
    fn make_room(&mut self) {
        if self.families.len() < self.limit {
            return;
        }
        let mut all: Vec<_> = self.families.values().map(|member| (member.ends, member.family.id)).collect();
        let (first, last, _) = all.select_nth_unstable(self.limit / 8);
        let going: Vec<_> = first.iter().chain([&*last]).map(|(_, id)| *id).collect();
        tracing::warn!(went = going.len(), most = self.limit, "no room for more tokens: some logins went");
        going.into_iter().for_each(|id| self.remove(id));
    }
}

impl TokenStore for MemoryTokens {
    async fn insert(&self, family: Family, tokens: [Token; 2]) -> Result<(), BoxError> {
        let mut tables = self.tables();
        tables.make_room();
        let id = family.id;
        tables.families.insert(id, FamilyEntry { family, tokens: VecDeque::new(), ends: 0 });
        tables.add(id, tokens);
        Ok(())
    }

    async fn find(&self, hash: &TokenHash) -> Result<Option<TokenRecord>, BoxError> {
        let tables = self.tables();
        let Some((token, id)) = tables.tokens.get(hash) else { return Ok(None) };
        let member = tables.families.get(id);
        Ok(member.map(|member| TokenRecord { token: token.clone(), family: member.family.clone() }))
    }

    async fn rotate(&self, used: &TokenHash, next: [Token; 2], now: i64) -> Result<bool, BoxError> {
        let mut tables = self.tables();
        match tables.tokens.get_mut(used) {
            Some((token, id)) if token.spent_at.is_none() => {
                token.spent_at = Some(now);
                let id = *id;
                tables.add(id, next);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    async fn revoke(&self, family: Uuid) -> Result<(), BoxError> {
        self.tables().remove(family);
        Ok(())
    }

    async fn revoke_subject(&self, subject: &str, except: Option<Uuid>) -> Result<(), BoxError> {
        let mut tables = self.tables();
        let families = tables.families.values().map(|member| &member.family);
        let its = families.filter(|family| family.subject == subject && Some(family.id) != except);
        let its: Vec<_> = its.map(|family| family.id).collect();
        its.into_iter().for_each(|id| tables.remove(id));
        Ok(())
    }

    async fn purge(&self, now: i64) -> Result<(), BoxError> {
        let mut tables = self.tables();
        let Tables { families, tokens, .. } = &mut *tables;
        tokens.retain(|_, (token, _)| token.expires_at > now);
        families.retain(|_, member| {
            member.tokens.retain(|hash| tokens.contains_key(hash));
            !member.tokens.is_empty()
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::store::TokenKind;
    use super::*;

    fn family(number: u128, subject: &str) -> Family {
        Family { id: Uuid::from_u128(number), subject: subject.into(), client: None, created_at: 0 }
    }

    fn hash(text: &str) -> TokenHash {
        TokenHash::of(&text.into())
    }

    fn tokens(text: &str, expires_at: i64) -> [Token; 2] {
        [TokenKind::Access, TokenKind::Refresh].map(|kind| Token {
            hash: hash(&format!("{text} {kind:?}")),
            kind,
            scope: None,
            expires_at,
            spent_at: None,
        })
    }

    async fn has(store: &MemoryTokens, text: &str) -> bool {
        store.find(&hash(text)).await.expect("searched").is_some()
    }

    #[tokio::test]
    async fn one_rotation_of_a_token_succeeds() {
        let store = MemoryTokens::new();
        store.insert(family(1, "ann"), tokens("a", 9)).await.expect("inserted");
        let used = hash("a Refresh");
        assert!(store.rotate(&used, tokens("b", 9), 1).await.expect("rotated"));
        assert!(!store.rotate(&used, tokens("c", 9), 2).await.expect("checked"));
        assert!(has(&store, "b Access").await && !has(&store, "c Access").await);
        assert!(store.find(&used).await.expect("searched").expect("stored").token.spent_at == Some(1));
        store.revoke(Uuid::from_u128(1)).await.expect("revoked");
        assert!(!store.rotate(&hash("b Refresh"), tokens("d", 9), 1).await.expect("checked"));
        assert_eq!(format!("{store:?}"), "MemoryTokens { families: 0, tokens: 0 }");
    }

    #[tokio::test]
    async fn the_families_of_a_subject_are_deleted_except_one() {
        let store = MemoryTokens::new();
        for (number, subject) in [(1, "ann"), (2, "ann"), (3, "bob")] {
            store.insert(family(number, subject), tokens(&number.to_string(), 9)).await.expect("inserted");
        }
        store.revoke_subject("ann", Some(Uuid::from_u128(2))).await.expect("revoked");
        assert!(
            !has(&store, "1 Access").await && has(&store, "2 Access").await && has(&store, "3 Access").await
        );
    }

    #[tokio::test]
    async fn expired_tokens_are_deleted_and_the_store_is_bounded() {
        let store = MemoryTokens::at_most(8);
        store.insert(family(0, "ann"), tokens("old", 5)).await.expect("inserted");
        store.purge(4).await.expect("purged");
        assert!(has(&store, "old Access").await);
        store.purge(5).await.expect("purged");
        assert_eq!(format!("{store:?}"), "MemoryTokens { families: 0, tokens: 0 }");
        for number in 1..=20 {
            store.insert(family(number, "ann"), tokens(&number.to_string(), 100)).await.expect("inserted");
        }
        assert!(has(&store, "20 Access").await && store.tables().families.len() <= 8);
        for turn in 20..500 {
            let (used, next) = (hash(&format!("{turn} Refresh")), (turn + 1).to_string());
            assert!(store.rotate(&used, tokens(&next, 100), 1).await.expect("rotated"));
        }
        assert!(store.tables().tokens.len() <= TOKENS + 16 && has(&store, "500 Refresh").await);
        let least = MemoryTokens::at_most(0);
        least.insert(family(1, "ann"), tokens("1", 9)).await.expect("inserted");
        least.insert(family(2, "ann"), tokens("2", 9)).await.expect("inserted");
        assert!(!has(&least, "1 Access").await && has(&least, "2 Access").await);
    }
}
