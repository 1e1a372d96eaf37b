//! By family of functions and operators, as N1 has them.

use super::{Stop, finds, stops};

#[test]
fn existence() {
    finds(&[
        ("method.empty()", "true"),
        ("note.exists()", "true"),
        ("note.exists(text = 'two')", "true"),
        ("note.exists(text = 'x')", "false"),
        ("note.all(text.exists())", "true"),
        ("note.all(text = 'one')", "false"),
        ("method.all(false)", "true"),
        ("(true | false).allTrue()", "false"),
        ("(true | false).anyTrue()", "true"),
        ("(true | false).allFalse()", "false"),
        ("(true | false).anyFalse()", "true"),
        ("{}.allTrue()", "true"),
        ("{}.anyTrue()", "false"),
        ("note.text.subsetOf('one' | 'two' | 'x')", "true"),
        ("('one' | 'x').subsetOf(note.text)", "false"),
        ("note.text.supersetOf('two')", "true"),
        ("note.count()", "3"),
        ("note.text.distinct()", "one two"),
        ("note.text.isDistinct()", "false"),
        ("note.distinct().count()", "2"),
        ("{}.isDistinct()", "true"),
        ("true.not()", "false"),
        ("{}.not()", ""),
    ]);
    stops(Stop::Types, &["note.text.allTrue()"]);
    stops(Stop::Several, &["note.text.not()"]);
}

#[test]
fn filtering_and_subsetting() {
    finds(&[
        ("note.where(text = 'one').count()", "2"),
        ("note.where($index > 0).text", "two one"),
        ("note.select(text & $index.toString())", "one0 two1 one2"),
        ("note.text[1]", "two"),
        ("note.text[9]", ""),
        ("note.text[-1]", ""),
        ("note.first().text", "one"),
        ("note.last().text", "one"),
        ("note.text.tail()", "two one"),
        ("note.text.skip(1)", "two one"),
        ("note.text.skip(-1).count()", "3"),
        ("note.text.take(2)", "one two"),
        ("note.text.take(0)", ""),
        ("note.text.intersect('one' | 'x')", "one"),
        ("note.text.exclude('two')", "one one"),
        ("note.where(text = 'two').single().text", "two"),
        ("{}.single()", ""),
        ("(1 | 2 | 3).aggregate($this + $total, 0)", "6"),
        (
            "(1 | 2 | 3).aggregate(iif($total.empty(), $this, iif($this > $total, $this, $total)))",
            "3",
        ),
        ("contained.descendants()", "c"),
        ("code.children().count()", "3"),
    ]);
    stops(Stop::Several, &["note.single()"]);
}

#[test]
fn combining_and_choosing() {
    finds(&[
        ("note.text | 'two'", "one two"),
        ("note.text.union('three')", "one two three"),
        ("note.text.combine('two')", "one two one two"),
        ("iif(status = 'final', 'y', 'n')", "y"),
        ("iif({}, 'y', 'n')", "n"),
        ("iif(false, 'y')", ""),
        ("method.iif(empty(), true, text.exists())", "true"),
        ("iif(true, 1, note.single())", "1"),
    ]);
}

#[test]
fn conversion() {
    finds(&[
        ("'1'.toInteger() + 1", "2"),
        ("'1.5'.toInteger()", ""),
        ("true.toInteger()", "1"),
        ("'0.010'.toDecimal()", "0.010"),
        ("'1e3'.toDecimal()", ""),
        ("'yes'.toBoolean()", "true"),
        ("2.toBoolean()", ""),
        ("1.0.toBoolean()", "true"),
        ("'2015-02-04T10:00'.toDate()", "2015-02-04"),
        ("'2015'.toDateTime() is DateTime", "true"),
        ("'10:30'.toTime()", "10:30"),
        ("'x'.toTime()", ""),
        ("1.50.toString()", "1.50"),
        ("issued.toString()", "2024-03-31T10:00:00Z"),
        ("value.toString()", "12.5 'mm'"),
        ("code.toString()", ""),
        ("'4 days'.toQuantity()", "4 days"),
        ("'4 \\'mg\\''.toQuantity()", "4 'mg'"),
        ("'4 mg'.toQuantity()", ""),
        ("4.toQuantity()", "4 '1'"),
        ("1 'g'.toQuantity('mg').toString()", "1000 'mg'"),
        ("1 'g'.convertsToQuantity('m')", "false"),
        ("'1'.convertsToInteger()", "true"),
        ("'a'.convertsToDecimal()", "false"),
        ("{}.convertsToDate()", ""),
        ("'2015'.convertsToDate()", "true"),
    ]);
    stops(Stop::Several, &["note.text.toString()"]);
}

