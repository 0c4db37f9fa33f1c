//! The executable as whoever runs it meets it: commands, exit codes, sentences.

mod accounts;
mod command;
#[path = "../shared/demo.rs"]
mod demo;
mod full;
mod journal;
mod loading;
mod scheme;
mod score;
mod serving;
mod starting;
