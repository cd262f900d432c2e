//! Diagnostics as the workflow commands of GitHub Actions, which shows them at their lines.

use std::fmt::Write as _;

use super::entries::{Entry, columns};
use crate::diag::{Diagnostics, Severity};
use crate::source::Sources;

/// One line for each diagnostic: `::warning file=api.yaml,line=4,col=3::…`.
#[must_use]
pub fn github(diags: &Diagnostics, sources: &Sources) -> String {
    let mut out = String::new();
    for entry in Entry::all(diags, sources) {
        let command = match entry.diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties = Vec::new();
        if let Some(file) = entry.file {
            properties.push(format!("file={}", property(file)));
        }
        if let Some(spot) = &entry.spot {
            let (start, end) = columns(spot);
            properties.push(format!("line={},col={start},endColumn={end}", spot.line));
        }
        let (code, rule) = (entry.diagnostic.code.to_string(), entry.rule());
        let title = if code == rule { code } else { format!("{code} {rule}") };
        properties.push(format!("title={}", property(&title)));
        let fix = entry.fix().map(|fix| format!("\n{fix}")).unwrap_or_default();
        let message = data(&format!("{}{fix}", entry.message()));
        let _ = writeln!(out, "::{command} {}::{message}", properties.join(","));
    }
    out
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Diagnostic, Place};

    #[test]
    fn what_a_document_says_cannot_end_a_command() {
        let mut diags = Diagnostics::new();
        let place = Place::File("a,b:c%.yaml".to_owned());
        diags.push(Diagnostic::error(Code(1), "100 %\n::error::x", place).help("x\r\ny"));
        assert_eq!(
            github(&diags, &Sources::new()),
            "::error file=a%2Cb%3Ac%25.yaml,title=HS0001::100 %25\\n::error::x%0Ax\\r\\ny\n"
        );
    }
}
