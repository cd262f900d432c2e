//! Serves the example: `PORT` (3000; 0 picks one), `DATABASE_URL` (memory), `SESSIONS` (default: next to the data),
//! `MAX_SESSIONS` (100000), `BEHIND_TLS` (unset).

use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::Context;
use example_goat::clock::Clock;
use example_goat::facebook::NoFacebook;
use example_goat::sessions::{MOST, SqliteSessions};
use example_goat::{Goat, database};
use housestyle::Handler;
use housestyle::server::{MemorySessions, ServeOptions, Service, purge_sessions, serve};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_env_filter(tracing_subscriber::EnvFilter::from_default_env()).init();
    let port = match std::env::var("PORT") {
        Ok(port) => port.parse().with_context(|| format!("PORT is no port: {port}"))?,
        Err(_) => 3000,
    };
    let clock = Clock::system();
    let url = std::env::var("DATABASE_URL").ok();
    let pool = database::open(url.as_deref(), clock.now()).await?;
    let goat = Goat::new(pool, clock, NoFacebook);
    tokio::spawn(keep_time(goat.clone()));
    let mut service =
        with_sessions(goat.into_service(), url.as_deref()).await?.document("/openapi.json")?.docs("/docs")?;
    if std::env::var_os("BEHIND_TLS").is_some() {
        service = service.behind_tls();
    }
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    serve(listener, service, ServeOptions::default()).await?;
    Ok(())
}

/// Events begin and end by themselves.
async fn keep_time(goat: Goat) {
    let mut minutes = tokio::time::interval(Duration::from_secs(60));
    loop {
        minutes.tick().await;
        if let Err(error) = goat.keep_time().await {
            tracing::error!(%error, "the status of events is not up to date");
        }
    }
}

/// The service with its sessions where `SESSIONS` says: `memory`, the address of a server, or nothing for next to the data.
async fn with_sessions(service: Service<Goat>, url: Option<&str>) -> anyhow::Result<Service<Goat>> {
    const HOURLY: Duration = Duration::from_secs(60 * 60);
    let most = match std::env::var("MAX_SESSIONS") {
        Ok(most) => most.parse().with_context(|| format!("MAX_SESSIONS is no number: {most}"))?,
        Err(_) => MOST,
    };
    match std::env::var("SESSIONS").as_deref() {
        Err(_) | Ok("") => {
            let store = SqliteSessions::next_to(url).await?.at_most(most);
            purge_sessions(store.clone(), HOURLY);
            Ok(service.sessions(store))
        }
        Ok("memory") => Ok(service.sessions(MemorySessions::at_most(usize::try_from(most)?))),
        #[cfg(feature = "postgres")]
        Ok(url) if url.starts_with("postgres") => {
            let store = example_goat::sessions::PostgresSessions::open(url).await?.at_most(most);
            purge_sessions(store.clone(), HOURLY);
            Ok(service.sessions(store))
        }
        #[cfg(feature = "redis")]
        Ok(url) if url.starts_with("redis") => {
            Ok(service.sessions(example_goat::sessions::RedisSessions::open(url).await?))
        }
        Ok(other) => anyhow::bail!("SESSIONS is nothing that this was built for: {other}"),
    }
}
