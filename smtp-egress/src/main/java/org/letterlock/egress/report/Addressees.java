package org.letterlock.egress.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.Resolution;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.Recipient.Notify;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;

/** Whom mail that the suite writes itself goes to, and in the name of which domain. */
public final class Addressees {
    private final Directory directory;
    private final Domain hostName;

    /** @param hostName in whose name mail to others is written */
    Addressees(Directory directory, Domain hostName) {
        this.directory = directory;
        this.hostName = hostName;
    }

    /** Where mail to that address goes, with no report about it; none where nobody receives it. */
    public List<Recipient> of(AddrSpec address) {
        Set<Notify> never = EnumSet.of(Notify.NEVER);
        return switch (directory.resolve(address)) {
            case Resolution.Foreign _ -> List.of(new Recipient(address, new Destination.Remote(address), never, null));
            case Resolution.Deliverable(Set<Destination> destinations) -> {
                List<Recipient> addressees = new ArrayList<>();
                destinations.forEach(destination -> addressees.add(new Recipient(address, destination, never, null)));
                yield addressees;
            }
            case Resolution.Unknown _, Resolution.Disabled _ -> List.of();
        };
    }

    /** A domain that can sign, where there is one: that of an address of ours. */
    public Domain author(AddrSpec address) {
        return directory.findDomain(address.domain()).isPresent() ? address.domain() : hostName;
    }

    /** The services that must be able to open mail to them. */
    public static Set<Reader> readers(Collection<Recipient> addressees) {
        Set<Reader> readers = EnumSet.noneOf(Reader.class);
        for (Recipient addressee : addressees) {
            readers.add(
                    switch (addressee.destination()) {
                        case Destination.LocalMailbox _ -> Reader.MAILSTORE;
                        case Destination.Remote _ -> Reader.EGRESS;
                    });
        }
        return readers;
    }
}
