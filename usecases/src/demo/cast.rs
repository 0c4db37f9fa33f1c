//! Who plays: places, units, accounts. All invented.

/// The password of every demo account.
pub const PASSWORD: &str = "Qingping-2026";

pub(crate) struct Place {
    pub code: &'static str,
    pub name: &'static str,
    pub kind: &'static str,
    pub parent: Option<&'static str>,
    /// Prefix of logins.
    pub prefix: &'static str,
    pub units: &'static [&'static str],
    /// What each unit is, in words; 机关 where nothing is said.
    pub kinds: &'static [&'static str],
    /// The 单位类型 each unit takes part as; empty where the scheme has none.
    pub unit_types: &'static [&'static str],
    /// The scheme it runs, of the library.
    pub scheme: &'static str,
    /// When the period that is over was opened, and when its units filled in their checklists.
    pub opened: &'static str,
    pub filled: &'static str,
    /// How many of the units took part in it.
    pub past_units: usize,
    /// Whom units put forward in it.
    pub applicants: &'static [Applicant],
    /// The scheme of the library its officer is drafting from.
    pub drafts: Option<&'static str>,
}

/// A person or a family in the period that is over.
pub(crate) struct Applicant {
    /// Index into the place's units.
    pub unit: usize,
    /// How many people the unit has, where the scheme asks.
    pub people: Option<&'static str>,
    pub unit_type: &'static str,
    pub name: &'static str,
    pub duty: &'static str,
}

pub(crate) const PLACES: &[Place] = &[
    Place {
        code: "henan",
        name: "河南省（演示）",
        kind: "省",
        parent: None,
        prefix: "hn",
        units: &[],
        kinds: &[],
        unit_types: &[],
        scheme: "",
        opened: "",
        filled: "",
        past_units: 0,
        applicants: &[],
        drafts: None,
    },
    Place {
        code: "jiyuan",
        name: "济源示范区（演示）",
        kind: "市",
        parent: Some("henan"),
        prefix: "jy",
        units: &[
            "城市管理局",
            "发展改革和统计局",
            "教育体育局",
            "财政金融局",
            "人力资源和社会保障局",
            "商务局",
            "生态环境局",
            "住房和城乡建设局",
            "交通运输局",
            "水利局",
            "农业农村局",
            "文化广电和旅游局",
            "卫生健康委员会",
            "应急管理局",
        ],
        kinds: &[],
        unit_types: &[],
        scheme: "jiyuan",
        opened: "2025-11-03",
        filled: "2025-12-02",
        past_units: 5,
        applicants: &[],
        drafts: None,
    },
    Place {
        code: "shizhi",
        name: "示例市直机关（演示）",
        kind: "局系统",
        parent: Some("henan"),
        prefix: "sz",
        units: &["机关事务中心", "档案馆", "信访局", "统计局"],
        kinds: &[],
        unit_types: &[],
        scheme: "organ",
        opened: "2025-11-03",
        filled: "2025-12-02",
        past_units: 3,
        applicants: &[],
        drafts: Some("organ"),
    },
    Place {
        code: "tangjiafang",
        name: "唐家坊镇（演示）",
        kind: "乡镇",
        parent: None,
        prefix: "tj",
        units: &["东坊村", "西坊村", "河口社区"],
        kinds: &["村", "村", "社区"],
        unit_types: &[],
        scheme: "tangjiafang",
        opened: "2024-01-08",
        filled: "2025-09-15",
        past_units: 2,
        applicants: &[],
        drafts: None,
    },
    Place {
        code: "wulingyuan",
        name: "武陵源区（演示）",
        kind: "区",
        parent: None,
        prefix: "wl",
        units: &["示例中学", "示例村", "示例医院", "示例景区"],
        kinds: &["学校", "村居", "医院", "景区"],
        unit_types: &["school", "village", "hospital", "scenic"],
        scheme: "wulingyuan",
        opened: "2025-11-03",
        filled: "2025-12-02",
        past_units: 2,
        applicants: &[Applicant {
            unit: 1,
            people: None,
            unit_type: "family",
            name: "李演家",
            duty: "示例村一组",
        }],
        drafts: None,
    },
    Place {
        code: "yueyang",
        name: "岳阳市自然资源和规划局（演示）",
        kind: "局系统",
        parent: None,
        prefix: "yy",
        units: &["测绘科", "法规科", "登记中心"],
        kinds: &["科室", "科室", "单位"],
        unit_types: &["office", "office", "subunit"],
        scheme: "yueyang",
        opened: "2025-11-03",
        filled: "2025-12-02",
        past_units: 2,
        applicants: &[Applicant {
            unit: 0,
            people: Some("9"),
            unit_type: "post",
            name: "周演清",
            duty: "科员",
        }],
        drafts: None,
    },
];

/// 平台三员: login, name, code of the post.
pub(crate) const STAFF: &[(&str, &str, &str)] = &[
    ("pt.yunwei", "孙演平", "operator"),
    ("pt.anquan", "钱演安", "security_admin"),
    ("pt.shenji", "郑演审", "audit_admin"),
];

pub(crate) struct Account {
    pub login: String,
    pub name: String,
    /// Code of the post.
    pub post: &'static str,
    /// Index into the place's units.
    pub unit: Option<usize>,
    /// Must change the password at the first login.
    pub first_login: bool,
}

const SURNAMES: [&str; 16] =
    ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨"];
const NUMERALS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// The accounts of a place. Logins: prefix, unit number, duty, such as `jy01.jingban`.
pub(crate) fn accounts(place: &Place) -> Vec<Account> {
    let mut accounts = Vec::new();
    let mut add = |duty: String, post, unit, first_login| {
        let n = accounts.len();
        let name = format!("{}演{}", SURNAMES[n % SURNAMES.len()], NUMERALS[n % NUMERALS.len()]);
        accounts.push(Account { login: duty, name, post, unit, first_login });
    };
    let prefix = place.prefix;
    if place.units.is_empty() {
        add(format!("{prefix}.jiwei"), "higher_commission", None, false);
        return accounts;
    }
    add(format!("{prefix}.fangan"), "scheme_officer", None, false);
    add(format!("{prefix}.kaohe"), "reviewer", None, false);
    add(format!("{prefix}.dangzu"), "party_group", None, false);
    // One assessor works in the two tenants below the province.
    if place.parent.is_some() {
        add("xunkao".to_owned(), "reviewer", None, false);
    }
    for index in 0..place.units.len() {
        let number = index + 1;
        // The last clerk of 济源 shows the change of the password at the first login.
        let first_login = prefix == "jy" && number == place.units.len();
        add(format!("{prefix}{number:02}.jingban"), "clerk", Some(index), first_login);
        add(format!("{prefix}{number:02}.fuze"), "unit_head", Some(index), false);
    }
    // The second person behind discretionary values.
    add(format!("{prefix}.fuhe"), "reviewer", None, false);
    accounts
}
