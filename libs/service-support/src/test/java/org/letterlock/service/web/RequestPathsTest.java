package org.letterlock.service.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/health/live",
                "/api/v1/accounts/0198c0de-0000-7000-8000-000000000001/delegations",
                "/api/v1/dkim/domains/b%C3%BCcher.test",
                "/api/v1/things/...a..b",
            })
    void aPlainPathHasOneReading(String path) {
        assertThat(RequestPaths.isUnambiguous(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api/v1/me",
                "//api/v1/me",
                "/api//v1/me",
                "/%61pi/v1/me",
                "/api;x=y/v1/me",
                "/api/v1/me/..;/accounts",
                "/api/v1/me/../accounts",
                "/api/v1/me/..",
                "/api/v1/./me",
                "/api/v1/me/%2e%2e/accounts",
                "/api/v1/me%2Faccounts",
                "/api/v1/me%5caccounts",
                "/api\\v1",
                "/api/v1/me%00",
                "/api/v1/me%",
                "/api/v1/me%zz",
            })
    void aPathThatSomebodyMayReadOtherwiseIsNotServed(String path) {
        assertThat(RequestPaths.isUnambiguous(path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/domains, domains",
        "/api/v1/domains/, domains",
        "/api/v1/domains/1/password-policy, domains",
        "/api/v1/, ''",
        "/api/v2/domains, ''",
        "/health/live, ''"
    })
    @Tag("TOK-1")
    void aPathBelongsToOneResource(String path, String resource) {
        assertThat(RequestPaths.resource(path)).isEqualTo(resource);
    }
}
