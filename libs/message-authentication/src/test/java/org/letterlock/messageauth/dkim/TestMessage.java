package org.letterlock.messageauth.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.dns.DnsLookup;

/** A message for tests: signs it, and verifies it as the ingress does. */
public record TestMessage(String text) {
    /** Where {@link #signed} puts its key. */
    public static final String KEY_NAME = "sel._domainkey.example.org";

    /** When tests verify. */
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    static final String TAGS = "c=relaxed/relaxed; d=example.org; s=sel; h=From:To:Subject";

    /** One without a signature. */
    public static final TestMessage PLAIN = new TestMessage("""
            From: Anna <anna@example.org>
            To: bert@example.net
            Subject: A  few words

            Dear Bert,

            you  know it.\t
            """.replace("\n", "\r\n"));

    /** With a signature in front, made with these tags and {@code v=}, {@code a=}, {@code bh=} and {@code b=}. */
    public TestMessage signed(TestKey key, String tags) {
        return signed(key, "DKIM-Signature", "v=1; " + tags);
    }

    /** With a signature field of another name in front. */
    public TestMessage signed(TestKey key, String name, String tags) {
        String open = "a=" + key.algorithm().tag() + "; " + tags + "; bh=AAAA; b=AAAA";
        MessageSignature draft = read(HeaderField.of(name, open));
        BodyDigest digest = draft.bodyForm().newDigest();
        digest.update(body());
        String unsigned =
                open.replace("bh=AAAA; b=AAAA", "bh=" + BodyHash.of(digest).sha256() + ";\r\n b=");
        MessageSignature blank = read(HeaderField.of(name, unsigned + "AAAA"));
        String signature = key.sign(new SignedHeader(section()).input(blank));
        return new TestMessage(name + ": " + unsigned + signature + "\r\n" + text);
    }

    /** What verification says of it. */
    public DkimReport verify(DnsLookup dns) {
        return verify(dns, NOW, DkimVerification.DEFAULT_MOST);
    }

    DkimReport verify(DnsLookup dns, Instant now, int most) {
        DkimVerification verification = DkimVerification.of(section(), most);
        Map<BodyForm, BodyHash> bodies = new HashMap<>();
        for (BodyForm form : verification.bodyForms()) {
            bodies.put(form, hash(form));
        }
        return verification.verify(bodies, dns, SignatureCrypto.ofJdk(), now);
    }

    /** The digest of the body in a form. */
    public BodyHash hash(BodyForm form) {
        BodyDigest digest = form.newDigest();
        digest.update(body());
        return BodyHash.of(digest);
    }

    /** The header section. */
    public HeaderSection section() {
        return ((HeaderReading.Complete) HeaderSection.parse(text.getBytes(ISO_8859_1), HeaderLimits.DEFAULT))
                .section();
    }

    /** With each {@code old} replaced; it must be there. */
    public TestMessage replace(String old, String replacement) {
        if (!text.contains(old)) {
            throw new AssertionError("not in the message: " + old);
        }
        return new TestMessage(text.replace(old, replacement));
    }

    private byte[] body() {
        byte[] octets = text.getBytes(ISO_8859_1);
        return Arrays.copyOfRange(octets, section().length(), octets.length);
    }

    private static MessageSignature read(HeaderField field) {
        SignatureReading reading =
                field.named("DKIM-Signature") ? SignatureReader.dkim(field) : SignatureReader.arc(field);
        return ((SignatureReading.Usable) reading).signature();
    }
}