#[test]
fn strings() {
    finds(&[
        ("'abcdef'.indexOf('cd')", "2"),
        ("'abc'.indexOf('x')", "-1"),
        ("'abc'.indexOf('')", "0"),
        ("'abcdef'.substring(2)", "cdef"),
        ("'abcdef'.substring(1, 2)", "bc"),
        ("'abc'.substring(3)", ""),
        ("'abc'.substring(-1)", ""),
        ("'blåbær'.substring(2, 3)", "åbæ"),
        ("'abc'.startsWith('ab')", "true"),
        ("'abc'.startsWith('')", "true"),
        ("'abc'.endsWith('bc')", "true"),
        ("'abc'.contains('b')", "true"),
        ("{}.contains('b')", ""),
        ("'abc'.upper()", "ABC"),
        ("'ABC'.lower()", "abc"),
        ("'abcabc'.replace('b', '')", "acac"),
        ("'ab'.replace('', 'x')", "xaxbx"),
        ("'a1b2'.matches('[0-9]')", "true"),
        ("'a1b2'.matches('^[a-z]+$')", "false"),
        ("'a\\nb'.matches('a.b')", "true"),
        ("'a1b2'.replaceMatches('[0-9]', '-')", "a-b-"),
        (
            "'11/30'.replaceMatches('(?P<m>..)/(?P<d>..)', '${d}-${m}')",
            "30-11",
        ),
        ("status.matches('^' & 'f')", "true"),
        ("'blåbær'.length()", "6"),
        ("'abc'.toChars()", "a b c"),
        ("'a' & {} & 'b'", "ab"),
        ("'a' & 1 & @2015", "a12015"),
        ("'a' + {}", ""),
        ("'\\u00e6\\t\\''", "æ\t'"),
    ]);
    stops(Stop::Types, &["1.length()", "'a'.startsWith(1)"]);
    stops(
        Stop::Steps,
        &[
            "'aaaaaaaaaaaaaaaa'.replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa').replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa').replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')",
        ],
    );
}

#[test]
fn math_and_arithmetic() {
    finds(&[
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 div 2", "3"),
        ("7 mod 2", "1"),
        ("7 / 2", "3.5"),
        ("1 / 0", ""),
        ("1 div 0", ""),
        ("2147483647 + 1", ""),
        ("0.1 + 0.2", "0.3"),
        ("1 + 1.5", "2.5"),
        ("-3.abs()", "-3"),
        ("(-3).abs()", "3"),
        ("1.1.ceiling()", "2"),
        ("(-1.1).floor()", "-2"),
        ("(-1.9).truncate()", "-1"),
        ("1.2345.round(2)", "1.23"),
        ("(-1.5).round()", "-2"),
        ("2.power(3)", "8"),
        ("2.power(0.5).round(3)", "1.414"),
        ("(-1).power(0.5)", ""),
        ("81.sqrt()", "9"),
        ("(-1).sqrt()", ""),
        ("0.exp()", "1"),
        ("1.ln()", "0"),
        ("0.ln()", ""),
        ("16.log(2).round(6) = 4", "true"),
        ("16.log(1)", ""),
        ("1 'cm' + 5 'mm'", "15 'mm'"),
        ("1 'cm' + 5 'g'", ""),
        ("2 * 3 'mg'", "6 'mg'"),
        ("6 'mg' / 2", "3 'mg'"),
        ("6 'mg' / 2 'mg'", "3 '1'"),
        ("@2024-01-31 + 1 month", "2024-02-29"),
        ("@2024-02-29 - 1 year", "2023-02-28"),
        ("@T10:00 + 90 minutes", "11:30"),
        (
            "@2024-01-01T00:00:00Z + 1.5 's'",
            "2024-01-01T00:00:01.500Z",
        ),
    ]);
    stops(
        Stop::Types,
        &["'a' - 'b'", "@2024 + 1 'mg'", "@2024 + 1", "true + 1"],
    );
}

