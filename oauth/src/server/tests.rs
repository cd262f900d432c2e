//! The life of tokens, with a clock that is set by hand.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use housestyle::passwords::Passwords;
use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

use super::*;

const NOW: i64 = 1_700_000_000;
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// `ann` may log in, `ben` is locked, `cat` is not confirmed. The password is `swordfish`.
#[derive(Clone)]
struct People {
    hash: SecretString,
    tried: tokio::sync::mpsc::UnboundedSender<(Option<String>, bool)>,
    gone: Arc<Mutex<bool>>,
    /// How many more wrong passwords are allowed, for all accounts together.
    left: Arc<Mutex<u32>>,
}

impl Accounts for People {
    type Principal = String;

    async fn by_login(&self, login: &str) -> Result<Account, BoxError> {
        Ok(match login {
            "ann" => Account::known("1", self.hash.clone()),
            "ben" => Account::Locked { description: "Locked".into() },
            "cat" => Account::Refused {
                subject: "3".into(),
                password_hash: self.hash.clone(),
                description: "Not confirmed".into(),
            },
            "down" => Err("the database is at 10.0.0.7")?,
            "odd" => Account::known("9", "swordfish"),
            _ => Account::Unknown,
        })
    }

    async fn principal(&self, subject: &str) -> Result<Option<String>, BoxError> {
        let gone = *self.gone.lock().expect("a lock");
        Ok((!gone).then(|| format!("person {subject}")))
    }

    async fn attempted(&self, subject: Option<&str>, right: bool) -> Result<Attempt, BoxError> {
        self.tried.send((subject.map(str::to_owned), right))?;
        let mut left = self.left.lock().expect("a lock");
        if *left == 0 {
            return Ok(Attempt::Locked { description: "Locked".into() });
        }
        *left -= u32::from(!right);
        Ok(Attempt::Counted)
    }
}

/// Yields to other tasks after each search.
#[derive(Clone)]
struct YieldingStore(MemoryTokens);

impl TokenStore for YieldingStore {
    async fn insert(&self, family: Family, tokens: [Token; 2]) -> Result<(), BoxError> {
        self.0.insert(family, tokens).await
    }
    async fn find(&self, hash: &TokenHash) -> Result<Option<TokenRecord>, BoxError> {
        let found = self.0.find(hash).await;
        tokio::task::yield_now().await;
        found
    }
    async fn rotate(&self, used: &TokenHash, next: [Token; 2], now: i64) -> Result<bool, BoxError> {
        self.0.rotate(used, next, now).await
    }
    async fn revoke(&self, family: Uuid) -> Result<(), BoxError> {
        self.0.revoke(family).await
    }
    async fn revoke_subject(&self, subject: &str, except: Option<Uuid>) -> Result<(), BoxError> {
        self.0.revoke_subject(subject, except).await
    }
    async fn purge(&self, now: i64) -> Result<(), BoxError> {
        self.0.purge(now).await
    }
}

type TestOAuth = OAuth<People, YieldingStore>;

struct Issuer {
    oauth: TestOAuth,
    clock: Arc<AtomicI64>,
    tried: tokio::sync::mpsc::UnboundedReceiver<(Option<String>, bool)>,
    gone: Arc<Mutex<bool>>,
    store: MemoryTokens,
    left: Arc<Mutex<u32>>,
}

impl Issuer {
    async fn new() -> Self {
        Self::with(|builder| builder).await
    }

