//! Handlers of operations with security that do not implement `Login`: one error a handler, whatever they handle, and no
//! other if the derive fails for another reason.

housestyle::api!(pub mod closed = "closed.yaml", server);

use closed::operations::*;
use closed::server::{Locks, Vaults, partial};
use housestyle::server::{HandlerResult, Call, not_implemented};

#[derive(housestyle::Handler)]
#[handler(api = closed)]
struct House;

impl Vaults for House {
    async fn open_vault(&self, call: Call<OpenVault, u32>) -> HandlerResult<(), OpenVaultError> {
        not_implemented(call).await
    }
    async fn fill_vault(&self, call: Call<FillVault, u32>) -> HandlerResult<(), FillVaultError> {
        not_implemented(call).await
    }
    async fn empty_vault(&self, call: Call<EmptyVault, u32>) -> HandlerResult<(), EmptyVaultError> {
        not_implemented(call).await
    }
}

impl Locks for House {
    async fn see_lock(&self, call: Call<SeeLock>) -> HandlerResult<(), SeeLockError> {
        not_implemented(call).await
    }
    async fn set_lock(&self, call: Call<SetLock, u32>) -> HandlerResult<(), SetLockError> {
        not_implemented(call).await
    }
}

#[derive(housestyle::Handler)]
#[handler(api = closed, groups(Vaults, Locks), partial)]
struct Hut;

impl partial::Vaults for Hut {
    async fn open_vault(&self, call: Call<OpenVault, u32>) -> HandlerResult<(), OpenVaultError> {
        not_implemented(call).await
    }
}

impl partial::Locks for Hut {}

#[derive(housestyle::Handler)]
#[handler(api = closed, partial, lock)]
struct Tent;

impl partial::Vaults for Tent {
    async fn open_vault(&self, call: Call<OpenVault, u32>) -> HandlerResult<(), OpenVaultError> {
        not_implemented(call).await
    }
}

fn main() {}
