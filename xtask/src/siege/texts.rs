//! What attackers send.

use serde_json::{Value, json};

/// A scheme with so many criteria of so many conditions, under one heading.
pub fn large(plain: &Value, name: &str, criteria: usize, conditions: usize) -> Value {
    let condition = |n: usize| json!({ "input": format!("i{n}"), "label": format!("第{n}项制度"), "met": "已建立", "unmet": "未建立", "amount": "1" });
    let rule =
        json!({ "rule": "deduct_unmet", "conditions": (0..conditions).map(condition).collect::<Vec<_>>() });
    let criterion = |n: usize| {
        json!({
            "no": format!("c{n}"), "title": "建立制度并且执行", "points": "4", "wording": "缺少1项扣1分，扣完为止。",
            "evidence": "查阅制度和会议记录", "parts": [{ "points": "4", "rules": [rule] }],
        })
    };
    let mut scheme = plain.clone();
    scheme["name"] = json!(name);
    scheme["title"] = json!(format!("很大的方案{name}"));
    scheme["accepted"] = json!([]);
    scheme["notes"] = json!([]);
    scheme["sections"] = json!([{
        "no": "一", "title": "全部", "criteria": (0..criteria).map(criterion).collect::<Vec<_>>(),
    }]);
    scheme
}

/// An Office document that unfolds to a hundred and fifty times its size, and says that it is small.
pub fn bomb(megabytes: usize) -> Vec<u8> {
    let packed = zeroes(megabytes * 1024 * 1024);
    let mut zip = Vec::new();
    let mut directory = Vec::new();
    let names = ["[Content_Types].xml", "word/document.xml"];
    for name in names {
        let at = zip.len() as u32;
        let sizes = [(packed.len() as u32).to_le_bytes(), 10_u32.to_le_bytes()].concat();
        let long = (name.len() as u16).to_le_bytes();
        // Version, flags, deflate, time, date, checksum.
        let common = [&[20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &sizes, &long, &[0, 0]].concat();
        zip.extend([&b"PK\x03\x04"[..], &common[..], name.as_bytes(), &packed[..]].concat());
        let rest = [&[0; 10][..], &at.to_le_bytes()].concat();
        directory.extend([&b"PK\x01\x02\x14\x00"[..], &common[..], &rest[..], name.as_bytes()].concat());
    }
    let (start, size) = ((zip.len() as u32).to_le_bytes(), (directory.len() as u32).to_le_bytes());
    zip.extend(directory);
    zip.extend([&b"PK\x05\x06\0\0\0\0\x02\0\x02\0"[..], &size, &start, &[0, 0]].concat());
    zip
}

/// So many zeroes, deflated: one, and then the one before it 258 times at once.
fn zeroes(many: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u64, 0);
    let mut put = |value: u64, width: u32| {
        held |= value << bits;
        bits += width;
        while bits >= 8 {
            bytes.push(held as u8);
            held >>= 8;
            bits -= 8;
        }
    };
    // The last block, of fixed codes; a 0; codes are written from their highest bit.
    put(0b011, 3);
    put(0b0000_1100, 8);
    for _ in 0..many / 258 {
        put(0b1010_0011, 8);
        put(0, 5);
    }
    put(0, 7);
    put(0, 8);
    bytes
}

/// Text without end in depth.
pub fn deep(levels: usize) -> String {
    format!("{{\"form\":{}{}}}", "[".repeat(levels), "]".repeat(levels))
}
