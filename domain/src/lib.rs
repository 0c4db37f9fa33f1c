//! The rules of the institution, and nothing else: no input or output, no clock, no randomness. The same code runs
//! in the browser (WebAssembly) and on the server.
//!
//! | module | what it decides |
//! |---|---|
//! | [`points`], [`column`] | exact 分值, and how a column of them is written |
//! | [`figures`] | what people type where a figure or a day belongs |
//! | [`scheme`] | a 创建方案 as data, its findings, the built-in ones |
//! | [`scoring`] | answers in, explained score sheet out |
//! | [`dimensions`] | what lets different rubrics be compared |
//! | [`deciding`] | which outcome a sheet comes to, and what a decision owes a reason for |
//! | [`workflow`] | which step of a case follows which |
//! | [`deadline`] | until when a case is waited for |
//! | [`policy`] | who may do what |
//! | [`passwords`], [`lockout`] | what a password must be; how long nobody may try after failures |
//! | [`phone`] | telephone numbers, and how others see them |
//! | [`calendar`] | days in Asia/Shanghai and 工作日 |
//! | [`refusal`] | every way the system says no |
//! | [`jurisdiction`] | what a tenant may be, and stand above |
//! | [`naming`], [`bearing`] | what may be a name, of anything and of a person |
//! | [`order`] | how names follow each other in lists |
//! | [`ids`] | one newtype per noun |

pub mod bearing;
pub mod calendar;
pub mod column;
pub mod deadline;
pub mod deciding;
pub mod dimensions;
pub mod figures;
pub mod ids;
pub mod jurisdiction;
pub mod lockout;
pub mod naming;
pub mod order;
pub mod passwords;
pub mod patience;
pub mod phone;
pub mod points;
pub mod policy;
pub mod refusal;
pub mod scheme;
pub mod scoring;
pub mod workflow;
