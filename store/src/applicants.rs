//! 申报对象 other than units: persons and families a unit puts forward, known from one period to the next.

use domain::calendar::Instant;
use domain::ids::{ApplicantId, UnitId};
use domain::policy::Permit;
use domain::scheme::WhoIsJudged;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::entities::applicants::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    pub id: ApplicantId,
    /// The unit that puts them forward.
    pub unit: UnitId,
    /// A person or a family.
    pub kind: WhoIsJudged,
    /// A person's name; a family's, as the unit calls it.
    pub name: String,
    /// 职务或岗位 of a person; 住址 of a family. Tells two of one name apart.
    pub duty: String,
    /// In full; empty if none was given.
    pub phone: String,
    pub added_by: String,
    pub added_at: Instant,
}

/// Those of these ids that are there.
pub async fn by_ids(tx: &Tx, ids: &[ApplicantId]) -> Result<Vec<Applicant>, StoreError> {
    let wanted = Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0)));
    scoped::list(tx, wanted).await?.into_iter().map(Applicant::try_from).collect()
}

pub async fn find(tx: &Tx, id: ApplicantId) -> Result<Option<Applicant>, StoreError> {
    scoped::find::<Entity>(tx, id.0).await?.map(Applicant::try_from).transpose()
}

/// The one a unit knows by this name and 职务.
pub async fn known(
    tx: &Tx,
    unit: UnitId,
    kind: WhoIsJudged,
    name: &str,
    duty: &str,
) -> Result<Option<Applicant>, StoreError> {
    let wanted = Entity::find()
        .filter(Column::UnitId.eq(unit.0))
        .filter(Column::Kind.eq(kind.code()))
        .filter(Column::Name.eq(name))
        .filter(Column::Duty.eq(duty));
    scoped::one(tx, wanted).await?.map(Applicant::try_from).transpose()
}

/// # Errors
/// [`StoreError::Taken`] when the unit knows one of this name and 职务.
pub async fn insert(tx: &Tx, permit: &Permit, applicant: &Applicant) -> Result<(), StoreError> {
    let row = Model {
        tenant_id: tx.scope(),
        id: applicant.id.0,
        unit_id: applicant.unit.0,
        kind: applicant.kind.code().to_owned(),
        name: applicant.name.clone(),
        duty: applicant.duty.clone(),
        phone: applicant.phone.clone(),
        added_by: applicant.added_by.clone(),
        added_at: applicant.added_at.0,
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

/// Another telephone number.
pub async fn set_phone(tx: &Tx, permit: &Permit, id: ApplicantId, phone: &str) -> Result<(), StoreError> {
    let update =
        Entity::update_many().col_expr(Column::Phone, Expr::value(phone)).filter(Column::Id.eq(id.0));
    match scoped::update(tx, permit, update).await? {
        0 => Err(StoreError::Missing("applicants".to_owned())),
        _ => Ok(()),
    }
}

impl TryFrom<Model> for Applicant {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let kind = WhoIsJudged::from_code(&row.kind)
            .ok_or_else(|| StoreError::unreadable("kind of an applicant", &row.kind))?;
        Ok(Self {
            id: ApplicantId(row.id),
            unit: UnitId(row.unit_id),
            kind,
            name: row.name,
            duty: row.duty,
            phone: row.phone,
            added_by: row.added_by,
            added_at: Instant(row.added_at),
        })
    }
}
