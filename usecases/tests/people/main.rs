//! What people do, told as people do it: every scene runs on SQLite and on PostgreSQL
//! (`QINGPING_TEST_POSTGRES` names a throw-away server). The cast stands in [`cast`].

mod account_rules;
mod accounts;
mod applying;
mod cast;
mod changing;
mod confirming;
mod deciding;
mod demo;
mod departments;
mod drafting;
mod evidence;
mod facts;
mod filling;
mod journal;
mod lists;
mod oversight;
mod own_account;
mod periods;
mod places;
mod platform;
mod portions;
mod posts;
mod publishing;
mod questions;
mod quotas;
mod returning;
mod reviewing;
mod second_factor;
mod seeing;
mod sources;
mod strangers;
mod sums;
mod supplementing;
mod taking_back;
mod year;
