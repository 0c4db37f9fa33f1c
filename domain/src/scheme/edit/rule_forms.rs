//! The form of each kind of rule, and what a new one begins with. An officer picks one by the sentence it says.

use super::blank::Ask::*;
use super::blank::{Blank, Variant, blank};
use crate::scheme::model::Rule;

/// One kind of rule.
#[derive(Debug)]
pub struct RuleKind {
    /// The word in the document: `deduct_each`.
    pub kind: &'static str,
    /// What it is called: 每次扣分.
    pub title: &'static str,
    /// What a new one begins with.
    pub fresh: &'static str,
    pub blanks: &'static [Blank],
}

impl RuleKind {
    /// The kind with this word.
    pub fn of(kind: &str) -> Option<&'static RuleKind> {
        RULE_KINDS.iter().find(|known| known.kind == kind)
    }

    /// What kinds of its sort are called, one of [`RuleKind::GROUPS`].
    pub fn group(&self) -> &'static str {
        let tiers = ["tier", "choice", "level", "steps", "pieces", "matrix"];
        let by = Self::GROUPS;
        match self.kind {
            "group" => by[5],
            kind if kind == "manual" || kind.contains("discretion") => by[4],
            kind if kind.starts_with("zero") || kind == "consequence" => by[3],
            kind if tiers.iter().any(|tier| kind.contains(tier)) => by[2],
            kind if kind.starts_with("award") => by[1],
            _ => by[0],
        }
    }

    /// Sorts of rules, in the order in which they are offered.
    pub const GROUPS: [&str; 6] =
        ["扣分", "得分", "分档分级", "不得分和后果", "人工评定和酌情", "几条规则合计"];

    /// Whether it is meant by words somebody looks for: each stands in what it is called or in what it says.
    pub fn is_meant(&self, words: &str) -> bool {
        let says = format!("{}{}{}", self.group(), self.title, self.start().told());
        words.split_whitespace().all(|word| says.contains(word))
    }

    /// A new rule of this kind.
    pub fn start(&self) -> Rule {
        serde_json::from_str(self.fresh).expect("what a rule begins with is a rule")
    }
}

const COUNT: &[Blank] = &[
    blank("/label", "要填的数目", Line).hint("如：缺少的项数"),
    blank("/unit", "单位", Line).hint("项、次、起、条"),
    blank("/told", "说明里的说法", Line).hint("数目写作{n}，如：缺少{n}项"),
    blank("/kind", "怎样填", OneOf(&[("", "只填数目"), ("facts", "逐起登记（同一事实不重复扣）")])),
];
/// A count whose incidents are always entered one by one.
const FACTS: &[Blank] = &[
    blank("/label", "要登记的事", Line).hint("如：受处分的情况"),
    blank("/unit", "单位", Line).hint("起、件、人次"),
    blank("/told", "说明里的说法", Line).hint("数目写作{n}，如：受处分{n}起"),
];
const QUANTITY: &[Blank] = &[
    blank("/label", "要填的数值", Line).hint("如：满意率"),
    blank("/unit", "单位", Line).hint("%、分、万元"),
    blank("/min", "最小", Points),
    blank("/max", "最大", Points),
];
const CONDITION: &[Blank] = &[
    blank("/label", "条件", Line).hint("如：工作制度"),
    blank("/met", "做到的说法", Line).hint("如：已建立"),
    blank("/unmet", "没有做到的说法", Line).hint("如：未建立"),
];
const PRICED_CONDITION: &[Blank] = &[
    blank("/label", "条件", Line).hint("如：工作制度"),
    blank("/met", "做到的说法", Line).hint("如：已建立"),
    blank("/unmet", "没有做到的说法", Line).hint("如：未建立"),
    blank("/amount", "分值", Points),
];
const FRESH_CONDITION: &str = r#"{"input":"","label":"工作","met":"已开展","unmet":"未开展"}"#;
const FRESH_PRICED: &str = r#"{"input":"","label":"工作","met":"已开展","unmet":"未开展","amount":"1"}"#;
const ELEMENT: &[Blank] = &[blank("/label", "名称", Line)];
const FRESH_ELEMENT: &str = r#"{"id":"","label":""}"#;
const OPTION: &[Blank] = &[blank("/label", "情形", Line), blank("/amount", "分值", Points)];
const FRESH_OPTION: &str = r#"{"id":"","label":"","amount":"1"}"#;
const TIER: &[Blank] = &[
    blank("/from", "从", Whole),
    blank("/to", "到", MaybeWhole).hint("不填为以上"),
    blank("/amount", "得", Points),
];
const COUNT_TIER: &[Blank] = &[
    blank("/from", "从", Whole),
    blank("/to", "到", MaybeWhole).hint("不填为以上"),
    blank("/amount", "扣", MaybePoints).hint("不填为不得分"),
];
const LEVEL: &[Blank] = &[blank("/input", "", Record(COUNT)), blank("/amount", "每次得", Points)];
const REACH: &[(&str, &str)] =
    &[("", "本部分不得分"), ("criterion", "本条不得分"), ("item", "整项不得分"), ("total", "整体不得分")];

