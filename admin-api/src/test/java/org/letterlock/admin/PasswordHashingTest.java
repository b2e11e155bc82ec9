package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("CRED-1")
class PasswordHashingTest {
    private static final String ADMIN = RunningAdmin.administrator(PasswordHashingTest.class);
    private static final String PATH = "/api/v1/password-hashing";

    @AfterEach
    void backToDefaults() throws Exception {
        assertThat(send("PUT", PATH, "{}", ADMIN, "*").statusCode()).isEqualTo(200);
    }

    @Test
    void theDefaultsAreThoseOfTheSpecification() {
        assertThat(body(ADMIN, "GET", PATH))
                .contains("\"argon2Memory\":19456", "\"argon2Iterations\":2", "\"argon2Parallelism\":1")
                .contains("\"scramIterations\":65536");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"argon2Memory\":262144,\"argon2Iterations\":10,\"argon2Parallelism\":4,\"scramIterations\":1000000",
                "\"argon2Memory\":7168,\"argon2Iterations\":6,\"argon2Parallelism\":1,\"scramIterations\":4096",
                "\"argon2Memory\":38912,\"argon2Iterations\":1"
            })
    void theLimitsThemselvesAreAllowed(String members) throws Exception {
        assertThat(send("PUT", PATH, "{" + members + "}", ADMIN, "*").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"argon2Memory\":7167,\"argon2Iterations\":10",
                "\"argon2Memory\":262145",
                "\"argon2Iterations\":0",
                "\"argon2Iterations\":11",
                "\"argon2Parallelism\":0",
                "\"argon2Parallelism\":5",
                "\"scramIterations\":4095",
                "\"scramIterations\":1000001",
                "\"argon2Memory\":19455",
                "\"argon2Iterations\":1"
            })
    void whatIsBeyondTheLimitsOrWeakerThanTheDefaultIsRefused(String members) throws Exception {
        assertThat(send("PUT", PATH, "{" + members + "}", ADMIN, "*").statusCode())
                .isEqualTo(422);
    }
}
