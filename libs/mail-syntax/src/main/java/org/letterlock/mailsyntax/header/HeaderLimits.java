package org.letterlock.mailsyntax.header;

/**
 * How much of a header section is taken before the message is refused.
 *
 * @param sectionOctets all fields together, without the empty line behind them
 * @param fields how many fields
 * @param fieldOctets one field with its folding
 */
public record HeaderLimits(int sectionOctets, int fields, int fieldOctets) {
    /** The limits of HDR-5. */
    public static final HeaderLimits DEFAULT = new HeaderLimits(256 * 1024, 2000, 100_000);

    public HeaderLimits {
        if (sectionOctets < 1 || fields < 1 || fieldOctets < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
