//! The first data: the people and things that the README lists.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::database::{Db, Pool, write};
use crate::letters::{self, LetterKind};
use crate::rows::announcements::AnnouncementData;
use crate::rows::courses::{self, CourseData};
use crate::rows::events::{self, EventData, EventOwner};
use crate::rows::groups::GroupData;
use crate::rows::invites::NewInvite;
use crate::rows::labels::LabelData;
use crate::rows::lecturers::LecturerData;
use crate::rows::students::{self, StudentData};
use crate::rows::tasks::TaskData;
use crate::rows::users::{Change, NewUser, UserData};
use crate::rows::{assignments, invites};

/// The hash of everyone's password, `swordfish`, at the usual costs.
const HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$2p5vAnFqAdGJFG0TtTtrLQ$yAu6eJym0eHD78Eeb9ESBEOiJRr/B+9XCN3FBrJbn1k";

/// A name to log in with, the full name, and a language. The address is the name at `elplano.example`.
const PEOPLE: [(&str, &str, Option<&str>); 8] = [
    ("ada", "Ada Admin", None),
    ("vera", "Вера Староста", Some("ru")),
    ("pavel", "Pavel Student", None),
    ("lucia", "Lucía Estudiante", Some("es")),
    ("sam", "Sam Alone", None),
    ("mallory", "Mallory Banned", None),
    ("una", "Una Unconfirmed", None),
    ("oleg", "Oleg Elsewhere", None),
];

/// The ids of some of them, as users and as students.
const ADA: i64 = 1;
const VERA: i64 = 2;
const PAVEL: i64 = 3;
const LUCIA: i64 = 4;
const MALLORY: i64 = 6;
const UNA: i64 = 7;
const OLEG: i64 = 8;

/// How many seminars the group has: more than a page.
const SEMINARS: i64 = 20;

/// Writes the first data, unless there is any.
pub(crate) async fn fill(pool: &Pool, now: Moment) -> anyhow::Result<()> {
    let mut tx = write(pool).await?;
    let people: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users").fetch_one(&mut *tx).await?;
    if people > 0 {
        return Ok(());
    }
    for (name, full_name, locale) in PEOPLE {
        person(&mut tx, name, full_name, locale, now).await?;
    }
    sqlx::query("UPDATE users SET admin = TRUE WHERE id = $1").bind(ADA).execute(&mut *tx).await?;
    Change::Ban.apply(&mut tx, MALLORY, now).await?;
    letters::send(&mut tx, UNA, LetterKind::Confirmation, now).await?;
    let group_id = group(&mut tx, now).await?;
    teaching(&mut tx, group_id, now).await?;
    plans(&mut tx, group_id, now).await?;
    announcements(&mut tx, now).await?;
    tx.commit().await?;
    Ok(())
}

/// All but Una have confirmed their addresses.
async fn person(
    db: &mut Db,
    name: &str,
    full_name: &str,
    locale: Option<&str>,
    now: Moment,
) -> anyhow::Result<()> {
    let email = format!("{name}@elplano.example");
    let id = NewUser { email: &email, username: name, password_hash: HASH }.insert(db, now).await?;
    if id != UNA {
        Change::Confirm.apply(db, id, now).await?;
    }
    let user = UserData {
        locale: locale.map(str::to_owned),
        settings: "{}".to_owned(),
        timezone: "UTC".to_owned(),
        avatar_id: None,
    };
    user.update(db, id, now).await?;
    let student = StudentData {
        full_name: Some(full_name.to_owned()),
        email: Some(email),
        social_networks: "[]".to_owned(),
        ..StudentData::default()
    };
    Ok(student.update(db, id, now).await?)
}

/// Vera's group, with Pavel and Lucía, and an invite for Sam; and Oleg's, which he has to himself.
async fn group(db: &mut Db, now: Moment) -> anyhow::Result<i64> {
    let group = GroupData { number: "ПМ-17".to_owned(), title: Some("Applied mathematics".to_owned()) };
    let group_id = group.insert(db, VERA, now).await?;
    for student in [PAVEL, LUCIA] {
        students::join(db, student, group_id, now).await?;
    }
    GroupData { number: "H-1".to_owned(), title: None }.insert(db, OLEG, now).await?;
    let (email, token) = ("sam@elplano.example", "5a4d0000000000000000000000000000000000a1");
    NewInvite { group_id, sender_id: VERA, email, token }.insert(db, now).await?;
    letters::post(db, email, LetterKind::Invite, token, now).await?;
    let (email, token) = ("lucia@elplano.example", "5a4d0000000000000000000000000000000000a2");
    let accepted = NewInvite { group_id, sender_id: VERA, email, token }.insert(db, now).await?;
    if let Some(accepted) = accepted {
        invites::accept(db, accepted, LUCIA, now).await?;
    }
    Ok(group_id)
}