    async fn with(
        set: impl FnOnce(OAuthBuilder<People, YieldingStore>) -> OAuthBuilder<People, YieldingStore>,
    ) -> Self {
        let passwords = Passwords::with_costs(8, 1, 1).expect("costs");
        let hash = passwords.hash(&"swordfish".into()).await.expect("a hash");
        let (sender, tried) = tokio::sync::mpsc::unbounded_channel();
        let (clock, gone) = (Arc::new(AtomicI64::new(NOW)), Arc::default());
        let left = Arc::new(Mutex::new(100));
        let people = People { hash, tried: sender, gone: Arc::clone(&gone), left: Arc::clone(&left) };
        let (store, time) = (MemoryTokens::new(), Arc::clone(&clock));
        let builder = OAuth::builder(people, YieldingStore(store.clone())).passwords(passwords);
        let oauth = set(builder.clock(move || time.load(Ordering::SeqCst))).build();
        Self { oauth, clock, tried, gone, store, left }
    }

    fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    async fn log_in(&self) -> TokenResponse {
        self.oauth.token(TokenRequest::password("ann", "swordfish")).await.expect("tokens")
    }

    async fn refresh(&self, token: &SecretString) -> Result<TokenResponse, OAuthError> {
        self.oauth.token(TokenRequest::refresh_token(token.clone())).await
    }

    async fn is_good(&self, token: &SecretString) -> bool {
        self.oauth.principal(token).await.expect("searched").is_some()
    }
}

fn of(id: &str, secret: Option<&str>) -> Option<ClientCredentials> {
    Some(ClientCredentials { id: id.into(), secret: secret.map(Into::into) })
}

async fn refused(oauth: &TestOAuth, request: TokenRequest) -> (ErrorCode, String) {
    let error = oauth.token(request).await.expect_err("a refusal");
    (error.code(), error.description().to_owned())
}

/// RFC 6749 §4.3.3, §5.1.
#[tokio::test]
async fn a_password_gives_tokens() {
    let mut issuer = Issuer::new().await;
    let answer = issuer.log_in().await;
    assert_eq!((answer.expires_in, answer.created_at, answer.scope.as_deref()), (3600, NOW, None));
    assert_eq!(issuer.oauth.principal(&answer.access_token).await.expect("known"), Some("person 1".into()));
    let access = issuer.oauth.access(&answer.access_token).await.expect("known").expect("good");
    assert_eq!((access.subject.as_str(), access.client, access.expires_at), ("1", None, NOW + HOUR));
    assert_eq!(issuer.tried.recv().await, Some((Some("1".into()), true)));
    for other in ["", "x", answer.refresh_token.expose_secret()] {
        assert!(!issuer.is_good(&other.into()).await, "{other}");
    }
    let shown = format!("{answer:?} {:?}", issuer.oauth);
    assert!(!shown.contains(answer.access_token.expose_secret()) && !shown.contains("swordfish"));
}

/// RFC 6749 §5.2, §10.7.
#[tokio::test]
async fn an_unknown_login_and_a_wrong_password_get_the_same_error() {
    let mut issuer = Issuer::new().await;
    let ask = |login: &str, password: &str| TokenRequest::password(login, password);
    let wrong = (ErrorCode::InvalidGrant, "The login or the password is wrong".to_owned());
    for (login, password) in [("ann", "Swordfish"), ("who", "swordfish"), ("cat", "x"), ("", "")] {
        assert_eq!(refused(&issuer.oauth, ask(login, password)).await, wrong, "{login}");
    }
    // Each is counted, also for refused accounts and unknown logins.
    for subject in [Some("1"), None, Some("3"), None] {
        assert_eq!(issuer.tried.recv().await, Some((subject.map(str::to_owned), false)));
    }
    for (login, password, why) in [("ben", "x", "Locked"), ("cat", "swordfish", "Not confirmed")] {
        let expected = (ErrorCode::InvalidGrant, why.to_owned());
        assert_eq!(refused(&issuer.oauth, ask(login, password)).await, expected, "{login}");
    }
    assert_eq!(issuer.tried.recv().await, Some((Some("3".into()), true)), "nothing is checked while locked");
    let (code, _) = refused(&issuer.oauth, ask("ann\0", "swordfish")).await;
    assert_eq!(code, ErrorCode::InvalidRequest);
}

