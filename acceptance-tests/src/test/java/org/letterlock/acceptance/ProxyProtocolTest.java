package org.letterlock.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A listener for a proxy beside the one for clients: whom the proxy names is the client, up to the list of sessions. */
class ProxyProtocolTest {
    private static final Duration LIVE = Duration.ofSeconds(1);
    private static final String CLIENT = "203.0.113.77";

    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final Rest rest = suite.rest();

    @Test
    @Tag("SVC-14")
    void theClientIsWhomTheProxyNames() throws Exception {
        int port = freePort();
        String group = rest.create(
                        "/api/v1/ip-groups",
                        "{\"name\":\"Proxies " + System.nanoTime()
                                + "\",\"entries\":[{\"type\":\"network\",\"address\":\"127.0.0.0\",\"prefixLength\":8}]}")
                .path("id")
                .asString();
        rest.patch("/api/v1/connection-policy", "{\"trustedProxies\":\"" + group + "\"}");
        rest.patch(
                "/api/v1/services/submission",
                "{\"listeners\":[{\"address\":\"any\",\"port\":587},{\"address\":\"any\",\"port\":" + port
                        + ",\"proxyProtocol\":\"V2\"}]}");
        try {
            Eventually.within(LIVE, () -> listens(port));
            try (Dialogue client = open(port)) {
                client.send(new String(header(), ISO_8859_1));
                assertThat(client.logInToSubmission(suite.user(4), suite.password()))
                        .startsWith("235");
                assertThat(rest.get("/api/v1/sessions?service=submission")
                                .body()
                                .toString())
                        .contains("\"" + CLIENT + "\"");
            }
            try (Dialogue withoutHeader = open(port)) {
                withoutHeader.send("EHLO client.example\r\n");
                assertThat(lineOrReset(withoutHeader)).isEmpty();
            }
            try (Dialogue direct = suite.dialogue("SUBMISSION_PORT")) {
                assertThat(direct.line()).startsWith("220");
            }
        } finally {
            rest.patch("/api/v1/services/submission", "{\"listeners\":[{\"address\":\"any\",\"port\":587}]}");
            rest.patch("/api/v1/connection-policy", "{\"trustedProxies\":null}");
            rest.delete("/api/v1/ip-groups/" + group);
        }
    }

    private Dialogue open(int port) throws IOException {
        return Dialogue.open(suite.environment("HOST"), port, suite.tls());
    }

    private boolean listens(int port) throws IOException {
        try (Dialogue _ = open(port)) {
            return true;
        } catch (ConnectException notYet) {
            return false;
        }
    }

    // Closed with input unread, a socket answers with a reset.
    private static String lineOrReset(Dialogue client) {
        try {
            return client.line();
        } catch (IOException reset) {
            return "";
        }
    }

    private static byte[] header() {
        return ByteBuffer.allocate(28)
                .put(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a"))
                .putInt(0x2111000C)
                .put(InetAddress.ofLiteral(CLIENT).getAddress())
                .put(InetAddress.ofLiteral("198.51.100.1").getAddress())
                .putShort((short) 4711)
                .putShort((short) 587)
                .array();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