/// Courses 1 to 3, lecturers 1 and 2, labels 1 to 3.
async fn teaching(db: &mut Db, group_id: i64, now: Moment) -> anyhow::Result<()> {
    for (title, active) in [("Graph theory", true), ("Матанализ", true), ("Latin", false)] {
        CourseData { title: title.to_owned(), active }.insert(db, group_id, now).await?;
    }
    for (first_name, last_name, patronymic) in
        [("Leonhard", "Euler", "Paul"), ("Софья", "Ковалевская", "Васильевна")]
    {
        let lecturer = LecturerData {
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            patronymic: patronymic.to_owned(),
            email: None,
            phone: None,
            active: true,
            avatar_id: None,
        };
        lecturer.insert(db, group_id, now).await?;
    }
    courses::set_lecturers(db, 1, &[1]).await?;
    courses::set_lecturers(db, 2, &[1, 2]).await?;
    for (title, color) in [("exam", "#D9534F"), ("home", "#428BCA"), ("важно", "#F0AD4E")] {
        let label = LabelData { title: title.to_owned(), description: None, color: color.to_owned() };
        label.insert(db, group_id, now).await?;
    }
    Ok(())
}

/// Events 1 to 20 are the group's seminars, 21 is Pavel's own; tasks 1 to 4 are for the first seminar, 5 is Pavel's own.
async fn plans(db: &mut Db, group_id: i64, now: Moment) -> anyhow::Result<()> {
    for n in 1..=SEMINARS {
        let mut seminar =
            event(&format!("Seminar {n}"), EventOwner::Group(group_id), now.after(TimeDelta::days(n)));
        seminar.course_id = Some(1);
        let id = seminar.insert(db, VERA, now).await?;
        events::set_labels(db, id, if n % 5 == 0 { &[1, 3] } else { &[2] }).await?;
    }
    let own = event("Football", EventOwner::Student(PAVEL), now.after(TimeDelta::hours(5)))
        .insert(db, PAVEL, now)
        .await?;
    let today = now.day_in("UTC");
    for (title, days) in
        [("Read chapter 1", -1), ("Solve five problems", 0), ("Draw the graph", 1), ("Write it up", 7)]
    {
        let task = TaskData {
            title: title.to_owned(),
            description: None,
            extra_links: "[]".to_owned(),
            expired_at: Some(today + TimeDelta::days(days)),
            event_id: 1,
        };
        let id = task.insert(db, VERA, now).await?;
        assignments::set_students(db, id, &[PAVEL, LUCIA], now).await?;
    }
    sqlx::query("UPDATE assignments SET accomplished = TRUE WHERE task_id = 1 AND student_id = $1")
        .bind(LUCIA)
        .execute(&mut *db)
        .await?;
    let task = TaskData {
        title: "Find the ball".to_owned(),
        description: None,
        extra_links: "[]".to_owned(),
        expired_at: None,
        event_id: own,
    };
    let id = task.insert(db, PAVEL, now).await?;
    Ok(assignments::set_students(db, id, &[PAVEL], now).await?)
}

fn event(title: &str, whom: EventOwner, start_at: Moment) -> EventData {
    EventData {
        title: title.to_owned(),
        description: None,
        status: "confirmed".to_owned(),
        recurrence: "[]".to_owned(),
        background_color: None,
        foreground_color: None,
        start_at,
        end_at: Some(start_at.after(TimeDelta::minutes(90))),
        timezone: "UTC".to_owned(),
        course_id: None,
        whom,
    }
}

/// One that is over, one for a year, one to come.
async fn announcements(db: &mut Db, now: Moment) -> anyhow::Result<()> {
    for (message, from, to) in [("It was down", -9, -8), ("Welcome", -1, 365), ("It will be down", 400, 401)]
    {
        let announcement = AnnouncementData {
            message: message.to_owned(),
            background_color: Some("#428BCA".to_owned()),
            foreground_color: Some("#FFFFFF".to_owned()),
            start_at: now.after(TimeDelta::days(from)),
            end_at: now.after(TimeDelta::days(to)),
        };
        announcement.insert(db, now).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use housestyle_oauth::Passwords;

    #[tokio::test]
    async fn the_password_is_the_one_in_the_readme() {
        let right = Passwords::new().verify(&"swordfish".into(), Some(&super::HASH.into())).await;
        assert!(right.expect("a hash"));
    }
}
