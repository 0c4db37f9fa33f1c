//! What there is in the tenants: every kind of thing that has an id.

use super::cast::Realm;
use super::recipes::What;

/// Something with an id.
#[derive(Clone, Debug)]
pub struct Thing {
    pub realm: Realm,
    pub what: What,
    /// Whose it is; `None`: the tenant's.
    pub unit: Option<usize>,
    pub id: String,
    /// Nothing changes it any more.
    pub over: bool,
    /// The case it hangs on.
    pub case: Option<String>,
    /// Whose post it is, of the cast.
    pub holder: Option<String>,
}

impl Thing {
    pub fn new(realm: Realm, what: What, id: impl Into<String>) -> Thing {
        Thing { realm, what, unit: None, id: id.into(), over: true, case: None, holder: None }
    }

    pub fn of_unit(self, unit: usize) -> Thing {
        Thing { unit: Some(unit), ..self }
    }

    /// Hangs on a case of a period that is over or still runs.
    pub fn on(self, case: &str, over: bool) -> Thing {
        Thing { case: Some(case.to_owned()), over, ..self }
    }

    pub fn running(self) -> Thing {
        Thing { over: false, ..self }
    }

    pub fn hangs_on(&self, case: &Thing) -> bool {
        self.case.as_deref() == Some(case.id.as_str())
    }
}

/// The place of the first thing of a kind in a tenant: of the first unit, of the period that is over.
pub fn first(things: &[Thing], realm: Realm, what: What) -> Option<usize> {
    things.iter().position(|thing| thing.realm == realm && thing.what == what)
}
