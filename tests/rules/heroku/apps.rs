//! Apps in memory, and a server of them.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::{DateTime, FixedOffset, TimeDelta};
use housestyle::server::{Call, Credentials, HandlerResult, Login, Security, ServeOptions};
use housestyle::style::Order;
use housestyle::{Handler, KeyRangePage, Page, Problem};

use super::api;
use super::api::operations::*;
use super::api::server;
use super::api::types::{App, AppRef, Id, OwnerKey};
use crate::server::{Request, Server};

/// How many apps there are: more than a range holds by default.
pub const APPS: u32 = 250;

#[derive(Clone, Handler)]
#[handler(api = api)]
pub struct Platform {
    apps: Arc<Mutex<Vec<App>>>,
}

impl Login for Platform {
    type Principal = ();

    async fn login(&self, credentials: &Credentials, _: &Security) -> Result<(), Problem> {
        credentials.authorization("bearer").map(drop).ok_or_else(Problem::unauthenticated)
    }
}

/// Ids whose order is not that of names.
pub fn id(n: u32) -> Id {
    format!("{:08x}-0000-4000-8000-{n:012}", n.wrapping_mul(0x9e37_79b9)).parse().unwrap()
}

pub fn time(minutes: i64) -> DateTime<FixedOffset> {
    (DateTime::UNIX_EPOCH + TimeDelta::days(15_000) + TimeDelta::minutes(minutes)).fixed_offset()
}

fn app(n: u32) -> App {
    App {
        id: id(n),
        owner: OwnerKey { id: id(0) },
        name: format!("app-{n:03}"),
        maintenance: n.is_multiple_of(7),
        slug_size: n.is_multiple_of(2).then_some(i64::from(n) * 1000),
        created_at: time(i64::from(n)),
        updated_at: time(i64::from(APPS) - i64::from(n)),
    }
}

fn key(app: &App, by: &str) -> String {
    match by {
        "name" => app.name.clone(),
        "updated_at" => app.updated_at.to_utc().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
        _ => app.id.to_string(),
    }
}

impl Platform {
    fn new() -> Self {
        Self { apps: Arc::new(Mutex::new((0..APPS).map(app).collect())) }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Vec<App>) -> T) -> T {
        work(&mut self.apps.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn range(&self, page: &KeyRangePage) -> Page<App> {
        let mut apps = self.with(|apps| apps.clone());
        apps.retain(|app| {
            let key = key(app, &page.by);
            let from = page.from.as_ref().is_none_or(|b| key > b.key || b.inclusive && key == b.key);
            let to = page.to.as_ref().is_none_or(|b| key < b.key || b.inclusive && key == b.key);
            from && to
        });
        apps.sort_by_key(|app| key(app, &page.by));
        if page.order == Order::Descending {
            apps.reverse();
        }
        apps.truncate(usize::try_from(page.fetch()).unwrap());
        Page::truncated(apps, page.limit())
    }
}

fn is(reference: &AppRef) -> impl Fn(&App) -> bool {
    move |app| match reference {
        AppRef::Id(id) => app.id == *id,
        AppRef::AppName(name) => app.name == *name,
        AppRef::Unknown(_) => false,
    }
}

impl server::Apps for Platform {
    async fn list_apps(&self, call: Call<ListApps, ()>) -> HandlerResult<Page<App>, ListAppsError> {
        Ok(self.range(&call.page))
    }

    async fn create_app(&self, call: Call<CreateApp, ()>) -> HandlerResult<App, CreateAppError> {
        let new = &call.body;
        self.with(|apps| {
            if apps.iter().any(|app| app.name == new.name) {
                return Err(CreateAppError::Conflict)?;
            }
            let made = App {
                name: new.name.clone(),
                maintenance: new.maintenance,
                slug_size: new.slug_size.value().copied(),
                ..app(u32::try_from(apps.len()).unwrap() + 1000)
            };
            apps.push(made.clone());
            Ok(made)
        })
    }

    async fn get_app(&self, call: Call<GetApp, ()>) -> HandlerResult<App, GetAppError> {
        Ok(self
            .with(|apps| apps.iter().find(|app| is(&call.id_or_name)(app)).cloned())
            .ok_or_else(Problem::not_found)?)
    }

    async fn update_app(&self, call: Call<UpdateApp, ()>) -> HandlerResult<App, UpdateAppError> {
        let patch = &call.body;
        self.with(|apps| {
            let taken = |app: &App| Some(&app.name) == patch.name.as_ref() && !is(&call.id_or_name)(app);
            if apps.iter().any(taken) {
                return Err(UpdateAppError::Conflict)?;
            }
            let app = apps.iter_mut().find(|app| is(&call.id_or_name)(app)).ok_or_else(Problem::not_found)?;
            app.name = patch.name.clone().unwrap_or(app.name.clone());
            app.maintenance = patch.maintenance.unwrap_or(app.maintenance);
            patch.slug_size.apply(&mut app.slug_size);
            Ok(app.clone())
        })
    }

    async fn delete_app(&self, call: Call<DeleteApp, ()>) -> HandlerResult<App, DeleteAppError> {
        let gone = self.with(|apps| {
            let at = apps.iter().position(is(&call.id_or_name))?;
            Some(apps.remove(at))
        });
        Ok(gone.ok_or_else(Problem::not_found)?)
    }

    async fn restart_app(&self, call: Call<RestartApp, ()>) -> HandlerResult<(), RestartAppError> {
        let there = self.with(|apps| apps.iter().any(is(&call.id_or_name)));
        Ok(there.then_some(()).ok_or_else(Problem::not_found)?)
    }
}

/// The server that tests share which change nothing.
pub fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(start)
}

/// One that a test has to itself. It ends with the process.
pub fn start() -> Server {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            Platform::new().serve(listener, ServeOptions::default()).await.unwrap();
        });
    });
    Server { base: format!("http://{}", receiver.recv().unwrap()), api: Some("heroku") }
}

/// A request in the version that there is.
pub fn v3(request: Request) -> Request {
    request.as_("Bearer key").accept("application/vnd.heroku+json; version=3")
}
