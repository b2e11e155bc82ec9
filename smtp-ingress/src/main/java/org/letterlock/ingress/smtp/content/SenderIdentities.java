package org.letterlock.ingress.smtp.content;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.AddressList;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.NamedAddress;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.smtp.reply.SmtpReply;

/** Who a header section says the message is from (SPOOF-4), or why that cannot be told (SPOOF-13, SPOOF-14). */
sealed interface SenderIdentities {
    /**
     * These identities are to be checked.
     *
     * @param from every mailbox of From; empty where mail from outside has none
     */
    record Named(List<AddrSpec> from, @Nullable AddrSpec sender) implements SenderIdentities {}

    /** The message is refused. */
    record Refused(SmtpReply reply) implements SenderIdentities {}

    /** Exactly one From field, well-formed, without groups; several mailboxes only with a Sender (RFC 5322 section 3.6.2). */
    static SenderIdentities ofSubmission(HeaderSection section) {
        List<HeaderField> from = section.all("From");
        List<HeaderField> sender = section.all("Sender");
        if (from.size() != 1 || sender.size() > 1) {
            return new Refused(HeaderReplies.INVALID_FROM);
        }
        if (!(AddressList.parse(from.getFirst().body()) instanceof Parsed<AddressList>(AddressList authors))
                || authors.hasGroup()
                || authors.isAmbiguous()
                || (authors.mailboxes().size() > 1 && sender.isEmpty())) {
            return new Refused(HeaderReplies.INVALID_FROM);
        }
        if (sender.isEmpty()) {
            return new Named(addresses(authors), null);
        }
        return AddressList.parse(sender.getFirst().body()) instanceof Parsed<AddressList>(AddressList one)
                        && one.mailboxes().size() == 1
                        && !one.hasGroup()
                        && !one.isAmbiguous()
                ? new Named(addresses(authors), one.mailboxes().getFirst().address())
                : new Refused(HeaderReplies.INVALID_FROM);
    }

    /**
     * Mail from outside is often sloppy and is taken, unless readers could disagree about the sender: fields that occur twice,
     * and fields that cannot be read and name a domain of ours.
     */
    static SenderIdentities ofReception(HeaderSection section, Predicate<Domain> isOurs) {
        if (!section.repeated(List.of("From", "Sender", "Subject")).isEmpty()) {
            return new Refused(HeaderReplies.REPEATED_FIELD);
        }
        List<HeaderField> fields = List.of("From", "Sender").stream()
                .flatMap(name -> section.all(name).stream())
                .toList();
        for (HeaderField field : fields) {
            boolean certain = AddressList.parse(field.body()) instanceof Parsed<AddressList>(AddressList list)
                    && !list.isAmbiguous();
            if (!certain && LooseDomains.in(field.body()).stream().anyMatch(isOurs)) {
                return new Refused(HeaderReplies.INVALID_FROM);
            }
        }
        List<AddrSpec> sender = mailboxes(section, "Sender");
        return new Named(mailboxes(section, "From"), sender.isEmpty() ? null : sender.getFirst());
    }

    private static List<AddrSpec> mailboxes(HeaderSection section, String name) {
        return section.find(name)
                .map(field -> switch (AddressList.parse(field.body())) {
                    case Parsed<AddressList>(AddressList list) -> addresses(list);
                    case SyntaxError<AddressList> _ -> List.<AddrSpec>of();
                })
                .orElse(List.of());
    }

    private static List<AddrSpec> addresses(AddressList list) {
        return list.mailboxes().stream().map(NamedAddress::address).toList();
    }

    /** Whatever some reader could take for the domain of an address, in a text that follows no grammar. */
    final class LooseDomains {
        private static final Pattern BEHIND_AT = Pattern.compile("@[\\s\"<(]*([\\p{L}\\p{N}.\\-\\s]+)");

        private LooseDomains() {}

        static List<Domain> in(String text) {
            return BEHIND_AT
                    .matcher(text)
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .flatMap(name -> Stream.of(name.replaceAll("\\s", ""), name.split("\\s", 2)[0]))
                    .map(name -> name.replaceAll("\\.+$", ""))
                    .flatMap(name -> Domain.parse(name) instanceof Parsed<Domain>(Domain domain)
                            ? Stream.of(domain)
                            : Stream.empty())
                    .toList();
        }
    }
}
