package org.letterlock.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.util.List;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.Result;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.impl.DNSPublicKeyRecordRetriever;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.testkit.FakeDns;
import org.xbill.DNS.SimpleResolver;
import tools.jackson.databind.JsonNode;

/** What leaves with our signature verifies with a verifier that we did not write, over the records that we say to publish. */
class DkimVerificationTest {
    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final Rest rest = suite.rest();

    @Test
    @Tag("DKIM-1")
    @Tag("DKIM-10")
    @Tag("DKIM-12")
    void aSubmittedMessageVerifiesAfterItHasBeenStoredAndRead() throws Exception {
        JsonNode records = rest.get("/api/v1/dkim/domains/" + suite.domain() + "/dns")
                .body()
                .path("records");
        records.forEach(record -> suite.dns()
                .set(
                        record.path("name").asString().replaceAll("\\.$", ""),
                        "TXT",
                        record.path("value").asString()));
        byte[] read = submittedAndRead("verified " + System.nanoTime());

        DKIMVerifier verifier = verifier(suite.dns());
        verifier.verify(new ByteArrayInputStream(read));

        assertThat(records).hasSize(2);
        assertThat(new String(read, ISO_8859_1)).contains("a=rsa-sha256", "a=ed25519-sha256");
        assertThat(passed(verifier)).as("%s", verifier.getResults()).containsExactly("rsa");
        assertThat(tampered(read)).isEmpty();
    }

    private List<String> tampered(byte[] message) throws Exception {
        DKIMVerifier verifier = verifier(suite.dns());
        byte[] changed = new String(message, ISO_8859_1).replace("body", "bodi").getBytes(ISO_8859_1);
        assertThatThrownBy(() -> verifier.verify(new ByteArrayInputStream(changed)))
                .isInstanceOf(FailException.class);
        return passed(verifier);
    }

    private static List<String> passed(DKIMVerifier verifier) {
        return verifier.getResults().stream()
                .filter(result -> result.getResultType() == Result.Type.PASS)
                .map(result -> result.getRecord().getHashKeyType().toString())
                .toList();
    }

    private static DKIMVerifier verifier(FakeDns dns) throws Exception {
        SimpleResolver resolver = new SimpleResolver(InetAddress.getLoopbackAddress());
        resolver.setPort(dns.port());
        return new DKIMVerifier(new DNSPublicKeyRecordRetriever(resolver));
    }

    private byte[] submittedAndRead(String subject) throws Exception {
        try (Dialogue client = suite.dialogue("SUBMISSION_PORT")) {
            client.logInToSubmission(suite.user(4), suite.password());
            client.ask("MAIL FROM:<" + suite.user(4) + ">");
            client.ask("RCPT TO:<" + suite.user(4) + ">");
            client.ask("DATA");
            client.send("From: =?UTF-8?Q?M=C3=BCller?= <" + suite.user(4) + ">\r\nTo: " + suite.user(4)
                    + "\r\nSubject: " + subject + "\r\n\r\n.. body  with \t spaces \r\n\r\n\r\n.\r\n");
            assertThat(client.reply()).startsWith("250");
        }
        return new JakartaMail(suite).received(4, subject);
    }
}
