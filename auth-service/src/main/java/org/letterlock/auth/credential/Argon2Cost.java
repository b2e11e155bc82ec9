package org.letterlock.auth.credential;

/** What one computation of Argon2id costs (RFC 9106 section 3.1). */
record Argon2Cost(int memoryKibibytes, int passes, int lanes) {
    private static final int MAX_MEMORY = 256 * 1024;
    private static final int MAX_PASSES = 10;
    private static final int MAX_LANES = 4;

    Argon2Cost {
        if (lanes < 1
                || lanes > MAX_LANES
                || passes < 1
                || passes > MAX_PASSES
                || memoryKibibytes < 8 * lanes
                || memoryKibibytes > MAX_MEMORY) {
            throw new IllegalArgumentException("cost out of range");
        }
    }
}