/// RFC 6749 §10.10.
#[tokio::test]
async fn concurrent_guesses_get_no_more_answers_than_wrong_passwords_are_allowed() {
    let issuer = Issuer::new().await;
    *issuer.left.lock().expect("a lock") = 10;
    let mut guesses = tokio::task::JoinSet::new();
    for turn in 0..60 {
        let oauth = issuer.oauth.clone();
        let password = if turn == 59 { "swordfish".to_owned() } else { format!("guess {turn}") };
        guesses.spawn(async move { oauth.token(TokenRequest::password("ann", password)).await });
    }
    let answers = guesses.join_all().await;
    let texts = answers.iter().filter_map(|answer| answer.as_ref().err());
    let wrong =
        texts.clone().filter(|error| error.description() == "The login or the password is wrong").count();
    let locked = texts.filter(|error| error.description() == "Locked").count();
    let right = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!((wrong, wrong + locked + right), (10, 60));
    let (_, why) = refused(&issuer.oauth, TokenRequest::password("ann", "swordfish")).await;
    assert_eq!(why, "Locked", "the right password is not revealed either");
}

#[tokio::test]
async fn an_internal_error_is_returned_without_its_cause() {
    let issuer = Issuer::new().await;
    for login in ["down", "odd"] {
        let error =
            issuer.oauth.token(TokenRequest::password(login, "swordfish")).await.expect_err("a failure");
        assert_eq!((error.code(), error.status().as_u16()), (ErrorCode::ServerError, 500), "{login}");
        assert_eq!(error.description(), "The server cannot answer now");
    }
}

/// RFC 6749 §1.4, §5.1.
#[tokio::test]
async fn tokens_expire() {
    let issuer = Issuer::with(|builder| builder.access_lifetime(Duration::from_secs(60))).await;
    let answer = issuer.log_in().await;
    assert_eq!(answer.expires_in, 60);
    issuer.pass(59);
    assert!(issuer.is_good(&answer.access_token).await);
    issuer.pass(1);
    assert!(!issuer.is_good(&answer.access_token).await);
    issuer.pass(30 * DAY - 61);
    let next = issuer.refresh(&answer.refresh_token).await.expect("the last second");
    issuer.pass(30 * DAY);
    let error = issuer.refresh(&next.refresh_token).await.expect_err("expired");
    assert_eq!(error.code(), ErrorCode::InvalidGrant);
    issuer.oauth.purge().await.expect("purged");
    assert_eq!(format!("{:?}", issuer.store), "MemoryTokens { families: 0, tokens: 0 }");
}

#[tokio::test]
async fn a_login_ends_however_often_it_is_refreshed() {
    let issuer = Issuer::with(|builder| builder.login_lifetime(Duration::from_secs(90 * 60))).await;
    let first = issuer.log_in().await;
    issuer.pass(HOUR);
    let second = issuer.refresh(&first.refresh_token).await.expect("tokens");
    assert_eq!(second.expires_in, 1800);
    issuer.pass(1800);
    assert!(!issuer.is_good(&second.access_token).await);
    assert!(issuer.refresh(&second.refresh_token).await.is_err());
}

/// RFC 6749 §6, RFC 9700 §4.14.2.
#[tokio::test]
async fn a_refresh_token_is_valid_for_one_use_and_a_second_one_ends_the_login() {
    let issuer = Issuer::new().await;
    let (first, other) = (issuer.log_in().await, issuer.log_in().await);
    let second = issuer.refresh(&first.refresh_token).await.expect("tokens");
    assert_ne!(first.refresh_token.expose_secret(), second.refresh_token.expose_secret());
    assert!(issuer.is_good(&first.access_token).await && issuer.is_good(&second.access_token).await);
    assert_eq!(issuer.refresh(&first.access_token).await.expect_err("no").code(), ErrorCode::InvalidGrant);
    let third = issuer.refresh(&second.refresh_token).await.expect("tokens");
    issuer.pass(10);
    let again = issuer.refresh(&first.refresh_token).await.expect_err("shown again");
    assert_eq!(again.code(), ErrorCode::InvalidGrant);
    for answer in [&first, &second, &third] {
        assert!(!issuer.is_good(&answer.access_token).await);
        assert!(issuer.refresh(&answer.refresh_token).await.is_err());
    }
    assert!(issuer.is_good(&other.access_token).await, "another login goes on");
}

