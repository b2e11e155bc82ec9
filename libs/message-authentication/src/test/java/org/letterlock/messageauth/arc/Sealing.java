package org.letterlock.messageauth.arc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.messageauth.dkim.BodyForm;
import org.letterlock.messageauth.dkim.BodyHash;
import org.letterlock.messageauth.dkim.SignatureCrypto;
import org.letterlock.messageauth.dkim.TestKey;
import org.letterlock.messageauth.dkim.TestMessage;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.results.AuthenticationResults;
import org.letterlock.messageauth.results.MethodResult;
import org.letterlock.messageauth.results.MethodResult.Method;

/** Makes chains for tests, and validates them as the ingress does. */
final class Sealing {
    private Sealing() {}

    /** What validation says of a message. */
    static ArcReport verify(TestMessage message, DnsLookup dns) {
        ArcVerification verification = ArcVerification.of(message.section());
        Map<BodyForm, BodyHash> bodies = new HashMap<>();
        for (BodyForm form : verification.bodyForms()) {
            bodies.put(form, message.hash(form));
        }
        return verification.verify(bodies, dns, SignatureCrypto.ofJdk(), TestMessage.NOW);
    }

    /** With a set by a domain in front, as validation demands it; the very message where no set is to be added. */
    static TestMessage seal(TestMessage message, DnsLookup dns, TestKey key, String domain) {
        return seal(message, verify(message, dns), key, domain);
    }

    /** With a set in front that says what was found. */
    static TestMessage seal(TestMessage message, ArcReport found, TestKey key, String domain) {
        ArcSealer sealer =
                new ArcSealer(key.algorithm(), new Domain(domain), "sel", List.of("From", "To", "Subject", "Date"));
        AuthenticationResults results = new AuthenticationResults(
                "mx." + domain,
                List.of(MethodResult.of(Method.ARC, found.result().word())));
        return withFirst(
                message,
                sealer.seal(
                        message.section(),
                        message.hash(ArcSealer.BODY_FORM),
                        found,
                        results,
                        TestMessage.NOW,
                        signer(key)));
    }

    /** Signs with a key. */
    static UnaryOperator<byte[]> signer(TestKey key) {
        return input -> Base64.getDecoder().decode(key.sign(input));
    }

    /** With fields in front. */
    static TestMessage withFirst(TestMessage message, List<HeaderField> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach(field -> text.append(new String(field.octets(), ISO_8859_1)));
        return new TestMessage(text.append(message.text()).toString());
    }
}
