//! The levels that a user sets for diagnostics: some become errors, and some are silenced.

use housestyle_style::LintRule;

use super::{Code, Diagnostic, Diagnostics, Place, Severity, codes, suggest};

/// Several diagnostics at once, by a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LevelGroup {
    Warnings,
    Notes,
    /// Those for which a part of the document is left out.
    SkippedParts,
}

/// What a level is for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Subject {
    Code(Code),
    LevelGroup(LevelGroup),
    /// A rule of `lint`, or all rules under a key of it.
    Rule(String),
}

const GROUPS: [(&str, LevelGroup); 3] =
    [("warnings", LevelGroup::Warnings), ("notes", LevelGroup::Notes), ("skipped", LevelGroup::SkippedParts)];

/// The levels that a user sets. A code has priority over a word, and `deny` over `allow`.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    denied: Vec<Subject>,
    allowed: Vec<Subject>,
    /// Arguments that are neither a code nor a word.
    unknown: Vec<Diagnostic>,
}

impl Levels {
    /// Makes errors of what `subject` names: a code like `HS0123`, a rule like `lint.paths.case`, `warnings`, `notes`, or
    /// `skipped`.
    pub fn deny(&mut self, subject: &str) {
        let subject = self.read(subject);
        self.denied.extend(subject);
    }

    /// Silences what `subject` names. Errors stay what they are.
    pub fn allow(&mut self, subject: &str) {
        let subject = self.read(subject);
        self.allowed.extend(subject);
    }

    fn read(&mut self, text: &str) -> Option<Subject> {
        let subject = subject(text);
        if subject.is_none() {
            let message =
                format!("`{}` is not a code of a diagnostic or a word for several", text.escape_debug());
            let words = suggest::list(GROUPS.iter().map(|(word, _)| *word));
            let known: Vec<String> = codes::TABLE.iter().map(|(code, _)| code.to_string()).collect();
            let rules = rules();
            let names = known.iter().chain(&rules).map(String::as_str);
            let known = names.chain(GROUPS.iter().map(|(word, _)| *word));
            let help = match suggest::near(text, known) {
                Some(near) => format!("did you mean `{near}`? there are codes like `HS0123`, {words}"),
                None => format!("there are codes like `HS0123`, rules like `lint.paths`, {words}"),
            };
            self.unknown.push(Diagnostic::error(codes::LEVEL_UNKNOWN, message, Place::Options).help(help));
        }
        subject
    }

    /// Sets the level of each diagnostic, and reports invalid arguments.
    pub fn apply(&self, diags: &mut Diagnostics) {
        if self.denied.is_empty() && self.allowed.is_empty() && self.unknown.is_empty() {
            return;
        }
        diags.all.retain_mut(|diagnostic| self.keep(diagnostic));
        diags.all.extend(self.unknown.iter().cloned());
    }

