//! Ten wrong passwords lock an account, wherever they are sent (ELP-82, R-43; the example's README).

use example_elplano::people::refusal;
use serde_json::{Value, json};

use super::server::{ElplanoReply, ElplanoRequest, MALLORY, PASSWORD, PAVEL, Plano, UNA, changed, new};
use crate::server::{Reply, Request};

fn grant(plano: &Plano, login: &str, password: &str) -> Request {
    let body = json!({"grant_type": "password", "login": login, "password": password});
    plano.server.post("/oauth/token", &body.to_string()).header("content-type", "application/json")
}

/// Why there is no token.
async fn why(plano: &Plano, login: &str, password: &str) -> String {
    grant(plano, login, password).send().await.expect(400).json()["error_description"]
        .as_str()
        .unwrap()
        .to_owned()
}

const WRONG: &str = "The login or the password is wrong";

async fn delete_me(plano: &Plano, password: &str) -> Reply {
    let document = json!({"data": {"type": "user", "attributes": {"password": password}}});
    plano.send("DELETE", "/user", &document).by(PAVEL).send().await
}

async fn change(plano: &Plano, verb: &str, current: &str) -> Reply {
    let attributes =
        json!({"current_password": current, "password": "hunter22", "password_confirmation": "hunter22"});
    plano.send(verb, "/password", &new("user", &attributes)).by(PAVEL).send().await
}

#[tokio::test]
async fn elp_82_ten_wrong_passwords_lock_and_a_right_one_before_that_starts_anew() {
    let plano = Plano::start();
    for _ in 0..2 {
        for _ in 0..9 {
            assert_eq!(why(&plano, PAVEL, "wrong").await, WRONG);
        }
        grant(&plano, PAVEL, PASSWORD).send().await.expect(200);
    }
    for _ in 0..10 {
        assert_eq!(why(&plano, "PAVEL@elplano.example", "wrong").await, WRONG);
    }
    assert_eq!(why(&plano, PAVEL, PASSWORD).await, refusal::LOCKED);
    // One letter unlocks it.
    let letters = "SELECT token FROM letters WHERE kind = 'unlock' AND recipient = 'pavel@elplano.example'";
    let letters: Vec<String> = sqlx::query_scalar(letters).fetch_all(&plano.pool).await.unwrap();
    assert_eq!(letters.len(), 1);
    plano.get(&format!("/users/unlock?unlock_token={}", letters[0])).send().await.expect(200);
    grant(&plano, PAVEL, PASSWORD).send().await.expect(200);
}

#[tokio::test]
async fn elp_82_of_many_guesses_at_one_time_ten_are_answered() {
    let plano = Plano::start();
    let guesses: Vec<_> =
        (0..100).map(|turn| tokio::spawn(grant(&plano, PAVEL, &format!("guess {turn}")).send())).collect();
    let mut texts = Vec::new();
    for guess in guesses {
        let reply = guess.await.unwrap();
        // Logins that are refused for load do not count as attempts: the password was not checked.
        if reply.status != 503 {
            texts.push(reply.expect(400).json()["error_description"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(texts.iter().filter(|text| *text == WRONG).count(), 10);
    assert!(texts.iter().all(|text| text == WRONG || text == refusal::LOCKED), "{texts:?}");
    let letters: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM letters WHERE kind = 'unlock'")
        .fetch_one(&plano.pool)
        .await
        .unwrap();
    assert_eq!((letters, why(&plano, PAVEL, PASSWORD).await.as_str()), (1, refusal::LOCKED));
}

#[tokio::test]
async fn elp_82_wrong_passwords_of_the_banned_and_the_unconfirmed_count_too() {
    let plano = Plano::start();
    for (login, why_not) in [(MALLORY, refusal::BANNED), (UNA, refusal::UNCONFIRMED)] {
        for _ in 0..9 {
            assert_eq!(why(&plano, login, "wrong").await, WRONG);
        }
        assert_eq!(why(&plano, login, PASSWORD).await, why_not);
        for _ in 0..10 {
            assert_eq!(why(&plano, login, "wrong").await, WRONG);
        }
        assert_eq!(why(&plano, login, PASSWORD).await, refusal::LOCKED, "{login}");
    }
}

#[tokio::test]
async fn wrong_passwords_of_who_is_signed_in_count_towards_the_lock() {
    let plano = Plano::start();
    for _ in 0..3 {
        delete_me(&plano, "wrong").await.refused(403, &[("403", "/data/attributes/password")]);
        for verb in ["PATCH", "PUT"] {
            change(&plano, verb, "wrong").await.refused(422, &[("422", "/data/attributes/current_password")]);
        }
    }
    assert_eq!(why(&plano, PAVEL, "wrong").await, WRONG, "the tenth, at the other endpoint");
    // The right one can no longer be distinguished from a wrong one, and nothing comes of it.
    for password in [PASSWORD, "wrong"] {
        let replies = [
            delete_me(&plano, password).await,
            change(&plano, "PATCH", password).await,
            change(&plano, "PUT", password).await,
        ];
        for reply in replies {
            let errors = reply.expect(403).errors();
            let detail: &Value = &errors[0]["detail"];
            assert_eq!(
                (errors.len(), detail),
                (1, &json!("The account is locked after too many wrong passwords"))
            );
        }
    }
    assert_eq!(why(&plano, PAVEL, PASSWORD).await, refusal::LOCKED);
    let user = changed("user", "3", &json!({"timezone": "Europe/Moscow"}));
    plano.send("PATCH", "/user", &user).by(PAVEL).send().await.expect(200);
}

#[tokio::test]
async fn a_right_password_of_who_is_signed_in_starts_the_count_anew() {
    let plano = Plano::start();
    for _ in 0..9 {
        delete_me(&plano, "wrong").await.expect(403);
    }
    change(&plano, "PATCH", PASSWORD).await.expect(200);
    for _ in 0..9 {
        delete_me(&plano, "wrong").await.expect(403);
    }
    delete_me(&plano, "hunter22").await.expect(204);
}
