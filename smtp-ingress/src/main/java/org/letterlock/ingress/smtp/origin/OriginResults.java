package org.letterlock.ingress.smtp.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.letterlock.contracts.dkim.VerifyReply;
import org.letterlock.contracts.dkim.VerifyReply.Chain;
import org.letterlock.contracts.dkim.VerifyReply.Signature;
import org.letterlock.contracts.inbound.DmarcReply;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.contracts.inbound.SpfReply.ClientName;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.messageauth.results.MethodResult;
import org.letterlock.messageauth.results.MethodResult.Method;
import org.letterlock.messageauth.results.MethodResult.Property;
import org.letterlock.messageauth.results.MethodResult.PropertyType;

/** What was found out, in the words of an Authentication-Results field (RFC 8601 section 2.7). */
final class OriginResults {
    /** Nobody signs a message as often; what is more is somebody's attempt to fill the header. */
    private static final int MOST_SIGNATURES = 50;

    private OriginResults() {}

    static List<MethodResult> spf(OriginChecks.Message message) {
        List<MethodResult> results = new ArrayList<>();
        for (SpfReply.Check check : message.spf().checks()) {
            Property identity = switch (check.identity()) {
                case HELO -> new Property(PropertyType.SMTP, "helo", check.domain());
                case MAIL_FROM ->
                    new Property(PropertyType.SMTP, "mailfrom", sender(message.reversePath(), check.domain()));
            };
            results.add(MethodResult.of(Method.SPF, word(check.result()), identity));
        }
        return results;
    }

    private static String sender(ReversePath path, String domain) {
        return path instanceof ReversePath.To(AddrSpec address) ? address.format() : domain;
    }

    /** One for each signature (DKIM-43). */
    static List<MethodResult> dkim(List<Signature> signatures) {
        return signatures.isEmpty()
                ? List.of(MethodResult.of(Method.DKIM, "none"))
                : signatures.stream()
                        .limit(MOST_SIGNATURES)
                        .map(OriginResults::dkim)
                        .toList();
    }

    private static MethodResult dkim(Signature signature) {
        List<Property> properties = new ArrayList<>();
        add(properties, "d", signature.domain());
        add(properties, "i", signature.identity());
        add(properties, "s", signature.selector());
        add(properties, "a", signature.algorithm());
        add(properties, "b", signature.value());
        return new MethodResult(
                Method.DKIM,
                word(signature.result()),
                signature.reason().isEmpty() ? null : signature.reason(),
                properties,
                signature.testing() ? "the domain is testing" : null);
    }

    private static void add(List<Property> properties, String tag, String value) {
        if (!value.isEmpty()) {
            properties.add(new Property(PropertyType.HEADER, tag, value));
        }
    }

    /** RFC 8617 section 10.1; nothing for a message without a chain. */
    static List<MethodResult> arc(VerifyReply verified) {
        Chain chain = verified.chain();
        if (chain == null) {
            return List.of();
        }
        Property oldest = new Property(PropertyType.HEADER, "oldest-pass", Integer.toString(chain.oldestPass()));
        return List.of(
                chain.passes()
                        ? MethodResult.of(Method.ARC, "pass", oldest).commented("i=" + chain.length())
                        : new MethodResult(Method.ARC, "fail", chain.reason(), List.of(), null));
    }

    /** RFC 8601 section 2.7.3. */
    static List<MethodResult> client(OriginChecks.Message message) {
        ClientName client = message.spf().clientName();
        if (client == null) {
            return List.of();
        }
        MethodResult result = MethodResult.of(
                Method.IPREV,
                word(client.result()),
                new Property(
                        PropertyType.POLICY,
                        "iprev",
                        message.submitter().address().format()));
        return List.of(client.name() == null ? result : result.commented(client.name()));
    }

    /** The published policy and what was done follow as a comment (DMARC-2). */
    static MethodResult dmarc(DmarcReply reply) {
        MethodResult result = reply.author() == null
                ? MethodResult.of(Method.DMARC, word(reply.result()))
                : MethodResult.of(
                        Method.DMARC, word(reply.result()), new Property(PropertyType.HEADER, "from", reply.author()));
        return reply.policy() == null
                ? result
                : result.commented("p=" + word(reply.policy()) + " dis=" + disposition(reply));
    }

    private static String disposition(DmarcReply reply) {
        String done = switch (reply.disposition()) {
            case ACCEPT -> "none";
            case JUNK -> "quarantine";
            case REFUSE, DEFER -> "reject";
        };
        return reply.reason().isEmpty() ? done : done + "; " + reply.reason();
    }

    private static String word(Enum<?> result) {
        return result.name().toLowerCase(Locale.ROOT);
    }
}
