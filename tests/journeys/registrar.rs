//! What the registries' staff get out: what a case comes to, and what is published.

use caseway_tests::{House, Order, Reports};

/// A woman's reports from a laboratory and a hospital, recorded.
async fn recorded() -> anyhow::Result<House> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(31)?;
    let woman = reports.woman(0)?;
    for order in ["pathology", "work-up", "surgery"] {
        let answer = hospital
            .send(&reports.bundle(&woman, Order::of(order))?)
            .await?;
        assert_eq!(answer.status, 201, "{order}: {}", answer.text());
    }
    house.settled(&hospital).await?;
    Ok(house)
}

#[tokio::test]
async fn a_case_tells_what_its_variables_come_to_each_with_who_says_so() -> anyhow::Result<()> {
    let house = recorded().await?;
    let case = house.cases()?[0]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let told = house.job(&["cases", "show", &case])?;
    let (_, comes_to) = told.split_once("what it comes to").unwrap_or_default();
    let (values, _) = comes_to.split_once("what reports say").unwrap_or_default();
    assert!(values.contains("follows from morphology"), "{values}");
    assert!(values.contains("Bundle.entry["), "{values}");
    let csv = house.job(&["cases", "export", "--format", "values"])?;
    let topography = csv.lines().find(|line| line.contains(",topography,"));
    let topography = topography.unwrap_or_default();
    assert!(topography.starts_with(&format!("{case},1,")), "{csv}");
    assert!(topography.contains(",speaks,"), "{topography}");
    Ok(())
}

#[tokio::test]
async fn numbers_are_published_and_small_ones_are_hidden() -> anyhow::Result<()> {
    let house = recorded().await?;
    let hidden = house.job(&["statistics", "--registry", "breast"])?;
    let coverage: Vec<&str> = hidden
        .lines()
        .filter(|line| line.starts_with("coverage,breast,work-up,"))
        .collect();
    assert_eq!(coverage.len(), 1, "{hidden}");
    assert!(coverage[0].ends_with(",,,yes"), "{}", coverage[0]);
    let open = house.folder().join("publication.toml");
    std::fs::write(&open, "[publication]\nhidden_below = 1\n")?;
    let open = open.display().to_string();
    let told = house.job(&["statistics", "--config", &open, "--registry", "breast"])?;
    let coverage = told
        .lines()
        .find(|line| line.starts_with("coverage,breast,work-up,"));
    assert!(coverage.unwrap_or_default().ends_with(",1,1,no"), "{told}");
    let page = house.job(&["statistics", "--config", &open, "--format", "html"])?;
    assert!(page.contains("Norwegian Breast Cancer Registry") && page.contains("<svg"));
    Ok(())
}
