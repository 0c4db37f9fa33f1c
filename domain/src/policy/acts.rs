//! The acts: everything anybody does here.

use serde::{Deserialize, Serialize};

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident $code:literal $label:literal),* $(,)?) => {
        /// Something a person does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Act { $($(#[$doc])* $name),* }

        impl Act {
            pub const ALL: &[Act] = &[$(Act::$name),*];

            /// In people's words.
            pub fn label(self) -> &'static str {
                match self { $(Act::$name => $label),* }
            }

            /// The word in the database and in machine-readable lists.
            pub fn code(self) -> &'static str {
                match self { $(Act::$name => $code),* }
            }

            pub fn from_code(code: &str) -> Option<Act> {
                match code { $($code => Some(Act::$name),)* _ => None }
            }
        }
    };
}

acts! {
    /// Reading what is meant for everyone.
    ReadPublic "read_public" "查阅公开内容",
    /// Logging in.
    SignIn "sign_in" "登录",
    /// One's own password, sessions and desk.
    OwnAccount "own_account" "管理本人账号",
    /// Taking up a post by the link of an invitation.
    AcceptInvitation "accept_invitation" "接受邀请",
    /// 待办 of a tenant one holds a post in.
    OpenDesk "open_desk" "进入工作台",
    /// Letting somebody act in one's own post for a time.
    DelegatePost "delegate_post" "委托代理",
    ReadScheme "read_scheme" "查阅方案",
    ConfigureScheme "configure_scheme" "配置方案",
    OpenPeriod "open_period" "开启周期",
    /// Putting a newer version of its scheme in force while a period runs.
    Supplement "supplement" "启用补充版",
    ViewProgress "view_progress" "查看进度",
    ViewCase "view_case" "查看申报",
    FillIn "fill_in" "填报",
    /// Being the second person behind a discretionary value of 自评.
    ConfirmOwn "confirm_own" "确认自评酌情分",
    /// Putting persons and families of a unit forward, and taking that back.
    Nominate "nominate" "推荐个人和家庭",
    HandOver "hand_over" "提交负责人",
    SignAndSubmit "sign_and_submit" "签署提交",
    ScoreCriteria "score_criteria" "考核打分",
    /// Being the second person behind a discretionary value of 考核.
    ConfirmReview "confirm_review" "确认考核酌情分",
    ReturnItems "return_items" "退回补正",
    CloseCase "close_case" "办结考核",
    DecideCollectively "decide_collectively" "集体研究决定",
    Publish "publish" "公布结果",
    ViewSubordinates "view_subordinates" "查看下级汇总",
    ViewJournal "view_journal" "查看留痕",
    ManagePeople "manage_people" "管理人员",
    /// Platform: the desk of one of the three posts.
    OpenOps "open_ops" "进入平台工作台",
    /// At the machine itself: giving one of the platform's three posts.
    AppointStaff "appoint_staff" "任命平台人员",
    /// Platform: opening tenants.
    OpenTenant "open_tenant" "开设辖区",
    /// Platform: stopping a tenant and letting it go on.
    SuspendTenant "suspend_tenant" "暂停和恢复辖区",
    /// Platform: locking and unlocking accounts.
    GuardAccounts "guard_accounts" "账号安全管理",
    /// Platform: verifying journals.
    AuditJournals "audit_journals" "审计留痕",
}

impl Act {
    /// Whether it is one of the platform's own, of which no tenant's post holds any.
    pub fn is_of_platform(self) -> bool {
        matches!(
            self,
            Act::OpenOps
                | Act::AppointStaff
                | Act::OpenTenant
                | Act::SuspendTenant
                | Act::GuardAccounts
                | Act::AuditJournals
        )
    }

    /// Whether it judges a unit: nobody does it to a unit they belong to (回避).
    pub fn judges(self) -> bool {
        matches!(self, Act::ScoreCriteria | Act::ConfirmReview | Act::ReturnItems | Act::CloseCase)
    }

    /// Whether it lets a person change or see so much that their session is shorter and a second factor is asked for.
    pub fn is_of_officers(self) -> bool {
        matches!(self, Act::ConfigureScheme | Act::ManagePeople | Act::ViewSubordinates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_to_acts() {
        for act in Act::ALL {
            assert_eq!(Act::from_code(act.code()), Some(*act));
        }
    }
}
