//! What bodies say of the caller, and what must hold of it.

use housestyle::{Problem, UndeclaredError};

use crate::access::Person;
use crate::clock::{Moment, is_zone};
use crate::database::{Db, json};
use crate::elplano::operations::UpdateUserError;
use crate::elplano::types::{NewUser, SocialNetwork, StudentProfile, StudentProfilePatch, UserPatch};
use crate::references::{all_refused, check_uploads};
use crate::rows::students::{StudentData, StudentRow};
use crate::rows::uploads::UploadKind;
use crate::rows::users::{UserData, UserRow};

/// The caller as a body wants them.
#[derive(Debug, Clone)]
pub struct ProfileBody {
    pub user: UserData,
    pub student: StudentData,
    /// The upload that becomes the picture.
    pub picture: Option<String>,
}

impl TryFrom<NewUser> for ProfileBody {
    type Error = Problem;

    fn try_from(new: NewUser) -> Result<Self, Problem> {
        let picture = new.avatar.value().cloned();
        let user = UserData {
            locale: new.locale.value().map(|locale| locale.as_str().to_owned()),
            settings: text(&new.settings.unwrap_or_default())?,
            timezone: new.timezone,
            avatar_id: picture.clone(),
        };
        let student = match new.student_attributes {
            Some(student) => StudentData::try_from(student)?,
            None => StudentData { social_networks: "[]".to_owned(), ..StudentData::default() },
        };
        Ok(Self { user, student, picture })
    }
}

impl From<(&UserRow, &StudentRow)> for ProfileBody {
    fn from((user, student): (&UserRow, &StudentRow)) -> Self {
        Self { user: user.into(), student: student.into(), picture: None }
    }
}

impl ProfileBody {
    /// With the members that a patch has.
    pub fn changed(mut self, patch: UserPatch) -> Result<Self, Problem> {
        let user = &mut self.user;
        patch.locale.map(|locale| locale.as_str().to_owned()).apply(&mut user.locale);
        if let Some(settings) = patch.settings {
            user.settings = text(&settings)?;
        }
        if let Some(timezone) = patch.timezone {
            user.timezone = timezone;
        }
        self.picture = patch.avatar.value().cloned();
        patch.avatar.apply(&mut user.avatar_id);
        if let Some(student) = patch.student_attributes {
            self.student.change(student)?;
        }
        Ok(self)
    }
}

impl TryFrom<StudentProfile> for StudentData {
    type Error = Problem;

    fn try_from(new: StudentProfile) -> Result<Self, Problem> {
        Ok(Self {
            full_name: new.full_name.value().cloned(),
            email: new.email.value().cloned(),
            phone: new.phone.value().cloned(),
            birthday: new.birthday.value().copied(),
            gender: new.gender.value().map(|gender| gender.as_str().to_owned()),
            about: new.about.value().cloned(),
            social_networks: text::<[SocialNetwork]>(&new.social_networks)?,
        })
    }
}

impl StudentData {
    fn change(&mut self, patch: StudentProfilePatch) -> Result<(), Problem> {
        patch.full_name.apply(&mut self.full_name);
        patch.email.apply(&mut self.email);
        patch.phone.apply(&mut self.phone);
        patch.birthday.apply(&mut self.birthday);
        patch.gender.map(|gender| gender.as_str().to_owned()).apply(&mut self.gender);
        patch.about.apply(&mut self.about);
        if let Some(networks) = &patch.social_networks {
            self.social_networks = text::<[SocialNetwork]>(networks)?;
        }
        Ok(())
    }
}

/// What has been read as JSON can be written as JSON.
fn text<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, Problem> {
    json(value).map_err(|_| Problem::internal())
}

/// Checks what the document cannot say of a body.
pub async fn checked(
    db: &mut Db,
    person: &Person,
    body: &ProfileBody,
    now: Moment,
) -> Result<(), UndeclaredError> {
    let nowhere = (!is_zone(&body.user.timezone)).then_some(UpdateUserError::UnknownTimezone);
    let unborn = body.student.birthday.is_some_and(|day| day >= person.today(now));
    let unborn = unborn.then_some(UpdateUserError::BirthdayToCome);
    all_refused(nowhere.into_iter().chain(unborn))?;
    check_uploads(db, person, UploadKind::Avatar, body.picture.as_slice()).await
}
