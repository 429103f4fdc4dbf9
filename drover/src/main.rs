//! Reads the command line and hands over.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use drover::cli::Cli;

/// Many small, long-lived connections: measured to need the least memory with TLS.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match drover::execute(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let code = failure.exit_code();
            if code != 0 {
                // If even this cannot be written there is nobody to tell.
                let _ = writeln!(std::io::stderr(), "drover: {failure}");
            }
            ExitCode::from(code)
        }
    }
}
