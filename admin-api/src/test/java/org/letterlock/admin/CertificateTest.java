package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.await;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.testkit.TestCertificate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** {@code /certificates}, from the request to the handshake. */
class CertificateTest {
    private static final String ADMIN = RunningAdmin.administrator(CertificateTest.class);
    private static final String RESOURCE = "/api/v1/certificates";
    private static final String OWN = RESOURCE + "/00000000-0000-7000-8000-00000000000c";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final TestCertificate issued = RunningAdmin.ca().issue("imported.example", "localhost");

    @AfterEach
    void showTheOwnOneAgain() throws Exception {
        send("POST", OWN + "/default", "", ADMIN, null);
        for (var each : JSON.readTree(body(ADMIN, "GET", RESOURCE)).get("items")) {
            if (!each.get("isOwn").asBoolean()) {
                delete(each.get("id").asString());
            }
        }
    }

    @Test
    @Tag("CERT-1")
    @Tag("CERT-4")
    @Tag("CERT-5")
    void anImportedCertificateIsShownToWhoLooksForItsName() throws Exception {
        HttpResponse<String> created = create(false);

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        await(() -> shownTo("imported.example").equals(issued.chain().getFirst()));
        assertThat(shownTo("elsewhere.example")).isNotEqualTo(issued.chain().getFirst());

        assertThat(delete(id(created)).statusCode()).isEqualTo(204);
        await(() -> !shownTo("imported.example").equals(issued.chain().getFirst()));
    }

    @Test
    @Tag("CERT-5")
    void theDefaultIsShownToEverybodyElseAndCannotBeDeleted() throws Exception {
        HttpResponse<String> created = create(true);
        await(() -> shownTo("elsewhere.example").equals(issued.chain().getFirst()));
        assertThat(body(ADMIN, "GET", OWN)).contains("\"isDefault\":false", "\"isOwn\":true");

        HttpResponse<String> refused = delete(id(created));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("in-use");

        TestCertificate second = RunningAdmin.ca().issue("second.example");
        HttpResponse<String> other = send("POST", RESOURCE, request(second, false), ADMIN, null);
        send("POST", RESOURCE + "/" + id(other) + "/default", "", ADMIN, null);
        await(() -> shownTo("elsewhere.example").equals(second.chain().getFirst()));
        assertThat(delete(id(created)).statusCode()).isEqualTo(204);

        send("POST", OWN + "/default", "", ADMIN, null);
        await(() -> !shownTo("elsewhere.example").equals(second.chain().getFirst()));
        assertThat(send("DELETE", OWN, "", ADMIN, "\"1\"").statusCode()).isEqualTo(409);
    }

    @Test
    @Tag("CERT-2")
    void theKeyIsNowhereButUnderItsSeal() throws Exception {
        HttpResponse<String> created = create(false);
        String id = id(created);
        String key = Base64.getEncoder().encodeToString(issued.key().getEncoded());

        byte[] stored = RunningAdmin.bean(JdbcClient.class)
                .sql("select document from certificate where id = :id::uuid")
                .param("id", id)
                .query(byte[].class)
                .single();

        assertThat(created.body() + body(ADMIN, "GET", RESOURCE) + body(ADMIN, "GET", "/api/v1/audit?limit=1000"))
                .contains("imported.example")
                .doesNotContain("PRIVATE KEY")
                .doesNotContain(key.substring(0, 40));
        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(issued.key().getEncoded(), StandardCharsets.ISO_8859_1));
    }

    @Test
    @Tag("CERT-1")
    void whatIsWrongIsToldByItsName() throws Exception {
        TestCertificate other = RunningAdmin.ca().issue("imported.example");
        String mismatched =
                JSON.writeValueAsString(Map.of("certificate", issued.chainPem(), "privateKey", other.keyPem()));

        HttpResponse<String> refused = send("POST", RESOURCE, mismatched, ADMIN, null);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("certificate-mismatch");
        assertThat(send("POST", RESOURCE, "{}", ADMIN, null).body()).contains("one-of");
        assertThat(send("POST", RESOURCE, request(issued, false), "user", null).statusCode())
                .isEqualTo(403);
        assertThat(send("DELETE", RESOURCE + "/" + id(create(false)), "", ADMIN, null)
                        .statusCode())
                .isEqualTo(428);
        assertThat(send("GET", RESOURCE + "/00000000-0000-7000-8000-00000000dead", "", ADMIN, null)
                        .statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<String> create(boolean isDefault) throws Exception {
        return send("POST", RESOURCE, request(issued, isDefault), ADMIN, null);
    }

    private static String request(TestCertificate certificate, boolean isDefault) {
        return JSON.writeValueAsString(Map.of(
                "certificate", certificate.chainPem(),
                "privateKey", certificate.keyPem(),
                "isDefault", isDefault));
    }

    private static HttpResponse<String> delete(String id) throws Exception {
        String path = RESOURCE + "/" + id;
        String etag =
                send("GET", path, "", ADMIN, null).headers().firstValue("ETag").orElseThrow();
        return send("DELETE", path, "", ADMIN, etag);
    }

    private static String id(HttpResponse<String> created) {
        return JSON.readTree(created.body()).get("id").asString();
    }

    /** What the edge shows to a client who looks for that name. */
    private static Certificate shownTo(String name) {
        try (SSLSocket socket = (SSLSocket)
                RunningAdmin.clientContext().getSocketFactory().createSocket("localhost", RunningAdmin.port())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
