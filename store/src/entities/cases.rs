use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub period_id: Uuid,
    pub unit_id: Uuid,
    pub state: String,
    pub revision: i32,
    pub self_answered: i32,
    pub self_score: String,
    pub self_high: String,
    pub review_answered: i32,
    pub review_score: String,
    pub submitted_at: Option<i64>,
    pub signed_by: Option<String>,
    pub closed_at: Option<i64>,
    pub updated_at: i64,
    pub unit_type: String,
    pub scheme_id: Uuid,
    pub applicant_id: Option<Uuid>,
    pub self_unconfirmed: i32,
    pub review_unconfirmed: i32,
    pub fill_by: Option<String>,
    pub review_by: Option<String>,
    pub awaits: Option<Uuid>,
}

super::tenant_entity!();
