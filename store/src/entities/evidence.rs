use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub criterion: String,
    pub file_id: Uuid,
    pub title: String,
    pub dated: Option<String>,
    pub by_name: String,
    pub at: i64,
    pub removed_at: Option<i64>,
    pub fact_id: Option<Uuid>,
}

super::tenant_entity!();
