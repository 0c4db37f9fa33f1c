use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_sums")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    /// The case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub own: String,
    pub review: String,
}

super::tenant_entity!();
