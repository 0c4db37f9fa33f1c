use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "facts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub layer: String,
    pub title: String,
    pub happened_on: Option<String>,
    pub concerned: String,
    pub basis: String,
    pub revision: i32,
    pub by_name: String,
    pub at: i64,
}

super::tenant_entity!();
