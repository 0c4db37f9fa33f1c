use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "persons")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub login: String,
    pub name: String,
    pub password_hash: String,
    pub must_change: bool,
    pub password_changed_at: i64,
    pub epoch: i32,
    pub disabled: bool,
    pub created_at: i64,
    /// What the name looks like, by `domain::bearing::skeleton`.
    pub skeleton: String,
}

super::plain_entity!();
