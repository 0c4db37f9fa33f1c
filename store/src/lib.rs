//! All SQL of the house. A [`Store`] hands out transactions; a repository per noun takes them.
//!
//! Tenant tables are reached through a [`Tx`], which is scoped to one tenant: it filters what is read, stamps what is
//! written, and compares the tenant of every row that comes back. On PostgreSQL row-level security is a second wall.
//! Tables of the platform are reached through a [`PlatformTx`]. No connection leaves this crate, and nothing is
//! written without the [`domain::policy::Permit`] of the tenant it is written in.
//!
//! | platform | people | schemes and cases | results | records |
//! |---|---|---|---|---|
//! | [`tenants`] | [`units`] | [`schemes`], [`scheme_drafts`] | [`decisions`] | [`journal`] |
//! | [`persons`] | [`departments`] | [`periods`], [`headcounts`] | [`results`] | [`oversight`] |
//! | [`memberships`] | [`posts`], [`former_names`] | [`cases`], [`case_sums`], [`applicants`], [`period_changes`] | [`announcements`] | |
//! | [`platform_posts`] | [`appointments`] | [`answers`], [`returns`], [`assignments`] | | |
//! | [`sessions`] | [`lines`], [`account_rules`] | [`facts`], [`files`], [`evidence`] | | |
//! | [`login_failures`], [`second_factors`], [`recovery_codes`] | [`invitations`], [`suspensions`] | | | [`integrity`] |
//! | [`login_steps`], [`password_links`], [`notices`] | | | | |
//! | [`contacts`], [`renamings`], [`platform_journal`] | | | | |

mod chain;
mod connect;
mod entities;
mod error;
mod migrate;
mod numbers;
mod open;
mod scoped;
mod turns;
mod tx;
mod unit;

pub mod account_rules;
pub mod announcements;
pub mod answers;
pub mod applicants;
pub mod appointments;
pub mod assignments;
pub mod case_sums;
pub mod cases;
pub mod contacts;
pub mod decisions;
pub mod departments;
pub mod evidence;
pub mod facts;
pub mod files;
pub mod former_names;
pub mod headcounts;
pub mod integrity;
pub mod invitations;
pub mod journal;
pub mod lines;
pub mod login_failures;
pub mod login_steps;
pub mod memberships;
pub mod notices;
pub mod oversight;
pub mod password_links;
pub mod period_changes;
pub mod periods;
pub mod persons;
pub mod places;
pub mod platform_journal;
pub mod platform_posts;
pub mod posts;
pub mod recovery_codes;
pub mod renamings;
pub mod results;
pub mod returns;
pub mod saves;
pub mod scheme_drafts;
pub mod schemes;
pub mod second_factors;
pub mod sessions;
pub mod shared_schemes;
pub mod slices;
pub mod source_figures;
pub mod statements;
pub mod supplements;
pub mod suspensions;
pub mod tenants;
pub mod units;

#[cfg(feature = "testing")]
pub mod testing;

pub use error::{OpenError, StoreError};
pub use open::{Backend, Options, Store};
pub use tx::{PlatformTx, Tx};
