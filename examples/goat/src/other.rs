//! The group `other`.

use housestyle::server::{Call, HandlerResult};

use crate::Goat;
use crate::goat::operations::{GetSettings, GetSettingsError};
use crate::goat::server::Other;
use crate::goat::types::Settings;

impl Other for Goat {
    async fn get_settings(&self, _: Call<GetSettings>) -> HandlerResult<Settings, GetSettingsError> {
        // There are anonymous accounts.
        Ok(Settings { registration_skip_enabled: true })
    }
}