/// A compound condition.
static WHEN: [Variant; 6] = [
    Variant { key: "met", label: "做到某件事", fresh: FRESH_CONDITION, blanks: CONDITION },
    Variant {
        key: "not",
        label: "以下条件不成立",
        fresh: r#"{"met":{"input":"","label":"工作","met":"已开展","unmet":"未开展"}}"#,
        blanks: &INNER,
    },
    Variant {
        key: "all",
        label: "同时具备",
        fresh: FRESH_WHENS,
        blanks: &[blank("", "", List { one: "条件", fresh: FRESH_WHEN, blanks: &INNER })],
    },
    Variant {
        key: "any",
        label: "具备之一",
        fresh: FRESH_WHENS,
        blanks: &[blank("", "", List { one: "条件", fresh: FRESH_WHEN, blanks: &INNER })],
    },
    Variant {
        key: "at_least",
        label: "至少具备几项",
        fresh: r#"{"k":1,"of":[{"met":{"input":"","label":"工作","met":"已开展","unmet":"未开展"}}]}"#,
        blanks: &[
            blank("/k", "至少几项", Whole),
            blank("/of", "", List { one: "条件", fresh: FRESH_WHEN, blanks: &INNER }),
        ],
    },
    Variant {
        key: "count",
        label: "数目达到",
        fresh: r#"{"input":{"input":"","label":"开展的次数","unit":"次","told":"开展{n}次"},"from":1}"#,
        blanks: &[blank("/input", "", Record(COUNT)), blank("/from", "达到", Whole)],
    },
];
const FRESH_WHENS: &str = r#"[{"met":{"input":"","label":"工作","met":"已开展","unmet":"未开展"}}]"#;
const FRESH_WHEN: &str = r#"{"met":{"input":"","label":"工作","met":"已开展","unmet":"未开展"}}"#;
/// A condition inside a compound one. A static, because conditions stand inside one another.
static INNER: [Blank; 1] = [blank("", "", Either(&WHEN))];

