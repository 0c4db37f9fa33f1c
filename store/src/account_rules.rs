//! What a tenant asks of its people's accounts.

use domain::calendar::Instant;
use domain::passwords::PasswordProfile;
use domain::policy::Permit;
use sea_orm::EntityTrait;

use crate::entities::account_rules::{Entity, Model};
use crate::{StoreError, Tx, scoped};

/// One tenant's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountRules {
    pub passwords: PasswordProfile,
    /// Officers log in with a second factor.
    pub second_factor: bool,
}

impl Default for AccountRules {
    /// Of a tenant that has chosen nothing yet.
    fn default() -> Self {
        Self { passwords: PasswordProfile::Dengbao, second_factor: false }
    }
}

pub async fn of_tenant(tx: &Tx) -> Result<AccountRules, StoreError> {
    let Some(row) = scoped::one(tx, Entity::find()).await? else { return Ok(AccountRules::default()) };
    let passwords = PasswordProfile::from_code(&row.password_profile)
        .ok_or_else(|| StoreError::unreadable("password profile", &row.password_profile))?;
    Ok(AccountRules { passwords, second_factor: row.second_factor })
}

/// Chooses rules in place of the former ones.
pub async fn set(tx: &Tx, permit: &Permit, rules: AccountRules, at: Instant) -> Result<(), StoreError> {
    scoped::delete::<Entity>(tx, permit, Entity::delete_many()).await?;
    let row = Model {
        tenant_id: tx.scope(),
        id: tx.scope(),
        password_profile: rules.passwords.code().to_owned(),
        second_factor: rules.second_factor,
        changed_at: at.0,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}
