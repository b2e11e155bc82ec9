package org.letterlock.dkim.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.Octets;
import org.letterlock.dkim.key.Algorithm;
import org.letterlock.dkim.key.Selector;
import org.letterlock.dkim.key.SigningCrypto;
import org.letterlock.dkim.signing.MessageSigner.Signatory;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;

class MessageSignerTest {
    private static final SigningCrypto CRYPTO = SigningCrypto.choose();
    private static final KeyPair RSA = CRYPTO.generate(Algorithm.RSA_SHA256, 2048);
    private static final KeyPair ED25519 = CRYPTO.generate(Algorithm.ED25519_SHA256, 256);
    private static final Domain DOMAIN = new Domain("example.org");
    private static final Instant NOW = Instant.now(); // jDKIM looks at the real clock

    private static final String MESSAGE = """
            Received: from a by b
            From: =?utf-8?q?J=C3=BCrgen?=\s
             Anna <anna@example.org>
            To: b@example.net,
            \tc@example.net
            Subject:   spaces  and\ttabs\s
            Comments: not signed
            References: <1@example.org>
            \s<2@example.org>
            Date: Mon, 3 Aug 2026 09:05:00 +0200
            Message-ID: <3@example.org>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8

            A line  with   spaces\s\s

            J\u00FCrgen


            """;

    private static byte[] octets(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] signed(byte[] message, Duration lifetime, Signatory... signatories) {
        HeaderSection section = ((HeaderReading.Complete) HeaderSection.parse(message, HeaderLimits.DEFAULT)).section();
        BodyDigest digest = new BodyDigest(Canonicalization.RELAXED);
        digest.update(message, section.length(), message.length - section.length());
        List<HeaderField> fields = new MessageSigner(CRYPTO)
                .sign(DOMAIN, section.fields(), Octets.wrap(digest.digest()), List.of(signatories), NOW, lifetime);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        fields.forEach(field -> whole.writeBytes(field.octets()));
        whole.writeBytes(message);
        return whole.toByteArray();
    }

    private static byte[] signed(byte[] message) {
        return signed(message, Duration.ofDays(7), ed25519(), rsa());
    }

    private static Signatory rsa() {
        return new Signatory(new Selector("r"), Algorithm.RSA_SHA256, RSA.getPrivate());
    }

    private static Signatory ed25519() {
        return new Signatory(new Selector("e"), Algorithm.ED25519_SHA256, ED25519.getPrivate());
    }

    private static String record(String name) {
        boolean rsa = name.startsWith("r.");
        Algorithm algorithm = rsa ? Algorithm.RSA_SHA256 : Algorithm.ED25519_SHA256;
        byte[] published = SigningCrypto.published(algorithm, (rsa ? RSA : ED25519).getPublic());
        return "v=DKIM1; k=" + (rsa ? "rsa" : "ed25519") + "; p="
                + Base64.getEncoder().encodeToString(published);
    }

    private static List<String> verify(byte[] message) {
        return Verifier.verify(message, MessageSignerTest::record);
    }

    private static List<?> verifyByJames(byte[] message) throws IOException, FailException {
        return new DKIMVerifier((methods, selector, domain) -> List.of(record(selector + "._domainkey." + domain)))
                .verify(new ByteArrayInputStream(message));
    }

    @Test
    @Tag("DKIM-27")
    void bothSignaturesAreGoodAndEd25519ComesFirst() {
        assertThat(verify(signed(octets(MESSAGE)))).containsExactly("ed25519-sha256 true", "rsa-sha256 true");
    }

    @Test
    @Tag("DKIM-21")
    void aForeignVerifierAgrees() throws Exception {
        assertThat(verifyByJames(signed(octets(MESSAGE), Duration.ofDays(7), rsa())))
                .hasSize(1);
        // Not with an empty body: jDKIM hashes a CRLF there, RFC 6376 section 3.4.4 the empty string.
        assertThat(verifyByJames(signed(octets("From: a@example.org\n\n\n \t\nx\n\n \n"), Duration.ZERO, rsa())))
                .hasSize(1);
        byte[] all = signed(octets(MESSAGE));
        byte[] withoutEd25519 = new String(all, StandardCharsets.ISO_8859_1)
                .replaceFirst("(?s)^DKIM-Signature.*?(?=DKIM-Signature)", "")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(verifyByJames(withoutEd25519)).hasSize(1);
    }

    @Test
    @Tag("DKIM-20")
    @Tag("DKIM-21")
    void theFieldHasTheAgreedTags() {
        String message = new String(signed(octets(MESSAGE)), StandardCharsets.UTF_8);
        String field = message.substring(0, message.indexOf("DKIM-Signature", 1));
        Map<String, String> tags = Verifier.tags(field.substring(field.indexOf(':') + 1));

        assertThat(tags)
                .containsEntry("v", "1")
                .containsEntry("c", "relaxed/relaxed")
                .containsEntry("d", "example.org")
                .containsEntry("s", "e")
                .containsEntry("t", Long.toString(NOW.getEpochSecond()))
                .containsEntry("x", Long.toString(NOW.plus(Duration.ofDays(7)).getEpochSecond()))
                .doesNotContainKeys("l", "i");
        assertThat(message.lines().takeWhile(line -> !line.startsWith("Received")))
                .allMatch(line -> line.length() <= 78);
        assertThat(new String(signed(octets(MESSAGE), Duration.ZERO, rsa()), StandardCharsets.UTF_8))
                .doesNotContain(" x=");
    }

