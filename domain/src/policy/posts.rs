//! The built-in posts, and the table of posts and acts that people review.

use super::Act;

/// What kind of place a post is held over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The whole tenant and nothing less.
    Tenant,
    /// The whole tenant, or a line of its units.
    Line,
    /// A unit, or a department of it.
    Unit,
    Platform,
}

impl Over {
    /// In people's words.
    pub fn label(self) -> &'static str {
        match self {
            Over::Tenant => "全辖区",
            Over::Line => "全辖区，或一个片区、行业",
            Over::Unit => "一个单位，或其科室",
            Over::Platform => "平台（不接触申报内容）",
        }
    }
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
                DelegatePost,
                ReadScheme,
                ConfigureScheme,
                OpenPeriod,
                Supplement,
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
            over: Over::Line,
            acts: &[
                OpenDesk,
                DelegatePost,
                ReadScheme,
                ViewProgress,
                ViewCase,
                ScoreCriteria,
                ConfirmReview,
                ReturnItems,
                CloseCase,
            ],
        },
        PostTemplate {
            code: "clerk",
            name: "单位经办人",
            over: Over::Unit,
            acts: &[OpenDesk, DelegatePost, ReadScheme, ViewCase, FillIn, ConfirmOwn, Nominate, HandOver],
        },
        PostTemplate {
            code: "unit_head",
            name: "单位负责人",
            over: Over::Unit,
            acts: &[OpenDesk, DelegatePost, ReadScheme, ViewCase, ConfirmOwn, SignAndSubmit],
        },
        PostTemplate {
            code: "line_lead",
            name: "行业牵头部门",
            over: Over::Line,
            acts: &[OpenDesk, DelegatePost, ReadScheme, ViewProgress, ViewCase],
        },
        PostTemplate {
            code: "party_group",
            name: "党组",
            over: Over::Tenant,
            acts: &[OpenDesk, DelegatePost, ReadScheme, ViewProgress, ViewCase, DecideCollectively],
        },
        PostTemplate {
            code: "stationed_inspection",
            name: "派驻纪检组",
            over: Over::Line,
            acts: &[OpenDesk, DelegatePost, ReadScheme, ViewProgress],
        },
        PostTemplate {
            code: "personnel",
            name: "人事科",
            over: Over::Tenant,
            acts: &[OpenDesk, DelegatePost, ReadScheme, ViewProgress],
        },
        PostTemplate {
            code: "higher_commission",
            name: "上级纪委",
            over: Over::Tenant,
            acts: &[OpenDesk, DelegatePost, ViewSubordinates],
        },
        PostTemplate {
            code: "operator",
            name: "平台运维员",
            over: Over::Platform,
            acts: &[OpenOps, OpenTenant, SuspendTenant],
        },
        PostTemplate {
            code: "security_admin",
            name: "安全管理员",
            over: Over::Platform,
            acts: &[OpenOps, GuardAccounts],
        },
        PostTemplate {
            code: "audit_admin",
            name: "审计管理员",
            over: Over::Platform,
            acts: &[OpenOps, AuditJournals],
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
        text.push_str(&format!("{}　范围：{}\n", post.name, post.over.label()));
        for act in post.acts {
            text.push_str(&format!("　　{}\n", act.label()));
        }
        text.push('\n');
    }
    text.push_str("科室　任职于科室的人可查看本单位申报的全貌，只能办理本科室的内容。\n");
    text.push_str("代理　岗位可在限期内委托本辖区同一单位（或同为全辖区岗位）的人代理，留痕写明代谁办理；代理不得再委托。\n");
    text.push_str("受邀　持有效邀请链接的人，只能接受邀请。\n");
    text.push_str("第二人　酌情分不得由填写人本人确认。\n");
    text.push_str("回避　在某单位任职的人，不得对该单位考核打分、确认考核酌情分、退回补正、办结考核。\n");
    text.push_str("未签署　单位签署提交以前，填报内容和得分只有本单位的人能看；其他有“查看申报”“查看进度”职责的人只看到办理状态。\n");
    text.push_str("三员　平台运维员、安全管理员、审计管理员互斥，一人不得兼任其二；也不得兼任辖区的任何岗位，反之亦然。\n");
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
