//! Tokens in memory.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use super::store::{BoxError, Family, Found, Token, TokenHash, TokenStore};

/// Most families where nothing else is said.
const MOST: usize = 100_000;
/// Most tokens of a family: of more, the oldest are forgotten, and a second use of them is not known as one.
const TOKENS: usize = 256;

/// Tokens in the memory of one server, gone when it stops: for tests, and for small uses. Cheap to clone; clones share what
/// they hold.
///
/// There is a limit to the number of families. Where it is reached an eighth of them goes, those whose last token would
/// expire first; who had logged in with them has to again.
#[derive(Clone)]
pub struct MemoryTokens {
    kept: Arc<Mutex<Kept>>,
}

struct Kept {
    families: HashMap<Uuid, Member>,
    tokens: HashMap<TokenHash, (Token, Uuid)>,
    most: usize,
}

struct Member {
    family: Family,
    /// Its tokens, the oldest first.
    tokens: VecDeque<TokenHash>,
    /// When the last of them expires.
    ends: i64,
}

impl MemoryTokens {
    /// At most 100,000 families.
    #[must_use]
    pub fn new() -> Self {
        Self::at_most(MOST)
    }

    /// At most so many families, and at least one.
    #[must_use]
    pub fn at_most(families: usize) -> Self {
        let kept = Kept { families: HashMap::new(), tokens: HashMap::new(), most: families.max(1) };
        Self { kept: Arc::new(Mutex::new(kept)) }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryTokens {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.kept();
        f.debug_struct("MemoryTokens")
            .field("families", &kept.families.len())
            .field("tokens", &kept.tokens.len())
            .finish()
    }
}

impl Kept {
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
        if self.families.len() < self.most {
            return;
        }
        let mut all: Vec<_> = self.families.values().map(|member| (member.ends, member.family.id)).collect();
        let (first, last, _) = all.select_nth_unstable(self.most / 8);
        let going: Vec<_> = first.iter().chain([&*last]).map(|(_, id)| *id).collect();
        tracing::warn!(went = going.len(), most = self.most, "no room for more tokens: some logins went");
        going.into_iter().for_each(|id| self.remove(id));
    }
}

impl TokenStore for MemoryTokens {
    async fn insert(&self, family: Family, tokens: [Token; 2]) -> Result<(), BoxError> {
        let mut kept = self.kept();
        kept.make_room();
        let id = family.id;
        kept.families.insert(id, Member { family, tokens: VecDeque::new(), ends: 0 });
        kept.add(id, tokens);
        Ok(())
    }

    async fn find(&self, hash: &TokenHash) -> Result<Option<Found>, BoxError> {
        let kept = self.kept();
        let Some((token, id)) = kept.tokens.get(hash) else { return Ok(None) };
        let member = kept.families.get(id);
        Ok(member.map(|member| Found { token: token.clone(), family: member.family.clone() }))
    }

    async fn rotate(&self, used: &TokenHash, next: [Token; 2], now: i64) -> Result<bool, BoxError> {
        let mut kept = self.kept();
        match kept.tokens.get_mut(used) {
            Some((token, id)) if token.spent_at.is_none() => {
                token.spent_at = Some(now);
                let id = *id;
                kept.add(id, next);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    async fn revoke(&self, family: Uuid) -> Result<(), BoxError> {
        self.kept().remove(family);
        Ok(())
    }

    async fn revoke_subject(&self, subject: &str, except: Option<Uuid>) -> Result<(), BoxError> {
        let mut kept = self.kept();
        let families = kept.families.values().map(|member| &member.family);
        let its = families.filter(|family| family.subject == subject && Some(family.id) != except);
        let its: Vec<_> = its.map(|family| family.id).collect();
        its.into_iter().for_each(|id| kept.remove(id));
        Ok(())
    }

    async fn purge(&self, now: i64) -> Result<(), BoxError> {
        let mut kept = self.kept();
        let Kept { families, tokens, .. } = &mut *kept;
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
        store.find(&hash(text)).await.expect("looked for").is_some()
    }

    #[tokio::test]
    async fn one_rotation_of_a_token_succeeds() {
        let store = MemoryTokens::new();
        store.insert(family(1, "ann"), tokens("a", 9)).await.expect("put in");
        let used = hash("a Refresh");
        assert!(store.rotate(&used, tokens("b", 9), 1).await.expect("rotated"));
        assert!(!store.rotate(&used, tokens("c", 9), 2).await.expect("looked at"));
        assert!(has(&store, "b Access").await && !has(&store, "c Access").await);
        assert!(store.find(&used).await.expect("looked for").expect("kept").token.spent_at == Some(1));
        store.revoke(Uuid::from_u128(1)).await.expect("revoked");
        assert!(!store.rotate(&hash("b Refresh"), tokens("d", 9), 1).await.expect("looked at"));
        assert_eq!(format!("{store:?}"), "MemoryTokens { families: 0, tokens: 0 }");
    }

    #[tokio::test]
    async fn a_subject_s_families_go_but_for_one() {
        let store = MemoryTokens::new();
        for (number, subject) in [(1, "ann"), (2, "ann"), (3, "bob")] {
            store.insert(family(number, subject), tokens(&number.to_string(), 9)).await.expect("put in");
        }
        store.revoke_subject("ann", Some(Uuid::from_u128(2))).await.expect("revoked");
        assert!(
            !has(&store, "1 Access").await && has(&store, "2 Access").await && has(&store, "3 Access").await
        );
    }

    #[tokio::test]
    async fn the_expired_go_and_nothing_grows_for_ever() {
        let store = MemoryTokens::at_most(8);
        store.insert(family(0, "ann"), tokens("old", 5)).await.expect("put in");
        store.purge(4).await.expect("purged");
        assert!(has(&store, "old Access").await);
        store.purge(5).await.expect("purged");
        assert_eq!(format!("{store:?}"), "MemoryTokens { families: 0, tokens: 0 }");
        for number in 1..=20 {
            store.insert(family(number, "ann"), tokens(&number.to_string(), 100)).await.expect("put in");
        }
        assert!(has(&store, "20 Access").await && store.kept().families.len() <= 8);
        for turn in 20..500 {
            let (used, next) = (hash(&format!("{turn} Refresh")), (turn + 1).to_string());
            assert!(store.rotate(&used, tokens(&next, 100), 1).await.expect("rotated"));
        }
        assert!(store.kept().tokens.len() <= TOKENS + 16 && has(&store, "500 Refresh").await);
        let least = MemoryTokens::at_most(0);
        least.insert(family(1, "ann"), tokens("1", 9)).await.expect("put in");
        least.insert(family(2, "ann"), tokens("2", 9)).await.expect("put in");
        assert!(!has(&least, "1 Access").await && has(&least, "2 Access").await);
    }
}
