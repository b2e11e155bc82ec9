package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.await;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.service.web.Caller;
import org.letterlock.service.web.CallerSignature;

@Tag("SVC-14")
class ProxyProtocolTest {
    private static final String ADMIN = RunningAdmin.administrator(ProxyProtocolTest.class);
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String PROXY = "127.0.0.9";

    @AfterEach
    void backToDefaults() throws Exception {
        listeners("admin", "{\"address\":\"any\",\"port\":4040}");
        listeners("imap", "{\"address\":\"any\",\"port\":143}");
        send("PUT", "/api/v1/connection-policy", "{}", ADMIN, "*");
    }

    @Test
    @Tag("ADM-1")
    void theEdgeTakesTheClientFromTheHeaderOfATrustedProxy() throws Exception {
        trust(PROXY);
        listeners("admin", "{\"address\":\"any\",\"port\":4040,\"proxyProtocol\":\"V2\"}");

        await(() -> clientOf(header("203.0.113.7")).equals("203.0.113.7"));

        assertThat(body(ADMIN, "GET", "/api/v1/connection-policy"))
                .as("at the machine itself no proxy is needed")
                .contains("trustedProxies");
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("PROXY TCP4 203.0.113.7 192.0.2.1 1 2\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(readOrReset(socket)).isEqualTo(-1);
        }
        await(() -> body(ADMIN, "GET", "/api/v1/audit").contains("proxy.rejected"));
    }

    @Test
    @Tag("EXP-2")
    @Tag("CONN-1")
    void theHeaderIsTheFirstStepThatIsExplained() throws Exception {
        listeners("imap", "{\"address\":\"any\",\"port\":143,\"proxyProtocol\":\"V2\"}");

        await(() -> explained().contains("\"service\":\"imap\",\"allowed\":false,\"step\":\"proxy-header\""));
        trust(PROXY);
        await(() -> explained().contains("\"service\":\"imap\",\"allowed\":true"));
        assertThat(explained()).contains("Through a trusted proxy only");
    }

    @Test
    @Tag("SVC-2")
    void whereTheAdministrationIsStaysAMatterOfItsConfiguration() throws Exception {
        assertThat(patch("admin", "{\"address\":\"any\",\"port\":4041,\"proxyProtocol\":\"V2\"}"))
                .contains("feature-unavailable");
    }

    private static void trust(String proxy) throws Exception {
        String group = send(
                        "POST",
                        "/api/v1/ip-groups",
                        "{\"name\":\"p%d\",\"entries\":[{\"type\":\"host\",\"address\":\"%s\"}]}"
                                .formatted(System.nanoTime(), proxy),
                        ADMIN,
                        null)
                .body()
                .replaceAll(".*\"id\":\"([0-9a-f-]{36})\".*", "$1");
        send("PATCH", "/api/v1/connection-policy", "{\"trustedProxies\":\"" + group + "\"}", ADMIN, "*");
    }

    private static void listeners(String service, String listener) throws Exception {
        assertThat(patch(service, listener)).contains("\"id\":\"" + service + "\"");
    }

    private static String patch(String service, String listener) throws Exception {
        return send("PATCH", "/api/v1/services/" + service, "{\"listeners\":[" + listener + "]}", ADMIN, "*")
                .body();
    }

    private static String explained() {
        return body(ADMIN, "POST", "/api/v1/explain/access", "{\"ip\":\"10.0.0.9\"}");
    }

    /** The client's address as the services behind the edge are told it; empty where the connection closes. */
    private static String clientOf(byte[] header) {
        try (Socket plain = connect()) {
            plain.getOutputStream().write(header);
            try (SSLSocket socket = (SSLSocket) RunningAdmin.clientContext()
                    .getSocketFactory()
                    .createSocket(plain, "localhost", plain.getPort(), true)) {
                socket.getOutputStream()
                        .write(("GET /api/v1/dkim HTTP/1.1\r\nHost: localhost:" + plain.getPort()
                                        + "\r\nAuthorization: Bearer " + ADMIN + "\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                if (socket.getInputStream().read() < 0) {
                    return "";
                }
            }
            return RunningAdmin.bean(CallerSignature.class)
                    .verify(
                            RunningAdmin.nextDkimRequest().getRequestHeaders().getFirst(CallerSignature.HEADER),
                            "GET",
                            "/api/v1/dkim")
                    .flatMap(Caller::find)
                    .orElseThrow()
                    .clientAddress();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(PROXY, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RunningAdmin.port()));
        socket.setSoTimeout(5_000);
        return socket;
    }

    // Closed with input unread, a socket answers with a reset.
    private static int readOrReset(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException reset) {
            return -1;
        }
    }

    private static byte[] header(String source) {
        byte[] signature = HexFormat.of().parseHex(SIGNATURE);
        return ByteBuffer.allocate(28)
                .put(signature)
                .putInt(0x2111000C)
                .put(InetAddress.ofLiteral(source).getAddress())
                .put(InetAddress.ofLiteral("192.0.2.1").getAddress())
                .putShort((short) 4711)
                .putShort((short) 4040)
                .array();
    }
}
