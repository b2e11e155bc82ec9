package org.letterlock.messageauth.arc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.messageauth.SuiteFolder;
import org.letterlock.messageauth.dkim.KeyZone;
import org.letterlock.messageauth.dkim.SignatureAlgorithm;
import org.letterlock.messageauth.dkim.TestMessage;
import org.letterlock.messageauth.results.AuthenticationResults;
import org.letterlock.messageauth.results.MethodResult;
import org.letterlock.messageauth.results.MethodResult.Method;
import org.letterlock.messageauth.results.MethodResult.Property;
import org.letterlock.messageauth.results.MethodResult.PropertyType;
import org.letterlock.messageauth.tag.TagList;
import org.yaml.snakeyaml.Yaml;

/** The sealing cases that others have published with the fields that are to come out. */
@Tag("ARC-1")
class PublishedArcSuiteTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String PKCS8 = "020100300d06092a864886f70d01010105000482"; // what PKCS #8 has before the key

    @SuppressWarnings("unchecked") // the file's schema
    static Stream<Arguments> cases() throws IOException {
        List<Arguments> cases = new ArrayList<>();
        for (Object document : new Yaml().loadAll(Files.readString(SuiteFolder.require("arc/arc-sign-tests.yml")))) {
            Map<String, Object> suite = (Map<String, Object>) document;
            ((Map<String, Map<String, Object>>) suite.get("tests"))
                    .forEach((name, test) -> cases.add(Arguments.of(name, test, suite)));
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theSetIsTheOneExpected(String name, Map<String, Object> test, Map<String, Object> suite) throws Exception {
        TestMessage message = new TestMessage(((String) test.get("message")).replace("\n", "\r\n"));
        ArcSealer sealer = new ArcSealer(
                SignatureAlgorithm.RSA_SHA256,
                new Domain((String) suite.get("domain")),
                (String) suite.get("sel"),
                List.of(((String) test.get("sig-headers")).split(":", -1)));
        ArcReport found = claimed((String) test.get("AS"));

        List<HeaderField> set = sealer.seal(
                message.section(),
                message.hash(ArcSealer.BODY_FORM),
                found,
                results((String) test.get("srv-id"), found),
                Instant.ofEpochSecond((Integer) test.get("t")),
                signer((String) suite.get("privatekey")));

        if (((String) test.get("AS")).isBlank()) {
            assertThat(set).as(name).isEmpty();
        } else {
            // A seal signs the folding of the fields it covers, which is everyone's own: its value is verified below.
            assertThat(tags(set.get(0).body())).as(name).containsAllEntriesOf(withoutValue((String) test.get("AS")));
            assertThat(tags(set.get(1).body())).as(name).isEqualTo(tags((String) test.get("AMS")));
            assertThat(squeezed(set.get(2).body())).as(name).isEqualTo(squeezed((String) test.get("AAR")));
            ArcResult result =
                    Sealing.verify(Sealing.withFirst(message, set), zone(suite)).result();
            assertThat(result == ArcResult.PASS).as(name).isEqualTo(found.result() == ArcResult.NONE);
        }
    }

    // The cases take the status from the message's own Authentication-Results; the seals in the messages do not verify.
    private static ArcReport claimed(String seal) {
        if (seal.isBlank() || seal.contains("cv=fail")) {
            return ArcReport.fail("claimed", false);
        }
        return seal.contains("cv=pass") ? ArcReport.pass(List.of(), 0) : ArcReport.none();
    }

    // What the messages of the suite say of themselves.
    private static AuthenticationResults results(String server, ArcReport found) {
        return new AuthenticationResults(
                server,
                List.of(
                        MethodResult.of(Method.ARC, found.result().word()),
                        MethodResult.of(Method.SPF, "pass", new Property(PropertyType.SMTP, "mfrom", "jqd@d1.example")),
                        MethodResult.of(Method.DKIM, "pass", new Property(PropertyType.HEADER, "i", "@d1.example"))
                                .commented("1024-bit key"),
                        MethodResult.of(Method.DMARC, "pass")));
    }

    @SuppressWarnings("unchecked") // the file's schema
    private static KeyZone zone(Map<String, Object> suite) {
        KeyZone zone = new KeyZone();
        ((Map<String, String>) suite.get("txt-records"))
                .forEach((name, record) -> zone.publish(name, record.replace("\n", "")));
        return zone;
    }

    private static Map<String, String> tags(String body) {
        Map<String, String> tags = new TreeMap<>();
        TagList.parse(body).require().tags().forEach((name, value) -> tags.put(name, TagList.withoutSpace(value)));
        return tags;
    }

    private static Map<String, String> withoutValue(String body) {
        Map<String, String> tags = tags(body);
        tags.remove("b");
        return tags;
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static UnaryOperator<byte[]> signer(String pem) throws GeneralSecurityException {
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
        String length = HEX.toHexDigits((short) key.length);
        String content = PKCS8 + length + HEX.formatHex(key);
        String sequence = "3082" + HEX.toHexDigits((short) (content.length() / 2)) + content;
        RSAPrivateKey privateKey = (RSAPrivateKey)
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(HEX.parseHex(sequence)));
        return input -> {
            try {
                Signature signature = Signature.getInstance("SHA256withRSA");
                signature.initSign(privateKey);
                signature.update(input);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(new String(input, ISO_8859_1), e);
            }
        };
    }
}
