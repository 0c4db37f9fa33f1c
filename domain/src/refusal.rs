//! Every way the system says no: one enum, its Chinese sentence beside it.
//!
//! A sentence says what happened, what was kept where that is in doubt, and what to do. Which error belongs where:
//! rules and use cases answer with a [`Refusal`]; crates below them have `thiserror` errors of their own, which reach
//! people as [`Refusal::Fault`] and the log in full.

use serde::{Deserialize, Serialize};

use crate::calendar::Instant;
use crate::policy::Act;
use crate::scoring::Answer;
use crate::workflow::CaseState;

/// What a form says under a name nobody asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unasked {
    pub name: String,
    pub said: String,
}

impl Unasked {
    /// As much of a field as a sentence repeats, in characters.
    const TOLD: usize = 200;

    pub fn new(name: impl Into<String>, said: impl Into<String>) -> Self {
        Self { name: name.into(), said: said.into() }
    }

    fn told(&self) -> String {
        let cut = |text: &str| -> String { text.chars().take(Self::TOLD).collect() };
        match self.said.trim() {
            "" => format!("“{}”", cut(&self.name)),
            said => format!("“{}”（内容“{}”）", cut(&self.name), cut(said)),
        }
    }
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    // --- who is asking ---------------------------------------------------------------------------------------
    /// Not there, or not for this person to know that it is there.
    NotFound,
    /// Nobody is logged in.
    NotSignedIn,
    /// The session has ended: idle, logged out elsewhere, or the account changed.
    SessionEnded,
    /// The page was opened by one person, and somebody else is logged in now.
    AnotherPerson,
    /// The first login must change the password.
    PasswordMustChange,
    /// The password is older than its profile allows.
    PasswordExpired,
    /// The person's post asks for a second factor, and there is none yet.
    SecondFactorMissing,
    /// The person sees it, but their posts do not include this act.
    NotYourPost(Act),
    /// The criterion is other departments' to fill in, or the whole unit's where none is named.
    OtherDepartment { criterion: String, departments: Vec<String> },
    /// The person's posts in the tenant rest (停用).
    KeptOut,
    /// 回避: nobody judges the unit they belong to.
    Recusal,
    /// The tenant is suspended: nobody works in it and its public pages are closed, until it is resumed.
    TenantSuspended { tenant: String },
    /// The request does not come from our own pages.
    ForeignOrigin,
    /// Name or password is wrong; which of the two is not said.
    WrongLogin,
    /// Too many failures.
    LockedOut { until: Instant },
    /// The link of an invitation is unknown, used, withdrawn, or too old; which of them is not said.
    InvitationGone,
    /// The link to a new password is unknown, used, replaced, or too old; which of them is not said.
    PasswordLinkGone,
    /// The person works in other tenants or on the platform, or no longer here: their account is not this tenant's alone.
    WorksElsewhere,
    /// Nobody alone takes over an account of the platform's staff.
    StaffLink,
    /// The one-time code is wrong, too old, or was used before.
    WrongCode,
    /// The time between password and one-time code was too long.
    LoginStepEnded,
    /// The second factor is there already, or not there yet.
    SecondFactorState { enrolled: bool },
    /// The password does not meet the profile.
    WeakPassword(PasswordFault),
    /// Nobody of the platform acts on their own account.
    NotOnOneself,
    /// 三员互斥.
    ExclusivePosts,
    /// 三员 take part in no tenant, and nobody of a tenant is one of them.
    PlatformApart,

