use super::TABLE;

#[test]
fn codes_rise() {
    assert!(TABLE.windows(2).all(|pair| pair[0].0.0 < pair[1].0.0));
}
