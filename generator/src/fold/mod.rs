//! Folds.
mod flat;
mod kinds;
mod located;
mod matched;
mod matching;
#[cfg(test)]
mod matching_tests;
