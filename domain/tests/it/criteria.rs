//! Every 评分细则 of 济源 with its edges: what was answered, what it comes to, and how it is explained.

use domain::scoring::{read_answers, score_criterion};

use crate::jiyuan;

/// Criterion, answer, score, sentence.
const TABLE: &[(&str, &str, &str, &str)] = &[
    ("1.1", r#"{"missing":0}"#, "2", "没有扣分；本项得2分，满分2分。"),
    ("1.1", r#"{"missing":1}"#, "1", "扣1分：缺少1项；本项得1分，满分2分。"),
    ("1.1", r#"{"missing":2}"#, "0", "扣2分：缺少2项；本项得0分，满分2分。"),
    ("1.1", r#"{"missing":3}"#, "0", "扣2分：缺少3项（应扣3分，扣完为止）；本项得0分，满分2分。"),
    (
        "1.1",
        r#"{"missing":100000}"#,
        "0",
        "扣2分：缺少100000项（应扣100000分，扣完为止）；本项得0分，满分2分。",
    ),
    ("1.1", r#"{}"#, "0", "尚未填完，本项可能得0至2分，满分2分。"),
    (
        "1.2",
        r#"{"system":true,"training":true}"#,
        "2",
        "得1分：对党忠诚教育制度已建立；得1分：培训学习已开展；本项得2分，满分2分。",
    ),
    (
        "1.2",
        r#"{"system":true,"training":false}"#,
        "1",
        "得1分：对党忠诚教育制度已建立；培训学习未开展；本项得1分，满分2分。",
    ),
    (
        "1.2",
        r#"{"system":false,"training":false}"#,
        "0",
        "对党忠诚教育制度未建立；培训学习未开展；本项得0分，满分2分。",
    ),
    ("1.2", r#"{"training":true}"#, "1", "得1分：培训学习已开展；尚未填完，本项可能得1至2分，满分2分。"),
    ("1.3", r#"{"studied":true,"meeting":true,"plan":true}"#, "3", "没有扣分；本项得3分，满分3分。"),
    (
        "1.3",
        r#"{"studied":false,"meeting":true,"plan":true}"#,
        "1",
        "扣2分：创建工作未专题研究，此部分不得分；本项得1分，满分3分。",
    ),
    (
        "1.3",
        r#"{"studied":true,"meeting":false,"plan":true}"#,
        "2",
        "扣1分：动员会未召开，此部分不得分；本项得2分，满分3分。",
    ),
    (
        "1.3",
        r#"{"studied":false,"meeting":false,"plan":false}"#,
        "0",
        "扣2分：创建工作未专题研究，此部分不得分；扣1分：动员会未召开、工作方案未制定，此部分不得分；本项得0分，满分3分。",
    ),
    (
        "1.3",
        r#"{"studied":true,"plan":false}"#,
        "2",
        "扣1分：工作方案未制定，此部分不得分；尚未填完，本项得2分，满分3分。",
    ),
    ("1.3", r#"{"studied":true,"plan":true}"#, "2", "尚未填完，本项可能得2至3分，满分3分。"),
    ("1.4", r#"{"failing":1}"#, "1", "扣1分：1项未制定措施或落实不到位；本项得1分，满分2分。"),
    ("2.1", r#"{"party_group":"kept","theme_day":"kept"}"#, "2", "没有扣分；本项得2分，满分2分。"),
    (
        "2.1",
        r#"{"party_group":"weak","theme_day":"absent"}"#,
        "0.5",
        "扣0.5分：党组（党委）会议坚持不够好；扣1分：“主题党日”活动未坚持；本项得0.5分，满分2分。",
    ),
    (
        "2.1",
        r#"{"theme_day":"weak"}"#,
        "0.5",
        "扣0.5分：“主题党日”活动坚持不够好；尚未填完，本项可能得0.5至1.5分，满分2分。",
    ),
    (
        "2.2",
        r#"{"central_group":false,"grassroots":true,"daily":false}"#,
        "0.5",
        "扣1分：中心组学习未开展；扣0.5分：党员日常学习不到位；本项得0.5分，满分2分。",
    ),
    (
        "2.2",
        r#"{"central_group":false,"grassroots":false,"daily":false}"#,
        "0",
        "扣1分：中心组学习未开展；扣0.5分：基层学习和教育培训未落实；扣0.5分：党员日常学习不到位；本项得0分，满分2分。",
    ),
    (
        "2.3",
        r#"{"xuexi_qiangguo":"weak","cadre_academy":"poor"}"#,
        "0.5",
        "扣0.5分：“学习强国”学习不到位；扣1分：“河南干部网络学院”学习情况很差；本项得0.5分，满分2分。",
    ),
    (
        "2.4",
        r#"{"responsibility":true,"studied":false}"#,
        "1",
        "扣1分：意识形态专题研究未开展；本项得1分，满分2分。",
    ),
    (
        "3.1",
        r#"{"guidelines":false,"centralism":true,"major_reports":true,"personal_reports":true}"#,
        "2",
        "扣1分：党内政治生活准则执行不到位；本项得2分，满分3分。",
    ),
    (
        "3.1",
        r#"{"guidelines":false,"centralism":false,"major_reports":false,"personal_reports":false}"#,
        "0",
        "扣1分：党内政治生活准则执行不到位；扣1分：民主集中制执行不到位；扣1分：重大事项请示报告制度执行不到位；个人有关事项报告制度执行不到位（应扣1分，已扣完）；本项得0分，满分3分。",
    ),
    (
        "3.2",
        r#"{"meetings":false,"dual_life":false,"talks":false,"appraisal":false,"theme_day":false}"#,
        "0",
        "扣1分：“三会一课”未按要求落实；扣1分：双重组织生活未按要求落实；扣1分：谈心谈话未按要求落实；扣1分：民主评议党员未按要求落实；扣1分：主题党日未按要求落实；本项得0分，满分5分。",
    ),
    (
        "3.2",
        r#"{"meetings":true,"dual_life":true,"talks":true,"appraisal":true,"theme_day":false}"#,
        "4",
        "扣1分：主题党日未按要求落实；本项得4分，满分5分。",
    ),
    ("4.1", r#"{"reform":false}"#, "0", "扣1分：“放管服”改革责任落实不到位；本项得0分，满分1分。"),
    ("4.2", r#"{"complaints":[{"fact":"甲"}]}"#, "1", "扣1分：甲：热线反映查实1次；本项得1分，满分2分。"),
    (
        "4.2",
        r#"{"complaints":[{"fact":"甲"},{"fact":"乙","n":2}]}"#,
        "0",
        "扣1分：甲：热线反映查实1次；扣1分：乙：热线反映查实2次（应扣2分，扣完为止）；本项得0分，满分2分。",
    ),
    (
        "4.3",
        r#"{"system":false,"mechanism":false}"#,
        "0",
        "扣1分：“13710”工作制度未建立；扣1分：明责履责督责追责机制未按要求运行；本项得0分，满分2分。",
    ),
    ("5.1", r#"{"disclosure":true,"missing":0}"#, "2", "没有扣分；本项得2分，满分2分。"),
    (
        "5.1",
        r#"{"disclosure":false,"missing":1}"#,
        "0",
        "扣1分：公开制度未建立；扣1分：公开事项缺少1项；本项得0分，满分2分。",
    ),
    (
        "5.1",
        r#"{"disclosure":false,"missing":3}"#,
        "0",
        "扣1分：公开制度未建立；扣1分：公开事项缺少3项（应扣3分，扣完为止）；本项得0分，满分2分。",
    ),
    ("5.1", r#"{"not_applicable":true}"#, "2", "不涉及，不扣分；本项得2分，满分2分。"),
    (
        "5.1",
        r#"{"not_applicable":true,"disclosure":false,"missing":5}"#,
        "2",
        "不涉及，不扣分；本项得2分，满分2分。",
    ),
    (
        "5.1",
        r#"{"not_applicable":false,"disclosure":false}"#,
        "0",
        "扣1分：公开制度未建立；尚未填完，本项可能得0至1分，满分2分。",
    ),
    ("5.2", r#"{"points":"0.9","remark":"齐全"}"#, "0.9", "得0.9分：人工评分；本项得0.9分，满分1分。"),
    ("6.1", r#"{"points":"0","remark":"未建立"}"#, "0", "人工评分为0分；本项得0分，满分1分。"),
    ("6.1", r#"{"points":"0.8"}"#, "0.8", "得0.8分：人工评分；请填写说明；尚未填完，本项得0.8分，满分1分。"),
    (
        "6.1",
        r#"{"points":"0.8","remark":" "}"#,
        "0.8",
        "得0.8分：人工评分；请填写说明；尚未填完，本项得0.8分，满分1分。",
    ),
    ("6.1", r#"{"remark":"待评"}"#, "0", "尚未填完，本项可能得0至1分，满分1分。"),
    ("6.2", r#"{"points":3,"remark":"规范"}"#, "3", "得3分：人工评分；本项得3分，满分3分。"),
    (
        "7.1",
        r#"{"party_group":true,"discipline":false}"#,
        "0",
        "扣1分：纪检机构专责监督制度未建立；本项得0分，满分1分。",
    ),
    (
        "7.1",
        r#"{"party_group":false,"discipline":false}"#,
        "0",
        "扣1分：党组（党委）全面监督制度未建立；纪检机构专责监督制度未建立（应扣1分，已扣完）；本项得0分，满分1分。",
    ),
    (
        "7.2",
        r#"{"departments":true,"branches":false,"members":true}"#,
        "2",
        "扣1分：基层党组织日常监督未落实；本项得2分，满分3分。",
    ),
    ("7.3", r#"{"points":"1.5","remark":"一名未到位"}"#, "1.5", "得1.5分：人工评分；本项得1.5分，满分2分。"),
    ("8.1", r#"{"meeting":false}"#, "0", "扣1分：年度党风廉政专题会未召开；本项得0分，满分1分。"),
    ("8.2", r#"{"points":"2.25","remark":"两类"}"#, "2.25", "得2.25分：人工评分；本项得2.25分，满分3分。"),
    ("8.3", r#"{"talks":2,"coverage":true}"#, "2", "没有扣分；本项得2分，满分2分。"),
    ("8.3", r#"{"talks":1,"coverage":true}"#, "1", "扣1分：廉政谈话1次，少于2次；本项得1分，满分2分。"),
    ("8.3", r#"{"talks":0,"coverage":true}"#, "1", "扣1分：廉政谈话0次，少于2次；本项得1分，满分2分。"),
    (
        "8.3",
        r#"{"talks":0,"coverage":false}"#,
        "0",
        "扣1分：廉政谈话0次，少于2次；扣1分：谈话覆盖面不全；本项得0分，满分2分。",
    ),
    ("8.3", r#"{"coverage":false}"#, "0", "扣1分：谈话覆盖面不全；尚未填完，本项可能得0至1分，满分2分。"),
    ("8.4", r#"{"reform":true}"#, "1", "没有扣分；本项得1分，满分1分。"),
    ("9.1", r#"{"must_checks":false,"opinion":true}"#, "1", "扣2分：“凡提四必”未落实；本项得1分，满分3分。"),
    ("9.1", r#"{"must_checks":true,"opinion":false}"#, "2", "扣1分：党支部意见未征求；本项得2分，满分3分。"),
    ("9.2", r#"{"mechanism":false}"#, "1", "扣1分：考核评价机制未建立；本项得1分，满分2分。"),
    ("9.2", r#"{}"#, "1", "尚未填完，本项可能得1至2分，满分2分。"),
    ("9.3", r#"{"points":"2","remark":"多次"}"#, "2", "得2分：人工评分；本项得2分，满分2分。"),
    (
        "10.1",
        r#"{"mechanism":false,"list":true}"#,
        "1",
        "扣1分：政治监督工作机制未建立；本项得1分，满分2分。",
    ),
    ("10.2", r#"{"points":"1","remark":"一般"}"#, "1", "得1分：人工评分；本项得1分，满分2分。"),
    ("10.3", r#"{"centralism":true}"#, "1", "没有扣分；本项得1分，满分1分。"),
    (
        "10.3",
        r#"{"centralism":false}"#,
        "0",
        "扣1分：民主集中制未落实或落实不好，不得分；本项得0分，满分1分。",
    ),
    (
        "10.4",
        r#"{"mechanism":true,"practice":false}"#,
        "1",
        "扣1分：重点岗位监督制度未执行；本项得1分，满分2分。",
    ),
    (
        "11.1",
        r#"{"clean":false}"#,
        "0",
        "扣2分：违反中央八项规定精神问题已查实，不得分；本项得0分，满分2分。",
    ),
    ("11.2", r#"{"problems":[{"fact":"甲"}]}"#, "1", "扣1分：甲：群众反映查实1起；本项得1分，满分2分。"),
    ("11.3", r#"{"points":"0.05","remark":"仅一次"}"#, "0.05", "得0.05分：人工评分；本项得0.05分，满分2分。"),
    ("12.1", r#"{"sanctions":[]}"#, "5", "没有扣分；本项得5分，满分5分。"),
    (
        "12.1",
        r#"{"sanctions":[{"fact":"甲"}]}"#,
        "2.5",
        "扣2.5分：甲：受处分、处理1起；本项得2.5分，满分5分。",
    ),
    (
        "12.1",
        r#"{"sanctions":[{"fact":"甲"},{"fact":"乙"}]}"#,
        "0",
        "扣2.5分：甲：受处分、处理1起；扣2.5分：乙：受处分、处理1起；本项得0分，满分5分。",
    ),
    (
        "12.1",
        r#"{"sanctions":[{"fact":"甲","n":3}]}"#,
        "0",
        "扣5分：甲：受处分、处理3起（应扣7.5分，扣完为止）；本项得0分，满分5分。",
    ),
    ("13.1", r#"{"activities":0}"#, "0", "开展教育0项，不得分；本项得0分，满分3分。"),
    ("13.1", r#"{"activities":2}"#, "2", "得2分：开展教育2项；本项得2分，满分3分。"),
    ("13.1", r#"{"activities":3}"#, "3", "得3分：开展教育3项；本项得3分，满分3分。"),
    ("13.1", r#"{"activities":4}"#, "3", "得3分：开展教育4项（应得4分，最高3分）；本项得3分，满分3分。"),
    ("13.2", r#"{"points":"1.6","remark":"有"}"#, "1.6", "得1.6分：人工评分；本项得1.6分，满分2分。"),
    ("13.3", r#"{"points":"1.7","remark":"有"}"#, "1.7", "得1.7分：人工评分；本项得1.7分，满分2分。"),
    ("13.4", r#"{"published":[],"reports":0}"#, "0", "报送信息0条，不得分；本项得0分，满分4分。"),
    ("13.4", r#"{"published":[],"reports":2}"#, "0", "报送信息2条，不得分；本项得0分，满分4分。"),
    (
        "13.4",
        r#"{"published":[{"fact":"甲","level":"provincial"},{"fact":"乙","level":"municipal"}],"reports":3}"#,
        "1.7",
        "得1分：甲：省级以上媒体；得0.5分：乙：市级以上媒体；得0.2分：报送信息3条；本项得1.7分，满分4分。",
    ),
    (
        "13.4",
        r#"{"published":[{"fact":"甲","level":"municipal"},{"fact":"乙","level":"municipal"},{"fact":"丙","level":"municipal"}],"reports":8}"#,
        "1.7",
        "得0.5分：甲：市级以上媒体；得0.5分：乙：市级以上媒体；得0.5分：丙：市级以上媒体；得0.2分：报送信息8条；本项得1.7分，满分4分。",
    ),
    (
        "13.4",
        r#"{"published":[{"fact":"甲","level":"provincial"},{"fact":"乙","level":"provincial"},{"fact":"丙","level":"provincial"}],"reports":9}"#,
        "3.5",
        "得1分：甲：省级以上媒体；得1分：乙：省级以上媒体；得1分：丙：省级以上媒体；得0.5分：报送信息9条；本项得3.5分，满分4分。",
    ),
    (
        "13.4",
        r#"{"published":[{"fact":"甲","level":"provincial"},{"fact":"乙","level":"provincial"},{"fact":"丙","level":"municipal"},{"fact":"丁","level":"municipal"},{"fact":"戊","level":"municipal"}],"reports":14}"#,
        "3.5",
        "得1分：甲：省级以上媒体；得1分：乙：省级以上媒体；得0.5分：丙：市级以上媒体；得0.5分：丁：市级以上媒体；戊：市级以上媒体（应得0.5分，最高3分）；得0.5分：报送信息14条；本项得3.5分，满分4分。",
    ),
    (
        "13.4",
        r#"{"published":[{"fact":"甲","level":"municipal"},{"fact":"甲","level":"provincial"},{"fact":"甲","level":"municipal"}],"reports":15}"#,
        "2",
        "得1分：甲：省级以上媒体；甲（市级以上媒体）：同一件就高计，不累加；甲（市级以上媒体）：同一件就高计，不累加；得1分：报送信息15条；本项得2分，满分4分。",
    ),
    ("13.4", r#"{"reports":15}"#, "1", "得1分：报送信息15条；尚未填完，本项可能得1至4分，满分4分。"),
    (
        "13.4",
        r#"{"published":[{"fact":"甲","level":"provincial"}]}"#,
        "1",
        "得1分：甲：省级以上媒体；尚未填完，本项可能得1至2分，满分4分。",
    ),
    ("14.1", r#"{"points":"2.2","remark":"有"}"#, "2.2", "得2.2分：人工评分；本项得2.2分，满分3分。"),
    ("14.2", r#"{"points":"1.5","remark":"有"}"#, "1.5", "得1.5分：人工评分；本项得1.5分，满分2分。"),
    ("14.3", r#"{"points":"6","remark":"突出"}"#, "6", "得6分：人工评分；本项得6分，满分6分。"),
    (
        "14.4",
        r#"{"brand":true,"atmosphere":false}"#,
        "1",
        "得1分：廉洁文化品牌已建立；科室廉洁文化氛围不浓厚；本项得1分，满分2分。",
    ),
];

#[test]
fn every_criterion_scores_and_explains_itself() {
    let scheme = jiyuan();
    let mut wrong = Vec::new();
    for (no, answer, score, sentence) in TABLE {
        let file = format!(r#"{{"format":1,"scheme":"jiyuan","answers":{{"{no}":{answer}}}}}"#);
        let answers = read_answers(&scheme, &crate::with_register(&file)).unwrap().answers;
        let criterion = scheme.criterion(no).unwrap();
        let line =
            score_criterion(&scheme, criterion, answers.get(*no), &crate::registered(&answers)).unwrap();
        if (line.score.exact().as_str(), line.sentence().as_str()) != (*score, *sentence) {
            wrong.push(format!("{no} {answer}\n  {} {}", line.score.exact(), line.sentence()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_table_covers_every_criterion() {
    for criterion in jiyuan().criteria() {
        assert!(TABLE.iter().any(|(no, ..)| *no == criterion.no), "{}", criterion.no);
    }
}
