use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub created_at: i64,
    pub seen_at: i64,
    pub ends_at: i64,
    pub revoked_at: Option<i64>,
    pub device: String,
    pub proven: bool,
}

super::plain_entity!();
