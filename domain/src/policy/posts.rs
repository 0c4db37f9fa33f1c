//! The built-in posts, and the table of posts and acts that people review.

use super::Act;

/// What kind of place a post is held over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    Tenant,
    Unit,
    Platform,
}

/// A built-in post, from which a tenant makes its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostTemplate {
    pub code: &'static str,
    pub name: &'static str,
    pub over: Over,
    pub acts: &'static [Act],
}

/// The built-in posts.
pub const POSTS: &[PostTemplate] = {
    use Act::*;
    &[
        PostTemplate {
            code: "scheme_officer",
            name: "方案管理员",
            over: Over::Tenant,
            acts: &[
                OpenDesk,
                ReadScheme,
                ConfigureScheme,
                OpenPeriod,
                ViewProgress,
                ViewCase,
                Publish,
                ViewJournal,
                ManagePeople,
            ],
        },
        PostTemplate {
            code: "reviewer",
            name: "考核人员",
            over: Over::Tenant,
            acts: &[OpenDesk, ReadScheme, ViewProgress, ViewCase, ScoreCriteria, ReturnItems, CloseCase],
        },
        PostTemplate {
            code: "clerk",
            name: "单位经办人",
            over: Over::Unit,
            acts: &[OpenDesk, ReadScheme, ViewCase, FillIn, HandOver],
        },
        PostTemplate {
            code: "unit_head",
            name: "单位负责人",
            over: Over::Unit,
            acts: &[OpenDesk, ReadScheme, ViewCase, SignAndSubmit],
        },
        PostTemplate {
            code: "party_group",
            name: "党组",
            over: Over::Tenant,
            acts: &[OpenDesk, ReadScheme, ViewProgress, ViewCase, DecideCollectively],
        },
        PostTemplate {
            code: "stationed_inspection",
            name: "派驻纪检组",
            over: Over::Tenant,
            acts: &[OpenDesk, ReadScheme, ViewProgress],
        },
        PostTemplate {
            code: "personnel",
            name: "人事科",
            over: Over::Tenant,
            acts: &[OpenDesk, ReadScheme, ViewProgress],
        },
        PostTemplate {
            code: "higher_commission",
            name: "上级纪委",
            over: Over::Tenant,
            acts: &[OpenDesk, ViewSubordinates],
        },
        PostTemplate { code: "operator", name: "平台运维员", over: Over::Platform, acts: &[OpenTenant] },
        PostTemplate {
            code: "security_admin",
            name: "安全管理员",
            over: Over::Platform,
            acts: &[GuardAccounts],
        },
        PostTemplate {
            code: "audit_admin",
            name: "审计管理员",
            over: Over::Platform,
            acts: &[AuditJournals],
        },
    ]
};

/// The built-in post with this code.
pub fn post_template(code: &str) -> Option<&'static PostTemplate> {
    POSTS.iter().find(|post| post.code == code)
}

/// The table of posts and acts, in Chinese, for people to review.
pub fn table() -> String {
    let mut text = String::from("岗位与职责\n\n");
    for post in POSTS {
        let over = match post.over {
            Over::Tenant => "全辖区",
            Over::Unit => "本单位",
            Over::Platform => "平台（不接触申报内容）",
        };
        text.push_str(&format!("{}　范围：{over}\n", post.name));
        for act in post.acts {
            text.push_str(&format!("　　{}\n", act.label()));
        }
        text.push('\n');
    }
    text.push_str("回避　在某单位任职的人，不得对该单位考核打分、退回补正、办结考核。\n");
    text.push_str("三员　平台运维员、安全管理员、审计管理员互斥，一人不得兼任其二。\n");
    text.push_str("公众　查阅公开内容。\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_what_people_reviewed() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/policy.golden.txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(path, table()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), table(), "review, then run with UPDATE_GOLDEN=1");
    }
}
