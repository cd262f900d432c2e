//! Serves the example: `PORT` (3000; 0 picks one), `DATABASE_URL` (memory), `SESSION_SECRET` (at least
//! 32 bytes; a new one each start).
//! With `token LOGIN` it prints a session token for that person and ends.

use std::net::Ipv4Addr;

use anyhow::Context;
use example_bestdoctor::{Clinic, database, sessions};
use housestyle::Handler;
use housestyle::server::ServeOptions;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_env_filter(tracing_subscriber::EnvFilter::from_default_env()).init();
    let sessions = sessions::Sessions::from_env()?;
    let mut arguments = std::env::args().skip(1);
    if let (Some("token"), Some(login)) = (arguments.next().as_deref(), arguments.next()) {
        println!("{}", sessions.issue(&login)?);
        return Ok(());
    }
    let port = match std::env::var("PORT") {
        Ok(port) => port.parse().with_context(|| format!("PORT is no port: {port}"))?,
        Err(_) => 3000,
    };
    let pool = database::open(std::env::var("DATABASE_URL").ok().as_deref()).await?;
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    Clinic::new(pool, sessions).serve(listener, ServeOptions::default()).await?;
    Ok(())
}
