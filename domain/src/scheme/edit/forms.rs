//! The forms of a scheme's places: the whole, a heading, a 评分细则 of each kind.

use super::blank::Ask::*;
use super::blank::{Blank, Variant, blank};
use super::place::Place;
use crate::scheme::model::*;

/// A group of blanks under a heading of its own.
#[derive(Debug)]
pub struct Sheet {
    pub title: &'static str,
    pub blanks: &'static [Blank],
}

impl Scheme {
    /// The form of a place; nothing for a place that is not there.
    pub fn form_of(&self, place: &Place) -> Vec<&'static Sheet> {
        match place {
            Place::Whole => Scheme::FORM.to_vec(),
            Place::Heading(path) => match self.heading_at(path) {
                None => Vec::new(),
                Some(heading) if heading.role == Role::Bonus || heading.floor.is_some() => {
                    vec![&HEADING, &BONUS, &WHOSE]
                }
                Some(_) => vec![&HEADING, &WHOSE],
            },
            Place::Criterion(..) => self.criterion_at(place).map_or_else(Vec::new, Criterion::form),
        }
    }
}

impl Scheme {
    /// The form of the whole, part by part.
    const FORM: &[&Sheet] = &[&BASICS, &CYCLE, &BANDS, &GRADES, &QUOTAS, &SOURCES, &TYPES, &DECIDING, &NOTES];
}

impl Heading {
    /// The form of a heading, whatever it is for.
    pub(crate) const FORM: &[&Sheet] = &[&HEADING, &BONUS, &WHOSE];
}

impl Criterion {
    /// The form of a 评分细则 of its kind.
    pub(crate) fn form(&self) -> Vec<&'static Sheet> {
        match &self.body {
            Body::Scored(parts) if parts.len() == 1 => vec![&SCORED, &ONE_PART, &BESIDES, &WHOSE],
            Body::Scored(_) => vec![&SCORED, &PARTS, &BESIDES, &WHOSE],
            Body::Graded(_) => vec![&CRITERION, &GRADED, &WHOSE],
            Body::Standard(_) => vec![&CRITERION, &STANDARD, &WHOSE],
            Body::Veto(_) => vec![&CRITERION, &VETO, &WHOSE],
            Body::Recorded(_) => vec![&CRITERION, &RECORDED, &WHOSE],
        }
    }
}

const DIMENSIONS: &[(&str, &str)] = &[
    ("", "未指定"),
    ("political", "政治建设"),
    ("power", "权力运行"),
    ("supervision", "监督管理"),
    ("conduct", "作风纪律"),
    ("culture", "廉洁文化"),
    ("other", "其他"),
];

static BASICS: Sheet = Sheet {
    title: "基本",
    blanks: &[
        blank("/title", "方案名称", Line),
        blank("/points", "满分", MaybePoints).hint("不计分的不填"),
        blank("/one_fact_once", "一案一扣：同一事实只在扣分最多处扣一次", Flag),
    ],
};

static CYCLE: Sheet = Sheet {
    title: "周期和期限",
    blanks: &[
        blank(
            "/cycle",
            "周期",
            OneOf(&[
                ("", "未写明"),
                ("quarter", "每季度"),
                ("half_year", "每半年"),
                ("year", "每年"),
                ("two_years", "两年"),
            ]),
        ),
        blank(
            "/deadlines",
            "期限（从周期开始算起）",
            List {
                one: "期限",
                fresh: r#"{"title":"自评","month":11,"day":30}"#,
                blanks: &[
                    blank("/title", "做什么", Line),
                    blank("/month", "第几个月", Whole),
                    blank("/day", "几日前（含当日）", Whole),
                ],
            },
        ),
        blank("/outcome/over_periods", "几期怎样合成一个结果", Either(OVER_PERIODS)),
    ],
};

