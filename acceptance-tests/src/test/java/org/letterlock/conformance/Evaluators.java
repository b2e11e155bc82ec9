package org.letterlock.conformance;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.AddressList;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.messageauth.arc.ArcVerification;
import org.letterlock.messageauth.dkim.BodyForm;
import org.letterlock.messageauth.dkim.BodyHash;
import org.letterlock.messageauth.dkim.DkimReport;
import org.letterlock.messageauth.dkim.DkimVerification;
import org.letterlock.messageauth.dkim.SignatureCrypto;
import org.letterlock.messageauth.dmarc.AuthenticatedIdentifier;
import org.letterlock.messageauth.dmarc.AuthenticatedIdentifier.Method;
import org.letterlock.messageauth.dmarc.AuthenticatedIdentifier.Outcome;
import org.letterlock.messageauth.dmarc.AuthorDomain;
import org.letterlock.messageauth.dmarc.DmarcEvaluator;
import org.letterlock.messageauth.dmarc.DmarcVerdict;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.spf.SpfEvaluator;
import org.letterlock.messageauth.spf.SpfOutcome;
import org.letterlock.messageauth.spf.SpfQuery;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers one question with what the services evaluate with. */
final class Evaluators {
    private static final SignatureCrypto CRYPTO = SignatureCrypto.ofJdk();

    private final JsonMapper json;
    private final DnsLookup dns;

    Evaluators(JsonMapper json, DnsLookup dns) {
        this.json = json;
        this.dns = dns;
    }

    // The identity is that of MAIL FROM, or of HELO for the null path (RFC 7208 section 2.4).
    ObjectNode spf(JsonNode question) {
        SpfOutcome outcome = new SpfEvaluator(dns)
                .check(SpfQuery.ofMailFrom(
                        InetAddress.ofLiteral(question.path("ip").asString("")),
                        question.path("mailfrom").asString(""),
                        question.path("helo").asString(""),
                        question.path("receiver").asString("unknown"),
                        Instant.now()));
        return json.createObjectNode()
                .put("result", outcome.result().name().toLowerCase(Locale.ROOT))
                .put("explanation", outcome.explanation());
    }

    ObjectNode dkim(JsonNode question) {
        WholeMessage message = WholeMessage.of(question);
        DkimVerification verification = DkimVerification.of(message.section(), DkimVerification.DEFAULT_MOST);
        DkimReport report = verification.verify(bodies(message, verification.bodyForms()), dns, CRYPTO, Instant.now());
        return json.createObjectNode()
                .put("result", report.result().word())
                .put(
                        "domain",
                        report.verdicts().stream()
                                .filter(verdict -> verdict.result() == report.result())
                                .map(verdict -> verdict.label().domain())
                                .filter(domain -> !domain.isEmpty())
                                .findFirst()
                                .orElse(null));
    }

    ObjectNode arc(JsonNode question) {
        WholeMessage message = WholeMessage.of(question);
        ArcVerification verification = ArcVerification.of(message.section());
        return json.createObjectNode()
                .put(
                        "cv",
                        verification
                                .verify(bodies(message, verification.bodyForms()), dns, CRYPTO, Instant.now())
                                .result()
                                .word());
    }

    ObjectNode dmarc(JsonNode question) {
        List<AuthenticatedIdentifier> identifiers = new ArrayList<>();
        JsonNode spf = question.path("spf");
        if (!spf.path("domain").asString("").isEmpty()) {
            identifiers.add(identifier(Method.SPF, spf));
        }
        question.path("dkim").forEach(signature -> identifiers.add(identifier(Method.DKIM, signature)));
        DmarcVerdict verdict = new DmarcEvaluator(dns)
                .evaluate(AuthorDomain.of(WholeMessage.of(question).section()), identifiers);
        return json.createObjectNode()
                .put("result", verdict.result().word())
                .put(
                        "policy",
                        verdict.policy() == null
                                ? "none"
                                : verdict.policy().requested().word());
    }

    ObjectNode from(JsonNode question) {
        List<HeaderField> fields = WholeMessage.of(question).section().all("From");
        boolean ambiguous = fields.size() != 1;
        ArrayNode addresses = json.createArrayNode();
        for (HeaderField field : fields) {
            if (AddressList.parse(field.body()) instanceof Parsed<AddressList>(AddressList list)) {
                ambiguous |= list.isAmbiguous() || list.hasGroup();
                list.mailboxes()
                        .forEach(mailbox -> addresses.add(mailbox.address().format()));
            } else {
                ambiguous = true;
            }
        }
        ObjectNode answer = json.createObjectNode();
        answer.set("addresses", addresses);
        return answer.put("ambiguous", ambiguous);
    }

    private static AuthenticatedIdentifier identifier(Method method, JsonNode result) {
        Outcome outcome = switch (result.path("result").asString("")) {
            case "pass" -> Outcome.PASS;
            case "temperror" -> Outcome.TEMPERROR;
            default -> Outcome.OTHER;
        };
        return new AuthenticatedIdentifier(
                method, outcome, result.path("domain").asString(""));
    }

    private static Map<BodyForm, BodyHash> bodies(WholeMessage message, Set<BodyForm> forms) {
        Map<BodyForm, BodyHash> bodies = new HashMap<>();
        for (BodyForm form : forms) {
            BodyDigest digest = form.newDigest();
            digest.update(message.body());
            bodies.put(form, BodyHash.of(digest));
        }
        return bodies;
    }
}
