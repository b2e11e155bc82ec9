package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.await;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.Environment;

/** {@code /tls} and {@code /hsts}, and what the port of the edge does with who does not speak TLS. */
class TlsPolicyTest {
    private static final String ADMIN = RunningAdmin.administrator(TlsPolicyTest.class);

    @Test
    @Tag("TLS-1")
    @Tag("TLS-3")
    void theOldestVersionIsLive() throws Exception {
        assertThat(speaks("TLSv1.2")).isTrue();

        assertThat(put("/api/v1/tls", "{\"services\":{\"tlsMinVersion\":\"1.3\"}}")
                        .statusCode())
                .isEqualTo(200);

        await(() -> !speaks("TLSv1.2"));
        assertThat(speaks("TLSv1.3")).isTrue();
        assertThat(body(ADMIN, "GET", "/api/v1/tls"))
                .isEqualTo("{\"services\":{\"tlsMinVersion\":\"1.3\"},"
                        + "\"smtp25\":{\"tlsMinVersion\":\"1.2\",\"legacyPeers\":false}}");
        put("/api/v1/tls", "{}");
        await(() -> speaks("TLSv1.2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"services\":{\"tlsMinVersion\":\"1.1\"}}",
                "{\"smtp25\":{\"tlsMinVersion\":\"1.4\"}}",
                "{\"smtp25\":{\"tlsMinVersion\":\"1.3\",\"legacyPeers\":true}}",
                "{\"services\":{\"legacyPeers\":true}}"
            })
    @Tag("TLS-1")
    void whatCannotBeIsRefused(String document) throws Exception {
        assertThat(put("/api/v1/tls", document).statusCode()).isBetween(400, 422);
    }

    @Test
    @Tag("HSTS-1")
    @Tag("HSTS-2")
    void browsersAreToldWhatIsSet() throws Exception {
        assertThat(hsts()).isEqualTo("max-age=31536000");

        assertThat(put("/api/v1/hsts", "{\"maxAge\":63072000,\"includeSubDomains\":true,\"preload\":true}")
                        .statusCode())
                .isEqualTo(200);
        await(() -> hsts().equals("max-age=63072000; includeSubDomains; preload"));
        assertThat(put("/api/v1/hsts", "{\"maxAge\":63072001}").statusCode()).isEqualTo(422);
        put("/api/v1/hsts", "{}");
        await(() -> hsts().equals("max-age=31536000"));
    }

    @Test
    @Tag("SVC-9")
    @Tag("HSTS-2")
    void clearHttpIsSentToTheSamePlaceWithTlsAndTheConnectionCloses() throws Exception {
        String reply = clear("GET /admin/?x=y HTTP/1.1\r\nHost: localhost:4040\r\n\r\nGET / HTTP/1.1\r\n");

        assertThat(reply)
                .startsWith("HTTP/1.1 308 ")
                .contains("\r\nLocation: https://localhost:4040/admin/?x=y\r\n")
                .doesNotContain("Strict-Transport-Security")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0001\u0002",
                "SSH-2.0-x\r\n",
                "hello\r\n\r\n",
                "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    @Tag("SVC-9")
    void otherOctetsInClearGetNoAnswer(String octets) throws Exception {
        assertThat(clear(octets)).isEmpty();
    }

    @Test
    @Tag("HSTS-4")
    void theHttpServerBehindTheEdgeAnswersNobodyElse() throws Exception {
        int inner = RunningAdmin.bean(Environment.class).getRequiredProperty("local.server.port", Integer.class);
        try (Socket socket = new Socket("127.0.0.1", inner)) {
            socket.getOutputStream()
                    .write("GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 421 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "PROPFIND"})
    @Tag("HSTS-4")
    void unlistedMethodsAndUnknownHostsAreRefused(String method) throws Exception {
        assertThat(tls(method + " / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
        assertThat(tls("GET /health/ready HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ");
        assertThat(tls("GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    private static String clear(String octets) throws IOException {
        try (Socket socket = new Socket("localhost", RunningAdmin.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String tls(String octets) throws IOException {
        try (Socket socket =
                RunningAdmin.clientContext().getSocketFactory().createSocket("localhost", RunningAdmin.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static boolean speaks(String version) {
        try (SSLSocket socket = (SSLSocket)
                RunningAdmin.clientContext().getSocketFactory().createSocket("localhost", RunningAdmin.port())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static String hsts() {
        try {
            return send("GET", "/health/ready", "", null, null)
                    .headers()
                    .firstValue("Strict-Transport-Security")
                    .orElse("");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> put(String path, String document) throws Exception {
        String etag =
                send("GET", path, "", ADMIN, null).headers().firstValue("ETag").orElseThrow();
        return send("PUT", path, document, ADMIN, etag);
    }
}
