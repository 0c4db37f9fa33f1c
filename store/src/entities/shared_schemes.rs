use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shared_schemes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub source_id: Uuid,
    pub source_name: String,
    pub scheme_id: Uuid,
    pub title: String,
    pub version: i32,
    pub document: String,
    pub by_name: String,
    pub at: i64,
}

super::plain_entity!();
