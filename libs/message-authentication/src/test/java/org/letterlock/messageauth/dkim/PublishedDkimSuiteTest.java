package org.letterlock.messageauth.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.messageauth.SuiteFolder;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Signed messages and signatures that others have published with their verdicts. */
@Tag("DKIM-49")
class PublishedDkimSuiteTest {
    private static final Instant THEN = Instant.parse("2022-11-08T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-01-01T00:00:00Z");

    static Stream<Path> corpus() throws IOException {
        try (Stream<Path> files = Files.list(SuiteFolder.require("dkim/corpus"))) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
        }
    }

    // RFC 8301 overrules the names of the files: most of the good ones are signed with SHA-1 or too short a key.
    // Signed after drafts, without v=1, which RFC 6376 section 3.5 demands.
    private static final String DRAFTS = ".*_ietf.*|multiple_1.*|no_body.*";

    @ParameterizedTest
    @MethodSource("corpus")
    void theCorpusIsJudgedAsItsNamesSay(Path file) throws IOException {
        String name = file.getFileName().toString();

        DkimReport report = message(file).verify(fakeDns(), LATER, DkimVerification.DEFAULT_MOST);

        if (name.matches("(good|goodkey|mine|multiple|no_body)_.*")
                && !name.contains("_dk_")
                && !name.matches(DRAFTS)) {
            assertThat(report.result()).as("%s %s", name, report.verdicts()).isIn(DkimResult.PASS, DkimResult.POLICY);
        } else {
            assertThat(report.result()).isNotEqualTo(DkimResult.PASS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"001.txt", "002.txt", "003.txt", "004.txt", "005.txt", "006.txt"})
    void theExamplesVerify(String name) throws IOException {
        String text = Files.readString(SuiteFolder.require("dkim/rfc/" + name), ISO_8859_1);
        int end = text.replace("\r", "").indexOf("\n\n");
        KeyZone zone = new KeyZone();
        for (String line : text.replace("\r", "").substring(0, end).split("\n")) {
            String[] record = line.split(" ", 2);
            zone.publish(record[0], record[1]);
        }
        TestMessage message =
                new TestMessage(text.replace("\r", "").substring(end + 2).replace("\n", "\r\n"));

        DkimReport report = message.verify(zone, THEN, DkimVerification.DEFAULT_MOST);

        assertThat(report.verdicts()).isNotEmpty().allMatch(verdict -> verdict.result() == DkimResult.PASS);
    }

    @ParameterizedTest
    @CsvSource({
        "wycheproof/ed25519_test.json, ED25519_SHA256",
        "wycheproof/rsa_signature_2048_sha256_test.json, RSA_SHA256"
    })
    void signaturesAreTakenAndRefusedAsPublished(String file, SignatureAlgorithm algorithm) throws IOException {
        SignatureCrypto crypto = SignatureCrypto.ofJdk();
        List<String> wrong = new ArrayList<>();
        for (Map<String, Object> group : groups(file)) {
            byte[] key = key(group, algorithm);
            for (Map<String, Object> test : list(group.get("tests"))) {
                boolean taken = crypto.publicKey(algorithm, key)
                        .map(known -> crypto.verifySigned(algorithm, known, hex(test.get("msg")), hex(test.get("sig"))))
                        .orElse(false);
                boolean valid = "valid".equals(test.get("result"));
                if (taken != valid && !"acceptable".equals(test.get("result"))) {
                    wrong.add(test.get("tcId") + " " + test.get("comment"));
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static TestMessage message(Path file) throws IOException {
        String text = Files.readString(file, ISO_8859_1);
        return new TestMessage(text.replace("\r\n", "\n").replace("\n", "\r\n"));
    }

    private static KeyZone fakeDns() throws IOException {
        KeyZone zone = new KeyZone();
        for (String line : Files.readAllLines(SuiteFolder.require("dkim/corpus/FAKE_DNS.dat"), ISO_8859_1)) {
            String[] record = line.split("\\s+", 2);
            if (record.length < 2 || line.startsWith("#") || record[1].equals("NXDOMAIN")) {
                continue;
            }
            if (record[1].startsWith("~~")) {
                zone.silence(record[0]);
            } else {
                zone.publish(record[0], record[1].equals("\"\"") ? "" : record[1]);
            }
        }
        return zone;
    }

    private static byte[] key(Map<String, Object> group, SignatureAlgorithm algorithm) {
        if (algorithm == SignatureAlgorithm.RSA_SHA256) {
            return hex(group.get("publicKeyAsn"));
        }
        byte[] info = hex(group.get("publicKeyDer"));
        return Arrays.copyOfRange(info, info.length - 32, info.length);
    }

    private static byte[] hex(Object text) {
        return HexFormat.of().parseHex((String) text);
    }

    // JSON is YAML.
    private static List<Map<String, Object>> groups(String file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(10_000_000);
        Map<String, Object> document = new Yaml(options).load(Files.readString(SuiteFolder.require(file)));
        return list(document.get("testGroups"));
    }

    @SuppressWarnings("unchecked") // the file's schema
    private static List<Map<String, Object>> list(Object value) {
        return (List<Map<String, Object>>) value;
    }
}
