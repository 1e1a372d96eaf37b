//! Values as people write them, on the command line and the console.

use caseway_proto::Datum;
use serde_json::Value;

/// What a report says.
pub(crate) fn datum(datum: &Datum) -> String {
    match datum {
        Datum::Code {
            code,
            display: Some(display),
            ..
        } => format!("{code} ({display})"),
        Datum::Code { code, .. } => code.to_string(),
        Datum::Quantity { value, unit } => format!("{value} {unit}").trim_end().to_owned(),
        Datum::Date(text) | Datum::Text(text) => text.to_string(),
        Datum::Flag(flag) => yes_or_no(*flag).to_owned(),
        Datum::Absent(reason) => format!("({reason})"),
    }
}

/// What a variable comes to.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => yes_or_no(*flag).to_owned(),
        Value::Array(all) => all.iter().map(self::value).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

const fn yes_or_no(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}
