//! Handlers of operations with security that do not implement `Login`: one error a handler, whatever they handle, and no
//! other if the derive fails for another reason.

housestyle::api!(pub mod closed = "closed.yaml", server);

use closed::operations::*;
use closed::server::{Doors, Vaults, partial};
use housestyle::server::{HandlerResult, Call, not_written};

#[derive(housestyle::Handler)]
#[handler(api = closed)]
struct House;

impl Vaults for House {
    async fn open_vault(&self, call: Call<OpenVault, u32>) -> HandlerResult<(), OpenVaultError> {
        not_written(call).await
    }
    async fn fill_vault(&self, call: Call<FillVault, u32>) -> HandlerResult<(), FillVaultError> {
        not_written(call).await
    }
    async fn empty_vault(&self, call: Call<EmptyVault, u32>) -> HandlerResult<(), EmptyVaultError> {
        not_written(call).await
    }
}

impl Doors for House {
    async fn see_door(&self, call: Call<SeeDoor>) -> HandlerResult<(), SeeDoorError> {
        not_written(call).await
    }
    async fn shut_door(&self, call: Call<ShutDoor, u32>) -> HandlerResult<(), ShutDoorError> {
        not_written(call).await
    }
}

#[derive(housestyle::Handler)]
#[handler(api = closed, groups(Vaults, Doors), partial)]
struct Hut;

impl partial::Vaults for Hut {
    async fn open_vault(&self, call: Call<OpenVault, u32>) -> HandlerResult<(), OpenVaultError> {
        not_written(call).await
    }
}

impl partial::Doors for Hut {}

#[derive(housestyle::Handler)]
#[handler(api = closed, partial, door)]
struct Tent;

impl partial::Vaults for Tent {
    async fn open_vault(&self, call: Call<OpenVault, u32>) -> HandlerResult<(), OpenVaultError> {
        not_written(call).await
    }
}

fn main() {}
