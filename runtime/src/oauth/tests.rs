//! Tokens from the first to the last, on a clock that is set by hand.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

use super::*;

const NOW: i64 = 1_700_000_000;
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// `ann` may log in, `ben` is locked for all to see, `cat` is not confirmed. The password is `swordfish`.
#[derive(Clone)]
struct People {
    hash: SecretString,
    tried: tokio::sync::mpsc::UnboundedSender<(Option<String>, bool)>,
    gone: Arc<Mutex<bool>>,
    /// How many more wrong passwords there may be, of all accounts together.
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

/// Lets others come between each look and what follows.
#[derive(Clone)]
struct Slow(MemoryTokens);

impl TokenStore for Slow {
    async fn insert(&self, family: Family, tokens: [Token; 2]) -> Result<(), BoxError> {
        self.0.insert(family, tokens).await
    }
    async fn find(&self, hash: &TokenHash) -> Result<Option<Found>, BoxError> {
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

type Made = OAuth<People, Slow>;

struct World {
    oauth: Made,
    clock: Arc<AtomicI64>,
    tried: tokio::sync::mpsc::UnboundedReceiver<(Option<String>, bool)>,
    gone: Arc<Mutex<bool>>,
    store: MemoryTokens,
    left: Arc<Mutex<u32>>,
}

impl World {
    async fn new() -> Self {
        Self::with(|builder| builder).await
    }

    async fn with(set: impl FnOnce(OAuthBuilder<People, Slow>) -> OAuthBuilder<People, Slow>) -> Self {
        let passwords = Passwords::with_costs(8, 1, 1).expect("costs");
        let hash = passwords.hash(&"swordfish".into()).await.expect("a hash");
        let (sender, tried) = tokio::sync::mpsc::unbounded_channel();
        let (clock, gone) = (Arc::new(AtomicI64::new(NOW)), Arc::default());
        let left = Arc::new(Mutex::new(100));
        let people = People { hash, tried: sender, gone: Arc::clone(&gone), left: Arc::clone(&left) };
        let (store, time) = (MemoryTokens::new(), Arc::clone(&clock));
        let builder = OAuth::builder(people, Slow(store.clone())).passwords(passwords);
        let oauth = set(builder.clock(move || time.load(Ordering::SeqCst))).build();
        Self { oauth, clock, tried, gone, store, left }
    }

    fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    async fn log_in(&self) -> TokenAnswer {
        self.oauth.token(TokenRequest::password("ann", "swordfish")).await.expect("tokens")
    }

    async fn refresh(&self, token: &SecretString) -> Result<TokenAnswer, OAuthError> {
        self.oauth.token(TokenRequest::refresh_token(token.clone())).await
    }

    async fn is_good(&self, token: &SecretString) -> bool {
        self.oauth.principal(token).await.expect("looked for").is_some()
    }
}

fn of(id: &str, secret: Option<&str>) -> Option<ClientCredentials> {
    Some(ClientCredentials { id: id.into(), secret: secret.map(Into::into) })
}

async fn refused(oauth: &Made, request: TokenRequest) -> (ErrorCode, String) {
    let error = oauth.token(request).await.expect_err("a refusal");
    (error.code(), error.description().to_owned())
}

/// RFC 6749 §4.3.3, §5.1.
#[tokio::test]
async fn a_password_gives_tokens() {
    let mut world = World::new().await;
    let answer = world.log_in().await;
    assert_eq!((answer.expires_in, answer.created_at, answer.scope.as_deref()), (3600, NOW, None));
    assert_eq!(world.oauth.principal(&answer.access_token).await.expect("known"), Some("person 1".into()));
    let access = world.oauth.access(&answer.access_token).await.expect("known").expect("good");
    assert_eq!((access.subject.as_str(), access.client, access.expires_at), ("1", None, NOW + HOUR));
    assert_eq!(world.tried.recv().await, Some((Some("1".into()), true)));
    for other in ["", "x", answer.refresh_token.expose_secret()] {
        assert!(!world.is_good(&other.into()).await, "{other}");
    }
    let shown = format!("{answer:?} {:?}", world.oauth);
    assert!(!shown.contains(answer.access_token.expose_secret()) && !shown.contains("swordfish"));
}

/// RFC 6749 §5.2, §10.7: who may not log in learns no more than that.
#[tokio::test]
async fn the_unknown_and_the_wrong_are_told_the_same() {
    let mut world = World::new().await;
    let ask = |login: &str, password: &str| TokenRequest::password(login, password);
    let wrong = (ErrorCode::InvalidGrant, "The login or the password is wrong".to_owned());
    for (login, password) in [("ann", "Swordfish"), ("who", "swordfish"), ("cat", "x"), ("", "")] {
        assert_eq!(refused(&world.oauth, ask(login, password)).await, wrong, "{login}");
    }
    // Each is counted, that of who may not log in and that of nobody too.
    for subject in [Some("1"), None, Some("3"), None] {
        assert_eq!(world.tried.recv().await, Some((subject.map(str::to_owned), false)));
    }
    for (login, password, why) in [("ben", "x", "Locked"), ("cat", "swordfish", "Not confirmed")] {
        let told = (ErrorCode::InvalidGrant, why.to_owned());
        assert_eq!(refused(&world.oauth, ask(login, password)).await, told, "{login}");
    }
    assert_eq!(world.tried.recv().await, Some((Some("3".into()), true)), "nothing is checked while locked");
    let (code, _) = refused(&world.oauth, ask("ann\0", "swordfish")).await;
    assert_eq!(code, ErrorCode::InvalidRequest);
}

/// RFC 6749 §10.10: however many are under way at one time.
#[tokio::test]
async fn of_many_guesses_at_a_time_as_many_are_answered_as_may_be_wrong() {
    let world = World::new().await;
    *world.left.lock().expect("a lock") = 10;
    let mut guesses = tokio::task::JoinSet::new();
    for turn in 0..60 {
        let oauth = world.oauth.clone();
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
    let (_, why) = refused(&world.oauth, TokenRequest::password("ann", "swordfish")).await;
    assert_eq!(why, "Locked", "the right password is not found out either");
}

#[tokio::test]
async fn what_fails_behind_is_told_without_its_cause() {
    let world = World::new().await;
    for login in ["down", "odd"] {
        let error =
            world.oauth.token(TokenRequest::password(login, "swordfish")).await.expect_err("a failure");
        assert_eq!((error.code(), error.status().as_u16()), (ErrorCode::ServerError, 500), "{login}");
        assert_eq!(error.description(), "The server cannot answer now");
    }
}

/// RFC 6749 §1.4, §5.1.
#[tokio::test]
async fn tokens_expire() {
    let world = World::with(|builder| builder.access_lifetime(Duration::from_secs(60))).await;
    let answer = world.log_in().await;
    assert_eq!(answer.expires_in, 60);
    world.pass(59);
    assert!(world.is_good(&answer.access_token).await);
    world.pass(1);
    assert!(!world.is_good(&answer.access_token).await);
    world.pass(30 * DAY - 61);
    let next = world.refresh(&answer.refresh_token).await.expect("the last second");
    world.pass(30 * DAY);
    let error = world.refresh(&next.refresh_token).await.expect_err("expired");
    assert_eq!(error.code(), ErrorCode::InvalidGrant);
    world.oauth.purge().await.expect("purged");
    assert_eq!(format!("{:?}", world.store), "MemoryTokens { families: 0, tokens: 0 }");
}

#[tokio::test]
async fn a_login_ends_however_often_it_is_refreshed() {
    let world = World::with(|builder| builder.login_lifetime(Duration::from_secs(90 * 60))).await;
    let first = world.log_in().await;
    world.pass(HOUR);
    let second = world.refresh(&first.refresh_token).await.expect("tokens");
    assert_eq!(second.expires_in, 1800);
    world.pass(1800);
    assert!(!world.is_good(&second.access_token).await);
    assert!(world.refresh(&second.refresh_token).await.is_err());
}

/// RFC 6749 §6, RFC 9700 §4.14.2.
#[tokio::test]
async fn a_refresh_token_is_good_for_one_use_and_a_second_one_ends_the_login() {
    let world = World::new().await;
    let (first, other) = (world.log_in().await, world.log_in().await);
    let second = world.refresh(&first.refresh_token).await.expect("tokens");
    assert_ne!(first.refresh_token.expose_secret(), second.refresh_token.expose_secret());
    assert!(world.is_good(&first.access_token).await && world.is_good(&second.access_token).await);
    assert_eq!(world.refresh(&first.access_token).await.expect_err("no").code(), ErrorCode::InvalidGrant);
    let third = world.refresh(&second.refresh_token).await.expect("tokens");
    world.pass(10);
    let again = world.refresh(&first.refresh_token).await.expect_err("shown again");
    assert_eq!(again.code(), ErrorCode::InvalidGrant);
    for answer in [&first, &second, &third] {
        assert!(!world.is_good(&answer.access_token).await);
        assert!(world.refresh(&answer.refresh_token).await.is_err());
    }
    assert!(world.is_good(&other.access_token).await, "another login goes on");
}

/// RFC 9700 §4.14: two requests of one client are no theft.
#[tokio::test]
async fn a_race_for_new_tokens_has_one_winner_who_keeps_them() {
    let world = World::new().await;
    let first = world.log_in().await;
    let (one, other) = tokio::join!(world.refresh(&first.refresh_token), world.refresh(&first.refresh_token));
    let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
    let lost = lost.expect_err("one loses");
    assert_eq!(lost.code(), ErrorCode::InvalidGrant);
    assert!(lost.description().contains("a moment ago"), "{}", lost.description());
    let won = won.expect("one wins");
    world.pass(9);
    world.refresh(&first.refresh_token).await.expect_err("it is spent, and nothing worse");
    assert!(world.is_good(&won.access_token).await);
    let next = world.refresh(&won.refresh_token).await.expect("the login goes on");
    world.pass(1);
    world.refresh(&first.refresh_token).await.expect_err("a second use");
    assert!(!world.is_good(&next.access_token).await, "after the grace it ends the login");
}

/// RFC 9700 §4.14.2: without a grace, of two uses at a time one is the second.
#[tokio::test]
async fn without_a_grace_a_race_for_new_tokens_ends_the_login() {
    let world = World::with(|builder| builder.refresh_grace(Duration::ZERO)).await;
    let first = world.log_in().await;
    let (one, other) = tokio::join!(world.refresh(&first.refresh_token), world.refresh(&first.refresh_token));
    let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
    assert_eq!(lost.expect_err("one loses").code(), ErrorCode::InvalidGrant);
    assert!(!world.is_good(&won.expect("one wins").access_token).await);
}

#[tokio::test]
async fn the_tokens_of_who_is_gone_are_worth_nothing() {
    let world = World::new().await;
    let answer = world.log_in().await;
    *world.gone.lock().expect("a lock") = true;
    assert!(!world.is_good(&answer.access_token).await);
    assert!(world.refresh(&answer.refresh_token).await.is_err());
    *world.gone.lock().expect("a lock") = false;
    assert!(!world.is_good(&answer.access_token).await, "the login is revoked");
}

/// RFC 6749 §3.3, §6.
#[tokio::test]
async fn a_refresh_narrows_the_scope_and_never_widens_it() {
    let world = World::with(|builder| builder.scopes(["read", "write", "admin"])).await;
    let all = world.log_in().await;
    assert_eq!(all.scope.as_deref(), Some("read write admin"));
    let ask = |scope: &str| TokenRequest::password("ann", "swordfish").scope(Some(scope.into()));
    assert_eq!(refused(&world.oauth, ask("read delete")).await.0, ErrorCode::InvalidScope);
    let two = world.oauth.token(ask("read write")).await.expect("tokens");
    let narrow = |token: &SecretString, scope: &str| {
        TokenRequest::refresh_token(token.clone()).scope(Some(scope.into()))
    };
    let (code, _) = refused(&world.oauth, narrow(&two.refresh_token, "admin")).await;
    assert_eq!(code, ErrorCode::InvalidScope);
    let one = world.oauth.token(narrow(&two.refresh_token, "read")).await.expect("it was not spent");
    let access = world.oauth.access(&one.access_token).await.expect("known").expect("good");
    assert!(access.covers(&["read"]) && !access.covers(&["read", "write"]));
    let back = world.refresh(&one.refresh_token).await.expect("tokens");
    assert_eq!(back.scope.as_deref(), Some("read write"), "the refresh token keeps what was granted");
}

/// RFC 6749 §2.3, §6, §10.4.
#[tokio::test]
async fn a_client_s_tokens_are_for_that_client() {
    let clients = [Client::confidential("app", "s"), Client::public("page")];
    let world = World::with(|builder| builder.clients(Clients::optional(clients))).await;
    let request = TokenRequest::password("ann", "swordfish").client(of("app", Some("s")));
    let answer = world.oauth.token(request.clone()).await.expect("tokens");
    let refresh = TokenRequest::refresh_token(answer.refresh_token.clone());
    for (client, code) in [
        (None, ErrorCode::InvalidClient),
        (of("app", Some("t")), ErrorCode::InvalidClient),
        (of("page", None), ErrorCode::InvalidGrant),
    ] {
        assert_eq!(refused(&world.oauth, refresh.clone().client(client.clone())).await.0, code);
        let revocation = RevocationRequest::new(answer.access_token.clone()).client(client);
        assert_eq!(world.oauth.revoke(revocation).await.expect_err("refused").code(), code);
    }
    let next = world.oauth.token(refresh.client(of("app", Some("s")))).await.expect("it was not spent");
    let access = world.oauth.access(&next.access_token).await.expect("known").expect("good");
    assert_eq!(access.client.as_deref(), Some("app"));
    let without = world.log_in().await;
    assert!(world.refresh(&without.refresh_token).await.is_ok(), "tokens of no client are anybody's");
}

/// RFC 7009 §2.1, §2.2.
#[tokio::test]
async fn either_token_revokes_the_login_and_an_unknown_one_is_revoked_already() {
    let world = World::new().await;
    for pick in
        [(|answer| answer.access_token) as fn(TokenAnswer) -> SecretString, |answer| answer.refresh_token]
    {
        let answer = world.log_in().await;
        let request = || RevocationRequest::new(pick(answer.clone()));
        world.oauth.revoke(request()).await.expect("revoked");
        world.oauth.revoke(request()).await.expect("revoked already");
        assert!(!world.is_good(&answer.access_token).await);
        assert!(world.refresh(&answer.refresh_token).await.is_err());
    }
    world.oauth.revoke(RevocationRequest::new("never there")).await.expect("revoked already");
}

#[tokio::test]
async fn a_changed_password_ends_the_other_logins() {
    let world = World::new().await;
    let (old, here) = (world.log_in().await, world.log_in().await);
    let family = world.oauth.access(&here.access_token).await.expect("known").expect("good").family;
    world.oauth.revoke_subject("1", Some(family)).await.expect("revoked");
    assert!(!world.is_good(&old.access_token).await && world.is_good(&here.access_token).await);
    let issued = world.oauth.issue("2", None).await.expect("tokens");
    assert_eq!(world.oauth.principal(&issued.access_token).await.expect("known"), Some("person 2".into()));
}

/// RFC 6749 §10.3, §10.4: what is kept cannot be shown.
#[tokio::test]
async fn tokens_are_kept_as_hashes() {
    let world = World::new().await;
    let answer = world.log_in().await;
    let found = world.store.find(&TokenHash::of(&answer.refresh_token)).await.expect("looked for");
    let found = found.expect("kept");
    assert_eq!(
        (found.token.kind, found.token.spent_at, found.family.subject.as_str()),
        (TokenKind::Refresh, None, "1")
    );
    let shown = format!("{found:?}");
    assert!(!shown.contains(answer.refresh_token.expose_secret()), "{shown}");
}