    @Test
    @Tag("DKIM-22")
    @Tag("DKIM-23")
    @Tag("DKIM-24")
    void signedNamesAreThoseThatMatterAndGuardThoseThatAreAbsent() {
        HeaderSection section = ((HeaderReading.Complete) HeaderSection.parse(
                        octets("Subject: 1\nfrom: a\nX-Spam: no\nList-Id: l\nSUBJECT: 2\nBcc: b\n\n"),
                        HeaderLimits.DEFAULT))
                .section();

        SignedFields signed = SignedFields.select(section.fields());

        assertThat(String.join(":", signed.names()))
                .isEqualTo("From:From:Sender:Reply-To:To:Cc:Subject:Subject:Subject:Date:Message-ID:MIME-Version:"
                        + "Content-Type:List-Id");
        // RFC 6376 section 5.4.2: from the bottom up
        assertThat(signed.fields().stream().map(HeaderField::body)).containsExactly("a", "2", "1", "l");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: ceo@example.org\n",
                "Sender: x@example.org\n",
                "Reply-To: x@evil.test\n",
                "To: x@evil.test\n",
                "Cc: x@evil.test\n",
                "Subject: other\n",
                "Date: now\n",
                "Message-ID: <x>\n",
                "MIME-Version: 2.0\n",
                "Content-Type: text/html\n",
            })
    @Tag("DKIM-23")
    void aFieldAddedOnTheWayBreaksTheSignatures(String added) {
        byte[] message = signed(octets(MESSAGE));
        byte[] altered = concat(octets(added), message);

        assertThat(verify(altered)).containsExactly("ed25519-sha256 false", "rsa-sha256 false");
    }

    @Test
    @Tag("DKIM-24")
    void traceAndFoldingOnTheWayDoNot() {
        byte[] message = signed(octets(MESSAGE));
        byte[] relayed = concat(octets("Received: by c\nReturn-Path: <a@example.org>\nX-Spam: no\n"), message);
        byte[] refolded = new String(relayed, StandardCharsets.UTF_8)
                .replace("To: b@example.net,\r\n\tc", "TO:b@example.net, c")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(verify(refolded)).containsExactly("ed25519-sha256 true", "rsa-sha256 true");
    }

    @Test
    void anAlteredBodyBreaksTheSignatures() {
        byte[] message = signed(octets(MESSAGE));
        message[message.length - 12] ^= 1;

        assertThat(verify(message)).containsExactly("ed25519-sha256 false", "rsa-sha256 false");
    }

    @Test
    void aDigestOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> new MessageSigner(CRYPTO)
                        .sign(DOMAIN, List.of(), Octets.wrap(new byte[20]), List.of(), NOW, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"001.txt", "002.txt"})
    @Tag("DKIM-49")
    void theExamplesOfTheRfcsVerify(String file) throws IOException {
        Path path = Path.of(System.getProperty("letterlock.suites", "../../shared/suites"), "dkim", "rfc", file);
        assumeThat(path).as("the published examples are not there").exists();
        String text = Files.readString(path);
        int end = text.indexOf("\n\n");
        Map<String, String> records = new HashMap<>();
        text.substring(0, end).lines().forEach(line -> {
            String[] parts = line.split(" ", 2);
            records.put(parts[0], parts[1]);
        });
        byte[] message = octets(text.substring(end + 2));

        assertThat(Verifier.verify(message, records::get)).isNotEmpty().allMatch(result -> result.endsWith(" true"));
    }

    @Test
    @Tag("DKIM-49")
    void ed25519SignsAsInRfc8463() {
        // Appendix A.2 and A.3; PKCS #8 of RFC 8410 section 7 around the seed
        byte[] seed = Base64.getDecoder().decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=");
        byte[] pkcs8 = concat(HexFormat.of().parseHex("302e020100300506032b657004220420"), seed);
        PrivateKey key = CRYPTO.privateKey(Algorithm.ED25519_SHA256, pkcs8);
        byte[] input = ("from:Joe SixPack <joe@football.example.com>\r\n"
                        + "to:Suzie Q <suzie@shopping.example.net>\r\n"
                        + "subject:Is dinner ready?\r\n"
                        + "date:Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
                        + "message-id:<20030712040037.46341.5F8J@football.example.com>\r\n"
                        + "dkim-signature:v=1; a=ed25519-sha256; c=relaxed/relaxed; d=football.example.com;"
                        + " i=@football.example.com; q=dns/txt; s=brisbane; t=1528637909;"
                        + " h=from : to : subject : date : message-id : from : subject : date;"
                        + " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=; b=")
                .getBytes(StandardCharsets.US_ASCII);

        assertThat(Base64.getEncoder().encodeToString(CRYPTO.sign(Algorithm.ED25519_SHA256, key, input)))
                .isEqualTo("/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus"
                        + "Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==");
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