    // --- the state of things ---------------------------------------------------------------------------------
    /// The step does not follow from where the case is.
    WrongState { now: CaseState },
    /// Criteria that still need an answer.
    Incomplete { missing: Vec<String> },
    /// Criteria that still need a reviewer's score.
    Unreviewed { missing: Vec<String> },
    /// Criteria that a supplementary version changed, and nobody has looked at since.
    Unlooked { criteria: Vec<String> },
    /// Criteria with a discretionary value that no second person has confirmed.
    Unconfirmed { criteria: Vec<String> },
    /// A discretionary value is the person's own: somebody else confirms it.
    OwnJudgement { criterion: String },
    /// A discretionary value changed after the page was opened, or is confirmed already.
    JudgedAnew { criterion: String },
    /// Only returned items may be corrected.
    ItemNotReturned { item: String },
    /// The unit's corrections are still out.
    ReturnsOpen { items: Vec<String> },
    /// The unit has not signed and submitted yet: what it fills in is its own.
    NotSubmitted { now: CaseState },
    /// A reviewer has begun: the unit cannot take back what it submitted any more.
    ReviewBegun,
    /// Somebody else saved first; both texts are there.
    Conflict { revision: i32, theirs: Box<Answer>, by: String },
    /// Somebody else changed the draft of a scheme; both are there.
    DraftChanged { revision: u32, by: String, at: Instant },
    /// 自评 changed after the reviewer's page was opened; the score was given to what no longer stands.
    StatedAnew { criterion: String },
    /// A case is not as it was on the page on which it was to be signed or closed.
    CaseChanged,
    /// Units that have not been reviewed stand in the way of the decision.
    UnitsOpen { units: Vec<String> },
    /// Between the list the meeting saw and the record of its decision a score changed, or a unit came.
    ListChanged,
    /// What the meeting decided on is on no list any more; each with its state and the outcome that was chosen.
    LeftTheList { units: Vec<String> },
    /// The scheme still has open findings.
    FindingsOpen { places: Vec<String> },
    /// Without this person nobody could give posts in the tenant any more.
    LastOfficer,
    /// Without this person nobody would hold one of the platform's posts.
    LastOfPost { post: String },
    /// More are put forward than a quota has places for. `quota`: what it says, `pool`: what it is a share of.
    OverQuota { award: String, quota: String, pool: u32, places: u32, wanted: u32 },
    /// The meeting gives a title to more than a quota has places for. `given`: by earlier decisions, `wanted`: now.
    OverPlaces { award: String, quota: String, pool: u32, places: u32, given: u32, wanted: u32 },
    /// A name, code or number is already in use.
    Taken { what: String },

    // --- what was sent ---------------------------------------------------------------------------------------
    /// A field holds something that cannot be taken.
    Invalid { field: String, reason: String },
    /// An answer does not fit its rule.
    BadAnswer { path: String, reason: String },
    /// A score differs and no reason is given.
    ReasonMissing { criterion: String },
    /// A file is larger than allowed, in bytes.
    FileTooLarge { limit: u64 },
    /// A file's kind is not among the allowed ones, or its content is of another kind than its name says.
    FileKind { reason: String },
    /// The tenant's or the criterion's number of files is reached.
    TooManyFiles { limit: u32 },
    /// The request is larger than allowed.
    TooLarge,
    /// A form says something nobody asks for; it would be lost.
    UnknownFields { fields: Vec<Unasked> },
    /// The request cannot be read.
    Malformed,
    /// A text holds the character 0, which no database keeps.
    Unwritable,

    // --- ourselves ---------------------------------------------------------------------------------------------
    /// Something broke on our side; `number` finds it in the log.
    Fault { number: String },
    /// Too busy, or the database cannot be reached.
    Unavailable,
    /// So much is asked by one person, or is on its way, that others would have to wait.
    TooMuchAtOnce,
    /// What was asked took longer than anybody should wait.
    TookTooLong,
    /// No room left on the disk.
    StorageFull,
}

/// What a new password lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordFault {
    TooShort {
        least: u32,
    },
    TooLong,
    TooFewClasses,
    ContainsLogin,
    /// Common, leaked, or guessed with little effort.
    Guessable,
    UsedBefore,
    NotRepeated,
    WrongCurrent,
}

