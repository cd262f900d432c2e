//! Logins that are in use.

use uuid::Uuid;

use crate::clock::Moment;
use crate::database::{Db, search_text};
use crate::listing::{Listing, text, time};
use crate::people::Device;

/// Where someone is signed in.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct LoginRow {
    pub id: String,
    pub ip_address: String,
    pub browser: Option<String>,
    pub os: Option<String>,
    pub device_name: Option<String>,
    pub device_type: Option<String>,
    pub created_at: Moment,
    pub updated_at: Moment,
}

/// Logins; conditions may follow.
pub const FROM: &str = " FROM oauth_families f WHERE TRUE";

/// Logins, numbered by SQLite's row ids.
pub const LOGINS: Listing = Listing {
    select: "SELECT f.id, f.ip_address, f.browser, f.os, f.device_name, f.device_type, f.created_at, f.updated_at",
    id: "f.rowid",
    columns: &[
        text("ip_address", "f.ip_address"),
        text("browser", "COALESCE(f.browser, '')"),
        text("os", "COALESCE(f.os, '')"),
        text("device_name", "COALESCE(f.device_name, '')"),
        text("device_type", "COALESCE(f.device_type, '')"),
        time("created_at", "f.created_at"),
        time("updated_at", "f.updated_at"),
    ],
};

/// Notes from where a login is used.
pub async fn note_device(db: &mut Db, family: Uuid, device: &Device, now: Moment) -> sqlx::Result<()> {
    let Device { ip_address, browser, os, name, kind } = device;
    sqlx::query(
        "UPDATE oauth_families SET ip_address = $1, browser = $2, os = $3, device_name = $4, device_type = $5, \
         search = $6, updated_at = $7 WHERE id = $8",
    )
    .bind(ip_address)
    .bind(browser)
    .bind(os)
    .bind(name)
    .bind(kind)
    .bind(search_text(&[Some(ip_address), *browser, *os, *name, *kind]))
    .bind(now)
    .bind(family.to_string())
    .execute(db)
    .await?;
    Ok(())
}
