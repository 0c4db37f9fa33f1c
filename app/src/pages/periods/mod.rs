//! 周期: list, opening form, dashboard, supplementary versions, decision, publishing.

mod change;
mod decision;
mod list;
mod open;
mod progress;
mod publish;
mod supplement;
mod targets;

pub use change::change;
pub use decision::decision;
pub use list::list;
pub use open::open;
pub use progress::progress;
pub use publish::publish;
pub use supplement::supplement;
