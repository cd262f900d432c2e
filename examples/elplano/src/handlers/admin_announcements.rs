//! The group `admin_announcements`: announcements, for administrators.

use housestyle::server::{Call, HandlerResult};
use housestyle::{Page, Problem, UndeclaredError};

use crate::Planner;
use crate::access::Person;
use crate::database::{Db, id};
use crate::elplano::operations::*;
use crate::elplano::server::AdminAnnouncements;
use crate::elplano::types::{Announcement, AnnouncementPatch, NewAnnouncement};
use crate::listing::containing;
use crate::resources;
use crate::rows::announcements::{self, ANNOUNCEMENTS, AnnouncementData, AnnouncementRow, FROM};

impl AdminAnnouncements for Planner {
    async fn admin_list_announcements(
        &self,
        call: Call<AdminListAnnouncements, Person>,
    ) -> HandlerResult<Page<Announcement>, AdminListAnnouncementsError> {
        call.principal.admins_only()?;
        let mut tx = self.read().await?;
        let page = ANNOUNCEMENTS.page(
            &mut tx,
            |query| {
                query.push(FROM);
                containing(query, "a.search", call.filter_search.as_deref());
            },
            &call.sort,
            &call.page,
        );
        Ok(page.await?.map(resources::announcement))
    }

    async fn admin_create_announcement(
        &self,
        call: Call<AdminCreateAnnouncement, Person>,
    ) -> HandlerResult<Announcement, AdminCreateAnnouncementError> {
        let (input, person, _) = call.into_parts();
        person.admins_only()?;
        let mut tx = self.write().await?;
        let id = AnnouncementData::from(input.body).insert(&mut tx, self.now()).await?;
        let row = found(&mut tx, id).await?;
        tx.commit().await?;
        Ok(resources::announcement(row))
    }

    async fn admin_get_announcement(
        &self,
        call: Call<AdminGetAnnouncement, Person>,
    ) -> HandlerResult<Announcement, AdminGetAnnouncementError> {
        call.principal.admins_only()?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        let mut tx = self.read().await?;
        Ok(resources::announcement(found(&mut tx, id).await?))
    }

    async fn admin_update_announcement(
        &self,
        call: Call<AdminUpdateAnnouncement, Person>,
    ) -> HandlerResult<Announcement, AdminUpdateAnnouncementError> {
        let (input, person, _) = call.into_parts();
        let change = |row: &AnnouncementRow| AnnouncementData::from(row).changed(input.body);
        Ok(self.change_announcement(&person, &input.id, change).await?)
    }

    async fn admin_replace_announcement(
        &self,
        call: Call<AdminReplaceAnnouncement, Person>,
    ) -> HandlerResult<Announcement, AdminReplaceAnnouncementError> {
        let (input, person, _) = call.into_parts();
        Ok(self.change_announcement(&person, &input.id, |_| input.body.into()).await?)
    }

    async fn admin_delete_announcement(
        &self,
        call: Call<AdminDeleteAnnouncement, Person>,
    ) -> HandlerResult<(), AdminDeleteAnnouncementError> {
        call.principal.admins_only()?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        let mut tx = self.write().await?;
        if !announcements::delete(&mut tx, id).await? {
            Err(Problem::not_found())?;
        }
        Ok(tx.commit().await?)
    }
}

impl Planner {
    /// Makes of an announcement what `change` makes of it.
    async fn change_announcement(
        &self,
        person: &Person,
        announcement: &str,
        change: impl FnOnce(&AnnouncementRow) -> AnnouncementData,
    ) -> Result<Announcement, UndeclaredError> {
        person.admins_only()?;
        let id = id(announcement).ok_or_else(Problem::not_found)?;
        let mut tx = self.write().await?;
        change(&found(&mut tx, id).await?).update(&mut tx, id, self.now()).await?;
        let row = found(&mut tx, id).await?;
        tx.commit().await?;
        Ok(resources::announcement(row))
    }
}

async fn found(db: &mut Db, id: i64) -> Result<AnnouncementRow, UndeclaredError> {
    Ok(AnnouncementRow::find(db, id).await?.ok_or_else(Problem::not_found)?)
}

impl From<NewAnnouncement> for AnnouncementData {
    fn from(new: NewAnnouncement) -> Self {
        Self {
            message: new.message,
            background_color: new.background_color.value().cloned(),
            foreground_color: new.foreground_color.value().cloned(),
            start_at: new.start_at.into(),
            end_at: new.end_at.into(),
        }
    }
}

impl AnnouncementData {
    fn changed(mut self, patch: AnnouncementPatch) -> Self {
        self.message = patch.message.unwrap_or(self.message);
        self.start_at = patch.start_at.map_or(self.start_at, Into::into);
        self.end_at = patch.end_at.map_or(self.end_at, Into::into);
        patch.background_color.apply(&mut self.background_color);
        patch.foreground_color.apply(&mut self.foreground_color);
        self
    }
}
