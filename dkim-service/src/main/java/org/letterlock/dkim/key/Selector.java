package org.letterlock.dkim.key;

import java.time.YearMonth;
import java.util.regex.Pattern;

/** Under which name a key is published (RFC 6376 section 3.1), such as {@code mail-202608-r}. */
public record Selector(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern PREFIX = Pattern.compile("[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?");

    public Selector {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a selector");
        }
    }

    /** Whether selectors may start so: 1 to 20 letters, digits and hyphens (DKIM-4). */
    public static boolean isPrefix(String text) {
        return PREFIX.matcher(text).matches();
    }

    /**
     * The selector of a new key.
     *
     * @param attempt 0, then counted up while the name is taken
     */
    public static Selector of(String prefix, YearMonth month, Algorithm algorithm, int attempt) {
        String counter = attempt == 0 ? "" : "-" + (attempt + 1);
        return new Selector("%s-%04d%02d%s-%s"
                .formatted(prefix, month.getYear(), month.getMonthValue(), counter, algorithm.selectorSuffix()));
    }

    @Override
    public String toString() {
        return text;
    }
}
