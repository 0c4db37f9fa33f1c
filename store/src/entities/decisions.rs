use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decisions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub period_id: Uuid,
    pub meeting: String,
    pub held_on: String,
    pub present: String,
    pub minutes_file_id: Uuid,
    pub note: String,
    pub by_name: String,
    pub places: String,
    pub at: i64,
    pub corrects_id: Option<Uuid>,
    pub after_publication: bool,
}

super::tenant_entity!();
