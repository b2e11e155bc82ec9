package org.letterlock.dkim.guide;

import java.util.List;

/**
 * What stands at a name in DNS, and what is to be said of it.
 *
 * @param found as it stands, at most ten values, each cut after 4096 characters
 * @param remarks for people; what is wrong, or could be better
 */
public record GuideFinding(GuideState state, List<String> found, List<String> remarks) {
    private static final int MAX_FOUND = 10;
    private static final int MAX_SHOWN = 4096;

    public GuideFinding {
        found = found.stream()
                .limit(MAX_FOUND)
                .map(value -> value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) : value)
                .toList();
        remarks = List.copyOf(remarks);
    }

    static GuideFinding ok(List<String> found, List<String> remarks) {
        return new GuideFinding(GuideState.OK, found, remarks);
    }

    static GuideFinding missing(String... remarks) {
        return new GuideFinding(GuideState.MISSING, List.of(), List.of(remarks));
    }

    static GuideFinding differs(List<String> found, String... remarks) {
        return new GuideFinding(GuideState.DIFFERS, found, List.of(remarks));
    }

    static GuideFinding failed(String reason) {
        return new GuideFinding(GuideState.DNS_ERROR, List.of(), List.of(reason));
    }
}
