//! The tenants of the matrix, and everybody who tries its doors.

use domain::policy::{Act, Over, POSTS, PostTemplate, post_template};

/// The tenants, by how they stand to the one in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Realm {
    Above,
    Own,
    Beside,
    Below,
    /// Stands beside it, too.
    Suspended,
}

impl Realm {
    /// Whoever stands above comes first.
    pub const ALL: [Realm; 5] = [Realm::Above, Realm::Own, Realm::Beside, Realm::Below, Realm::Suspended];

    pub fn code(self) -> &'static str {
        match self {
            Realm::Above => "shengji",
            Realm::Own => "benqu",
            Realm::Beside => "linqu",
            Realm::Below => "xiaxian",
            Realm::Suspended => "tingyong",
        }
    }

    pub fn parent(self) -> Option<Realm> {
        match self {
            Realm::Above => None,
            Realm::Below => Some(Realm::Own),
            Realm::Own | Realm::Beside | Realm::Suspended => Some(Realm::Above),
        }
    }

    pub fn stands_below(self, other: Realm) -> bool {
        self.parent().is_some_and(|parent| parent == other || parent.stands_below(other))
    }
}

/// How far a post reaches; a unit is the first (0) or the second (1) of its tenant's two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    All,
    Unit(usize),
    /// A department of the unit: sees the unit's case, and acts on nothing of the unit as a whole.
    Department(usize),
    /// A line with this one unit, to which its holder does not belong.
    Line(usize),
}

/// A post in one of the tenants.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub realm: Realm,
    pub post: &'static PostTemplate,
    pub reach: Reach,
}

impl Held {
    fn reaches(&self, unit: usize, act: Act) -> bool {
        match self.reach {
            Reach::All => true,
            Reach::Unit(own) | Reach::Line(own) => own == unit,
            Reach::Department(own) => own == unit && act == Act::ViewCase,
        }
    }
}

/// What keeps somebody from being simply logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Brings no cookie.
    Nobody,
    LoggedIn,
    /// Has not changed the first password yet.
    FirstLogin,
    /// The posts held until yesterday have ended.
    PostsEnded,
    /// Holds the posts for somebody else, for a time (代理).
    Deputy,
    /// The posts in the middle tenant rest (停用).
    KeptOut,
    /// Brings the cookie of a session that was ended.
    LoggedOut,
}

/// Somebody who tries doors.
#[derive(Clone, Debug)]
pub struct Actor {
    pub login: String,
    pub standing: Standing,
    /// 三员.
    pub platform: Option<&'static str>,
    pub posts: Vec<Held>,
}

impl Actor {
    fn new(login: impl Into<String>, posts: &[(Realm, &str, Reach)]) -> Actor {
        let held = |(realm, code, reach): &(Realm, &str, Reach)| Held {
            realm: *realm,
            post: post_template(code).expect("a built-in post"),
            reach: *reach,
        };
        Actor {
            login: login.into(),
            standing: Standing::LoggedIn,
            platform: None,
            posts: posts.iter().map(held).collect(),
        }
    }

    fn standing(self, standing: Standing) -> Actor {
        Actor { standing, ..self }
    }

    pub fn held_in(&self, realm: Realm) -> impl Iterator<Item = &Held> {
        self.posts.iter().filter(move |held| held.realm == realm && self.standing != Standing::PostsEnded)
    }

    /// Whether any post there includes the act, however far it reaches.
    pub fn ever(&self, realm: Realm, act: Act) -> bool {
        self.held_in(realm).any(|held| held.post.acts.contains(&act))
    }

    /// … and reaches over the whole tenant.
    pub fn over_all(&self, realm: Realm, act: Act) -> bool {
        self.held_in(realm).any(|held| held.reach == Reach::All && held.post.acts.contains(&act))
    }

    /// … and reaches over this unit.
    pub fn over_unit(&self, realm: Realm, unit: usize, act: Act) -> bool {
        self.held_in(realm).any(|held| held.reaches(unit, act) && held.post.acts.contains(&act))
    }

    /// Whether the person belongs to this unit.
    pub fn belongs_to(&self, realm: Realm, unit: usize) -> bool {
        self.held_in(realm)
            .any(|held| matches!(held.reach, Reach::Unit(own) | Reach::Department(own) if own == unit))
    }
}

/// Every post of the policy, in the middle and in the suspended tenant; the three of the platform; and those with whom
/// it is easy to go wrong.
pub fn everybody() -> Vec<Actor> {
    let mut cast = Vec::new();
    for post in POSTS {
        let reach = match post.over {
            Over::Platform => {
                let platform = Some(post.code);
                cast.push(Actor { platform, ..Actor::new(format!("pt.{}", post.code), &[]) });
                continue;
            }
            Over::Tenant | Over::Line => Reach::All,
            Over::Unit => Reach::Unit(0),
        };
        for (prefix, realm) in [("bq", Realm::Own), ("ty", Realm::Suspended)] {
            cast.push(Actor::new(format!("{prefix}.{}", post.code), &[(realm, post.code, reach)]));
        }
    }
    let reviewer = (Realm::Own, "reviewer", Reach::All);
    let clerk = (Realm::Own, "clerk", Reach::Unit(0));
    cast.extend([
        // Works in two tenants, at different posts.
        Actor::new("both", &[reviewer, (Realm::Beside, "clerk", Reach::Unit(0))]),
        // Holds two posts in one tenant, and so must stand back where the own unit is judged.
        Actor::new("twofold", &[reviewer, clerk]),
        Actor::new("clerk2", &[(Realm::Own, "clerk", Reach::Unit(1))]),
        Actor::new("section", &[(Realm::Own, "clerk", Reach::Department(0))]),
        Actor::new("line", &[(Realm::Own, "reviewer", Reach::Line(1))]),
        Actor::new("lead", &[(Realm::Own, "line_lead", Reach::Line(1))]),
        Actor::new("deputy", &[clerk]).standing(Standing::Deputy),
        Actor::new("keptout", &[reviewer, clerk]).standing(Standing::KeptOut),
        Actor::new("first", &[clerk, reviewer]).standing(Standing::FirstLogin),
        Actor::new("ended", &[reviewer, clerk]).standing(Standing::PostsEnded),
        Actor::new("loggedout", &[reviewer, clerk]).standing(Standing::LoggedOut),
        Actor::new("postless", &[]),
        Actor::new("above", &[(Realm::Above, "higher_commission", Reach::All)]),
        Actor::new("", &[]).standing(Standing::Nobody),
    ]);
    cast
}
