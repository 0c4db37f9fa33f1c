use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "returns")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub item: String,
    pub message: String,
    pub by_name: String,
    pub at: i64,
    pub settled_at: Option<i64>,
    pub stood: String,
    pub reply: String,
}

super::tenant_entity!();
