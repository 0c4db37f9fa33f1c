use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "headcounts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub period_id: Uuid,
    pub unit_id: Uuid,
    pub people: i32,
    pub by_name: String,
    pub at: i64,
    pub confirmed_people: Option<i32>,
    pub confirmed_by: String,
    pub confirmed_at: Option<i64>,
}

super::tenant_entity!();
