use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "platform_journal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub seq: i64,
    pub act: String,
    pub person_id: Option<Uuid>,
    pub signature: String,
    pub at: i64,
    pub summary: String,
    pub detail_hash: String,
    pub previous: String,
    pub hash: String,
}

super::plain_entity!();