/// Every kind of rule, in the order in which they are offered: what takes points, what gives them, rules about rules.
pub static RULE_KINDS: &[RuleKind] = &[
    RuleKind {
        kind: "deduct_each",
        title: "每次扣分",
        fresh: r#"{"rule":"deduct_each","input":{"input":"","label":"缺少的项数","unit":"项","told":"缺少{n}项"},"amount":"1"}"#,
        blanks: &[blank("/input", "", Record(COUNT)), blank("/amount", "每次扣", Points)],
    },
    RuleKind {
        kind: "deduct_unmet",
        title: "没有做到分别扣分",
        fresh: r#"{"rule":"deduct_unmet","conditions":[{"input":"","label":"工作","met":"已开展","unmet":"未开展","amount":"1"}]}"#,
        blanks: &[blank(
            "/conditions",
            "条件",
            List { one: "条件", fresh: FRESH_PRICED, blanks: PRICED_CONDITION },
        )],
    },
    RuleKind {
        kind: "deduct_elements",
        title: "列出的问题每项扣分",
        fresh: r#"{"rule":"deduct_elements","input":"","label":"存在的问题","elements":[{"id":"","label":"未传达学习"}],"amount":"1"}"#,
        blanks: &[
            blank("/label", "问题的总称", Line),
            blank("/elements", "问题", List { one: "问题", fresh: FRESH_ELEMENT, blanks: ELEMENT }),
            blank("/amount", "每项扣", Points),
        ],
    },
    RuleKind {
        kind: "deduct_choice",
        title: "按情况扣分",
        fresh: r#"{"rule":"deduct_choice","input":"","label":"工作情况","options":[{"id":"","label":"好","amount":"0"},{"id":"","label":"不到位","amount":"1"}]}"#,
        blanks: &[
            blank("/label", "看什么", Line),
            blank("/options", "各种情形扣多少", List { one: "情形", fresh: FRESH_OPTION, blanks: OPTION }),
        ],
    },
    RuleKind {
        kind: "deduct_below",
        title: "次数不够一次性扣分",
        fresh: r#"{"rule":"deduct_below","input":{"input":"","label":"开展的次数","unit":"次","told":"开展{n}次"},"threshold":2,"amount":"1"}"#,
        blanks: &[
            blank("/input", "", Record(COUNT)),
            blank("/threshold", "少于", Whole),
            blank("/amount", "扣", Points),
        ],
    },
    RuleKind {
        kind: "deduct_missing",
        title: "每少一次扣分",
        fresh: r#"{"rule":"deduct_missing","input":{"input":"","label":"开展的次数","unit":"次","told":"开展{n}次"},"required":2,"amount":"1"}"#,
        blanks: &[
            blank("/input", "", Record(COUNT)),
            blank("/required", "应不少于", Whole),
            blank("/amount", "每少一次扣", Points),
        ],
    },
    RuleKind {
        kind: "deduct_steps",
        title: "每低（高）几个百分点扣分",
        fresh: r#"{"rule":"deduct_steps","input":{"input":"","label":"完成率","unit":"%","min":"0","max":"100"},"side":"below","threshold":"95","step":"1","amount":"0.5"}"#,
        blanks: &[
            blank("/input", "", Record(QUANTITY)),
            blank("/side", "哪一边扣分", OneOf(&[("below", "低于"), ("above", "高于")])),
            blank("/threshold", "界限", Points),
            blank("/step", "每隔", Points),
            blank("/amount", "扣", Points),
            blank("/partial", "不足一格的按比例扣", Flag),
        ],
    },
    RuleKind {
        kind: "deduct_tiered",
        title: "按情节轻重每起扣分",
        fresh: r#"{"rule":"deduct_tiered","input":{"input":"","label":"发生的问题","unit":"起","told":"发生{n}起","kind":"facts"},"options":[{"id":"","label":"较轻","amount":"1"},{"id":"","label":"较重","amount":"2"}]}"#,
        blanks: &[
            blank("/input", "", Record(FACTS)),
            blank("/options", "各种情节扣多少", List { one: "情节", fresh: FRESH_OPTION, blanks: OPTION }),
        ],
    },
    RuleKind {
        kind: "deduct_matrix",
        title: "按职级和处分每人次扣分",
        fresh: r#"{"rule":"deduct_matrix","input":{"input":"","label":"受处分的人员","unit":"人次","told":"受处分{n}人次","kind":"facts"},"rows":[{"id":"","label":"班子成员"},{"id":"","label":"一般干部"}],"columns":[{"id":"","label":"警告"},{"id":"","label":"撤职"}],"amounts":[["2","4"],["1","2"]]}"#,
        blanks: &[
            blank("/input", "", Record(FACTS)),
            blank("/rows", "行", List { one: "行", fresh: FRESH_ELEMENT, blanks: ELEMENT }),
            blank("/columns", "列", List { one: "列", fresh: FRESH_ELEMENT, blanks: ELEMENT }),
            blank("/amounts", "每格扣多少", Amounts),
        ],
    },
    RuleKind {
        kind: "deduct_count_tiers",
        title: "按次数分档扣分",
        fresh: r#"{"rule":"deduct_count_tiers","input":{"input":"","label":"发生的次数","unit":"次","told":"发生{n}次"},"tiers":[{"from":1,"to":1,"amount":"0.5"},{"from":2}]}"#,
        blanks: &[
            blank("/input", "", Record(COUNT)),
            blank(
                "/tiers",
                "各档扣多少",
                List { one: "档", fresh: r#"{"from":1,"amount":"1"}"#, blanks: COUNT_TIER },
            ),
        ],
    },
    RuleKind {
        kind: "deduct_discretion",
        title: "酌情扣分",
        fresh: r#"{"rule":"deduct_discretion","input":"","label":"工作不到位","min":"0.5","max":"2"}"#,
        blanks: &[
            blank("/label", "什么情形", Line),
            blank("/min", "最少扣", Points),
            blank("/max", "最多扣", MaybePoints).hint("不填为不限"),
        ],
    },
    RuleKind {
        kind: "deduct_discretion_each",
        title: "逐起酌情扣分",
        fresh: r#"{"rule":"deduct_discretion_each","input":{"input":"","label":"发生的问题","unit":"起","told":"发生{n}起","kind":"facts"},"min":"0.5","max":"2"}"#,
        blanks: &[
            blank("/input", "", Record(FACTS)),
            blank("/min", "每起最少扣", Points),
            blank("/max", "每起最多扣", MaybePoints).hint("不填为不限"),
        ],
    },
    RuleKind {
        kind: "deduct_share",
        title: "按未完成的比例扣分",
        fresh: r#"{"rule":"deduct_share","input":{"input":"","label":"完成率","unit":"%","min":"0","max":"100"},"amount":"2"}"#,
        blanks: &[blank("/input", "", Record(QUANTITY)), blank("/amount", "全部未完成扣", Points)],
    },
    RuleKind {
        kind: "deduct_imported",
        title: "按其他考核结果扣分",
        fresh: r#"{"rule":"deduct_imported","input":{"input":"","label":"其他考核的扣分","unit":"分","min":"0","max":"100"},"factor":"1"}"#,
        blanks: &[blank("/input", "", Record(QUANTITY)), blank("/factor", "乘以", Points)],
    },
    RuleKind {
        kind: "zero_unless_met",
        title: "没有做到不得分",
        fresh: r#"{"rule":"zero_unless_met","conditions":[{"input":"","label":"工作","met":"已开展","unmet":"未开展"}]}"#,
        blanks: &[
            blank("/conditions", "条件", List { one: "条件", fresh: FRESH_CONDITION, blanks: CONDITION }),
            blank("/reach", "后果", OneOf(REACH)),
        ],
    },
    RuleKind {
        kind: "zero_if_count",
        title: "达到几起不得分",
        fresh: r#"{"rule":"zero_if_count","input":{"input":"","label":"发生的次数","unit":"次","told":"发生{n}次"},"from":3}"#,
        blanks: &[
            blank("/input", "", Record(COUNT)),
            blank("/from", "达到", Whole),
            blank("/reach", "后果", OneOf(REACH)),
        ],
    },
    RuleKind {
        kind: "consequence",
        title: "不扣分，但有后果",
        fresh: r#"{"rule":"consequence","condition":{"input":"","label":"工作","met":"已开展","unmet":"未开展"},"consequence":"予以通报"}"#,
        blanks: &[
            blank("/condition", "", Record(CONDITION)),
            blank("/consequence", "后果", Line).hint("如：予以通报"),
        ],
    },
    RuleKind {
        kind: "award_met",
        title: "做到分别得分",
        fresh: r#"{"rule":"award_met","conditions":[{"input":"","label":"工作","met":"已开展","unmet":"未开展","amount":"1"}]}"#,
        blanks: &[blank(
            "/conditions",
            "条件",
            List { one: "条件", fresh: FRESH_PRICED, blanks: PRICED_CONDITION },
        )],
    },
    RuleKind {
        kind: "award_all",
        title: "全部做到才得分",
        fresh: r#"{"rule":"award_all","conditions":[{"input":"","label":"工作","met":"已开展","unmet":"未开展"}],"amount":"1"}"#,
        blanks: &[
            blank("/conditions", "条件", List { one: "条件", fresh: FRESH_CONDITION, blanks: CONDITION }),
            blank("/amount", "全部做到得", Points),
        ],
    },
    RuleKind {
        kind: "award_when",
        title: "符合组合条件得分",
        fresh: r#"{"rule":"award_when","when":{"any":[{"met":{"input":"","label":"工作","met":"已开展","unmet":"未开展"}}]},"amount":"1"}"#,
        blanks: &[
            blank("/when", "条件", Either(&WHEN)),
            blank("/amount", "符合的得", Points),
            blank("/otherwise", "不符合的计", MaybePoints).hint("不填为0分"),
        ],
    },
    RuleKind {
        kind: "award_each",
        title: "每次得分",
        fresh: r#"{"rule":"award_each","input":{"input":"","label":"开展的项数","unit":"项","told":"开展{n}项"},"amount":"1"}"#,
        blanks: &[blank("/input", "", Record(COUNT)), blank("/amount", "每次得", Points)],
    },
    RuleKind {
        kind: "award_levels",
        title: "按级别每次得分",
        fresh: r#"{"rule":"award_levels","levels":[{"input":{"input":"","label":"省级表彰的次数","unit":"次","told":"省级表彰{n}次"},"amount":"2"},{"input":{"input":"","label":"市级表彰的次数","unit":"次","told":"市级表彰{n}次"},"amount":"1"}]}"#,
        blanks: &[blank(
            "/levels",
            "级别",
            List {
                one: "级别",
                fresh: r#"{"input":{"input":"","label":"表彰的次数","unit":"次","told":"表彰{n}次"},"amount":"1"}"#,
                blanks: LEVEL,
            },
        )],
    },
    RuleKind {
        kind: "award_pieces",
        title: "逐件登记，同一件就高计分",
        fresh: r#"{"rule":"award_pieces","input":{"input":"","label":"获得的表彰","unit":"件","told":"获表彰{n}件","kind":"facts"},"options":[{"id":"","label":"省级","amount":"2"},{"id":"","label":"市级","amount":"1"}]}"#,
        blanks: &[
            blank("/input", "", Record(FACTS)),
            blank("/options", "各级别得多少", List { one: "级别", fresh: FRESH_OPTION, blanks: OPTION }),
            blank("/valid_years", "有效几年", MaybeWhole).hint("不填为不限"),
        ],
    },
    RuleKind {
        kind: "award_tiers",
        title: "按次数分档得分",
        fresh: r#"{"rule":"award_tiers","input":{"input":"","label":"开展的次数","unit":"次","told":"开展{n}次"},"tiers":[{"from":3,"amount":"2"},{"from":1,"to":2,"amount":"1"}]}"#,
        blanks: &[
            blank("/input", "", Record(COUNT)),
            blank(
                "/tiers",
                "各档得多少",
                List { one: "档", fresh: r#"{"from":1,"amount":"1"}"#, blanks: TIER },
            ),
        ],
    },
    RuleKind {
        kind: "award_rank",
        title: "按名次得分",
        fresh: r#"{"rule":"award_rank","input":{"input":"","label":"名次","unit":"名","told":"第{n}名"},"first":"5","step":"1"}"#,
        blanks: &[
            blank("/input", "", Record(COUNT)),
            blank("/first", "第1名得", Points),
            blank("/step", "每降1名减", Points),
        ],
    },
    RuleKind {
        kind: "award_rate",
        title: "按比率得分",
        fresh: r#"{"rule":"award_rate","input":{"input":"","label":"满意率","unit":"%","min":"0","max":"100"},"amount":"5"}"#,
        blanks: &[blank("/input", "", Record(QUANTITY)), blank("/amount", "满分", Points)],
    },
    RuleKind {
        kind: "award_relative",
        title: "与最好的单位比",
        fresh: r#"{"rule":"award_relative","input":{"input":"","label":"完成数","unit":"件","min":"0","max":"10000"},"best":{"input":"","label":"最好单位的完成数","unit":"件","min":"0","max":"10000"},"amount":"5"}"#,
        blanks: &[
            blank("/input", "本单位", Record(QUANTITY)),
            blank("/best", "最好的单位", Record(QUANTITY)),
            blank("/amount", "最好的得", Points),
            blank("/lower_is_better", "越低越好", Flag),
        ],
    },
    RuleKind {
        kind: "award_increments",
        title: "达到基数得分，超过的再加",
        fresh: r#"{"rule":"award_increments","input":{"input":"","label":"开展的次数","unit":"次","told":"开展{n}次"},"from":2,"base":"1","each":"0.5"}"#,
        blanks: &[
            blank("/input", "", Record(COUNT)),
            blank("/from", "达到", Whole),
            blank("/base", "得", Points),
            blank("/each", "每多一次再得", Points),
        ],
    },
    RuleKind {
        kind: "award_mean",
        title: "取多人的平均",
        fresh: r#"{"rule":"award_mean","input":{"input":"","label":"得分","unit":"分","min":"0","max":"100"},"factor":"0.05"}"#,
        blanks: &[blank("/input", "每人的", Record(QUANTITY)), blank("/factor", "乘以", Points)],
    },
    RuleKind {
        kind: "award_imported",
        title: "按其他考核结果得分",
        fresh: r#"{"rule":"award_imported","input":{"input":"","label":"其他考核的得分","unit":"分","min":"0","max":"100"},"factor":"0.05"}"#,
        blanks: &[blank("/input", "", Record(QUANTITY)), blank("/factor", "乘以", Points)],
    },
    RuleKind {
        kind: "award_discretion",
        title: "酌情加分、研究加分",
        fresh: r#"{"rule":"award_discretion","input":"","label":"经研究给予加分","min":"0","max":"5"}"#,
        blanks: &[
            blank("/label", "什么情形", Line),
            blank("/min", "最少加", Points),
            blank("/max", "最多加", MaybePoints).hint("不填为不限"),
        ],
    },
    RuleKind {
        kind: "manual",
        title: "由考核人员评定",
        fresh: r#"{"rule":"manual","input":""}"#,
        blanks: &[],
    },
    RuleKind {
        kind: "group",
        title: "几条规则合在一起",
        fresh: r#"{"rule":"group","title":"以上各项","at_most":"2","rules":[{"rule":"deduct_each","input":{"input":"","label":"缺少的项数","unit":"项","told":"缺少{n}项"},"amount":"1"}]}"#,
        blanks: &[
            blank("/title", "总称", Line),
            blank(
                "/take",
                "怎样计",
                OneOf(&[("", "累计"), ("highest", "就高，不累加"), ("first", "只按前面的一项计")]),
            ),
            blank("/at_most", "合计最高", MaybePoints).hint("不填为不限"),
            blank(
                "/at_most_per",
                "按时间限分",
                Maybe {
                    fresh: r#"{"span":"year","points":"2"}"#,
                    blanks: &[
                        blank("/span", "每", OneOf(&[("month", "月"), ("quarter", "季度"), ("year", "年")])),
                        blank("/points", "最高", Points),
                    ],
                },
            ),
            blank(
                "/times",
                "加倍或减半",
                Maybe {
                    fresh: r#"{"condition":{"input":"","label":"情节","met":"严重","unmet":"不严重"},"factor":"2"}"#,
                    blanks: &[
                        blank("/condition", "", Record(CONDITION)),
                        blank("/factor", "做到时乘以", Points),
                    ],
                },
            ),
            blank("/rules", "规则", Rules),
        ],
    },
];
