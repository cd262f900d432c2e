//! `housestyle explain`.

use clap::Args;

use super::report::{CommandError, CommandOutput};
use crate::check;
use crate::diag::{Code, Diagnostic, Place, codes, explain, suggest};
use crate::style::LintRule;

#[derive(Debug, Args)]
pub struct Explain {
    /// A code, as `HS0053` or 53, or a rule of a style's `lint`, as `lint.paths.case`. Without it all codes are listed
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

impl Explain {
    pub fn run(self) -> Result<CommandOutput, CommandError> {
        let Some(asked) = self.code else {
            let lines = codes::TABLE.iter().map(|(code, meaning)| format!("{code}  {meaning}\n"));
            return Ok(CommandOutput::printed(lines.collect::<String>()));
        };
        let Some((code, meaning)) = found(&asked) else { return Err(unknown(&asked)) };
        let text = explain::explanation(code).unwrap_or_default();
        Ok(CommandOutput::printed(format!("{code}: {meaning}\n\n{text}\n")))
    }
}

/// The code that is asked about, with its meaning.
fn found(asked: &str) -> Option<(Code, &'static str)> {
    let rule = asked.strip_prefix("lint.").and_then(LintRule::parse);
    let number = asked.trim_start_matches(['H', 'h', 'S', 's']).parse().ok();
    let code = rule.map(check::code).or(number.map(Code))?;
    codes::TABLE.iter().find(|(known, _)| *known == code).copied()
}

fn unknown(asked: &str) -> CommandError {
    let codes = codes::TABLE.iter().map(|(code, _)| code.to_string());
    let rules = LintRule::ALL.iter().map(|rule| format!("lint.{}", rule.as_str()));
    let known: Vec<String> = codes.chain(rules).collect();
    let asked_in_full = match asked.parse::<u16>() {
        Ok(number) => Code(number).to_string(),
        Err(_) => asked.to_owned(),
    };
    let help = match suggest::near(&asked_in_full, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`? `housestyle explain` lists all codes"),
        None => "`housestyle explain` lists all codes".to_owned(),
    };
    let message = format!("there is no code `{}`", asked.escape_debug());
    CommandError::option(Diagnostic::error(codes::CODE_UNKNOWN, message, Place::Options).help(help))
}
