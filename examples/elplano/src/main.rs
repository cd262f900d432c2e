//! Serves the example: `PORT` (3002; 0 picks one), `DATABASE_URL` (memory), `UPLOADS` (a folder; a temporary one),
//! `PUBLIC_URL` (as requests say), `RATE` (as the style says: of what it limits so many requests of one address a minute; `off`
//! for any number).

use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::Context;
use example_elplano::clock::Clock;
use example_elplano::files::Files;
use example_elplano::{Planner, database};
use housestyle::server::{ServeOptions, Service, serve};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_env_filter(tracing_subscriber::EnvFilter::from_default_env()).init();
    let port = match std::env::var("PORT") {
        Ok(port) => port.parse().with_context(|| format!("PORT is no port: {port}"))?,
        Err(_) => 3002,
    };
    let clock = Clock::system();
    let pool = database::open(std::env::var("DATABASE_URL").ok().as_deref(), clock.now()).await?;
    let files = std::env::var_os("UPLOADS").map_or_else(Files::temporary, Files::new);
    let planner = Planner::new(pool, clock, files);
    tokio::spawn(keep_clean(planner.clone()));
    let mut service = with_rate(planner.service())?;
    if let Ok(url) = std::env::var("PUBLIC_URL") {
        service = service.public_url(&url.parse().with_context(|| format!("PUBLIC_URL is no URL: {url}"))?);
    }
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    serve(listener, planner.with_downloads(service), ServeOptions::default()).await?;
    Ok(())
}

/// The service with the rate that `RATE` sets.
fn with_rate(service: Service<Planner>) -> anyhow::Result<Service<Planner>> {
    match std::env::var("RATE").as_deref() {
        Err(_) | Ok("") => Ok(service),
        Ok("off") => Ok(service.rate_off()),
        Ok(rate) => {
            let rate = rate.parse().with_context(|| format!("RATE is neither a number nor `off`: {rate}"))?;
            Ok(service.rate(rate, Duration::from_secs(60)))
        }
    }
}

async fn keep_clean(planner: Planner) {
    let mut hours = tokio::time::interval(Duration::from_secs(60 * 60));
    loop {
        hours.tick().await;
        if let Err(error) = planner.clean().await {
            tracing::error!(%error, "expired tokens and unused uploads could not be deleted");
        }
    }
}
