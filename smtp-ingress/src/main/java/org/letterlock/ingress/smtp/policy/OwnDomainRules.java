package org.letterlock.ingress.smtp.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Resolution;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.session.RecipientRefusal;

/** Keeps the accounts that write and read within their domain only to it (LIMIT-8). Safe for use by any thread. */
final class OwnDomainRules {
    private static final Set<String> ROLE_NAMES = Set.of("postmaster", "abuse");

    private final Directory directory;

    OwnDomainRules(Directory directory) {
        this.directory = directory;
    }

    /**
     * Why the recipient is refused, or empty.
     *
     * @param found what the directory says of the address
     */
    Optional<RecipientRefusal> judge(Submitter submitter, AddrSpec address, Resolution found) {
        Optional<AccountRecord> sender =
                Optional.ofNullable(submitter.account()).flatMap(directory::findAccount);
        if (sender.filter(AccountRecord::ownDomainOnly)
                .filter(account -> !isIn(account.domain(), address.domain()))
                .isPresent()) {
            return Optional.of(new RecipientRefusal.ByRule(SmtpReplies.OWN_DOMAIN_ONLY));
        }
        return found instanceof Resolution.Deliverable(Set<Destination> destinations)
                        && !ROLE_NAMES.contains(address.localPart().toLowerCase(Locale.ROOT)) // RFC 5321 section 4.5.1
                        && destinations.stream().allMatch(destination -> isClosedTo(sender, destination))
                ? Optional.of(new RecipientRefusal.ByRule(SmtpReplies.INTERNAL_MAIL_ONLY))
                : Optional.empty();
    }

    /** Mail to a group that has other members as well reaches such a member too; that is for whoever makes the group. */
    private boolean isClosedTo(Optional<AccountRecord> sender, Destination destination) {
        return switch (destination) {
            case Destination.LocalMailbox(AccountId id) ->
                directory
                        .findAccount(id)
                        .filter(AccountRecord::ownDomainOnly)
                        .filter(recipient -> sender.filter(
                                        account -> account.domain().equals(recipient.domain()))
                                .isEmpty())
                        .isPresent();
            case Destination.Remote _ -> false;
        };
    }

    private boolean isIn(DomainId domain, Domain name) {
        return directory
                .findDomain(name)
                .filter(found -> found.id().equals(domain))
                .isPresent();
    }
}