impl PasswordFault {
    pub fn sentence(self) -> String {
        let text = match self {
            Self::TooShort { least } => return format!("新密码至少需要{least}个字符。"),
            Self::TooLong => "新密码不能超过128个字符。",
            Self::TooFewClasses => "新密码须包含大写字母、小写字母、数字、符号中的至少三类。",
            Self::ContainsLogin => "新密码不能包含登录名。",
            Self::Guessable => "新密码是常见的或容易猜到的，请换一个更长、更少规律的。",
            Self::UsedBefore => "新密码与最近用过的密码相同，请换一个。",
            Self::NotRepeated => "两次输入的新密码不一致，请重新输入。",
            Self::WrongCurrent => "当前密码不正确，内容未作修改。",
        };
        text.to_owned()
    }
}

impl Refusal {
    /// A field that cannot be taken.
    pub fn invalid(field: &str, reason: impl Into<String>) -> Self {
        Self::Invalid { field: field.to_owned(), reason: reason.into() }
    }

    /// Refuses a form with fields nobody asks for: what they say would be lost.
    ///
    /// # Errors
    /// [`Refusal::UnknownFields`] if there is any.
    pub fn unless_asked(others: impl IntoIterator<Item = Unasked>) -> Result<(), Self> {
        let fields: Vec<_> = others.into_iter().collect();
        if fields.is_empty() { Ok(()) } else { Err(Self::UnknownFields { fields }) }
    }

