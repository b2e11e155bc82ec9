package org.letterlock.ingress.smtp.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.dkim.BodyHash;
import org.letterlock.contracts.dkim.VerifyReply;
import org.letterlock.contracts.dkim.VerifyRequest;
import org.letterlock.contracts.inbound.DmarcReply;
import org.letterlock.contracts.inbound.DmarcReply.Disposition;
import org.letterlock.contracts.inbound.DmarcReply.Policy;
import org.letterlock.contracts.inbound.DmarcRequest;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.ingress.smtp.FakeServices;
import org.letterlock.ingress.smtp.SmtpClient;
import org.letterlock.ingress.smtp.TestIngress;
import org.letterlock.mailsyntax.dkim.Canonicalization;

/** What is found out about mail from outside, and what it says of that. */
class OriginTest {
    private static final String SENDER = "joe@elsewhere.example";
    private static final String RECIPIENT = "anna@example.org";
    private static final String MESSAGE = "From: joe@elsewhere.example\r\nSubject: hello\r\n\r\ntext \r\n\r\n";
    private static final String SIGNATURE =
            "DKIM-Signature: v=1; a=rsa-sha256; c=simple/relaxed; d=elsewhere.example;\r\n"
                    + " s=one; h=From; bh=AAAA; b=AAAA\r\n";
    private static final SpfReply SPF = new SpfReply(
            List.of(
                    new SpfReply.Check(SpfReply.Identity.HELO, SpfReply.Result.NONE, "mx.elsewhere.example", ""),
                    new SpfReply.Check(SpfReply.Identity.MAIL_FROM, SpfReply.Result.PASS, "elsewhere.example", "")),
            null,
            new SpfReply.ClientName(SpfReply.NameResult.PASS, "mx.elsewhere.example"));
    private static final DmarcReply PASS =
            new DmarcReply(DmarcReply.Result.PASS, "elsewhere.example", Policy.REJECT, Disposition.ACCEPT, "");

    private static TestIngress ingress;

    private final List<VerifyRequest> verifications = new CopyOnWriteArrayList<>();
    private final List<DmarcRequest> questions = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        ingress = new TestIngress();
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @BeforeEach
    void answer() {
        ingress.fakes.accepted.clear();
        ingress.fakes.events.clear();
        ingress.fakes.spf = _ -> FakeServices.done(SPF);
        ingress.fakes.verifier = request -> {
            verifications.add(request);
            return FakeServices.done(new VerifyReply(
                    List.of(new VerifyReply.Signature(
                            VerifyReply.Result.PASS,
                            "",
                            "elsewhere.example",
                            "@elsewhere.example",
                            "one",
                            "rsa-sha256",
                            "AAAA",
                            false)),
                    null));
        };
        judge(PASS);
    }

    @Test
    @Tag("FLOW-4")
    @Tag("DKIM-43")
    @Tag("DMARC-2")
    void oneFieldTellsWhatWasFoundOut() throws Exception {
        String field = delivered(SIGNATURE + MESSAGE);

        assertThat(field)
                .isEqualTo("Authentication-Results: mx.example.org; spf=none smtp.helo=mx.elsewhere.example;"
                        + " spf=pass smtp.mailfrom=joe@elsewhere.example;"
                        + " dkim=pass header.d=elsewhere.example header.i=@elsewhere.example header.s=one"
                        + " header.a=rsa-sha256 header.b=AAAA;"
                        + " iprev=pass (mx.elsewhere.example) policy.iprev=127.0.0.1;"
                        + " dmarc=pass (p=reject dis=none) header.from=elsewhere.example");
    }

    @Test
    @Tag("FLOW-4")
    void whatPretendsToBeThatFieldIsGone() throws Exception {
        String forged = "Authentication-Results: mx.example.org; dkim=pass header.d=bank.example\r\n";
        String others = "Authentication-Results: mx.other.example; dkim=pass header.d=bank.example\r\n";

        send(forged + others + MESSAGE, "250 2.0.0");

        String message = stored(ingress.takeAccepted());
        assertThat(message).containsOnlyOnce("Authentication-Results: mx.example.org;");
        assertThat(message).contains(others).doesNotContain(forged);
        assertThat(message).startsWith("Authentication-Results: mx.example.org; spf=none");
    }

