use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "answers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub layer: String,
    pub criterion: String,
    pub revision: i32,
    pub content: String,
    pub person_id: Option<Uuid>,
    pub by_name: String,
    pub at: i64,
    pub client_id: Uuid,
}

super::tenant_entity!();
