package org.letterlock.messageauth.dkim;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.AddressList;
import org.letterlock.mailsyntax.header.HeaderSection;

/** The domains of a message's authors, of the first few where From is absurdly long. */
record AuthorDomains(Set<String> domains) {
    private static final int MOST = 10;

    AuthorDomains {
        domains = Set.copyOf(domains);
    }

    static AuthorDomains of(HeaderSection section) {
        return new AuthorDomains(section.all("From").stream()
                .limit(MOST)
                .flatMap(field -> AddressList.parse(field.body()) instanceof Parsed<AddressList>(AddressList list)
                        ? list.mailboxes().stream()
                        : Stream.empty())
                .limit(MOST)
                .map(mailbox -> mailbox.address().domain().text())
                .collect(Collectors.toSet()));
    }

    /** How far a signing domain is from the authors: 0 for the domain of one, 1 above or below it, 2 elsewhere. */
    int distance(String signing) {
        if (domains.contains(signing)) {
            return 0;
        }
        boolean related =
                domains.stream().anyMatch(author -> author.endsWith("." + signing) || signing.endsWith("." + author));
        return related ? 1 : 2;
    }
}
