//! Server functions: what islands call. One line each; the work is done by the use cases.
//!
//! They are mounted under `/t/{code}`, so the tenant stands in the path, never in a body. They serve WebAssembly only:
//! forms that matter without it are plain POST routes of the server on the same use cases.

mod cases;
mod evidence;
mod facts;
mod schemes;

pub use cases::*;
pub use evidence::*;
pub use facts::*;
pub use schemes::*;

/// Path and act of every server function, for the list of endpoints.
pub const ENDPOINTS: &[(&str, domain::policy::Act)] = {
    use domain::policy::Act;
    &[
        ("/api/answers/save", Act::FillIn),
        ("/api/answers/score", Act::ScoreCriteria),
        ("/api/items/return", Act::ReturnItems),
        ("/api/evidence/remove", Act::FillIn),
        ("/api/facts/list", Act::ViewCase),
        ("/api/facts/record", Act::FillIn),
        ("/api/facts/review", Act::ScoreCriteria),
        ("/api/drafts/save", Act::ConfigureScheme),
    ]
};
