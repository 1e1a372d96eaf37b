//! Statistics as CSV (RFC 4180) and as JSON.

use caseway_normaliser::{Count, Measure, MeasureKey};
use caseway_profiles::registry::Mark;
use serde_json::json;

/// A number, or that it is hidden.
pub(super) struct Row<'k> {
    pub(super) key: &'k MeasureKey,
    pub(super) count: Option<Count>,
}

/// One line a number; a hidden one is empty and says so.
pub(super) fn csv(rows: &[Row<'_>]) -> String {
    let mut out = String::from("measure,registry,of,year,hospital,count,out_of,hidden\r\n");
    for Row { key, count } in rows {
        let (some, of) = match count {
            Some(count) => (count.count.to_string(), count.of.to_string()),
            None => (String::new(), String::new()),
        };
        let hidden = if count.is_none() { "yes" } else { "no" };
        let fields = [
            key.measure,
            &key.registry.0,
            &key.of,
            &key.year,
            &key.hospital,
            &some,
            &of,
            hidden,
        ];
        out += &fields.join(",");
        out += "\r\n";
    }
    out
}

/// The measures with their definitions, and the numbers; a hidden one is null.
pub(super) fn json(measures: &[&Measure], rows: &[Row<'_>]) -> anyhow::Result<String> {
    let measures: Vec<_> = measures
        .iter()
        .map(|measure| {
            json!({
                "id": measure.id,
                "name": {"en": measure.en, "nb": measure.nb},
                "definition": measure.definition,
                "source": measure.source,
                "verified": measure.mark == Mark::V,
                "form": measure.form,
            })
        })
        .collect();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            json!({
                "measure": row.key.measure,
                "registry": row.key.registry,
                "of": row.key.of,
                "year": row.key.year,
                "hospital": row.key.hospital,
                "count": row.count.map(|count| count.count),
                "outOf": row.count.map(|count| count.of),
            })
        })
        .collect();
    let all = json!({"measures": measures, "numbers": rows});
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}

#[cfg(test)]
mod tests {
    use caseway_normaliser::{Count, MeasureKey};
    use caseway_proto::RegistryId;

    use super::{Row, csv};

    #[test]
    fn a_hidden_number_is_told_as_hidden_and_not_as_nought() {
        let key = MeasureKey {
            measure: "coverage",
            registry: RegistryId("breast".to_owned()),
            of: "work-up".to_owned(),
            year: "2024".to_owned(),
            hospital: "1".to_owned(),
        };
        let row = |count| Row { key: &key, count };
        let told = csv(&[row(Some(Count { count: 8, of: 9 })), row(None)]);
        let lines: Vec<&str> = told.lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                "coverage,breast,work-up,2024,1,8,9,no",
                "coverage,breast,work-up,2024,1,,,yes"
            ]
        );
    }
}
