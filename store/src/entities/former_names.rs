use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "former_names")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub place_kind: String,
    pub place_id: Uuid,
    pub name: String,
    pub until: String,
    pub by_name: String,
    pub at: i64,
}

super::tenant_entity!();
