//! The group `about`: what this is.

use housestyle::Patch;
use housestyle::server::{Call, HandlerResult};

use crate::Planner;
use crate::elplano::operations::{GetAbout, GetAboutError};
use crate::elplano::server;
use crate::elplano::types::About;

impl server::About for Planner {
    async fn get_about(&self, _: Call<GetAbout>) -> HandlerResult<About, GetAboutError> {
        Ok(About {
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            app_revision: option_env!("ELPLANO_REVISION").unwrap_or("unknown").to_owned(),
            app_contact_username: "ada".to_owned(),
            app_contact_email: "ada@elplano.example".to_owned(),
            app_title: Patch::Value("El Plano".to_owned()),
            app_short_description: Patch::Value("A student's plan".to_owned()),
            app_description: Patch::Null,
            app_extended_description: Patch::Null,
            app_terms: Patch::Null,
        })
    }
}
