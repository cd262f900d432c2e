//! Who may do what.

use chrono::NaiveDate;
use housestyle::{Problem, UndeclaredError};
use sqlx::SqliteExecutor;
use uuid::Uuid;

use crate::clock::Moment;
use crate::database::{Db, ids};

/// The caller.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Person {
    /// The id of the account.
    pub user_id: i64,
    /// Their id as a student.
    pub student_id: i64,
    /// The address, in lower case: invites go there.
    pub email_key: String,
    /// Whether they are an administrator.
    pub admin: bool,
    /// Whether an administrator shut them out.
    pub banned: bool,
    /// The language that they chose.
    pub locale: Option<String>,
    /// The zone in which their days begin.
    pub timezone: String,
    /// The login that the token of the call came of.
    #[sqlx(skip)]
    pub family: Uuid,
}

/// Someone's part in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Member {
    /// The group.
    pub group_id: i64,
    /// Whether they run it.
    pub president: bool,
}

impl Person {
    /// A client that speaks for itself. No account and no student has its ids.
    pub(crate) fn without_account() -> Self {
        Self {
            user_id: 0,
            student_id: 0,
            email_key: String::new(),
            admin: false,
            banned: false,
            locale: None,
            timezone: String::new(),
            family: Uuid::nil(),
        }
    }

    /// The person of an account.
    pub(crate) async fn find(db: impl SqliteExecutor<'_>, user_id: i64) -> sqlx::Result<Option<Self>> {
        sqlx::query_as(
            "SELECT u.id AS user_id, s.id AS student_id, u.email_key, u.admin, u.banned_at IS NOT NULL AS banned, \
             u.locale, u.timezone FROM users u JOIN students s ON s.user_id = u.id WHERE u.id = $1",
        )
        .bind(user_id)
        .fetch_optional(db)
        .await
    }

    /// Fails unless the caller is an administrator.
    pub fn admins_only(&self) -> Result<(), Problem> {
        if self.admin { Ok(()) } else { Err(Problem::forbidden()) }
    }

    /// The day that it is where they are.
    pub fn today(&self, now: Moment) -> NaiveDate {
        now.day_in(&self.timezone)
    }

    /// Their membership in their group, if they belong to one. It is looked up within the transaction that goes by it:
    /// a group may go at any time.
    pub(crate) async fn member(&self, db: &mut Db) -> sqlx::Result<Option<Member>> {
        sqlx::query_as(
            "SELECT g.id AS group_id, g.president_id = s.id AS president FROM students s \
             JOIN groups g ON g.id = s.group_id WHERE s.id = $1",
        )
        .bind(self.student_id)
        .fetch_optional(db)
        .await
    }

    /// The id of their group, which is there; to others what they look for is not there.
    pub(crate) async fn group(&self, db: &mut Db) -> Result<i64, UndeclaredError> {
        let member = self.member(db).await?.ok_or_else(Problem::not_found)?;
        Ok(member.group_id)
    }

    /// The id of the group that they run. Callers who are not president get `refused`.
    pub(crate) async fn run_group(
        &self,
        db: &mut Db,
        refused: impl FnOnce() -> UndeclaredError,
    ) -> Result<i64, UndeclaredError> {
        match self.member(db).await? {
            Some(Member { group_id, president: true }) => Ok(group_id),
            _ => Err(refused()),
        }
    }

    /// Whether the caller may see a student.
    pub(crate) async fn knows(&self, db: &mut Db, student_id: i64) -> sqlx::Result<bool> {
        Ok(self.known(db, &[student_id]).await? == [student_id])
    }

    /// Those of these students that the caller may see: the caller and members of the same group.
    pub(crate) async fn known(&self, db: &mut Db, students: &[i64]) -> sqlx::Result<Vec<i64>> {
        sqlx::query_scalar(
            "SELECT id FROM students WHERE id IN (SELECT value FROM json_each($2)) \
             AND (id = $1 OR group_id = (SELECT group_id FROM students WHERE id = $1))",
        )
        .bind(self.student_id)
        .bind(ids(students))
        .fetch_all(db)
        .await
    }
}
