//! The key file that a store was begun with is the only one that it is opened with.

use caseway_tests::House;

#[tokio::test]
async fn a_gateway_with_another_key_file_says_so_and_does_not_start() -> anyhow::Result<()> {
    let mut house = House::up()?;
    house.stop()?;
    let own = house.key()?;
    let file = house.data().join("vault.key");
    // The half that names persons: with another, everybody would be somebody else.
    let mut other = own.clone();
    other[63] ^= 1;
    std::fs::write(&file, other)?;
    let told = house.restart().map_err(|error| error.to_string());
    let told = told.err().unwrap_or_default();
    assert!(told.contains("was begun with"), "{told}");
    std::fs::write(&file, own)?;
    house.restart()
}
