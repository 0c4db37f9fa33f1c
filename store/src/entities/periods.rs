use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "periods")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub scheme_id: Uuid,
    pub title: String,
    pub kind: String,
    pub starts_on: String,
    pub ends_on: String,
    pub fill_by: String,
    pub review_by: String,
    pub opened_at: i64,
    pub opened_by: String,
    pub supplements: i32,
    pub cancelled_at: Option<i64>,
}

super::tenant_entity!();
