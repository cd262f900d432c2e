//! Tokens in the example's database: a table of families, and one of tokens that go with them.

use housestyle_oauth::{BoxError, Family, Token, TokenHash, TokenKind, TokenRecord, TokenStore};
use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::clock::Moment;
use crate::database::{Pool, id, write};

/// Tokens in the tables `oauth_families` and `oauth_tokens` of the example's own database.
#[derive(Debug, Clone)]
pub struct SqliteTokens(Pool);

impl SqliteTokens {
    /// In a database that [`open`](crate::database::open) opened.
    #[must_use]
    pub fn new(pool: Pool) -> Self {
        Self(pool)
    }
}

/// A token with its family.
#[derive(sqlx::FromRow)]
struct TokenRow {
    kind: String,
    scope: Option<String>,
    expires_at: i64,
    spent_at: Option<i64>,
    family_id: String,
    user_id: i64,
    client: Option<String>,
    created_at: Moment,
}

impl TokenStore for SqliteTokens {
    async fn insert(&self, family: Family, tokens: [Token; 2]) -> Result<(), BoxError> {
        let mut tx = write(&self.0).await?;
        sqlx::query(
            "INSERT INTO oauth_families (id, user_id, client, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)",
        )
        .bind(family.id.to_string())
        .bind(id(&family.subject).ok_or("a subject is no id of a user")?)
        .bind(family.client)
        .bind(Moment::from_seconds(family.created_at))
        .execute(&mut *tx)
        .await?;
        put(&mut tx, &family.id.to_string(), tokens).await?;
        Ok(tx.commit().await?)
    }

    async fn find(&self, hash: &TokenHash) -> Result<Option<TokenRecord>, BoxError> {
        let row: Option<TokenRow> = sqlx::query_as(
            "SELECT kind, scope, expires_at, spent_at, family_id, user_id, client, created_at \
             FROM oauth_tokens t JOIN oauth_families f ON f.id = t.family_id WHERE hash = $1",
        )
        .bind(&hash.as_bytes()[..])
        .fetch_optional(&self.0)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let kind = if row.kind == ACCESS { TokenKind::Access } else { TokenKind::Refresh };
        Ok(Some(TokenRecord {
            token: Token {
                hash: *hash,
                kind,
                scope: row.scope,
                expires_at: row.expires_at,
                spent_at: row.spent_at,
            },
            family: Family {
                id: row.family_id.parse()?,
                subject: row.user_id.to_string(),
                client: row.client,
                created_at: row.created_at.seconds(),
            },
        }))
    }

    async fn rotate(&self, used: &TokenHash, next: [Token; 2], now: i64) -> Result<bool, BoxError> {
        let mut tx = write(&self.0).await?;
        let family: Option<String> = sqlx::query_scalar(
            "UPDATE oauth_tokens SET spent_at = $2 WHERE hash = $1 AND spent_at IS NULL RETURNING family_id",
        )
        .bind(&used.as_bytes()[..])
        .bind(now)
        .fetch_optional(&mut *tx)
        .await?;
        let Some(family) = family else { return Ok(false) };
        put(&mut tx, &family, next).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn revoke(&self, family: Uuid) -> Result<(), BoxError> {
        sqlx::query("DELETE FROM oauth_families WHERE id = $1")
            .bind(family.to_string())
            .execute(&self.0)
            .await?;
        Ok(())
    }

    async fn revoke_subject(&self, subject: &str, except: Option<Uuid>) -> Result<(), BoxError> {
        sqlx::query("DELETE FROM oauth_families WHERE user_id = $1 AND id IS NOT $2")
            .bind(id(subject))
            .bind(except.map(|family| family.to_string()))
            .execute(&self.0)
            .await?;
        Ok(())
    }

    async fn purge(&self, now: i64) -> Result<(), BoxError> {
        let mut tx = write(&self.0).await?;
        sqlx::query("DELETE FROM oauth_tokens WHERE expires_at <= $1").bind(now).execute(&mut *tx).await?;
        sqlx::query(
            "DELETE FROM oauth_families WHERE NOT EXISTS (SELECT 1 FROM oauth_tokens WHERE family_id = id)",
        )
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }
}

const ACCESS: &str = "access";

/// Puts tokens into a family.
async fn put(db: &mut SqliteConnection, family: &str, tokens: [Token; 2]) -> sqlx::Result<()> {
    for token in tokens {
        sqlx::query(
            "INSERT INTO oauth_tokens (hash, family_id, kind, scope, expires_at, spent_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&token.hash.as_bytes()[..])
        .bind(family)
        .bind(if token.kind == TokenKind::Access { ACCESS } else { "refresh" })
        .bind(token.scope)
        .bind(token.expires_at)
        .bind(token.spent_at)
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database;

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

    fn family(number: u128) -> Family {
        Family { id: Uuid::from_u128(number), subject: "1".into(), client: None, created_at: 7 }
    }

    /// The first data has a user 1.
    async fn store() -> SqliteTokens {
        SqliteTokens::new(database::open(None, Moment::from_seconds(7)).await.expect("a database"))
    }

    async fn has(store: &SqliteTokens, text: &str) -> bool {
        store.find(&hash(text)).await.expect("looked for").is_some()
    }

    #[tokio::test]
    async fn one_rotation_of_a_token_succeeds() {
        let store = store().await;
        store.insert(family(1), tokens("a", 9)).await.expect("put in");
        let used = hash("a Refresh");
        let (one, other) =
            tokio::join!(store.rotate(&used, tokens("b", 9), 3), store.rotate(&used, tokens("c", 9), 3));
        assert_ne!(one.expect("rotated"), other.expect("rotated"));
        assert_ne!(has(&store, "b Access").await, has(&store, "c Access").await);
        let found = store.find(&used).await.expect("looked for").expect("kept");
        assert_eq!(
            (found.token.spent_at, found.token.kind, found.family),
            (Some(3), TokenKind::Refresh, family(1))
        );
        store.revoke(Uuid::from_u128(1)).await.expect("revoked");
        assert!(!has(&store, "a Access").await && !has(&store, "a Refresh").await);
        assert!(!store.rotate(&used, tokens("d", 9), 4).await.expect("looked at"));
    }

    #[tokio::test]
    async fn a_subject_s_families_go_but_for_one() {
        let store = store().await;
        for number in [1, 2] {
            store.insert(family(number), tokens(&number.to_string(), 9)).await.expect("put in");
        }
        store.revoke_subject("1", Some(Uuid::from_u128(2))).await.expect("revoked");
        assert!(!has(&store, "1 Access").await && has(&store, "2 Access").await);
        store.revoke_subject("1", None).await.expect("revoked");
        assert!(!has(&store, "2 Access").await);
    }

    #[tokio::test]
    async fn the_expired_go_and_their_families_with_them() {
        let store = store().await;
        store.insert(family(1), tokens("old", 5)).await.expect("put in");
        store.purge(4).await.expect("purged");
        assert!(has(&store, "old Access").await);
        store.purge(5).await.expect("purged");
        assert!(!has(&store, "old Access").await);
        let families: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM oauth_families")
            .fetch_one(&store.0)
            .await
            .expect("counted");
        assert_eq!(families, 0);
    }
}
