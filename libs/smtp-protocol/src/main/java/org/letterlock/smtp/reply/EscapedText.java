package org.letterlock.smtp.reply;

/**
 * Text of a peer, made harmless: printable ASCII only, everything else written as {@code \xHH} or {@code \\u}{@code HHHH}. The only
 * way by which such text may enter a reply, a log line or a report.
 */
public record EscapedText(String text) {
    public EscapedText {
        if (text.chars().anyMatch(c -> c < 0x20 || c > 0x7E)) {
            throw new IllegalArgumentException("not escaped");
        }
    }

    /** Escapes {@code raw}; what does not fit into {@code maxLength} characters is cut off. */
    public static EscapedText of(String raw, int maxLength) {
        StringBuilder escaped = new StringBuilder(Math.min(raw.length(), maxLength));
        for (int i = 0; i < raw.length(); i++) {
            String next = escape(raw.charAt(i));
            if (escaped.length() + next.length() > maxLength) {
                break;
            }
            escaped.append(next);
        }
        return new EscapedText(escaped.toString());
    }

    @Override
    public String toString() {
        return text;
    }

    private static String escape(char c) {
        if (c == '\\') {
            return "\\\\";
        }
        if (c >= 0x20 && c <= 0x7E) {
            return String.valueOf(c);
        }
        return c <= 0xFF ? "\\x%02X".formatted((int) c) : "\\u%04X".formatted((int) c);
    }
}
