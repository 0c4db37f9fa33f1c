use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "announcements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub period_id: Uuid,
    pub decision_id: Uuid,
    pub number: String,
    pub title: String,
    pub issuer: String,
    pub body: String,
    pub published_at: i64,
    pub by_name: String,
    pub kind: String,
    pub amends_id: Option<Uuid>,
}

super::tenant_entity!();
