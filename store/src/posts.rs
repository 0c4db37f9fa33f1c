//! 岗位: bundles of acts, as a tenant defines them.

use domain::ids::PostId;
use domain::policy::{Act, Permit};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::posts::{Column, Entity, Model};
use crate::{StoreError, Tx, scoped};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub id: PostId,
    pub code: String,
    pub name: String,
    pub acts: Vec<Act>,
}

/// In the order they were added.
pub async fn all(tx: &Tx) -> Result<Vec<Post>, StoreError> {
    let rows = scoped::list(tx, Entity::find().order_by_asc(Column::Id)).await?;
    rows.into_iter().map(Post::try_from).collect()
}

pub async fn by_code(tx: &Tx, code: &str) -> Result<Option<Post>, StoreError> {
    let row = scoped::one(tx, Entity::find().filter(Column::Code.eq(code))).await?;
    row.map(Post::try_from).transpose()
}

/// # Errors
/// [`StoreError::Taken`] when the code is in use.
pub async fn insert(tx: &Tx, permit: &Permit, post: &Post) -> Result<(), StoreError> {
    let codes: Vec<&str> = post.acts.iter().map(|act| act.code()).collect();
    let row = Model {
        tenant_id: tx.scope(),
        id: post.id.0,
        code: post.code.clone(),
        name: post.name.clone(),
        acts: serde_json::to_string(&codes).expect("a list of words is JSON"),
    };
    scoped::insert::<Entity>(tx, permit, row).await
}

impl TryFrom<Model> for Post {
    type Error = StoreError;
    fn try_from(row: Model) -> Result<Self, StoreError> {
        let codes: Vec<String> =
            serde_json::from_str(&row.acts).map_err(|_| StoreError::unreadable("list of acts", &row.acts))?;
        let acts = codes
            .iter()
            .map(|code| Act::from_code(code).ok_or_else(|| StoreError::unreadable("act", code)))
            .collect::<Result<_, _>>()?;
        Ok(Self { id: PostId(row.id), code: row.code, name: row.name, acts })
    }
}
