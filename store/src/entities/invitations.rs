use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub token_hash: String,
    pub name: String,
    pub post_id: Uuid,
    pub unit_id: Option<Uuid>,
    pub department_id: Option<Uuid>,
    pub line_id: Option<Uuid>,
    pub by_name: String,
    pub at: i64,
    pub expires_at: i64,
    pub accepted_at: Option<i64>,
    pub accepted_by: Option<Uuid>,
    pub withdrawn_at: Option<i64>,
}

super::tenant_entity!();
