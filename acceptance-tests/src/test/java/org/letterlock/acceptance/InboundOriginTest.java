package org.letterlock.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Folder;
import jakarta.mail.Store;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import org.apache.james.jdkim.DKIMSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mail from outside is judged by what its domain publishes, against the running suite, a DNS server and a foreign signer. */
class InboundOriginTest {
    private static final Duration LIVE = Duration.ofSeconds(1);
    private static final String SPF = "/api/v1/inbound/spf";

    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final Rest rest = suite.rest();
    private final JakartaMail mail = new JakartaMail(suite);
    private String exempt = "";

    @BeforeEach
    void judgeThisMachineToo() throws Exception {
        exempt = rest.get(SPF).body().path("exemptGroup").asString();
        rest.patch(SPF, "{\"exemptGroup\":null}");
        suite.dns()
                .set("signer.example", "TXT", "\"v=spf1 ip4:127.0.0.0/8 ip6:::1 -all\"")
                .set("_dmarc.signer.example", "TXT", "\"v=DMARC1; p=reject\"")
                .set("mild.example", "TXT", "\"v=spf1 -all\"")
                .set("_dmarc.mild.example", "TXT", "\"v=DMARC1; p=quarantine\"");
        try (Dialogue client = suite.dialogue("SMTP_PORT")) {
            client.reply();
            client.ask("EHLO mx.signer.example");
            rest.patch(SPF, "{\"failAction\":\"block\"}");
            Eventually.within(LIVE, () -> {
                client.ask("RSET");
                client.ask("MAIL FROM:<joe@mild.example>");
                return client.ask("RCPT TO:<" + suite.user(1) + ">").startsWith("550 5.7.23");
            });
            rest.patch(SPF, "{\"failAction\":\"log\"}");
            Eventually.within(LIVE, () -> {
                client.ask("RSET");
                client.ask("MAIL FROM:<joe@mild.example>");
                return client.ask("RCPT TO:<" + suite.user(1) + ">").startsWith("250");
            });
        }
    }

    @AfterEach
    void spareThisMachineAgain() throws Exception {
        rest.patch(SPF, "{\"exemptGroup\":\"" + exempt + "\"}");
    }

    @Test
    @Tag("FLOW-4")
    @Tag("DKIM-42")
    @Tag("DMARC-2")
    void aMessageThatAForeignSignerSignedIsSaidToBeGenuine() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String key = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        suite.dns()
                .set(
                        "one._domainkey.signer.example",
                        "TXT",
                        "\"v=DKIM1; k=rsa; p=" + key.substring(0, 200) + "\" \"" + key.substring(200) + "\"");
        String subject = "genuine " + System.nanoTime();
        String message = message("signer.example", subject);
        String signature = new DKIMSigner(
                        "v=1; s=one; d=signer.example; c=relaxed/relaxed; h=From:To:Subject; a=rsa-sha256; bh=; b=;",
                        pair.getPrivate())
                .sign(new ByteArrayInputStream(message.getBytes(ISO_8859_1)));

        assertThat(send("joe@signer.example", signature + "\r\n" + message)).startsWith("250 2.0.0");

        String results = results(mail.received(1, subject));
        assertThat(results)
                .contains(
                        "spf=pass smtp.mailfrom=joe@signer.example",
                        "dkim=pass header.d=signer.example",
                        "dmarc=pass (p=reject dis=none) header.from=signer.example");
    }

    @Test
    @Tag("DMARC-4")
    void whoeverWritesInTheNameOfADomainThatForbidsItIsRefused() throws Exception {
        assertThat(send("joe@elsewhere.example", message("signer.example", "not from there")))
                .isEqualTo("550 5.7.26 Message fails DMARC policy of signer.example");
    }

    @Test
    @Tag("DMARC-3")
    void whatADomainWantsInQuarantineLiesInJunk() throws Exception {
        String subject = "doubtful " + System.nanoTime();

        assertThat(send("joe@mild.example", message("mild.example", subject))).startsWith("250 2.0.0");

        try (Store store = mail.store(mail.session("PLAIN"), 1);
                Folder junk = JakartaMail.opened(store, "Junk")) {
            String stored = new String(JakartaMail.octets(JakartaMail.await(junk, subject)), ISO_8859_1);
            assertThat(results(stored.getBytes(ISO_8859_1)))
                    .contains("spf=fail smtp.mailfrom=joe@mild.example", "dmarc=fail (p=quarantine");
        }
    }

    @Test
    @Tag("DMARC-5")
    void withoutTheDnsNothingIsDecided() throws Exception {
        suite.dns().failFor("_dmarc.gone.example");

        assertThat(send("joe@elsewhere.example", message("gone.example", "later")))
                .isEqualTo("451 4.4.3 Temporary DNS failure, try again");
    }

    private String send(String from, String message) throws Exception {
        try (Dialogue client = suite.dialogue("SMTP_PORT")) {
            client.reply();
            client.ask("EHLO mx.signer.example");
            client.ask("MAIL FROM:<" + from + ">");
            assertThat(client.ask("RCPT TO:<" + suite.user(1) + ">")).startsWith("250");
            client.ask("DATA");
            client.send(message + ".\r\n");
            return client.reply();
        }
    }

    private String message(String domain, String subject) {
        return "From: Joe <joe@" + domain + ">\r\nTo: " + suite.user(1) + "\r\nSubject: " + subject
                + "\r\n\r\ntext\r\n";
    }

    private static String results(byte[] message) {
        String text = new String(message, ISO_8859_1).replaceAll("\r\n(?=[ \t])", "");
        int start = text.indexOf("Authentication-Results: ");
        return text.substring(start, text.indexOf("\r\n", start));
    }
}