/// RFC 9700 §4.14: two concurrent requests of one client are not a theft.
#[tokio::test]
async fn a_race_for_new_tokens_has_one_winner_who_keeps_them() {
    let issuer = Issuer::new().await;
    let first = issuer.log_in().await;
    let (one, other) =
        tokio::join!(issuer.refresh(&first.refresh_token), issuer.refresh(&first.refresh_token));
    let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
    let lost = lost.expect_err("one loses");
    assert_eq!(lost.code(), ErrorCode::InvalidGrant);
    assert!(lost.description().contains("a moment ago"), "{}", lost.description());
    let won = won.expect("one wins");
    issuer.pass(9);
    issuer.refresh(&first.refresh_token).await.expect_err("it is spent, and nothing worse");
    assert!(issuer.is_good(&won.access_token).await);
    let next = issuer.refresh(&won.refresh_token).await.expect("the login goes on");
    issuer.pass(1);
    issuer.refresh(&first.refresh_token).await.expect_err("a second use");
    assert!(!issuer.is_good(&next.access_token).await, "after the grace it ends the login");
}

/// RFC 9700 §4.14.2: without a grace, concurrent uses count as reuse.
#[tokio::test]
async fn without_a_grace_a_race_for_new_tokens_ends_the_login() {
    let issuer = Issuer::with(|builder| builder.refresh_grace(Duration::ZERO)).await;
    let first = issuer.log_in().await;
    let (one, other) =
        tokio::join!(issuer.refresh(&first.refresh_token), issuer.refresh(&first.refresh_token));
    let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
    assert_eq!(lost.expect_err("one loses").code(), ErrorCode::InvalidGrant);
    assert!(!issuer.is_good(&won.expect("one wins").access_token).await);
}

#[tokio::test]
async fn the_tokens_of_a_deleted_account_are_invalid() {
    let issuer = Issuer::new().await;
    let answer = issuer.log_in().await;
    *issuer.gone.lock().expect("a lock") = true;
    assert!(!issuer.is_good(&answer.access_token).await);
    assert!(issuer.refresh(&answer.refresh_token).await.is_err());
    *issuer.gone.lock().expect("a lock") = false;
    assert!(!issuer.is_good(&answer.access_token).await, "the login is revoked");
}

/// RFC 6749 §3.3, §6.
#[tokio::test]
async fn a_refresh_narrows_the_scope_and_never_widens_it() {
    let issuer = Issuer::with(|builder| builder.scopes(["read", "write", "admin"])).await;
    let all = issuer.log_in().await;
    assert_eq!(all.scope.as_deref(), Some("read write admin"));
    let ask = |scope: &str| TokenRequest::password("ann", "swordfish").scope(Some(scope.into()));
    assert_eq!(refused(&issuer.oauth, ask("read delete")).await.0, ErrorCode::InvalidScope);
    let two = issuer.oauth.token(ask("read write")).await.expect("tokens");
    let narrow = |token: &SecretString, scope: &str| {
        TokenRequest::refresh_token(token.clone()).scope(Some(scope.into()))
    };
    let (code, _) = refused(&issuer.oauth, narrow(&two.refresh_token, "admin")).await;
    assert_eq!(code, ErrorCode::InvalidScope);
    let one = issuer.oauth.token(narrow(&two.refresh_token, "read")).await.expect("it was not spent");
    let access = issuer.oauth.access(&one.access_token).await.expect("known").expect("good");
    assert!(access.covers(&["read"]) && !access.covers(&["read", "write"]));
    let back = issuer.refresh(&one.refresh_token).await.expect("tokens");
    assert_eq!(back.scope.as_deref(), Some("read write"), "the refresh token keeps what was granted");
}

