//! Whether what is on the page is also on the server.

use domain::calendar::Instant;
use domain::scoring::Answer;

/// Of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// As it was loaded.
    AsLoaded,
    /// Typed, not sent yet, or on its way.
    Saving,
    Saved(Instant),
    /// Not saved; it will be tried again.
    Waiting {
        sentence: String,
        /// Whether logging in again is what helps.
        login: bool,
    },
    /// The server will not take it as it is.
    Refused(String),
    /// Somebody else saved first.
    Conflict {
        theirs: Answer,
        revision: i32,
        by: String,
    },
}

impl Status {
    pub(super) fn unsafe_to_leave(&self) -> bool {
        !matches!(self, Status::AsLoaded | Status::Saved(_))
    }
}

/// Of all answers together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Safety {
    /// Not saved, and not about to be.
    pub waiting: u32,
    /// Of these, what has to be put right first.
    pub refused: u32,
    pub saving: u32,
    pub saved: Option<Instant>,
}

impl Safety {
    /// Whether every answer is on the server.
    pub(super) fn is_whole(self) -> bool {
        self.waiting == 0 && self.saving == 0
    }

    /// One answer's status has changed.
    pub(super) fn change(&mut self, from: &Status, to: &Status) {
        for (status, by) in [(from, -1), (to, 1)] {
            if let Some(count) = self.count(status) {
                *count = count.saturating_add_signed(by);
            }
            if matches!(status, Status::Refused(_)) {
                self.refused = self.refused.saturating_add_signed(by);
            }
        }
        if let Status::Saved(at) = to {
            self.saved = self.saved.max(Some(*at));
        }
    }

    fn count(&mut self, status: &Status) -> Option<&mut u32> {
        match status {
            Status::AsLoaded | Status::Saved(_) => None,
            Status::Saving => Some(&mut self.saving),
            Status::Waiting { .. } | Status::Refused(_) | Status::Conflict { .. } => Some(&mut self.waiting),
        }
    }
}
