//! A handler of operations with security that does not say who calls.

housestyle::api!(pub mod closed = "closed.yaml", server);

use closed::operations::*;
use housestyle::server::{Answer, Call, not_written};

#[derive(housestyle::Handler)]
#[handler(api = closed)]
struct Vault;

impl closed::server::Vaults for Vault {
    async fn open_vault(&self, call: Call<OpenVault, u32>) -> Answer<(), OpenVaultError> {
        not_written(call).await
    }
}

fn main() {}