/// RFC 6749 §2.3, §6, §10.4.
#[tokio::test]
async fn a_client_s_tokens_are_for_that_client() {
    let clients = [Client::confidential("app", "s"), Client::public("page")];
    let issuer = Issuer::with(|builder| builder.clients(Clients::optional(clients))).await;
    let request = TokenRequest::password("ann", "swordfish").client(of("app", Some("s")));
    let answer = issuer.oauth.token(request.clone()).await.expect("tokens");
    let refresh = TokenRequest::refresh_token(answer.refresh_token.clone());
    for (client, code) in [
        (None, ErrorCode::InvalidClient),
        (of("app", Some("t")), ErrorCode::InvalidClient),
        (of("page", None), ErrorCode::InvalidGrant),
    ] {
        assert_eq!(refused(&issuer.oauth, refresh.clone().client(client.clone())).await.0, code);
        let revocation = RevocationRequest::new(answer.access_token.clone()).client(client);
        assert_eq!(issuer.oauth.revoke(revocation).await.expect_err("refused").code(), code);
    }
    let next = issuer.oauth.token(refresh.client(of("app", Some("s")))).await.expect("it was not spent");
    let access = issuer.oauth.access(&next.access_token).await.expect("known").expect("good");
    assert_eq!(access.client.as_deref(), Some("app"));
    let without = issuer.log_in().await;
    assert!(
        issuer.refresh(&without.refresh_token).await.is_ok(),
        "tokens without a client are for everybody"
    );
}

/// RFC 7009 §2.1, §2.2.
#[tokio::test]
async fn either_token_revokes_the_login_and_an_unknown_one_is_revoked_already() {
    let issuer = Issuer::new().await;
    for pick in
        [(|answer| answer.access_token) as fn(TokenResponse) -> SecretString, |answer| answer.refresh_token]
    {
        let answer = issuer.log_in().await;
        let request = || RevocationRequest::new(pick(answer.clone()));
        issuer.oauth.revoke(request()).await.expect("revoked");
        issuer.oauth.revoke(request()).await.expect("revoked already");
        assert!(!issuer.is_good(&answer.access_token).await);
        assert!(issuer.refresh(&answer.refresh_token).await.is_err());
    }
    issuer.oauth.revoke(RevocationRequest::new("never there")).await.expect("revoked already");
}

#[tokio::test]
async fn a_changed_password_ends_the_other_logins() {
    let issuer = Issuer::new().await;
    let (old, here) = (issuer.log_in().await, issuer.log_in().await);
    let family = issuer.oauth.access(&here.access_token).await.expect("known").expect("good").family;
    issuer.oauth.revoke_subject("1", Some(family)).await.expect("revoked");
    assert!(!issuer.is_good(&old.access_token).await && issuer.is_good(&here.access_token).await);
    let issued = issuer.oauth.issue("2", None).await.expect("tokens");
    assert_eq!(issuer.oauth.principal(&issued.access_token).await.expect("known"), Some("person 2".into()));
}

/// RFC 6749 §10.3, §10.4.
#[tokio::test]
async fn tokens_are_stored_as_hashes() {
    let issuer = Issuer::new().await;
    let answer = issuer.log_in().await;
    let found = issuer.store.find(&TokenHash::of(&answer.refresh_token)).await.expect("searched");
    let found = found.expect("stored");
    assert_eq!(
        (found.token.kind, found.token.spent_at, found.family.subject.as_str()),
        (TokenKind::Refresh, None, "1")
    );
    let shown = format!("{found:?}");
    assert!(!shown.contains(answer.refresh_token.expose_secret()), "{shown}");
}
