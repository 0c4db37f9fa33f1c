use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    pub sealed: String,
    pub begun_at: i64,
    pub confirmed_at: Option<i64>,
    pub last_step: i64,
}

super::plain_entity!();
