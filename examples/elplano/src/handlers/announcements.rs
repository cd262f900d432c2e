//! The group `announcements`: what everyone should know.

use housestyle::Page;
use housestyle::server::{Call, HandlerResult};

use crate::Planner;
use crate::access::Person;
use crate::elplano::operations::{ListAnnouncements, ListAnnouncementsError};
use crate::elplano::server::Announcements;
use crate::elplano::types::Announcement;
use crate::listing::containing;
use crate::resources;
use crate::rows::announcements::{ANNOUNCEMENTS, FROM};

impl Announcements for Planner {
    async fn list_announcements(
        &self,
        call: Call<ListAnnouncements, Person>,
    ) -> HandlerResult<Page<Announcement>, ListAnnouncementsError> {
        let now = self.now();
        let mut tx = self.read().await?;
        let page = ANNOUNCEMENTS.page(
            &mut tx,
            |query| {
                query.push(FROM).push(" AND a.start_at <= ").push_bind(now);
                query.push(" AND a.end_at > ").push_bind(now);
                containing(query, "a.search", call.filter_search.as_deref());
            },
            &call.sort,
            &call.page,
        );
        Ok(page.await?.map(resources::announcement))
    }
}
