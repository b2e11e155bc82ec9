package org.letterlock.ingress.smtp.content;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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
    /** The fields that say who a message is from. */
    List<String> FIELDS = List.of("From", "Sender");

    /** Nobody writes with more; each one is asked about, and reported where it is refused. */
    int MAX_AUTHORS = 100;

    /** No name in {@link #FIELDS} is longer. */
    int LONGEST_NAME = 6;

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
                || authors.mailboxes().size() > MAX_AUTHORS
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
     * fields that only some readers see, and fields that name a domain of ours and not one certain mailbox.
     */
    static SenderIdentities ofReception(HeaderSection section, Predicate<Domain> isOurs) {
        if (section.fields().stream().anyMatch(SenderIdentities::isDisguised) || startsWithSpace(section)) {
            return new Refused(HeaderReplies.MALFORMED);
        }
        if (!section.repeated(List.of("From", "Sender", "Subject")).isEmpty()) {
            return new Refused(HeaderReplies.REPEATED_FIELD);
        }
        for (String name : FIELDS) {
            Optional<HeaderField> field = section.find(name);
            if (field.isPresent()
                    && !isCertain(name, field.get().body())
                    && LooseDomains.mayName(field.get().body(), isOurs)) {
                return new Refused(HeaderReplies.INVALID_FROM);
            }
        }
        List<AddrSpec> from = mailboxes(section, "From");
        List<AddrSpec> sender = mailboxes(section, "Sender");
        return from.size() > MAX_AUTHORS
                ? new Refused(HeaderReplies.INVALID_FROM)
                : new Named(from, sender.isEmpty() ? null : sender.getFirst());
    }

    // Without any mailbox, readers show the name of the group; of several senders, each reader shows another.
    private static boolean isCertain(String name, String body) {
        return AddressList.parse(body) instanceof Parsed<AddressList>(AddressList list)
                && !list.isAmbiguous()
                && (name.equals("Sender")
                        ? list.mailboxes().size() == 1
                        : !list.mailboxes().isEmpty());
    }

    // A reader that unfolds first, or drops what it cannot print, takes "From", folding and ":" for From.
    private static boolean isDisguised(HeaderField field) {
        if (FIELDS.stream().anyMatch(field::named)) {
            return false;
        }
        StringBuilder printable = new StringBuilder();
        ByteBuffer octets = field.buffer();
        while (octets.hasRemaining() && printable.length() <= LONGEST_NAME) {
            byte octet = octets.get();
            if (octet == ':') {
                return FIELDS.stream().anyMatch(name -> name.equalsIgnoreCase(printable.toString()));
            }
            if (octet > ' ' && octet < 0x7F) {
                printable.append((char) octet);
            }
        }
        return false;
    }

    // Behind the trace field that comes in front it would be a part of that one.
    private static boolean startsWithSpace(HeaderSection section) {
        if (section.fields().isEmpty()) {
            return false;
        }
        byte first = section.fields().getFirst().buffer().get();
        return first == ' ' || first == '\t';
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
}