    @Test
    @Tag("DKIM-42")
    @Tag("DKIM-48")
    void theVerifierGetsTheHeaderAsItCameAndWhatTheSignatureWantsOfTheBody() throws Exception {
        send(SIGNATURE + "Return-Path: <x@y.example>\r\n" + MESSAGE, "250 2.0.0");

        VerifyRequest request = verifications.getFirst();
        List<String> fields = request.headerFields().stream()
                .map(field -> new String(field.view(), ISO_8859_1))
                .toList();
        assertThat(fields)
                .containsExactly(
                        SIGNATURE,
                        "Return-Path: <x@y.example>\r\n",
                        "From: joe@elsewhere.example\r\n",
                        "Subject: hello\r\n");
        byte[] canonical = "text\r\n".getBytes(ISO_8859_1);
        String digest = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(canonical));
        assertThat(request.bodies())
                .containsExactly(new BodyHash(Canonicalization.RELAXED, Long.MAX_VALUE, digest, canonical.length));
    }

    @Test
    @Tag("DKIM-42")
    void ofAMessageWithoutASignatureNobodyIsAsked() throws Exception {
        assertThat(delivered(MESSAGE)).contains("; dkim=none;");
        assertThat(verifications).isEmpty();
    }

    @Test
    @Tag("DMARC-2")
    void dmarcIsToldAllThatIsKnown() throws Exception {
        send(SIGNATURE + "List-Id: <list.elsewhere.example>\r\n" + MESSAGE, "250 2.0.0");

        DmarcRequest question = questions.getFirst();
        assertThat(question.spf()).isEqualTo(SPF.checks());
        assertThat(question.signatures()).hasSize(1);
        assertThat(question.viaList()).isTrue();
        assertThat(question.authorFields())
                .extracting(field -> new String(field.view(), ISO_8859_1))
                .containsExactly("From: joe@elsewhere.example\r\n");
    }

    @Test
    @Tag("DMARC-4")
    @Tag("DMARC-5")
    @Tag("FLOW-7")
    void aMessageIsRefusedOrPutOffInTheWordsOfTheSpecification() throws Exception {
        judge(new DmarcReply(DmarcReply.Result.FAIL, "elsewhere.example", Policy.REJECT, Disposition.REFUSE, "why"));
        send(MESSAGE, "550 5.7.26 Message fails DMARC policy of elsewhere.example");
        assertThat(ingress.fakes.events.take().name()).isEqualTo("dmarc.rejected");

        judge(new DmarcReply(DmarcReply.Result.TEMPERROR, "elsewhere.example", null, Disposition.DEFER, "why"));
        send(MESSAGE, "451 4.4.3 Temporary DNS failure, try again");

        assertThat(ingress.fakes.accepted).isEmpty();
    }

    @Test
    @Tag("DMARC-3")
    void aMessageForJunkSaysSo() throws Exception {
        judge(new DmarcReply(
                DmarcReply.Result.FAIL, "elsewhere.example", Policy.QUARANTINE, Disposition.JUNK, "quarantine"));
        send(MESSAGE, "250 2.0.0");

        AcceptedMessage message = ingress.takeAccepted();
        assertThat(message.junk()).isTrue();
        assertThat(unfolded(stored(message))).contains("dmarc=fail (p=quarantine dis=quarantine; quarantine)");
    }

    @Test
    @Tag("FLOW-5")
    void noAnswerIsATemporaryFailure() {
        ingress.fakes.verifier = _ -> CompletableFuture.failedFuture(new IllegalStateException("nobody answers"));
        send(SIGNATURE + MESSAGE, "451 4.3.0 Temporary failure, try again later");

        ingress.fakes.dmarc = _ -> CompletableFuture.failedFuture(new IllegalStateException("nobody answers"));
        send(MESSAGE, "451 4.3.0 Temporary failure, try again later");
        assertThat(ingress.fakes.accepted).isEmpty();
    }

    @Test
    @Tag("FLOW-2")
    @Tag("FLOW-4")
    void whoHasLoggedInIsSaidToHaveAndNothingElse() throws Exception {
        try (SmtpClient client = ingress.login()) {
            client.deliver(RECIPIENT, RECIPIENT, "From: anna@example.org\r\n\r\ntext\r\n");
        }

        AcceptedMessage message = ingress.takeAccepted();
        assertThat(stored(message)).startsWith("Authentication-Results: mx.example.org; auth=pass\r\n");
        assertThat(questions).isEmpty();
        assertThat(message.junk()).isFalse();
    }

    @Test
    @Tag("DMARC-6")
    void whomSpfSparesDmarcSparesToo() throws Exception {
        ingress.fakes.spf = _ -> FakeServices.done(SpfChecks.NOT_CHECKED);

        assertThat(delivered(MESSAGE)).isEqualTo("Authentication-Results: mx.example.org; dkim=none");
        assertThat(questions).isEmpty();
    }

    @Test
    @Tag("ARC-1")
    void ofAChainItIsSaidWhetherItIsWhole() throws Exception {
        String seal = "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=lists.example; s=s; b=AAAA\r\n";
        ingress.fakes.verifier =
                _ -> FakeServices.done(new VerifyReply(List.of(), new VerifyReply.Chain(true, "", 2, 1)));
        assertThat(delivered(seal + MESSAGE)).contains("; arc=pass (i=2) header.oldest-pass=1;");

        ingress.fakes.verifier =
                _ -> FakeServices.done(new VerifyReply(List.of(), new VerifyReply.Chain(false, "seal 1: why", 0, 0)));
        assertThat(delivered(seal + MESSAGE)).contains("; arc=fail reason=\"seal 1: why\";");
    }

    @Test
    @Tag("DKIM-42")
    void aHeaderFullOfSignaturesMakesNoEndlessField() throws Exception {
        List<VerifyReply.Signature> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(new VerifyReply.Signature(
                    VerifyReply.Result.NEUTRAL,
                    "too many signatures",
                    "a.example",
                    "@a.example",
                    "s",
                    "a",
                    "b",
                    false));
        }
        ingress.fakes.verifier = _ -> FakeServices.done(new VerifyReply(many, null));

        assertThat(delivered(SIGNATURE + MESSAGE).split("dkim=neutral", -1)).hasSize(51);
    }

    private void judge(DmarcReply reply) {
        ingress.fakes.dmarc = question -> {
            questions.add(question);
            return FakeServices.done(reply);
        };
    }

    private static String delivered(String message) throws Exception {
        send(message, "250 2.0.0");
        String stored = unfolded(stored(ingress.takeAccepted()));
        return stored.substring(0, stored.indexOf("\r\n"));
    }

    private static void send(String message, String reply) {
        try (SmtpClient client = ingress.greet()) {
            assertThat(client.deliver(SENDER, RECIPIENT, message)).startsWith(reply);
        }
    }

    private static String stored(AcceptedMessage message) {
        return new String(ingress.open(message.content()), ISO_8859_1);
    }

    private static String unfolded(String message) {
        return message.replaceAll("\\r\\n(?=[ \\t])", "");
    }
}