static BANDS: Sheet = Sheet {
    title: "等次与条件",
    blanks: &[
        blank("/outcome/pass", "达标线", MaybePoints).hint("没有写明的不填"),
        blank(
            "/outcome/bands",
            "按得分定等次，最好的在前",
            List {
                one: "等次",
                fresh: r#"{"title":"优秀","from":"90"}"#,
                blanks: &[
                    blank("/title", "等次", Line),
                    blank("/from", "多少分以上（含）", Points),
                    blank(
                        "/share",
                        "占多少比例",
                        Maybe {
                            fresh: r#"{"percent":"30"}"#,
                            blanks: &[
                                blank("/percent", "百分之", Points),
                                blank("/tolerance", "上下几个百分点", MaybePoints).hint("写“左右”的填"),
                            ],
                        },
                    ),
                    blank(
                        "/conditions",
                        "还须符合",
                        List { one: "条件", fresh: r#""no_veto""#, blanks: &[blank("", "", Either(BAND))] },
                    ),
                ],
            },
        ),
    ],
};

static GRADES: Sheet = Sheet {
    title: "项目等次",
    blanks: &[
        blank(
            "/grades",
            "项目等次，最好的在前",
            List {
                one: "等次",
                fresh: r#"{"id":"","title":"好","definition":"全部做到"}"#,
                blanks: &[blank("/title", "等次", Line), blank("/definition", "含义", Text)],
            },
        ),
        blank(
            "/outcome/grade_rule",
            "按项目等次定结果",
            Maybe {
                fresh: r#"{"every":"","share_of":"","share":"80","graded":1}"#,
                blanks: &[
                    blank("/every", "每项至少", Grade),
                    blank("/share_of", "其中达到", Grade),
                    blank("/share", "不低于百分之", Points),
                    blank("/graded", "共评几项", Whole),
                ],
            },
        ),
        blank("/outcome/standard_rule", "按创建标准定结果", Either(STANDARD_RULE)),
    ],
};

static QUOTAS: Sheet = Sheet {
    title: "名额和目标",
    blanks: &[
        blank(
            "/outcome/quotas",
            "名额",
            List {
                one: "名额",
                fresh: r#"{"kind":"winners","percent":"25","pool":"","rounding":"down_at_least_one"}"#,
                blanks: &[
                    blank("/kind", "限什么", OneOf(&[("winners", "评选"), ("nominations", "申报")])),
                    blank("/percent", "不超过百分之", Points),
                    blank("/pool", "以什么为总数", Line).hint("如：科室总数"),
                    blank(
                        "/rounding",
                        "小数怎样取",
                        OneOf(&[
                            ("down_at_least_one", "舍去，不足1个的按1个"),
                            ("down", "舍去"),
                            ("half_up", "四舍五入"),
                            ("up", "进一"),
                        ]),
                    ),
                    blank("/applies_to", "适用于", UnitTypes),
                ],
            },
        ),
        blank(
            "/outcome/targets",
            "下限目标",
            List {
                one: "目标",
                fresh: r#"{"per":"每个乡镇","at_least":1,"of":"示范点"}"#,
                blanks: &[
                    blank("/per", "范围", Line).hint("如：每个乡（街道）"),
                    blank("/at_least", "至少几个", Whole),
                    blank("/of", "什么", Line),
                    blank("/percent", "不少于百分之", MaybePoints).hint("按比例的填，至少几个填0"),
                    blank("/by", "什么时候以前", Line).hint("如：2027-12-31，没有写明的不填"),
                    blank("/applies_to", "适用于", UnitTypes),
                ],
            },
        ),
    ],
};

static SOURCES: Sheet = Sheet {
    title: "来源权重",
    blanks: &[
        blank(
            "/sources",
            "加权来源（只按本表计分的不填）",
            List {
                one: "来源",
                fresh: r#"{"id":"","title":"考评","weight":"100","full":"100"}"#,
                blanks: &[
                    blank("/title", "来源", Line).hint("如：自评、考评、民意"),
                    blank("/weight", "权重（%）", Points),
                    blank("/full", "满分", Points),
                    blank("/rubric", "就是本表的得分", Flag),
                    blank("/own", "就是单位的自评得分（自动取用）", Flag),
                ],
            },
        ),
        blank("/outcome/bonus_after_weights", "加减分在加权以后再加", Flag),
        blank("/outcome/zero_spares_bonus", "整体不得分、总分为0时加分照计", Flag),
    ],
};

static DECIDING: Sheet = Sheet {
    title: "决定和公示",
    blanks: &[
        blank("/outcome/decided_by", "决定机构", Line).hint("如：党组"),
        blank("/outcome/options", "可以作出的决定，有利的在前", Names),
        blank("/outcome/publicised", "结果须公示", Flag),
        blank("/outcome/publicity_days", "公示几个工作日", MaybeWhole),
    ],
};

static NOTES: Sheet = Sheet {
    title: "说明",
    blanks: &[blank(
        "/notes",
        "对原文的理解（所有人可见）",
        List {
            one: "说明",
            fresh: r#"{"path":"","text":""}"#,
            blanks: &[blank("/path", "位置编号", Line).hint("不填为全文"), blank("/text", "说明", Text)],
        },
    )],
};

const BAND: &[Variant] = &[
    Variant::alone("no_veto", "没有一票否决情形"),
    Variant::alone("no_item_at_zero", "没有得0分的考评项目"),
    Variant {
        key: "heading_from",
        label: "某部分不低于",
        fresh: r#"{"no":"","points":"0"}"#,
        blanks: &[blank("/no", "编号", Line), blank("/points", "分值", Points)],
    },
    Variant {
        key: "every_item_rate",
        label: "每个项目的得分率不低于",
        fresh: r#"{"percent":"60"}"#,
        blanks: &[blank("/percent", "百分之", Points)],
    },
    Variant {
        key: "at_most_at_zero",
        label: "得0分的不超过几个",
        fresh: r#"{"of":"items","lines":1}"#,
        blanks: &[
            blank(
                "/of",
                "数什么",
                OneOf(&[("sections", "部分"), ("items", "考评项目"), ("criteria", "评分细则")]),
            ),
            blank("/lines", "不超过几个", Whole),
        ],
    },
    Variant {
        key: "recorded",
        label: "某条记录的是否或数",
        fresh: r#"{"no":"","at_least":"1"}"#,
        blanks: &[
            blank("/no", "细则编号", Line).hint("只记录的细则"),
            blank("/at_least", "至少", Points).hint("“是”填1"),
        ],
    },
];

const OVER_PERIODS: &[Variant] = &[
    Variant::alone("", "各期分别评定"),
    Variant::alone("mean", "各期平均"),
    Variant::alone("sum", "各期累计"),
    Variant::alone("last", "以最后一期为准"),
    Variant {
        key: "weights",
        label: "按权重",
        fresh: r#"["40","60"]"#,
        blanks: &[blank(
            "",
            "各期权重（%），按先后",
            List { one: "一期", fresh: r#""0""#, blanks: &[blank("", "百分之", Points)] },
        )],
    },
];

const STANDARD_RULE: &[Variant] = &[
    Variant::alone("", "不按创建标准"),
    Variant::alone("all_met", "全部达标"),
    Variant {
        key: "at_least", label: "至少达标几项", fresh: "1", blanks: &[blank("", "几项", Whole)]
    },
    Variant::alone("decision", "由决定机构研究决定"),
];

static TYPES: Sheet = Sheet {
    title: "单位类型",
    blanks: &[blank(
        "/unit_types",
        "单位类型（所有单位同用一表的不填）",
        List {
            one: "单位类型",
            fresh: r#"{"code":"","title":"","judged":"unit"}"#,
            blanks: &[
                blank("/title", "名称", Line).hint("如：清廉学校"),
                blank(
                    "/judged",
                    "评什么",
                    OneOf(&[("unit", "单位"), ("person", "个人"), ("family", "家庭")]),
                ),
            ],
        },
    )],
};

static HEADING: Sheet = Sheet {
    title: "标题",
    blanks: &[
        blank("/no", "编号", Line).hint("与原文一致"),
        blank("/title", "名称", Line),
        blank("/points", "分值", MaybePoints).hint("原文没有标明的不填"),
        blank("/role", "用途", OneOf(&[("", "计入基本分"), ("bonus", "加减分")])),
        blank("/dimension", "维度", OneOf(DIMENSIONS)),
        blank("/remark", "备注", Text),
    ],
};

static BONUS: Sheet = Sheet {
    title: "加减分",
    blanks: &[blank("/floor", "最多减多少分", MaybePoints).hint("不填为不限；最多加的填在分值处")],
};

static WHOSE: Sheet = Sheet {
    title: "适用范围和责任科室",
    blanks: &[
        blank("/applies_to", "适用于", UnitTypes),
        blank("/duties/lead", "牵头科室", Names),
        blank("/duties/assist", "配合科室", Names),
    ],
};

static CRITERION: Sheet = Sheet {
    title: "细则",
    blanks: &[
        blank("/no", "编号", Line).hint("与原文一致"),
        blank("/title", "内容", Text),
        blank("/evidence", "查验什么", Text).hint("如：查阅会议记录"),
        blank("/dimension", "维度（与标题不同时填）", OneOf(DIMENSIONS)),
    ],
};

static SCORED: Sheet = Sheet {
    title: "细则",
    blanks: &[
        blank("/no", "编号", Line).hint("与原文一致"),
        blank("/title", "内容", Text),
        blank("/points", "满分", Points).hint("加减分部分的细则填0，最多加减几分写在所属部分"),
        blank("/evidence", "查验什么", Text).hint("如：查阅会议记录"),
    ],
};

static ONE_PART: Sheet = Sheet {
    title: "计分规则",
    blanks: &[
        blank("/parts/0/rules", "", Rules),
        blank("/parts/0/start", "起始分", MaybePoints).hint("不填：只扣分的从满分起，有得分的从0分起"),
        blank("/parts/0/below_zero", "最多扣到负几分", MaybePoints).hint("不填为扣完为止"),
    ],
};

static PARTS: Sheet = Sheet {
    title: "计分规则",
    blanks: &[blank("/parts", "", List { one: "部分", fresh: FRESH_PART, blanks: PART })],
};

/// What a further part begins with.
pub const FRESH_PART: &str = r#"{"title":"第二部分","points":"1","rules":[{"rule":"manual","input":""}]}"#;
const PART: &[Blank] = &[
    blank("/title", "名称", Line),
    blank("/points", "分值", Points),
    blank("/start", "起始分", MaybePoints).hint("不填：只扣分的从满分起，有得分的从0分起"),
    blank("/below_zero", "最多扣到负几分", MaybePoints).hint("不填为扣完为止"),
    blank("/rules", "规则", Rules),
];

static BESIDES: Sheet = Sheet {
    title: "评分办法和不涉及",
    blanks: &[
        blank("/wording", "评分办法（单位看到的话）", Text).hint("随规则自动写成，也可改写"),
        blank("/not_applicable", "不涉及的单位", Either(NOT_APPLICABLE)),
        blank("/acts_on_parent", "本条没有分值，只从同一标题的得分中扣", Flag),
        blank("/dimension", "维度（与标题不同时填）", OneOf(DIMENSIONS)),
    ],
};

const NOT_APPLICABLE: &[Variant] = &[
    Variant::alone("", "不能申报不涉及"),
    Variant::alone("full_marks", "不扣分，计满分"),
    Variant::alone("exclude", "不计入，可得分值相应减少"),
    Variant::alone("cohort_mean", "按其他单位的平均分计"),
    Variant {
        key: "fixed", label: "按固定分值计", fresh: r#""1""#, blanks: &[blank("", "分值", Points)]
    },
];

const POINT: &[Blank] = &[
    blank("/no", "编号", Line),
    blank("/title", "内容", Text),
    blank("/must_not", "说的是不得有的情形", Flag),
];
const FRESH_POINT: &str = r#"{"no":"","title":""}"#;

static GRADED: Sheet = Sheet {
    title: "评定要点",
    blanks: &[blank("/graded", "", List { one: "要点", fresh: FRESH_POINT, blanks: POINT })],
};

static STANDARD: Sheet = Sheet {
    title: "标准要点",
    blanks: &[blank("/standard", "", List { one: "要点", fresh: FRESH_POINT, blanks: POINT })],
};

static RECORDED: Sheet = Sheet {
    title: "记录什么",
    blanks: &[
        blank("/recorded/label", "名称", Line).hint("如：满意率"),
        blank("/recorded/unit", "单位", Line).hint("不是数的不填"),
        blank("/recorded/yes_no", "回答是或否", Flag),
        blank("/recorded/entered_by", "由谁填写", Line).hint("不由单位填的填，如：组织测评的一方"),
    ],
};

static VETO: Sheet = Sheet {
    title: "一票否决",
    blanks: &[
        blank("/veto/effect", "后果", Either(EFFECT)),
        blank("/veto/window", "追溯期", Either(WINDOW)),
        blank("/veto/subject", "对象", Line).hint("如：本单位人员"),
        blank("/veto/threshold", "程度", Line).hint("任何程度都算的不填"),
        blank("/veto/exceptions", "例外情形", Names),
        blank("/veto/decided_by", "由谁核实", Line).hint("如：机关纪委"),
        blank("/veto/catch_all", "其他情形，每次须研究决定", Flag),
    ],
};

const EFFECT: &[Variant] = &[
    Variant::alone("not_eligible", "不得评定"),
    Variant::alone("application_refused", "不受理申报"),
    Variant::alone("fails", "结果为不合格"),
    Variant::alone("total_zero", "总分为0"),
    Variant::alone("bars_top", "不得评为最高等次"),
    Variant {
        key: "deducts",
        label: "总分扣固定分值",
        fresh: r#""5""#,
        blanks: &[blank("", "分值", Points)],
    },
    Variant::alone("revokes_honour", "撤销已有命名"),
];

const WINDOW: &[Variant] = &[
    Variant::alone("", "未写明"),
    Variant::alone("period", "本周期"),
    Variant::alone("assessment_year", "评定年度"),
    Variant { key: "last_years", label: "近几年", fresh: "1", blanks: &[blank("", "几年", Whole)] },
    Variant {
        key: "years_before_and_period",
        label: "启动前几年以及创建期间",
        fresh: "1",
        blanks: &[blank("", "几年", Whole)],
    },
    Variant::alone("influence_lasts", "截至评定年度12月底影响期未过"),
    Variant::alone("during_assessment", "评定过程中"),
];
