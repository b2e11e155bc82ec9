package org.letterlock.messageauth.dmarc;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.messageauth.dmarc.AuthenticatedIdentifier.Outcome;
import org.letterlock.messageauth.dmarc.TreeWalk.Path;
import org.letterlock.messageauth.dmarc.TreeWalk.Stop;
import org.letterlock.messageauth.dns.AddressFamily;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;

/**
 * Judges a message by DMARC (RFC 9989 section 5.3). Bounded: one tree walk for the author, one for each of at most
 * {@link #MOST_WALKS} other domains below the same organization, and one question whether the author domain exists. Never
 * throws; as safe for use by several threads as its {@link DnsLookup}.
 */
public final class DmarcEvaluator {
    /** Authenticated domains beyond these count as not aligned, unless they are the author domain itself. */
    public static final int MOST_WALKS = 10;

    private final DnsLookup dns;

    /** An evaluator that asks {@code dns}. */
    public DmarcEvaluator(DnsLookup dns) {
        this.dns = dns;
    }

    /** The verdict on a message of that author, given all that SPF and DKIM said about it. */
    public DmarcVerdict evaluate(AuthorDomain author, List<AuthenticatedIdentifier> identifiers) {
        return switch (author) {
            case AuthorDomain.Known(Domain domain) -> evaluate(author, domain.text(), identifiers);
            case AuthorDomain.Unknown(AuthorDomain.Reason reason) ->
                new DmarcVerdict(withoutAuthor(reason), author, null);
        };
    }

    private static DmarcResult withoutAuthor(AuthorDomain.Reason reason) {
        return switch (reason) {
            case DIFFERENT_DOMAINS, NO_MAILBOX, ADDRESS_LITERAL -> DmarcResult.NONE;
            case NO_FROM, SEVERAL_FROM, MALFORMED -> DmarcResult.PERMERROR;
        };
    }

    private DmarcVerdict evaluate(AuthorDomain author, String domain, List<AuthenticatedIdentifier> identifiers) {
        TreeWalk walk = new TreeWalk(dns);
        Path path = walk.from(domain);
        Optional<Stop> applicable = applicable(path);
        if (applicable.isEmpty()) {
            return new DmarcVerdict(path.broken() ? DmarcResult.TEMPERROR : DmarcResult.NONE, author, null);
        }
        Optional<DmarcRecord> record = applicable.get().tags().record();
        if (record.isEmpty()) {
            return new DmarcVerdict(DmarcResult.PERMERROR, author, null);
        }
        DmarcResult result = new Alignment(walk, path, record.get()).judge(identifiers);
        return verdict(result, author, domain, applicable.get().domain(), record.get());
    }

    // RFC 9989 section 4.10.1: the record of the author domain, else of its organizational domain, else of its public
    // suffix.
    private static Optional<Stop> applicable(Path path) {
        Optional<Stop> own = path.at(path.start());
        if (own.isPresent() || path.broken()) {
            return own;
        }
        return path.at(path.organizationalDomain()).or(path::publicSuffix);
    }

    private DmarcVerdict verdict(
            DmarcResult result, AuthorDomain author, String domain, String publishedAt, DmarcRecord record) {
        if (publishedAt.equals(domain)) {
            return new DmarcVerdict(result, author, new PublishedPolicy(publishedAt, record, record.policy()));
        }
        DmarcPolicy requested = record.forSubdomain();
        if (result == DmarcResult.FAIL && record.forNonexistent() != requested) {
            switch (dns.addresses(domain, AddressFamily.IPV4)) {
                case DnsAnswer.Found<?> _ -> {}
                case DnsAnswer.Absent<?>(boolean nameExists) ->
                    requested = nameExists ? requested : record.forNonexistent();
                case DnsAnswer.Failed<?> _ -> {
                    return new DmarcVerdict(DmarcResult.TEMPERROR, author, null);
                }
            }
        }
        return new DmarcVerdict(result, author, new PublishedPolicy(publishedAt, record, requested));
    }

    /** Which identifiers are aligned with the author (RFC 9989 section 4.4). */
    private static final class Alignment {
        private final TreeWalk walk;
        private final Path author;
        private final DmarcRecord record;
        private final Set<String> walked = new HashSet<>(); // owned by the evaluation of one message

        Alignment(TreeWalk walk, Path author, DmarcRecord record) {
            this.walk = walk;
            this.author = author;
            this.record = record;
        }

        private enum Closeness {
            ALIGNED,
            NOT_ALIGNED,
            UNDECIDED
        }

        DmarcResult judge(List<AuthenticatedIdentifier> identifiers) {
            if (identifiers.stream()
                    .anyMatch(identifier -> identifier.outcome() == Outcome.PASS && isSame(identifier))) {
                return DmarcResult.PASS; // needs no organizational domain, and so no answer from the DNS
            }
            boolean undecided = false;
            for (Outcome outcome : List.of(Outcome.PASS, Outcome.TEMPERROR)) {
                for (AuthenticatedIdentifier identifier : identifiers) {
                    Closeness closeness =
                            identifier.outcome() == outcome ? closeness(identifier) : Closeness.NOT_ALIGNED;
                    if (closeness == Closeness.ALIGNED && outcome == Outcome.PASS) {
                        return DmarcResult.PASS;
                    }
                    undecided |= closeness != Closeness.NOT_ALIGNED;
                }
            }
            return undecided ? DmarcResult.TEMPERROR : DmarcResult.FAIL;
        }

        private boolean isSame(AuthenticatedIdentifier identifier) {
            return canonical(identifier.domain()).equals(author.start());
        }

        private Closeness closeness(AuthenticatedIdentifier identifier) {
            if (isSame(identifier)) {
                return Closeness.ALIGNED;
            }
            if (mode(identifier) == AlignmentMode.STRICT) {
                return Closeness.NOT_ALIGNED;
            }
            if (author.broken()) {
                return Closeness.UNDECIDED;
            }
            String domain = canonical(identifier.domain());
            String organization = author.organizationalDomain();
            boolean below = domain.equals(organization) || domain.endsWith("." + organization);
            if (!below || (!walked.contains(domain) && walked.size() == MOST_WALKS)) {
                return Closeness.NOT_ALIGNED;
            }
            walked.add(domain);
            Path path = walk.from(domain);
            if (path.broken()) {
                return Closeness.UNDECIDED;
            }
            return path.organizationalDomain().equals(organization) ? Closeness.ALIGNED : Closeness.NOT_ALIGNED;
        }

        private AlignmentMode mode(AuthenticatedIdentifier identifier) {
            return switch (identifier.method()) {
                case SPF -> record.spfAlignment();
                case DKIM -> record.dkimAlignment();
            };
        }

        // A domain with an underscore is no mail domain, yet may sign.
        private static String canonical(String domain) {
            String name = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
            return Domain.parse(name) instanceof Parsed<Domain>(Domain parsed)
                    ? parsed.text()
                    : name.toLowerCase(Locale.ROOT);
        }
    }
}
