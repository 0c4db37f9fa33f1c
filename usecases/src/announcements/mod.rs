//! 公告: publishing a decision, and reading it in public.

mod publish;
mod read;
