package org.letterlock.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.messageauth.suffix.PublicSuffixList;
import org.letterlock.testkit.FakeDns;

/** The lines that suites exchange with the evaluators, with a DNS server. */
class ConformanceTest {
    private final FakeDns dns = FakeDns.start();
    private final Conformance conformance =
            new Conformance(dns.address(), Optional.of(PublicSuffixList.parse("uk\nco.uk\n")));

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    @Tag("SPF-1")
    void spf() {
        dns.add("a.example", "TXT", "\"v=spf1 ip4:192.0.2.1 -all exp=why.a.example\"")
                .add("why.a.example", "TXT", "\"not %{i}\"")
                .failFor("b.example");
        String question = "{\"id\":7,\"kind\":\"spf\",\"ip\":\"%s\",\"helo\":\"h.example\",\"mailfrom\":\"%s\"}";

        assertThat(conformance.answer(question.formatted("192.0.2.1", "joe@a.example")))
                .isEqualTo("{\"id\":7,\"result\":\"pass\",\"explanation\":null}");
        assertThat(conformance.answer(question.formatted("192.0.2.9", "joe@a.example")))
                .isEqualTo("{\"id\":7,\"result\":\"fail\",\"explanation\":\"not 192.0.2.9\"}");
        assertThat(conformance.answer(question.formatted("192.0.2.9", "joe@b.example")))
                .contains("\"temperror\"");
        dns.set("a.example", "TXT", "\"v=spf1 +all\"");
        assertThat(conformance.answer(question.formatted("192.0.2.9", "joe@a.example")))
                .as("nothing is remembered")
                .contains("\"pass\"");
    }

    @Test
    @Tag("DKIM-42")
    @Tag("ARC-1")
    void signaturesAndChains() {
        assertThat(ask("dkim", "From: a@a.example\r\n\r\ntext\r\n"))
                .isEqualTo("{\"id\":1,\"result\":\"none\",\"domain\":null}");
        assertThat(ask("dkim", "DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; h=From; bh=AAAA; b=AAAA\n\nx"))
                .contains("\"domain\":\"a.example\"");
        assertThat(ask("arc", "From: a@a.example\r\n\r\ntext\r\n")).isEqualTo("{\"id\":1,\"cv\":\"none\"}");
        assertThat(ask("arc", "ARC-Seal: i=2; a=rsa-sha256; cv=none; d=a.example; s=s; b=AAAA\r\n\r\n"))
                .isEqualTo("{\"id\":1,\"cv\":\"fail\"}");
    }

    @Test
    @Tag("DMARC-2")
    void dmarc() {
        dns.add("_dmarc.a.example", "TXT", "\"v=DMARC1; p=quarantine\"");
        String message = encoded("From: joe@a.example\r\n\r\n");

        assertThat(conformance.answer("{\"id\":1,\"kind\":\"dmarc\",\"message_b64\":\"" + message
                        + "\",\"spf\":{\"result\":\"pass\",\"domain\":\"b.example\"},"
                        + "\"dkim\":[{\"result\":\"pass\",\"domain\":\"x.a.example\"}]}"))
                .isEqualTo("{\"id\":1,\"result\":\"pass\",\"policy\":\"quarantine\"}");
        assertThat(conformance.answer("{\"id\":1,\"kind\":\"dmarc\",\"message_b64\":\"" + message + "\"}"))
                .isEqualTo("{\"id\":1,\"result\":\"fail\",\"policy\":\"quarantine\"}");
    }

    @Test
    @Tag("SPOOF-13")
    void addresses() {
        assertThat(ask("from", "From: Joe <joe@a.example>\r\n\r\n"))
                .isEqualTo("{\"id\":1,\"addresses\":[\"joe@a.example\"],\"ambiguous\":false}");
        assertThat(ask("from", "From: a@a.example\r\nFrom: b@b.example\r\n\r\n"))
                .isEqualTo("{\"id\":1,\"addresses\":[\"a@a.example\",\"b@b.example\"],\"ambiguous\":true}");
        assertThat(ask("from", "From: <a@a.example\r\n\r\n")).contains("\"ambiguous\":true");
    }

    @Test
    void parts() {
        String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assertThat(
                        ask(
                                "mime",
                                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\r\n--b\r\n"
                                        + "Content-Type: Image/PNG\r\nContent-Transfer-Encoding: base64\r\n"
                                        + "Content-Disposition: attachment; filename*=utf-8''%C3%A9.png\r\n\r\nYWJj\r\n--b--\r\n"))
                .isEqualTo("{\"id\":1,\"parts\":[{\"type\":\"text/plain\",\"filename\":null,\"sha256\":\"" + empty
                        + "\"},{\"type\":\"image/png\",\"filename\":\"\u00e9.png\",\"sha256\":"
                        + "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"}],\"defects\":[]}");
    }

    @Test
    void organizations() {
        assertThat(conformance.answer("{\"id\":\"x\",\"kind\":\"orgdomain\",\"domain\":\"a.b.co.uk\"}"))
                .isEqualTo("{\"id\":\"x\",\"org\":\"b.co.uk\"}");
        assertThat(conformance.answer("{\"id\":\"x\",\"kind\":\"orgdomain\",\"domain\":\"co.uk\"}"))
                .isEqualTo("{\"id\":\"x\",\"org\":null}");
    }

    @Test
    void whateverTheLineIsThereIsAnAnswer() {
        assertThat(conformance.answer("{\"id\":3,\"kind\":\"weather\"}")).isEqualTo("{\"id\":3,\"unsupported\":true}");
        assertThat(conformance.answer("no json")).contains("\"unsupported\":true");
        assertThat(conformance.answer("{\"id\":3,\"kind\":\"spf\"}")).startsWith("{\"id\":3,\"unsupported\":true");
    }

    private String ask(String kind, String message) {
        return conformance.answer("{\"id\":1,\"kind\":\"" + kind + "\",\"message_b64\":\"" + encoded(message) + "\"}");
    }

    private static String encoded(String message) {
        return Base64.getEncoder().encodeToString(message.getBytes(ISO_8859_1));
    }
}
