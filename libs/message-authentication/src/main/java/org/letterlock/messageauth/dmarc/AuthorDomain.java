package org.letterlock.messageauth.dmarc;

import java.util.List;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.AddressList;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;

/** The domain that a message claims to be from (RFC 9989 section 5.3.1), or why there is none. */
public sealed interface AuthorDomain {
    /** All mailboxes of the one From field have this domain; it is no address literal. */
    record Known(Domain domain) implements AuthorDomain {
        public Known {
            if (domain.isAddressLiteral()) {
                throw new IllegalArgumentException("an address literal is no author domain");
            }
        }
    }

    /** There is none. */
    record Unknown(Reason reason) implements AuthorDomain {}

    /** Why there is no author domain. */
    enum Reason {
        NO_FROM,
        SEVERAL_FROM,
        /** From cannot be read, or readers disagree on what it says. */
        MALFORMED,
        /** Only groups without members. */
        NO_MAILBOX,
        /** Several mailboxes of different domains, which RFC 9989 exempts. */
        DIFFERENT_DOMAINS,
        ADDRESS_LITERAL
    }

    /** Reads the author domain off a header section; never fails. */
    static AuthorDomain of(HeaderSection section) {
        List<HeaderField> fields = section.all("From");
        if (fields.size() != 1) {
            return new Unknown(fields.isEmpty() ? Reason.NO_FROM : Reason.SEVERAL_FROM);
        }
        return switch (AddressList.parse(fields.getFirst().body())) {
            case SyntaxError<AddressList> _ -> new Unknown(Reason.MALFORMED);
            case Parsed<AddressList>(AddressList list) ->
                list.isAmbiguous() ? new Unknown(Reason.MALFORMED) : common(list);
        };
    }

    private static AuthorDomain common(AddressList list) {
        List<Domain> domains = list.mailboxes().stream()
                .map(mailbox -> mailbox.address().domain())
                .distinct()
                .toList();
        if (domains.size() != 1) {
            return new Unknown(domains.isEmpty() ? Reason.NO_MAILBOX : Reason.DIFFERENT_DOMAINS);
        }
        Domain domain = domains.getFirst();
        return domain.isAddressLiteral() ? new Unknown(Reason.ADDRESS_LITERAL) : new Known(domain);
    }
}
