#!/bin/sh
# Brings R4's official examples into a folder, for `cargo test --test examples`.
#
# The package is `hl7.fhir.r4.examples` 4.0.1 (CC0), about 5,300 resources. Needs `npm`
# and `tar`. The folder lies outside the repository: nothing of it is committed.
#
#     sh examples.sh FOLDER
#     CASEWAY_R4_EXAMPLES=FOLDER/package cargo test -p caseway-profiles --test examples
set -eu

folder=${1:?"say which folder the examples are to lie in"}
mkdir -p "$folder"
npm pack --silent hl7.fhir.r4.examples@4.0.1 --pack-destination "$folder"
tar -xzf "$folder"/hl7.fhir.r4.examples-4.0.1.tgz -C "$folder"
ls "$folder"/package | wc -l
