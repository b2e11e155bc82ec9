package org.letterlock.dkim.signing;

import java.io.ByteArrayOutputStream;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.letterlock.dkim.key.Algorithm;
import org.letterlock.dkim.key.SigningCrypto;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.CanonicalHeader;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;

/** The verifier of RFC 6376 section 6.1, as far as tests need one. */
public final class Verifier {
    private Verifier() {}

    /** For each signature of the message its algorithm and whether it is good, such as {@code rsa-sha256 true}. */
    public static List<String> verify(byte[] message, Function<String, String> recordAt) {
        HeaderSection section = ((HeaderReading.Complete) HeaderSection.parse(message, HeaderLimits.DEFAULT)).section();
        byte[] body = Arrays.copyOfRange(message, section.length(), message.length);
        return section.all("DKIM-Signature").stream()
                .map(signature -> verify(section, body, signature, recordAt))
                .toList();
    }

    private static String verify(
            HeaderSection section, byte[] body, HeaderField signature, Function<String, String> recordAt) {
        Map<String, String> tags = tags(signature.body());
        Map<String, String> record = tags(recordAt.apply(tags.get("s") + "._domainkey." + tags.get("d")));
        String[] canonicalizations = tags.get("c").split("/");
        BodyDigest digest = new BodyDigest(canonicalization(canonicalizations[1]));
        digest.update(body);
        Algorithm algorithm = tags.get("a").equals("rsa-sha256") ? Algorithm.RSA_SHA256 : Algorithm.ED25519_SHA256;
        PublicKey key = publicKey(algorithm, Base64.getDecoder().decode(record.get("p")));
        boolean good = Arrays.equals(digest.digest(), Base64.getDecoder().decode(tags.get("bh")))
                && SigningCrypto.ofJdk()
                        .verify(
                                algorithm,
                                key,
                                hashInput(section, signature, tags.get("h"), canonicalization(canonicalizations[0])),
                                Base64.getDecoder().decode(tags.get("b")));
        return tags.get("a") + " " + good;
    }

    private static byte[] hashInput(
            HeaderSection section, HeaderField signature, String names, Canonicalization canonicalization) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        Map<String, List<HeaderField>> left = new HashMap<>();
        for (String name : names.split(":")) {
            List<HeaderField> fields = left.computeIfAbsent(
                    name.toLowerCase(java.util.Locale.ROOT), _ -> new ArrayList<>(section.all(name)));
            if (!fields.isEmpty()) {
                input.writeBytes(CanonicalHeader.of(fields.removeLast(), canonicalization));
            }
        }
        String emptied = new String(signature.octets(), java.nio.charset.StandardCharsets.ISO_8859_1)
                .replaceFirst("(?s)([;\\s]b=)[^;]*?(\\r\\n)?$", "$1\r\n");
        byte[] own = CanonicalHeader.of(
                HeaderField.ofOctets(emptied.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)), canonicalization);
        input.write(own, 0, own.length - 2);
        return input.toByteArray();
    }

    private static PublicKey publicKey(Algorithm algorithm, byte[] published) {
        return SigningCrypto.ofJdk()
                .publicKey(algorithm, published)
                // Old records hold the RSAPublicKey alone; SubjectPublicKeyInfo is what RFC 6376 section 3.6.1 asks
                // for.
                .orElseGet(() -> SigningCrypto.ofJdk()
                        .publicKey(algorithm, wrapped(published))
                        .orElseThrow());
    }

    // SubjectPublicKeyInfo of a 1024 bit RSAPublicKey
    private static byte[] wrapped(byte[] rsaPublicKey) {
        byte[] head = java.util.HexFormat.of().parseHex("30819f300d06092a864886f70d010101050003818d00");
        byte[] info = Arrays.copyOf(head, head.length + rsaPublicKey.length);
        System.arraycopy(rsaPublicKey, 0, info, head.length, rsaPublicKey.length);
        return info;
    }

    private static Canonicalization canonicalization(String name) {
        return Canonicalization.valueOf(name.toUpperCase(java.util.Locale.ROOT));
    }

    static Map<String, String> tags(String list) {
        Map<String, String> tags = new HashMap<>();
        for (String spec : list.split(";")) {
            int equals = spec.indexOf('=');
            if (equals > 0) {
                tags.put(
                        spec.substring(0, equals).strip(),
                        spec.substring(equals + 1).replaceAll("\\s", ""));
            }
        }
        return tags;
    }
}
