//! Elements and their types: choices, extensions of primitives, FHIR's own functions.

use serde_json::json;

use super::{Stop, finds, found_in, stops};

#[test]
fn a_choice_is_found_by_its_stem() {
    finds(&[
        ("value.exists()", "true"),
        ("value.unit", "mm"),
        ("valueQuantity.unit", "mm"),
        ("effective.start", "2024-02"),
        ("component.value", "3 x 2024"),
        ("component.value.ofType(integer)", "3"),
        ("component.value.ofType(string)", "x"),
    ]);
}

#[test]
fn an_element_whose_name_begins_alike_is_no_choice() {
    let tree = json!({"resourceType": "ElementDefinition", "binding": {"strength": "required", "valueSet": "http://a"}});
    assert_eq!(found_in(&tree, "binding.value"), Ok(vec![]));
    assert_eq!(found_in(&tree, "binding.valueSet").unwrap(), ["http://a"]);
}

#[test]
fn a_path_may_start_at_its_type() {
    finds(&[
        ("Observation.status", "final"),
        ("DomainResource.status", "final"),
        ("Resource.id", "o"),
        ("Patient.id", ""),
        ("component.where(Observation.exists()).count()", "0"),
    ]);
}

#[test]
fn types_are_those_of_the_definitions() {
    finds(&[
        ("$this is Observation", "true"),
        ("$this is FHIR.DomainResource", "true"),
        ("$this is Patient", "false"),
        ("status is code", "true"),
        ("status is string", "true"),
        ("status is uri", "false"),
        ("status is String", "true"),
        ("status is System.String", "false"),
        ("'a' is String", "true"),
        ("'a' is System.String", "true"),
        ("value is Quantity", "true"),
        ("value.is(FHIR.Quantity)", "true"),
        ("(value as Quantity).code", "mm"),
        ("(value as string).exists()", "false"),
        ("issued is instant", "true"),
        ("component[2].value is dateTime", "true"),
        ("method is CodeableConcept", ""),
        ("contained.first() is Patient", "true"),
        ("code is BackboneElement", "false"),
        ("component.first() is BackboneElement", "true"),
        ("status.type()", "FHIR.code"),
        ("status.type().name", "code"),
        ("1.type()", "System.Integer"),
        ("@2015.type().namespace", "System"),
        ("1.5 is Decimal", "true"),
        ("4 'mg' is Quantity", "true"),
    ]);
    stops(Stop::Several, &["component is BackboneElement"]);
}

#[test]
fn elements_of_the_same_content_have_the_same_type_where_the_definition_says_so() {
    let tree = json!({
        "resourceType": "Questionnaire", "status": "active",
        "item": [{"linkId": "1", "type": "group", "item": [{
            "linkId": "2", "type": "date", "initial": [{"valueDate": "2024-01-31"}]
        }]}]
    });
    assert_eq!(
        found_in(&tree, "item.item.initial.value is date").unwrap(),
        ["true"]
    );
    assert_eq!(
        found_in(&tree, "descendants().where($this is date)").unwrap(),
        ["2024-01-31"]
    );
    assert_eq!(found_in(&tree, "repeat(item).linkId").unwrap(), ["1", "2"]);
}

#[test]
fn a_primitive_may_have_extensions_and_no_value() {
    finds(&[
        ("status.extension.value", "why"),
        ("status.extension('http://a/b').exists()", "true"),
        ("status.extension('http://a/c').exists()", "false"),
        ("status.hasValue()", "true"),
        ("code.hasValue()", "false"),
        ("status.getValue()", "final"),
    ]);
    let tree = json!({
        "resourceType": "Patient",
        "_birthDate": {"extension": [{"url": "http://a", "valueCode": "unknown"}]},
        "name": [{"given": ["A", null], "_given": [null, {"id": "x"}]}]
    });
    for (expression, expected) in [
        ("birthDate.exists()", "true"),
        ("birthDate.hasValue()", "false"),
        ("birthDate.extension.value", "unknown"),
        ("birthDate is date", "true"),
        ("name.given.count()", "2"),
        ("name.given.id", "x"),
        ("name.given.where(hasValue())", "A"),
        ("children().count()", "2"),
        ("name.given.descendants()", "x"),
    ] {
        assert_eq!(
            found_in(&tree, expression).unwrap().join(" "),
            expected,
            "{expression}"
        );
    }
}

#[test]
fn references_and_codes_are_asked_of_others() {
    finds(&[
        ("subject.resolve().id", "here"),
        ("subject.resolve() is Patient", "true"),
        ("performer.resolve().exists()", "false"),
        ("(subject | performer).resolve().active", "true"),
        ("code.memberOf('some')", "true"),
        ("code.coding.first().memberOf('some')", "false"),
        ("status.memberOf('some')", "false"),
        ("'in'.memberOf('some')", "true"),
        ("code.memberOf('other')", ""),
        ("'some text'.htmlChecks()", "true"),
        ("%resource.id", "o"),
        ("component.select(%context.id).distinct()", "o"),
        ("contained.select(%rootResource.id)", "o"),
        ("%ucum", "http://unitsofmeasure.org"),
        ("%sct", "http://snomed.info/sct"),
        ("%loinc", "http://loinc.org"),
        (
            "%vs-observation-status",
            "http://hl7.org/fhir/ValueSet/observation-status",
        ),
        ("%`vs-a`", "http://hl7.org/fhir/ValueSet/a"),
        ("%'ext-a'", "http://hl7.org/fhir/StructureDefinition/a"),
    ]);
}
