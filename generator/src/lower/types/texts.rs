//! Text: formats, lengths, patterns.

use serde_json::Value;

use super::super::codes;
use super::super::patterns::Problem;
use super::ShapeBuilder;
use super::allof::{SchemaPart, values};
use crate::ir::{Text, TextFormat};
use crate::spec::Schema;
use crate::style::FormatType;

impl<'a> ShapeBuilder<'_, 'a> {
    pub(super) fn text(&mut self, flat: &[SchemaPart<'a>]) -> Text {
        let (min_length, max_length) =
            super::counts(flat, Schema::MIN_LENGTH, Schema::MAX_LENGTH, &mut self.cx.report);
        Text { format: self.text_format(flat), min_length, max_length, pattern: self.pattern(flat) }
    }

    /// Whether the style takes a format for a mere word.
    pub(super) fn is_plain_format(&self, wire: &str) -> bool {
        self.cx.style.data.formats.get(wire) == Some(FormatType::String)
    }

    fn text_format(&mut self, flat: &[SchemaPart<'a>]) -> TextFormat {
        if values(flat, Schema::TYPE).any(|(_, kind)| kind == "file") {
            return TextFormat::Binary;
        }
        let Some(wire) = values(flat, Schema::FORMAT).filter_map(|(_, format)| format.as_str()).last() else {
            return TextFormat::Plain;
        };
        if self.is_plain_format(wire) {
            return TextFormat::Plain;
        }
        match wire {
            "uuid" => TextFormat::Uuid,
            "date-time" => TextFormat::DateTime,
            "date" => TextFormat::Date,
            "uri" => TextFormat::Uri,
            "uri-reference" => TextFormat::UriReference,
            "byte" => TextFormat::Byte,
            "base64url" => TextFormat::Base64Url,
            "binary" => TextFormat::Binary,
            "email" => TextFormat::Email,
            "ipv4" => TextFormat::Ipv4,
            "ipv6" => TextFormat::Ipv6,
            "hostname" => TextFormat::Hostname,
            "time" => TextFormat::Time,
            "duration" => TextFormat::Duration,
            _ => {
                self.report_format(flat, wire);
                TextFormat::Plain
            }
        }
    }

    /// Remembers a format that nothing is held against, for one note a document.
    pub(super) fn report_format(&mut self, flat: &[SchemaPart<'a>], wire: &'a str) {
        // Formats for input fields, and prose with links.
        if matches!(wire, "password" | "html" | "commonmark") {
            return;
        }
        if let Some((node, _)) = values(flat, Schema::FORMAT).last() {
            self.cx.report.unknown_format(wire, || node.at(Schema::FORMAT));
        }
    }

    /// The first pattern, translated. Further ones, and those that cannot be translated, are reported as not enforced.
    fn pattern(&mut self, flat: &[SchemaPart<'a>]) -> Option<String> {
        let mut kept: Option<(&str, String)> = None;
        let all: Vec<_> = values(flat, Schema::PATTERN).map(|(node, value)| (*node, value)).collect();
        for (node, value) in all {
            let Value::String(written) = value else { continue };
            let problem = match (self.translated(written), &kept) {
                (Ok(_), Some((before, _))) if before == written => continue,
                (Ok(_), Some((before, _))) => Problem {
                    text: format!("`{before}` is, and a value is held against one pattern"),
                    help: "say both in one pattern, or check the value in the handler",
                },
                (Ok(pattern), None) => {
                    kept = Some((written, pattern));
                    continue;
                }
                (Err(problem), _) => problem,
            };
            let message = format!("pattern not enforced: {}", problem.text);
            self.cx
                .push(self.cx.warning(codes::PATTERN, message, &node.at(Schema::PATTERN)).help(problem.help));
        }
        kept.map(|(_, pattern)| pattern)
    }

    /// A pattern for the `regex` crate, or why it cannot be translated; each text once.
    pub(super) fn translated(&mut self, written: &'a str) -> Result<String, Problem> {
        let known = self.cx.schemas.patterns.entry(written);
        known.or_insert_with(|| super::super::patterns::translate(written)).clone()
    }
}
