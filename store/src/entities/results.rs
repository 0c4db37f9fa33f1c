use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "results")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub decision_id: Uuid,
    pub period_id: Uuid,
    pub case_id: Uuid,
    pub unit_id: Uuid,
    pub rank: i32,
    pub tied: bool,
    pub score: String,
    pub achievable: String,
    pub rate: String,
    pub outcome: String,
    pub sheet: String,
    pub version: i32,
    pub computed: String,
    pub found: String,
    pub differs: String,
    pub reason: String,
}

super::tenant_entity!();
