//! Who may do what. Policy knows **acts**; a tenant bundles them into **posts** (岗位); a person holds posts over a
//! **reach**. This is the only place where acts and posts are decided; the whole table stands, in Chinese, in
//! `policy.golden.txt`.

mod acts;
mod authorise;
mod platform;
mod posting;
mod posts;

pub use acts::Act;
pub use authorise::{Actor, Appointment, Denied, Member, Permit, Place, Reach, Sight, authorise};
pub use platform::{
    Exclusion, Giving, PlatformPermit, Staff, authorise_platform, exclusive_posts, may_also_hold,
    own_account, upon_account,
};
pub use posting::{NoPlace, Posting};
pub use posts::{Over, POSTS, PostTemplate, post_template, table};
