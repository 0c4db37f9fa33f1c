//! Counts are unsigned in the program and signed in the database.

pub fn stored(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

pub fn read(count: i32) -> u32 {
    u32::try_from(count).unwrap_or_default()
}
