package org.letterlock.mailsyntax.address;

import java.util.List;
import java.util.Set;
import org.letterlock.mailsyntax.ParseResult;

/**
 * The body of From, Sender, Reply-To, To, Cc or Bcc (RFC 5322 section 3.4), read strictly: what does not follow the grammar,
 * the obsolete one included, is an error and never a guess. Bounded: 10 000 addresses, comments 50 deep.
 *
 * @param addresses in their order; never empty
 * @param obsolete what was written in a way that is only read, see {@link #isAmbiguous()}
 */
public record AddressList(List<Address> addresses, Set<ObsoleteSyntax> obsolete) {
    public AddressList {
        addresses = List.copyOf(addresses);
        obsolete = Set.copyOf(obsolete);
    }

    // address-list = (address *("," address)) / obs-addr-list
    /** Parses an unfolded field body. */
    public static ParseResult<AddressList> parse(String body) {
        return new AddressListParser(body).parse();
    }

    /** All mailboxes, those inside of groups too. */
    public List<NamedAddress> mailboxes() {
        return addresses.stream()
                .flatMap(address -> address.mailboxes().stream())
                .toList();
    }

    /** Whether group syntax is used; submission refuses it in From (SPOOF-14). */
    public boolean hasGroup() {
        return addresses.stream().anyMatch(Group.class::isInstance);
    }

    /** Whether another reader may see other addresses in the same text. */
    public boolean isAmbiguous() {
        return obsolete.stream().anyMatch(ObsoleteSyntax::isAmbiguous);
    }
}
