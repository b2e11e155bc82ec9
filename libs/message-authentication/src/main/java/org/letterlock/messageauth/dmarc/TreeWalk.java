package org.letterlock.messageauth.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.messageauth.dmarc.DmarcRecord.Tags;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;

/**
 * The DNS tree walk (RFC 9989 section 4.10), at most 8 questions each. Lives for one message and asks about a name once. Not
 * safe for use by several threads.
 */
final class TreeWalk {
    private static final int MOST_LABELS = 8;

    private final DnsLookup dns;
    private final Map<String, Finding> findings = new HashMap<>(); // owned by the evaluation of one message

    TreeWalk(DnsLookup dns) {
        this.dns = dns;
    }

    /** What is published at one name. */
    private sealed interface Finding {
        record Published(Tags tags) implements Finding {}

        record Nothing() implements Finding {}

        record Unanswered() implements Finding {}
    }

    /** A record met on the way. */
    record Stop(String domain, Tags tags) {}

    /**
     * The records from a domain upward.
     *
     * @param stops nearest first
     * @param broken whether a question was not answered, so that what is above is not known
     */
    record Path(String start, List<Stop> stops, boolean broken) {
        Path {
            stops = List.copyOf(stops);
        }

        Optional<Stop> at(String domain) {
            return stops.stream().filter(stop -> stop.domain().equals(domain)).findFirst();
        }

        /** The public suffix that says so itself, above the start. */
        Optional<Stop> publicSuffix() {
            return stops.stream()
                    .filter(stop -> stop.tags().suffixRole() == SuffixRole.PUBLIC_SUFFIX)
                    .filter(stop -> !stop.domain().equals(start))
                    .findFirst();
        }

        /** RFC 9989 section 4.10.2; means nothing of a broken path. */
        String organizationalDomain() {
            Optional<Stop> suffix = publicSuffix();
            if (suffix.isPresent()) {
                return oneBelow(suffix.get().domain());
            }
            // psd=n ended the walk, so it is the last stop as well.
            return stops.isEmpty() ? start : stops.getLast().domain();
        }

        private String oneBelow(String suffix) {
            String below = start.substring(0, start.length() - suffix.length() - 1);
            return start.substring(below.lastIndexOf('.') + 1);
        }
    }

    Path from(String start) {
        List<Stop> stops = new ArrayList<>();
        String target = start;
        while (!target.isEmpty()) {
            switch (findings.computeIfAbsent(target, this::ask)) {
                case Finding.Unanswered _ -> {
                    return new Path(start, stops, true);
                }
                case Finding.Published(Tags tags) -> {
                    stops.add(new Stop(target, tags));
                    if (tags.suffixRole() != SuffixRole.UNKNOWN) {
                        return new Path(start, stops, false);
                    }
                }
                case Finding.Nothing _ -> {}
            }
            target = next(target);
        }
        return new Path(start, stops, false);
    }

    // From eight labels or more the walk goes on at seven, so that a long name costs no more than another.
    private static String next(String target) {
        String above = parent(target);
        for (long labels = labels(above); labels >= MOST_LABELS; labels--) {
            above = parent(above);
        }
        return above;
    }

    private static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    private static long labels(String name) {
        return name.chars().filter(c -> c == '.').count() + 1;
    }

    private Finding ask(String domain) {
        return switch (dns.texts("_dmarc." + domain)) {
            case DnsAnswer.Failed<String> _ -> new Finding.Unanswered();
            case DnsAnswer.Absent<String> _ -> new Finding.Nothing();
            case DnsAnswer.Found<String> found -> single(found.records());
        };
    }

    private static Finding single(List<String> records) {
        List<Tags> parsed = new ArrayList<>();
        for (String record : records) {
            if (Tags.parse(record) instanceof Parsed<Tags>(Tags tags)) {
                parsed.add(tags);
            }
        }
        return parsed.size() == 1 ? new Finding.Published(parsed.getFirst()) : new Finding.Nothing();
    }
}