    /// Whether a diagnostic is to be shown; it may have become an error.
    fn keep(&self, diagnostic: &mut Diagnostic) -> bool {
        if diagnostic.severity == Severity::Error {
            return true;
        }
        let code = Subject::Code(diagnostic.code);
        let rule = diagnostic.breach.as_ref().map(|breach| breach.rule.as_str());
        let is_under = |key: &str| {
            let rest = rule.and_then(|rule| rule.strip_prefix(key));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let named = |subjects: &[Subject]| {
            subjects.iter().any(|subject| match subject {
                Subject::Code(_) => *subject == code,
                Subject::Rule(key) => is_under(key),
                Subject::LevelGroup(_) => false,
            })
        };
        let group = |subjects: &[Subject]| {
            subjects.iter().any(|subject| match subject {
                Subject::Code(_) | Subject::Rule(_) => false,
                Subject::LevelGroup(LevelGroup::Warnings) => diagnostic.severity == Severity::Warning,
                Subject::LevelGroup(LevelGroup::Notes) => diagnostic.severity == Severity::Note,
                Subject::LevelGroup(LevelGroup::SkippedParts) => diagnostic.skips,
            })
        };
        let by_code = named(&self.denied);
        let denied = by_code || !named(&self.allowed) && group(&self.denied);
        if !denied {
            return !named(&self.allowed) && !group(&self.allowed);
        }
        diagnostic.severity = Severity::Error;
        let reason =
            format!("{} is denied", if by_code { diagnostic.code.to_string() } else { "this".into() });
        diagnostic.help = Some(match diagnostic.help.take() {
            Some(help) => format!("{help} ({reason})"),
            None => reason,
        });
        true
    }
}

fn subject(text: &str) -> Option<Subject> {
    if let Some((_, group)) = GROUPS.iter().find(|(word, _)| *word == text) {
        return Some(Subject::LevelGroup(*group));
    }
    if rules().iter().any(|rule| rule == text) {
        return Some(Subject::Rule(text.to_owned()));
    }
    let known = |(code, _): &&(Code, &str)| code.to_string().eq_ignore_ascii_case(text);
    codes::TABLE.iter().find(known).map(|(code, _)| Subject::Code(*code))
}

/// `lint`, its keys and the rules under them.
fn rules() -> Vec<String> {
    let mut rules = vec!["lint".to_owned()];
    for rule in LintRule::ALL {
        let section = rule.as_str().split('.').next().unwrap_or_default();
        for key in [section, rule.as_str()].map(|key| format!("lint.{key}")) {
            if !rules.contains(&key) {
                rules.push(key);
            }
        }
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found() -> Diagnostics {
        let mut diags = Diagnostics::new();
        let mut skipped = Diagnostic::warning(codes::HEADER_NAME, "a", Place::Options);
        skipped.skips = true;
        diags.push(skipped);
        diags.push(Diagnostic::warning(codes::REPAIRED, "b", Place::Options));
        diags.push(Diagnostic::note(codes::RENAMED, "c", Place::Options));
        diags.push(Diagnostic::error(codes::SYNTAX, "d", Place::Options));
        diags
    }

    fn leveled(ask: impl Fn(&mut Levels)) -> String {
        let (mut levels, mut diags) = (Levels::default(), found());
        ask(&mut levels);
        levels.apply(&mut diags);
        let leveled = diags.iter().map(|d| match d.severity {
            Severity::Error => d.message.to_uppercase(),
            Severity::Warning | Severity::Note => d.message.clone(),
        });
        leveled.collect()
    }

    #[test]
    fn a_denied_diagnostic_is_an_error_and_an_allowed_one_is_not_shown() {
        assert_eq!(leveled(|_| {}), "abcD");
        assert_eq!(leveled(|levels| levels.deny("HS0060")), "aBcD");
        assert_eq!(leveled(|levels| levels.deny("warnings")), "ABcD");
        assert_eq!(leveled(|levels| levels.deny("skipped")), "AbcD");
        assert_eq!(leveled(|levels| levels.deny("notes")), "abCD");
        assert_eq!(leveled(|levels| levels.allow("hs0215")), "bcD");
        assert_eq!(leveled(|levels| levels.allow("notes")), "abD");
    }

    #[test]
    fn an_error_cannot_be_allowed() {
        assert_eq!(leveled(|levels| levels.allow("HS0004")), "abcD");
    }

    #[test]
    fn a_code_says_more_than_a_word_and_deny_counts_before_allow() {
        let but = |levels: &mut Levels| {
            levels.deny("warnings");
            levels.allow("HS0060");
        };
        assert_eq!(leveled(but), "AcD");
        let both = |levels: &mut Levels| {
            levels.allow("HS0060");
            levels.deny("HS0060");
        };
        assert_eq!(leveled(both), "aBcD");
    }

    #[test]
    fn what_is_no_code_is_refused_with_what_is_like_it() {
        let (mut levels, mut diags) = (Levels::default(), Diagnostics::new());
        levels.deny("warning");
        levels.allow("HS9999");
        levels.apply(&mut diags);
        let helps: Vec<_> = diags.iter().filter_map(|d| d.help.clone()).collect();
        assert!(diags.failed());
        assert!(helps[0].starts_with("did you mean `warnings`?"), "{helps:?}");
        assert_eq!(helps.len(), 2);
    }
}