    /// The HTTP status it travels with.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound | Self::InvitationGone | Self::PasswordLinkGone => 404,
            Self::NotSignedIn | Self::SessionEnded | Self::LoginStepEnded => 401,
            Self::PasswordMustChange
            | Self::PasswordExpired
            | Self::SecondFactorMissing
            | Self::NotYourPost(_)
            | Self::OtherDepartment { .. }
            | Self::KeptOut
            | Self::Recusal
            | Self::TenantSuspended { .. }
            | Self::NotOnOneself
            | Self::WorksElsewhere
            | Self::StaffLink
            | Self::ForeignOrigin => 403,
            Self::LockedOut { .. } => 429,
            Self::WrongState { .. }
            | Self::Conflict { .. }
            | Self::DraftChanged { .. }
            | Self::ItemNotReturned { .. }
            | Self::ReturnsOpen { .. }
            | Self::ReviewBegun
            | Self::NotSubmitted { .. }
            | Self::CaseChanged
            | Self::ListChanged
            | Self::LeftTheList { .. }
            | Self::LastOfficer
            | Self::LastOfPost { .. }
            | Self::SecondFactorState { .. }
            | Self::ExclusivePosts
            | Self::PlatformApart
            | Self::AnotherPerson
            | Self::StatedAnew { .. }
            | Self::OwnJudgement { .. }
            | Self::JudgedAnew { .. }
            | Self::Taken { .. } => 409,
            Self::WrongLogin
            | Self::WrongCode
            | Self::WeakPassword(_)
            | Self::Incomplete { .. }
            | Self::Unreviewed { .. }
            | Self::Unlooked { .. }
            | Self::Unconfirmed { .. }
            | Self::UnitsOpen { .. }
            | Self::FindingsOpen { .. }
            | Self::OverQuota { .. }
            | Self::OverPlaces { .. }
            | Self::Invalid { .. }
            | Self::UnknownFields { .. }
            | Self::BadAnswer { .. }
            | Self::ReasonMissing { .. }
            | Self::FileKind { .. }
            | Self::TooManyFiles { .. } => 422,
            Self::FileTooLarge { .. } | Self::TooLarge => 413,
            Self::Malformed | Self::Unwritable => 400,
            Self::Fault { .. } => 500,
            Self::Unavailable | Self::TooMuchAtOnce | Self::TookTooLong => 503,
            Self::StorageFull => 507,
        }
    }

    /// What people read.
    pub fn sentence(&self) -> String {
        match self {
            Self::NotFound => "没有找到这个页面，或者它不在您的职责范围内。请从首页重新进入。".into(),
            Self::NotSignedIn => "请先登录。".into(),
            Self::SessionEnded => "登录已失效，请重新登录；尚未保存的内容仍保留在本页。".into(),
            Self::AnotherPerson => {
                "这个页面是另一人登录时打开的，现在登录的不是同一人，本次操作没有执行。请由原来的人重新登录后继续，或刷新页面以您自己的身份办理。".into()
            }
            Self::PasswordMustChange => "首次登录须先修改密码。".into(),
            Self::PasswordExpired => "密码已到更换期限，须先修改密码，再继续工作。".into(),
            Self::SecondFactorMissing => "您的岗位须启用动态口令，启用后才能继续工作。".into(),
            Self::WrongCode => "动态口令不正确，或者已经用过。请等下一个口令出现后再输入。".into(),
            Self::LoginStepEnded => "登录步骤已超时，请重新输入登录名和密码。".into(),
            Self::SecondFactorState { enrolled: true } => {
                "动态口令已经启用，没有再次启用。如已更换手机，请先停用再启用。".into()
            }
            Self::SecondFactorState { enrolled: false } => "动态口令尚未启用，没有需要办理的内容。".into(),
            Self::NotOnOneself => {
                "不能对自己的账号办理这项操作，本次操作没有执行。请由另一位有权办理的人员办理。".into()
            }
            Self::ExclusivePosts => {
                "平台运维员、安全管理员、审计管理员互斥，一人不得兼任其二，没有任命。请另选人员。".into()
            }
            Self::PlatformApart => {
                "平台三员（平台运维员、安全管理员、审计管理员）与辖区岗位互斥，一人不得兼任，没有任命。请另选人员，或使用本人在辖区工作的另一账号。".into()
            }
            Self::OtherDepartment { criterion, departments } if departments.is_empty() => {
                format!("第{criterion}条没有指定责任科室，由本单位经办人填报；您只能填报本科室负责的内容。")
            }
            Self::OtherDepartment { criterion, departments } => {
                format!("第{criterion}条由{}负责填报；您只能填报本科室负责的内容。", departments.join("、"))
            }
            Self::NotYourPost(act) if act.is_of_platform() => {
                format!(
                    "您的岗位没有“{}”职责，本次操作没有执行。平台三员各司其职，请由相应岗位的人员办理。",
                    act.label()
                )
            }
            Self::NotYourPost(act) => {
                format!(
                    "您的岗位没有“{}”职责，本次操作没有执行。如确需办理，请联系本辖区方案管理员。",
                    act.label()
                )
            }
            Self::KeptOut => {
                "您在本辖区的岗位已停用，暂不能办理，已保存的内容不受影响。如有疑问，请联系本辖区方案管理员。".into()
            }
            Self::Recusal => "您在该单位任职，应当回避，本次操作没有执行。请由其他考核人员办理。".into(),
            Self::TenantSuspended { tenant } => format!(
                "{tenant}已暂停使用本系统，已有内容完整保留，恢复后即可照常办理和查阅。如有疑问，请向{tenant}的主管纪委了解。"
            ),
            Self::ForeignOrigin => {
                "请求不是从本系统页面发出的，已拒绝执行。请在本系统页面内重新操作。".into()
            }
            Self::WrongLogin => "登录名或密码不正确，请核对后重试。".into(),
            Self::LockedOut { until } => {
                format!("登录失败次数过多，请于{}后再试；如忘记密码，请联系管理员。", until.clock())
            }
            Self::InvitationGone => {
                "邀请链接无效：可能已被使用、撤回或超过有效期。请联系发出邀请的方案管理员重新邀请。".into()
            }
            Self::PasswordLinkGone => {
                "重设密码的链接无效：可能已被使用、被新的链接代替或超过有效期。请联系本辖区方案管理员或平台安全管理员重新生成。".into()
            }
            Self::WorksElsewhere => {
                "没有生成链接：这个人还在其他辖区或平台任职，或者在本辖区已没有岗位，其账号不只属于本辖区。请由平台安全管理员核实本人身份后办理。".into()
            }
            Self::StaffLink => {
                "没有生成链接：平台三员的账号不能由一人重设密码。请由服务器管理人员用命令行 qingping user reset-link 办理。".into()
            }
            Self::WeakPassword(fault) => fault.sentence(),
            Self::WrongState { now } => {
                format!(
                    "当前状态为“{}”，不能进行这一步；已有内容没有变化，请刷新页面查看最新进展。",
                    now.label()
                )
            }
            Self::Incomplete { missing } => {
                format!("还有{}条没有填完：{}。填完后即可继续。", missing.len(), list(missing))
            }
            Self::Unreviewed { missing } => {
                format!("还有{}条没有考核打分：{}。打分后即可办结。", missing.len(), list(missing))
            }
            Self::Unlooked { criteria } => format!(
                "补充版改动了{}条细则，还没有按新规定核对：{}。改正，或确认无须改动后，即可继续。",
                criteria.len(),
                list(criteria)
            ),
            Self::Unconfirmed { criteria } => format!(
                "还有{}条酌情分没有经第二人确认：{}。由另一人在该条中确认后，即可继续。",
                criteria.len(),
                list(criteria)
            ),
            Self::OwnJudgement { criterion } => {
                format!("第{criterion}条的酌情分是您本人填写的，须由另一人确认，本次没有确认。")
            }
            Self::JudgedAnew { criterion } => format!(
                "第{criterion}条的酌情分刚刚有改动，或者已由他人确认，本次没有确认。请看过现在的分值和理由后再办理。"
            ),
            Self::ItemNotReturned { item } => {
                format!("第{item}项没有被退回，不能修改；只有退回的项目可以补正。")
            }
            Self::ReturnsOpen { items } => {
                format!("第{}项已退回，单位尚未补正并重新提交，暂不能办结。", items.join("、"))
            }
            Self::NotSubmitted { now } => format!(
                "这份申报现在是“{}”，单位还没有签署提交，填报内容暂不能查阅。签署提交后即可打开。",
                now.label()
            ),
            Self::ReviewBegun => {
                "考核人员已经开始考核，不能再撤回签署；内容没有变化。需要改动的，请联系考核人员退回有关项目。".into()
            }
            Self::Conflict { by, .. } => {
                format!("这一条刚刚已由{by}修改。您的内容没有丢失，请对照后选择保留哪一份。")
            }
            Self::DraftChanged { by, at, .. } => format!(
                "这份草稿已由{by}在{}修改过。您的内容没有丢失，请选择保留哪一份。",
                at.clock()
            ),
            Self::StatedAnew { criterion } => {
                format!(
                    "单位已经补正第{criterion}条，您看到的自评不是最新的，这次打分没有保存。请刷新页面，对照新的自评再打分。"
                )
            }
            Self::UnitsOpen { units } => {
                format!(
                    "{}等{}份申报尚未办结考核。请等待办结，或勾选“本次不列入”后再记录决定。",
                    units.first().map_or("", String::as_str),
                    units.len()
                )
            }
            Self::CaseChanged => {
                "这份申报在您打开本页以后有了改动，没有办成。页面上现在是最新内容，请核对后再办。".into()
            }
            Self::ListChanged => {
                "会议研究的名单或得分在记录期间有变化，决定没有记录。请核对下面的最新名单，必要时重新研究后再记录。"
                    .into()
            }
            Self::LeftTheList { units } => format!(
                "会议研究的名单在记录期间有变化，决定没有记录。已不在待研究名单中的：{}。请核对下面的最新名单后再记录；这些申报办结考核后另行研究。",
                list(units)
            ),
            Self::FindingsOpen { places } => {
                format!("方案还有{}处问题没有处理：{}。处理后才能发布。", places.len(), list(places))
            }
            Self::LastOfficer => {
                "没有执行：此后本辖区就没有能够登录并管理人员的人了（账号已停用、岗位已停用的不算在内）。请先任命另一名方案管理员。".into()
            }
            Self::LastOfPost { post } => format!(
                "没有执行：这是最后一名账号可用的{post}。请先由服务器管理人员用命令行任命另一名{post}，再停用这个账号；如怀疑账号被盗用，可先“退出全部登录”。"
            ),
            Self::OverQuota { award, quota, pool, places, wanted } => format!(
                "“{award}”的申报名额为{quota}：共{pool}人，可推荐{places}个，这样就是{wanted}个，超出名额，没有保存。请撤回其他推荐，或核对单位总人数。"
            ),
            Self::OverPlaces { award, quota, pool, places, given, wanted } => {
                let before = if *given > 0 { format!("已评{given}个，") } else { String::new() };
                format!(
                    "“{award}”的评选名额为{quota}：共{pool}个，可评{places}个，{before}这次选了{wanted}个，超出名额，决定没有记录。请由会议减少，或核对总数。"
                )
            }
            Self::Taken { what } => format!("{what}已被使用，请换一个。"),
            Self::Invalid { reason, .. } => sentence(reason),
            Self::BadAnswer { path, reason } => format!("第{path}条{}", sentence(reason)),
            Self::ReasonMissing { criterion } => {
                format!("第{criterion}条考核得分与自评不同，请写明理由后再保存。")
            }
            Self::FileTooLarge { limit } => {
                format!("文件超过{}MB，没有上传。请压缩或拆分后再传。", limit / (1024 * 1024))
            }
            Self::FileKind { reason } => {
                let reason = if reason.is_empty() { "不支持这种文件" } else { reason };
                format!("没有上传：{reason}。可上传的文件类型为PDF、JPG、PNG、DOCX、XLSX。")
            }
            Self::TooManyFiles { limit } => format!("每条最多可挂{limit}份佐证材料，请先删除不需要的。"),
            Self::TooLarge => "提交的内容过大，没有接收。请分次提交。".into(),
            Self::UnknownFields { fields } => format!(
                "提交的内容中有本页没有的栏目：{}，没有保存。页面可能已经更新，请刷新后重新填写。",
                list(&fields.iter().map(Unasked::told).collect::<Vec<_>>())
            ),
            Self::Malformed => "提交的内容不完整，没有接收。请刷新页面后重试。".into(),
            Self::Unwritable => {
                "提交的文字中夹有不能保存的空字符，没有接收。它看不见，一般是从别的程序复制时带入的；请把这段文字重新输入后再提交。".into()
            }
            Self::Fault { number } => {
                format!(
                    "系统出现故障，本次操作没有完成，已保存的内容不受影响。请稍后重试；如仍不成功，请告知管理员故障编号{number}。"
                )
            }
            Self::Unavailable => "系统暂时繁忙，本次操作没有完成，已保存的内容不受影响。请稍后重试。".into(),
            Self::TooMuchAtOnce => {
                "您同时打开或提交的内容较多，本次没有办理，已保存的内容不受影响。请等前面的完成后再试。".into()
            }
            Self::TookTooLong => {
                "这一步计算超过了时限，没有完成，已保存的内容不受影响。请稍后再试；方案很大的，请拆分后再试。".into()
            }
            Self::StorageFull => {
                "服务器存储空间已满，本次内容没有保存，以前保存的不受影响。请稍后重试，并请告知管理员清理空间。".into()
            }
        }
    }
}

/// At most eight, then how many more.
fn list(places: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut text = places.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("、");
    if places.len() > SHOWN {
        text.push_str(&format!("等{}处", places.len()));
    }
    text
}

fn sentence(reason: &str) -> String {
    if reason.ends_with(['。', '？', '！']) { reason.to_owned() } else { format!("{reason}。") }
}
