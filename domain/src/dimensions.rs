//! The common dimensions: rubrics differ from place to place, but every 考评项目 carries one of these, so that a
//! commission above can compare by 得分率.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// What an item is about, in the words all places share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// 政治建设
    Political,
    /// 权力运行
    Power,
    /// 监督管理
    Supervision,
    /// 作风纪律
    Conduct,
    /// 廉洁文化
    Culture,
    /// 其他
    Other,
}

impl Dimension {
    /// All of them, in the order in which tables show them.
    pub const ALL: [Dimension; 6] = [
        Dimension::Political,
        Dimension::Power,
        Dimension::Supervision,
        Dimension::Conduct,
        Dimension::Culture,
        Dimension::Other,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Dimension::Political => "政治建设",
            Dimension::Power => "权力运行",
            Dimension::Supervision => "监督管理",
            Dimension::Conduct => "作风纪律",
            Dimension::Culture => "廉洁文化",
            Dimension::Other => "其他",
        }
    }
}
