//! Rules that `x-style` switches off for an object and for what is in it.

use crate::lower::{LintOff, lint_off};
use crate::spec::Node;
use crate::style::LintRule;

/// The objects around the current one that switch rules off, from the outside in.
#[derive(Debug, Default)]
pub(super) struct Switches(Vec<Switch>);

/// What one object switches off.
#[derive(Debug)]
struct Switch {
    off: LintOff,
    /// The rules that would have reported something, of those that are switched off.
    used: Vec<LintRule>,
}

impl Switches {
    /// Enters an object. Whether it switches anything off: it is left with [`leave`](Self::leave) then.
    pub fn enter(&mut self, node: Node<'_>) -> bool {
        let off = lint_off(node);
        let entered = off.is_some();
        self.0.extend(off.map(|off| Switch { off, used: Vec::new() }));
        entered
    }

    /// Leaves an object. What it switches off and did not need to, in words.
    pub fn leave(&mut self) -> Option<String> {
        let Switch { off, used } = self.0.pop()?;
        match off {
            LintOff::WithStyle => None,
            LintOff::All => used.is_empty().then(|| "`off`".to_owned()),
            LintOff::Rules(rules) => {
                let unused = rules.iter().filter(|rule| !used.contains(rule));
                let unused: Vec<_> = unused.map(|rule| format!("`{}`", rule.as_str())).collect();
                (!unused.is_empty()).then(|| unused.join(", "))
            }
        }
    }

    /// Whether a rule that has a finding is off.
    pub fn is_off(&mut self, rule: LintRule) -> bool {
        let off = self.0.iter_mut().rev().find(|switch| match &switch.off {
            LintOff::WithStyle | LintOff::All => true,
            LintOff::Rules(rules) => rules.contains(&rule),
        });
        let Some(switch) = off else { return false };
        if !switch.used.contains(&rule) {
            switch.used.push(rule);
        }
        true
    }
}
