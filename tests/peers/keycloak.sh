#!/usr/bin/env bash
# Unpacks Keycloak from Maven Central beside this file and makes it ready for the tests to start. Needs Java 17
# or newer, and Maven.
set -euo pipefail
version=26.7.3
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/keycloak
home=$folder/keycloak-$version
if [[ ! -f $home/lib/quarkus/build-system.properties ]]; then
    mkdir -p "$folder"
    cd "$folder" # where Maven leaves its marks
    mvn --batch-mode --quiet org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
        -Dartifact="org.keycloak:keycloak-quarkus-dist:$version:zip" -DoutputDirectory="$folder"
    chmod +x "$home/bin/kc.sh"
    "$home/bin/kc.sh" build --db=dev-mem --cache=local >/dev/null
fi
