//! 辖区类别: what a tenant may be, and which may stand above others.

/// What a tenant may be.
pub const KINDS: [&str; 6] = ["省", "市", "县", "区", "乡镇", "局系统"];

/// Whether a tenant of this kind may have others below it: a 乡镇 is the last.
pub fn may_stand_above(kind: &str) -> bool {
    kind != "乡镇"
}
