use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appointments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub post_id: Uuid,
    pub unit_id: Option<Uuid>,
    pub department_id: Option<Uuid>,
    pub line_id: Option<Uuid>,
    pub acts_for: Option<Uuid>,
    pub acts_for_name: Option<String>,
    pub since: i64,
    pub until: Option<i64>,
    pub ended_at: Option<i64>,
}

super::tenant_entity!();
