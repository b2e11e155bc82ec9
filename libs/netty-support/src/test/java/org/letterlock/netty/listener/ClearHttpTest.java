package org.letterlock.netty.listener;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("SVC-9")
class ClearHttpTest {
    @ParameterizedTest
    @CsvSource({
        "mail.example:4040, https://mail.example:4040/admin/?a=b",
        "mail.example, https://mail.example:4040/admin/?a=b",
        "mail.example:14040, https://mail.example:14040/admin/?a=b",
        "[2001:db8::1]:4040, https://[2001:db8::1]:4040/admin/?a=b"
    })
    void aRequestIsSentToTheSamePathWithTls(String host, String location) {
        String reply = ClearHttp.redirect("GET /admin/?a=b HTTP/1.1\r\nAccept: */*\r\nhOsT: " + host, 4040)
                .orElseThrow();

        assertThat(reply)
                .startsWith("HTTP/1.1 308 ")
                .contains("\r\nLocation: " + location + "\r\n", "\r\nConnection: close\r\n")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b",
                "GET / HTTP/1.1\r\nHost: a b",
                "GET / HTTP/1.1\r\nHost: a/b",
                "GET / HTTP/1.1\r\nHost: a\nLocation: x",
                "GET //\n HTTP/1.1\r\nHost: a",
                "GET http://x/ HTTP/1.1\r\nHost: a",
                "GET / HTTP/2.0\r\nHost: a",
                "GET /\r\nHost: a",
                "CONNECT a:1 HTTP/1.1\r\nHost: a",
                ""
            })
    void anythingDoubtfulGetsNoAnswer(String head) {
        assertThat(ClearHttp.redirect(head, 4040)).isEmpty();
    }

    @Test
    void onlyAMethodCanBeABeginning() {
        assertThat(ClearHttp.isBeginning("GE")).isTrue();
        assertThat(ClearHttp.isBeginning("GET /\r\n")).isTrue();
        assertThat(ClearHttp.isBeginning("\u0000\u0001")).isFalse();
        assertThat(ClearHttp.isBeginning("get / HTTP/1.1")).isFalse();
        assertThat(ClearHttp.isBeginning("SSH-2.0-x\r\n")).isFalse();
        assertThat(ClearHttp.isBeginning("A".repeat(21))).isFalse();
    }
}
