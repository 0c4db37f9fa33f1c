use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "oversight")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub viewer_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub source_id: Uuid,
    pub source_name: String,
    pub period_title: String,
    pub unit_name: String,
    pub score: String,
    pub achievable: String,
    pub rate: String,
    pub dimensions: String,
    pub outcome: String,
    pub decided_at: i64,
    pub case_id: Option<Uuid>,
}

super::plain_entity!();