#[test]
fn equality() {
    finds(&[
        ("1 = 1.0", "true"),
        ("'a' = 'A'", "false"),
        ("'a' ~ 'A'", "true"),
        ("'a  b' ~ ' A B'", "true"),
        ("1.01 ~ 1.0", "true"),
        ("(1 | 2) = (1 | 2)", "true"),
        ("(1 | 2) = (2 | 1)", "false"),
        ("(1 | 2) ~ (2 | 1)", "true"),
        ("{} = {}", ""),
        ("{} ~ {}", "true"),
        ("1 = {}", ""),
        ("1 != 2", "true"),
        ("1 = '1'", "false"),
        ("'a' !~ 'b'", "true"),
        ("@2012 = @2012-01", ""),
        ("@2012 = @2013-01", "false"),
        ("@2012 ~ @2012-01", "false"),
        ("@2012-01-01T10:00:00Z = @2012-01-01T12:00:00+02:00", "true"),
        ("@2012-01-01T10:30:31 = @2012-01-01T10:30:31.0", "true"),
        ("@T10:00 = @2012", "false"),
        ("1 'g' = 1000 'mg'", "true"),
        ("1 'g' = 1 'm'", ""),
        ("7 days = 1 week", "true"),
        ("value = 1.25 'cm'", "true"),
        ("note.first() = note.last()", "true"),
        ("note.first() = note.skip(1).first()", "false"),
        ("'two' in note.text", "true"),
        ("'x' in note.text", "false"),
        ("{} in note.text", ""),
        ("note.text contains 'two'", "true"),
        ("'a' in {}", "false"),
    ]);
    stops(Stop::Several, &["note.text in note.text"]);
}

#[test]
fn comparison() {
    finds(&[
        ("1 < 1.5", "true"),
        ("'a' < 'b'", "true"),
        ("@2012-01 < @2012-02", "true"),
        ("@2012 < @2012-02", ""),
        ("@2012 < @2013-02", "true"),
        ("@T10:00 < @T10:00:01", ""),
        ("effective.start <= effective.end", "true"),
        ("issued >= @2024-03-31T09:59:59Z", "true"),
        ("@2012-01-01T10:00:00 < @2012-01-01T10:00:00Z", ""),
        ("@2012-01-01T10:00:00 < @2012-01-03T10:00:00Z", "true"),
        ("value > 1 'cm'", "true"),
        ("value > 1 'g'", ""),
        ("1 year > 1 'a'", ""),
        ("{} < 1", ""),
    ]);
    stops(Stop::Types, &["'a' < 1", "true < false", "@2012 < @T10"]);
    stops(Stop::Several, &["note.text < 'a'"]);
}

#[test]
fn logic_with_three_values() {
    let values = ["true", "false", "{}"];
    let tables = [
        (
            "and",
            [
                "true", "false", "", "false", "false", "false", "", "false", "",
            ],
        ),
        (
            "or",
            ["true", "true", "true", "true", "false", "", "true", "", ""],
        ),
        (
            "xor",
            ["false", "true", "", "true", "false", "", "", "", ""],
        ),
        (
            "implies",
            ["true", "false", "", "true", "true", "true", "true", "", ""],
        ),
    ];
    for (operator, expected) in tables {
        for (index, expected) in expected.iter().enumerate() {
            let expression = format!("{} {operator} {}", values[index / 3], values[index % 3]);
            finds(&[(&expression, expected)]);
        }
    }
    finds(&[
        ("status and true", "true"),
        ("false and note.single()", "false"),
    ]);
}

#[test]
fn precedence_comments_and_odd_names() {
    finds(&[
        ("1 + 2 | 3", "3"),
        ("true or false and false", "true"),
        ("1 < 2 = true", "true"),
        ("1 is Integer | false", "true false"),
        ("false implies false and false", "true"),
        ("-1 + 2", "1"),
        ("+1", "1"),
        ("1 /* a */ + 1 // b", "2"),
        ("`status`", "final"),
        ("code.`text`", "size"),
        ("'contains' contains 'contains'", "true"),
        ("{}", ""),
        ("now() = now()", "true"),
        ("today()", "2026-03-01"),
        ("timeOfDay()", "12:00:00.000"),
        ("status.trace('a')", "final"),
    ]);
}
