//! What people do, told as people do it: every scene runs on SQLite and on PostgreSQL
//! (`QINGPING_TEST_POSTGRES` names a throw-away server). The cast stands in [`cast`].

mod accounts;
mod cast;
mod deciding;
mod demo;
mod evidence;
mod filling;
mod journal;
mod oversight;
mod periods;
mod posts;
mod publishing;
mod returning;
mod reviewing;
mod seeing;
mod strangers;
mod year;
