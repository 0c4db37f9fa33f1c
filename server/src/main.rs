//! The `qingping` executable.

use std::process::ExitCode;

/// Pages and score sheets are made of thousands of small pieces: the system's allocator takes a third of the time that
/// goes into a sheet.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::run()
}
