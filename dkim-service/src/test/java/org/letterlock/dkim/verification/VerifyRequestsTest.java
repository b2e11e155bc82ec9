package org.letterlock.dkim.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.apache.james.jdkim.DKIMSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.dkim.BodyHash;
import org.letterlock.contracts.dkim.VerifyReply;
import org.letterlock.contracts.dkim.VerifyReply.Result;
import org.letterlock.contracts.dkim.VerifyReply.Signature;
import org.letterlock.contracts.dkim.VerifyRequest;
import org.letterlock.dkim.key.Algorithm;
import org.letterlock.dkim.key.SigningCrypto;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.messageauth.dkim.SignatureCrypto;
import org.letterlock.service.dns.DnsBudget;
import org.letterlock.service.dns.DnsjavaLookup;
import org.letterlock.testkit.FakeDns;

/** Requests to verify, with a DNS server and a signer that we did not write. */
class VerifyRequestsTest {
    private static final SigningCrypto CRYPTO = SigningCrypto.choose();
    private static final KeyPair KEY = CRYPTO.generate(Algorithm.RSA_SHA256, 2048);
    private static final String NAME = "one._domainkey.signer.example";
    private static final String FIELDS = "From: Joe <joe@signer.example>\r\nSubject: hello\r\n";
    private static final String BODY = "first  line \r\n\r\nlast\r\n\r\n";

    private final FakeDns dns = FakeDns.start();
    private final VerifyRequests requests = new VerifyRequests(
            () -> DnsBudget.forMessage(DnsjavaLookup.uncached(dns.address())),
            CRYPTO.rsaProvider().map(SignatureCrypto::withRsaBy).orElseGet(SignatureCrypto::ofJdk),
            InstantSource.system());

    @BeforeEach
    void publish() {
        String key = Base64.getEncoder().encodeToString(KEY.getPublic().getEncoded());
        dns.add(NAME, "TXT", "\"v=DKIM1; p=" + key.substring(0, 200) + "\" \"" + key.substring(200) + "\"");
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    @Tag("DKIM-42")
    @Tag("DKIM-43")
    void whatAForeignSignerSignedPassesAndSaysWhose() throws Exception {
        assertThat(verify(signature("relaxed/relaxed"), BODY)).singleElement().satisfies(verdict -> {
            assertThat(verdict.result()).isEqualTo(Result.PASS);
            assertThat(verdict.domain()).isEqualTo("signer.example");
            assertThat(verdict.identity()).isEqualTo("@signer.example");
            assertThat(verdict.selector()).isEqualTo("one");
            assertThat(verdict.algorithm()).isEqualTo("rsa-sha256");
            assertThat(verdict.counts()).isTrue();
        });
        assertThat(verify(signature("simple/simple"), BODY))
                .extracting(Signature::result)
                .containsExactly(Result.PASS);
    }

    @Test
    @Tag("DKIM-42")
    void whatWasChangedFails() throws Exception {
        assertThat(verify(signature("relaxed/relaxed"), BODY.replace("last", "lost")))
                .extracting(Signature::result)
                .containsExactly(Result.FAIL);
    }

    @Test
    @Tag("DKIM-46")
    void aKeyThatCannotBeHadIsTemporaryAndOneThatIsNotThereIsNot() throws Exception {
        String signature = signature("relaxed/relaxed");
        dns.failFor(NAME);
        assertThat(verify(signature, BODY)).extracting(Signature::result).containsExactly(Result.TEMPERROR);

        dns.remove(NAME);
        assertThat(verify(signature.replace("s=one", "s=two"), BODY))
                .extracting(Signature::result)
                .containsExactly(Result.PERMERROR);
    }

    @Test
    @Tag("ARC-1")
    void aChainThatCannotBeWholeFailsAndAMessageWithoutOneHasNone() throws Exception {
        assertThat(reply(signature("relaxed/relaxed"), BODY).chain()).isNull();

        String seal = "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=lists.example; s=s; b=AAAA\r\n";
        assertThat(reply(seal, BODY).chain()).satisfies(chain -> {
            assertThat(chain.passes()).isFalse();
            assertThat(chain.reason()).isNotEmpty();
        });
    }

    private static String signature(String canonicalization) throws Exception {
        return new DKIMSigner(
                                "v=1; s=one; d=signer.example; c=" + canonicalization
                                        + "; h=From:Subject; a=rsa-sha256; bh=; b=;",
                                KEY.getPrivate())
                        .sign(new ByteArrayInputStream((FIELDS + "\r\n" + BODY).getBytes(ISO_8859_1)))
                + "\r\n";
    }

    private List<Signature> verify(String signature, String body) {
        return reply(signature, body).signatures();
    }

    private VerifyReply reply(String signature, String body) {
        return requests.answer(new VerifyRequest(
                List.of(octets(signature), octets("From: Joe <joe@signer.example>\r\n"), octets("Subject: hello\r\n")),
                List.of(hash(Canonicalization.RELAXED, body), hash(Canonicalization.SIMPLE, body)),
                10));
    }

    private static BodyHash hash(Canonicalization canonicalization, String body) {
        BodyDigest digest = new BodyDigest(canonicalization);
        digest.update(body.getBytes(ISO_8859_1));
        String sha256 = Base64.getEncoder().encodeToString(digest.digest());
        return new BodyHash(canonicalization, BodyDigest.WHOLE, sha256, digest.canonicalLength());
    }

    private static Octets octets(String text) {
        return Octets.wrap(text.getBytes(ISO_8859_1));
    }
}
