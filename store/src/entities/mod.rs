//! The rows as they lie in the database: one file per table, used by the repository of the same name and nobody else.

/// A table without relations: repositories join by ids they fetched within the scope.
macro_rules! plain_entity {
    () => {
        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}

        impl ActiveModelBehavior for ActiveModel {}
    };
}

/// A table whose every row belongs to one tenant.
macro_rules! tenant_entity {
    () => {
        crate::entities::plain_entity!();

        impl crate::scoped::TenantEntity for Entity {
            fn tenant_column() -> Column {
                Column::TenantId
            }

            fn id_column() -> Column {
                Column::Id
            }

            fn tenant_of(model: &Model) -> Uuid {
                model.tenant_id
            }
        }
    };
}

use {plain_entity, tenant_entity};

pub mod account_rules;
pub mod announcements;
pub mod answers;
pub mod applicants;
pub mod appointments;
pub mod assignments;
pub mod case_sums;
pub mod cases;
pub mod checkpoints;
pub mod contacts;
pub mod decisions;
pub mod departments;
pub mod evidence;
pub mod facts;
pub mod files;
pub mod former_names;
pub mod headcounts;
pub mod invitations;
pub mod journal;
pub mod journal_details;
pub mod line_units;
pub mod lines;
pub mod login_failures;
pub mod login_steps;
pub mod memberships;
pub mod notices;
pub mod oversight;
pub mod password_history;
pub mod password_links;
pub mod period_changes;
pub mod periods;
pub mod persons;
pub mod platform_journal;
pub mod platform_journal_details;
pub mod platform_posts;
pub mod posts;
pub mod recovery_codes;
pub mod renamings;
pub mod results;
pub mod returns;
pub mod scheme_drafts;
pub mod schemes;
pub mod second_factors;
pub mod sessions;
pub mod shared_schemes;
pub mod source_figures;
pub mod supplements;
pub mod suspensions;
pub mod tenants;
pub mod units;
