//! The list of endpoints, each with its recipe; and that the list is all there is.

use std::collections::BTreeSet;

use axum::http::Method;
use domain::policy::{Act, POSTS};
use server::endpoints::{self, Listed};

use super::recipes::{RECIPES, Recipe};

/// An endpoint to be tried.
pub struct Door {
    pub method: Method,
    /// As it is listed: `/t/{code}/cases/{case}`.
    pub path: String,
    /// The act it was declared with.
    pub act: Act,
    pub recipe: &'static Recipe,
}

impl Door {
    pub fn has_code(&self) -> bool {
        self.path.contains("{code}")
    }

    /// Whether only islands call it, who are always answered with JSON.
    pub fn is_call(&self) -> bool {
        self.path.contains("/api/")
    }

    pub fn is_unsafe(&self) -> bool {
        self.method != Method::GET
    }
}

/// All of them.
///
/// # Panics
/// If one has no recipe, or one that forgets an id.
pub fn doors() -> Vec<Door> {
    endpoints::list()
        .iter()
        .map(|listed| door(listed).unwrap_or_else(|lacking| panic!("{lacking}")))
        .collect()
}

fn door(listed: &Listed) -> Result<Door, String> {
    let called = format!("{} {}", listed.method, listed.path);
    let recipe = RECIPES.iter().find(|recipe| recipe.door == called).ok_or_else(|| {
        format!(
            "{called} is listed, but nobody tries it: add a recipe to server/tests/http/matrix/recipes.rs that says on \
             which ground the act “{}” stands, what its ids are ({}), and what a body that means it looks like",
            listed.act,
            listed.ids.join(", ")
        )
    })?;
    let mut ids: Vec<_> = listed.ids.iter().map(String::as_str).collect();
    ids.retain(|id| *id != "path:code");
    let told: Vec<_> = recipe.ids.iter().map(|slot| slot.name).collect();
    if ids != told {
        return Err(format!("{called} has the ids {ids:?}; its recipe tells of {told:?}"));
    }
    Ok(Door {
        method: listed.method.parse().map_err(|_| format!("{called}: no method"))?,
        path: listed.path.clone(),
        act: Act::from_code(listed.act).ok_or_else(|| format!("{called}: no act “{}”", listed.act))?,
        recipe,
    })
}

#[test]
fn every_listed_endpoint_is_tried_and_nothing_else() {
    let listed = endpoints::list();
    let lacking: Vec<_> = listed.iter().filter_map(|listed| door(listed).err()).collect();
    assert!(lacking.is_empty(), "\n{}", lacking.join("\n"));
    let called: BTreeSet<_> =
        listed.iter().map(|listed| format!("{} {}", listed.method, listed.path)).collect();
    for recipe in RECIPES {
        assert!(called.contains(recipe.door), "{} is no longer listed: take its recipe away", recipe.door);
    }
    assert_eq!(RECIPES.len(), listed.len());
}

#[test]
fn every_act_of_an_endpoint_is_somebodys() {
    for door in doors() {
        let everyones =
            matches!(door.act, Act::ReadPublic | Act::SignIn | Act::OwnAccount | Act::AcceptInvitation);
        let held = POSTS.iter().any(|post| post.acts.contains(&door.act));
        assert!(everyones || held, "{}: nobody does “{}”", door.path, door.act.label());
    }
}

#[test]
fn an_endpoint_without_an_act_or_a_recipe_is_refused() {
    let known = endpoints::list().swap_remove(0);
    assert!(door(&known).is_ok());
    let lacking = |listed: Listed| door(&listed).err().unwrap_or_default();
    let unheard = Listed { path: "/unheard-of".into(), ..known.clone() };
    assert!(lacking(unheard).contains("add a recipe"));
    assert!(lacking(Listed { act: "", ..known.clone() }).contains("no act"));
    assert!(lacking(Listed { ids: vec!["query:x".into()], ..known }).contains("query:x"));
}
